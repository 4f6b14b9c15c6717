// The words that the server has handed over in the reader's language.

const language = document.documentElement.lang || "en";
// as the server writes days and numbers: Latin digits, hours to 23; browsers know no Haitian Creole
/** @type {Record<string, string>} */
const other = { en: "en-GB", ht: "fr" };
const written = `${other[language] ?? language}-u-hc-h23-nu-latn`;
const number = new Intl.NumberFormat(`${language}-u-nu-latn`);
const time = new Intl.DateTimeFormat(written, { dateStyle: "medium", timeStyle: "short" });
const date = new Intl.DateTimeFormat(written, { dateStyle: "medium" });
/** @type {Record<string, string>} */
const known = JSON.parse(document.getElementById("field-words").textContent);

/** @param {string} name @param {Record<string, string | number>} values @returns {string} */
export const say = (name, values = {}) => (known[name] ?? name).replace(/\{(\w+)\}/g, (whole, key) => {
  const value = values[key];
  if (value === undefined) return whole;
  return typeof value === "number" ? number.format(value) : value;
});
/** @param {string} text */
export const day = (text) => date.format(new Date(`${text}T12:00`));
/** @param {string} text */
export const moment = (text) => time.format(new Date(text));
