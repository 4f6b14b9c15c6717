// The words that the server has handed over in the reader's language.

const language = document.documentElement.lang || "en";
const number = new Intl.NumberFormat(language);
const time = new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, { dateStyle: "medium", timeStyle: "short" });
/** @type {Record<string, string>} */
const known = JSON.parse(document.getElementById("field-words").textContent);

/** @param {string} name @param {Record<string, string | number>} values @returns {string} */
export const say = (name, values = {}) => (known[name] ?? name).replace(/\{(\w+)\}/g, (whole, key) => {
  const value = values[key];
  if (value === undefined) return whole;
  return typeof value === "number" ? number.format(value) : value;
});
/** @param {string} text */
export const moment = (text) => time.format(new Date(text));
