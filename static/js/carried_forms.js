// What was typed into the other forms of a page survives the sending of one: it waits in this tab until a page shows the form again.

const PLACE = "unsaved/";
// values that are new at every look, and say nothing of what a form is about
const VOLATILE = new Set(["csrfmiddlewaretoken", "once", "uid", "seen", "sealed"]);
const NOT_KEPT = new Set(["hidden", "password", "file", "submit", "button", "reset", "image"]);

/** @typedef {Record<string, (string | boolean | string[])[]>} TypedValues values by the names of fields, in order */

/** @param {PageElement} form @returns {PageElement[]} */
const fieldsOf = (form) => [...form.elements].filter((field) => field.name && "defaultValue" in field ? !NOT_KEPT.has(field.type) : field.matches("select[name]"));

/** @param {PageElement} field */
const isCheck = (field) => field.type === "checkbox" || field.type === "radio";

/** @param {PageElement} field */
const isTouched = (field) => {
  if (field.matches("select")) {
    const options = [...field.options];
    const first = field.multiple || options.some((option) => option.defaultSelected) ? null : options[0]; // the browser's own choice
    return options.some((option) => option.selected !== (option.defaultSelected || option === first));
  }
  return isCheck(field) ? field.checked !== field.defaultChecked : field.value !== field.defaultValue;
};

/** @param {PageElement} field */
const filledIn = (field) => {
  if (field.multiple && field.matches("select")) return [...field.selectedOptions].map((option) => option.value);
  return isCheck(field) ? field.checked : field.value;
};

/** @param {PageElement} field @param {any} value */
const fill = (field, value) => {
  if (isTouched(field)) return;
  if (Array.isArray(value)) for (const option of field.options) option.selected = value.includes(option.value);
  else if (isCheck(field)) field.checked = value;
  else field.value = value;
  if (!isTouched(field)) return;
  for (let fold = field.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
};

// forms that go to one address are told apart by their hidden values and their first field, then by their order; those of the field keep their own words
/** @returns {[string, PageElement][]} */
const namedForms = () => {
  /** @type {Map<string, number>} */ const seen = new Map();
  return [...document.querySelectorAll("form[method=post]:not([data-field-entry])")].map((form) => {
    const to = new URL(form.getAttribute("action") || location.pathname, location.href).pathname;
    const about = [...form.querySelectorAll("input[type=hidden]")].filter((field) => !VOLATILE.has(field.name)).map((field) => `${field.name}=${field.value}`);
    const name = [to, ...about, fieldsOf(form)[0]?.name].join("\n");
    seen.set(name, (seen.get(name) ?? 0) + 1);
    return [`${name}\n${seen.get(name)}`, form];
  });
};

/** @param {string} person */
export const carryForms = (person) => {
  const place = PLACE + person;
  /** @returns {Record<string, TypedValues>} */
  const stored = () => JSON.parse(sessionStorage.getItem(place) ?? "{}");
  /** @param {Record<string, TypedValues>} all */
  const store = (all) => { if (Object.keys(all).length) sessionStorage.setItem(place, JSON.stringify(all)); else sessionStorage.removeItem(place); };

  const restore = () => {
    const all = stored();
    for (const [name, form] of namedForms()) {
      if (!(name in all)) continue;
      const values = all[name];
      delete all[name];
      for (const field of fieldsOf(form)) {
        const value = values[field.name]?.shift();
        if (value !== undefined) fill(field, value);
      }
    }
    store(all);
  };

  restore();
  document.addEventListener("htmx:afterSettle", restore);
  document.addEventListener("submit", (event) => {
    const all = stored();
    for (const [name, form] of namedForms()) {
      delete all[name];
      const fields = form === event.target ? [] : fieldsOf(form);
      // a form that was refused holds what was typed as if it had been there from the first
      if (!fields.some(isTouched) && !(fields.length && form.querySelector(".error-summary"))) continue;
      /** @type {TypedValues} */ const values = {};
      for (const field of fields) {
        values[field.name] ??= [];
        values[field.name].push(filledIn(field));
      }
      all[name] = values;
    }
    store(all);
  }, true);
};

// nothing that a person typed stays in the tab for whoever signs in next
export const forgetForms = () => {
  for (const name of Object.keys(sessionStorage)) if (name.startsWith(PLACE) || name.startsWith("ticked/")) sessionStorage.removeItem(name);
};
