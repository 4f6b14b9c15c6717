// Rows of a list that are ticked: kept over pages, orders and filters until they are unticked; and keys that walk the rows.
// Without it they are plain boxes of a form. Focus really moves: Enter opens, Tab goes on, a reader of screens hears each row.

const formOf = () => document.querySelector("form[data-ticked]");
const boxes = () => [...document.querySelectorAll("input[type=checkbox][form=ticked]")];
const place = () => `ticked/${formOf()?.dataset.ticked}${location.pathname}`;
/** @returns {Set<string>} */
const kept = () => new Set(JSON.parse(sessionStorage.getItem(place()) ?? "[]"));

/** @param {Set<string>} codes */
const keep = (codes) => {
  sessionStorage.setItem(place(), JSON.stringify([...codes]));
  show();
};

/** The page as the ticks are: boxes, what else goes with the form, and how many. */
const show = () => {
  const form = formOf();
  if (!form) return;
  const codes = kept();
  const here = boxes();
  for (const box of here) box.checked = codes.has(box.value);
  for (const old of form.querySelectorAll("[data-elsewhere]")) old.remove();
  const onPage = new Set(here.map((box) => box.value));
  const elsewhere = document.createElement("input"); // one field: a server takes only so many
  Object.assign(elsewhere, { type: "hidden", name: "factory", value: [...codes].filter((code) => !onPage.has(code)).join("\n") });
  elsewhere.dataset.elsewhere = "";
  form.append(elsewhere);
  form.hidden = !codes.size;
  const words = form.querySelector("[data-ticked-words]");
  words.hidden = form.querySelector("[data-untick]").hidden = false;
  words.textContent = words.dataset.tickedWords.replace("{n}", codes.size.toLocaleString(document.documentElement.lang));
  const whole = document.querySelector("[data-tick-page]");
  const ticked = here.filter((box) => box.checked).length;
  if (whole) Object.assign(whole, { hidden: false, checked: ticked === here.length, indeterminate: ticked > 0 && ticked < here.length });
};

document.addEventListener("change", ({ target }) => {
  const whole = target.matches("[data-tick-page]");
  if (!whole && target.getAttribute("form") !== "ticked") return;
  const codes = kept();
  for (const box of whole ? boxes() : [target]) if (target.checked) codes.add(box.value); else codes.delete(box.value);
  keep(codes);
});

document.addEventListener("click", ({ target }) => {
  if (!target.closest("[data-untick]")) return;
  keep(new Set());
  boxes()[0]?.focus();
});

document.addEventListener("keydown", (event) => {
  const { key, target } = event;
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]:modal")) return;
  if (target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]")) return;
  const rows = boxes().map((box) => box.closest("tr"));
  const row = target.closest("tr");
  const at = rows.indexOf(row);
  const step = { j: 1, k: -1, ArrowDown: at < 0 ? 0 : 1, ArrowUp: at < 0 ? 0 : -1 }[key];
  if (step) {
    const next = rows[at < 0 ? 0 : at + step];
    next?.querySelector(".row-link").focus();
    if (next || at >= 0) event.preventDefault();
  } else if (at >= 0 && (key === "x" || (key === " " && target.matches("a")))) {
    event.preventDefault();
    row.querySelector("input[form=ticked]").click();
  }
});

// what was to be done with the ticked rows is done
const done = document.querySelector("[data-ticks-done]");
if (done) sessionStorage.removeItem(`ticked/${done.dataset.ticksDone}`);

document.addEventListener("htmx:afterSettle", show);
addEventListener("pageshow", show); // also when a browser goes back, and fills in boxes of its own
show();
