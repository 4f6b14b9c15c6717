// Rows of findings and steps: one more without asking the server, as many as an entry holds.

const MOST_ROWS = 30;

/** @param {ParentNode} within */
export const freshKeys = (within) => {
  for (const key of within.querySelectorAll("input[type=hidden][name$='-key']")) key.value = crypto.randomUUID().slice(0, 8);
};

/** @param {string} text @param {string} from @param {string} to */
const renumbered = (text, from, to) => text.replaceAll(from, to);

/** @param {PageElement} place */
export const addRow = (place) => {
  const rows = [...place.querySelectorAll(":scope > fieldset")];
  if (rows.length >= MOST_ROWS) return null;
  const last = rows[rows.length - 1];
  const kind = place.id.replace(/-rows$/, "");
  const made = last.cloneNode(true);
  const [from, to] = [`${kind}-${rows.length - 1}-`, `${kind}-${rows.length}-`];
  for (const one of made.querySelectorAll("*")) {
    for (const name of ["id", "name", "for", "aria-describedby"]) {
      if (one.hasAttribute(name)) one.setAttribute(name, renumbered(one.getAttribute(name), from, to));
    }
  }
  for (const error of made.querySelectorAll(".field-error")) error.remove();
  for (const field of made.querySelectorAll("input, textarea, select")) {
    field.value = "";
    field.removeAttribute("aria-invalid");
  }
  for (const field of made.querySelectorAll(".field-invalid")) field.classList.remove("field-invalid");
  freshKeys(made);
  const legend = made.querySelector("legend");
  legend.textContent = legend.textContent.replace(/\d+/, String(rows.length + 1));
  made.id = `${kind}-${rows.length + 1}`;
  made.tabIndex = -1;
  last.after(made);
  return made;
};

// as many rows as these values need
/** @param {PageElement} form @param {Record<string, string>} values */
export const makeRoom = (form, values) => {
  for (const place of form.querySelectorAll("[id$='-rows']")) {
    const kind = place.id.replace(/-rows$/, "");
    const numbers = Object.keys(values).map((name) => new RegExp(`^${kind}-(\\d+)-`).exec(name)?.[1]).filter(Boolean).map(Number);
    const needed = Math.max(0, ...numbers.map((one) => one + 1));
    while (place.querySelectorAll(":scope > fieldset").length < needed && addRow(place));
  }
};
