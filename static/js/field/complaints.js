// Sentences of a form: beside its fields as the server shows them, and above it.

import { say } from "./words.js";

/** @param {string} text @param {string} tone */
export const notice = (text, tone) => {
  const box = document.createElement("div");
  box.className = `notice notice-${tone}`;
  const words = document.createElement("p");
  words.textContent = text;
  box.append(words);
  return box;
};

/** @param {PageElement} form @param {string} text */
export const note = (form, text, tone = "quiet") => {
  form.querySelector("[data-note]")?.remove();
  const box = notice(text, tone);
  box.dataset.note = "";
  box.setAttribute("role", "status");
  form.prepend(box);
};

// as the server shows what stands in the way
/** @param {PageElement} form @param {string} said @param {FieldProblem[]} problems */
export const complain = (form, said, problems) => {
  for (const old of form.querySelectorAll(".error-summary, .field-error[data-by-script]")) old.remove();
  const box = document.createElement("div");
  box.className = "error-summary";
  box.setAttribute("role", "alert");
  box.tabIndex = -1;
  const [head, list] = [document.createElement("h2"), document.createElement("ul")];
  head.textContent = say("look");
  /** @param {string} text @param {PageElement | null} field */
  const line = (text, field = null) => {
    const made = document.createElement("li");
    if (field?.id) {
      const link = document.createElement("a");
      Object.assign(link, { href: `#${field.id}`, textContent: text });
      made.append(link);
    } else made.textContent = text;
    list.append(made);
  };
  if (!problems.length) line(said);
  for (const { name, label, said: sentence } of problems) {
    const field = name ? form.elements.namedItem(name) : null;
    line(label ? `${label}: ${sentence}` : sentence, field);
    if (field?.closest) beside(field, sentence);
  }
  box.append(head, list);
  form.prepend(box);
  box.focus();
};

/** @param {PageElement} field @param {string} sentence */
const beside = (field, sentence) => {
  const words = document.createElement("div");
  words.className = "field-error";
  words.dataset.byScript = "";
  words.textContent = sentence;
  field.before(words);
  field.setAttribute("aria-invalid", "true");
};
