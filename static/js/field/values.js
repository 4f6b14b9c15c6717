// What a form of the field holds: as it was opened, as it stands, in words, and with its files.

import { NotTaken, hasRoom, prepared } from "../workspace/photos.js";
import { freshKeys, makeRoom } from "./rows.js";

const NOT_SENT = new Set(["csrfmiddlewaretoken", "add", "item", "once", "seen", "onward"]);
const NOT_VALUES = new Set(["submit", "button", "file"]);

/** @param {PageElement} form @param {PageElement | null} submitter */
export const valuesOf = (form, submitter = null) => {
  /** @type {Record<string, string>} */ const values = {};
  for (const one of form.elements) {
    if (!one.name || NOT_SENT.has(one.name) || NOT_VALUES.has(one.type)) continue;
    if (["checkbox", "radio"].includes(one.type) && !one.checked) continue;
    values[one.name] = one.value;
  }
  if (submitter?.name && !NOT_SENT.has(submitter.name)) values[submitter.name] = submitter.value;
  return values;
};

/** @param {PageElement} form @param {Record<string, string>} values */
export const fill = (form, values) => {
  makeRoom(form, values);
  for (const [name, value] of Object.entries(values)) {
    for (const one of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
      if (NOT_VALUES.has(one.type)) continue;
      if (["checkbox", "radio"].includes(one.type)) one.checked = one.value === value;
      else one.value = value;
      const folded = one.closest("details");
      if (folded && one.type !== "hidden" && value !== one.defaultValue) folded.open = true;
    }
  }
};

// what is recorded and stood in the form when it was opened; of a form for something new nothing is
/** @param {PageElement} form */
export const seenIn = (form) => {
  const seen = "changes" in form.dataset ? valuesOf(form) : {};
  for (const one of form.querySelectorAll("[data-recorded]")) seen[one.name] = one.defaultValue;
  for (const { name, value } of form.attributes) {
    if (name.startsWith("data-seen-")) seen[name.slice("data-seen-".length)] = value;
  }
  return seen;
};

// what is recorded already and was not touched is not stated
/** @param {PageElement} form @param {Record<string, string>} values @param {Record<string, string>} seen */
export const withoutUntouched = (form, values, seen) => {
  const stated = { ...values };
  for (const { name } of form.querySelectorAll("[data-recorded]")) if (stated[name] === seen[name]) delete stated[name];
  return stated;
};

/** @param {PageElement} one */
const labelOf = (one) => {
  const group = one.type === "radio" && one.closest("fieldset")?.querySelector("legend");
  const label = group || one.labels[0];
  return label.firstChild?.textContent?.trim() || label.textContent.trim();
};

/** @param {PageElement} form */
export const labelsOf = (form) => {
  /** @type {Record<string, string>} */ const labels = {};
  for (const one of form.elements) {
    if (!one.name || one.type === "hidden" || !one.labels?.length || one.type === "submit") continue;
    const row = one.closest("fieldset.visiting-row")?.querySelector("legend")?.textContent.trim();
    const own = labelOf(one);
    labels[one.name] = row && row !== own ? `${row}, ${own}` : own;
  }
  return labels;
};

// the words of what is chosen, by field and value
/** @param {PageElement} form */
export const wordsOf = (form) => {
  /** @type {Record<string, Record<string, string>>} */ const words = {};
  /** @param {string} name @param {string} value @param {string} text */
  const word = (name, value, text) => { words[name] = { ...words[name], [value]: text.trim() }; };
  for (const one of form.elements) {
    if (!one.name) continue;
    if (one.type === "radio" && one.labels?.length) word(one.name, one.value, one.labels[0].textContent);
    else if (one.type === "submit") word(one.name, one.value, one.textContent);
    else if (one.type === "select-one") for (const option of one.options) word(one.name, option.value, option.text);
  }
  return words;
};

const today = () => {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
};

// a kept page is of the day on which it was kept and knows nothing of its address; two visits from one page are two
/** @param {PageElement} form */
export const freshen = (form) => {
  if ("changes" in form.dataset) return;
  const uid = form.elements.namedItem("uid");
  if (uid && form.dataset.fieldEntry === "visit") uid.value = crypto.randomUUID();
  freshKeys(form);
  const day = form.elements.namedItem(form.dataset.dayField ?? "");
  if (day && day.value === day.defaultValue && day.value < today()) day.value = today();
  for (const [name, value] of Object.entries(fromAddress(form))) {
    const field = form.elements.namedItem(name);
    if (field && (field === day || !field.value)) field.value = value;
  }
};

/** @param {PageElement} form */
export const fromAddress = (form) => {
  const query = new URLSearchParams(location.search);
  /** @type {Record<string, string>} */ const taken = {};
  for (const pair of (form.dataset.fromAddress ?? "").split(" ").filter(Boolean)) {
    const [parameter, name] = pair.split("=");
    const value = query.get(parameter);
    if (value) taken[name] = value;
  }
  return taken;
};

// photos and documents that were chosen, as they are kept; NotTaken names the field as well
/** @param {PageElement} form @returns {Promise<FieldFile[]>} */
export const filesIn = async (form) => {
  const files = [];
  for (const input of form.querySelectorAll("input[type=file][name]")) {
    for (const file of input.files) {
      try {
        const { blob, name } = await prepared(file);
        if (!(await hasRoom(blob.size))) throw new NotTaken("noRoom");
        files.push({ field: input.name, name, blob });
      } catch (error) {
        if (error instanceof NotTaken) Object.assign(error, { field: input.name, file: file.name });
        throw error;
      }
    }
  }
  return files;
};
