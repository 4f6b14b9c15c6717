// The words that the server has handed over in the reader's language, and days as that language writes them.

/** @type {Record<string, string>} */
const known = JSON.parse(document.getElementById("ws-words").textContent);
const language = document.documentElement.lang || "en";
// as the server writes days and numbers: Latin digits, hours to 23; browsers know no Haitian Creole
/** @type {Record<string, string>} */
const other = { en: "en-GB", ht: "fr" };
const written = `${other[language] ?? language}-u-hc-h23-nu-latn`;
const number = new Intl.NumberFormat(`${language}-u-nu-latn`);
const date = new Intl.DateTimeFormat(written, { dateStyle: "medium" });
const time = new Intl.DateTimeFormat(written, { timeStyle: "short" });

// as <bdi> does it in a sentence: a name or code of another direction leaves the order of the words around it alone
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufefc]/u;
/** @param {string} value */
const isolated = (value) => (document.dir === "rtl" || RIGHT_TO_LEFT.test(value) ? `\u2068${value}\u2069` : value);

/** @param {string} name @param {Record<string, string | number>} values @returns {string} */
export const say = (name, values = {}) => (known[name] ?? name).replace(/\{(\w+)\}/g, (whole, key) => {
  const value = values[key];
  if (value === undefined) return whole;
  return typeof value === "number" ? number.format(value) : isolated(value);
});

/** @param {string} text */
export const day = (text) => date.format(new Date(`${text}T12:00:00`));

/** @param {string} text */
export const moment = (text) => {
  const at = new Date(text);
  return at.toDateString() === new Date().toDateString() ? time.format(at) : date.format(at);
};

/** @param {number} value */
export const count = (value) => number.format(value);
