// The words that the server has handed over in the reader's language, and days as that language writes them.

const known = JSON.parse(document.getElementById("ws-words").textContent);
const language = document.documentElement.lang || "en";
const number = new Intl.NumberFormat(language);
const written = language === "en" ? "en-GB" : language; // as the server writes days
const date = new Intl.DateTimeFormat(written, { dateStyle: "medium" });
const time = new Intl.DateTimeFormat(written, { timeStyle: "short" });

export const say = (name, values = {}) => (known[name] ?? name).replace(/\{(\w+)\}/g, (whole, key) => {
  const value = values[key];
  if (value === undefined) return whole;
  return typeof value === "number" ? number.format(value) : value;
});

export const day = (text) => date.format(new Date(`${text}T12:00:00`));

export const moment = (text) => {
  const at = new Date(text);
  return at.toDateString() === new Date().toDateString() ? time.format(at) : date.format(at);
};

export const count = (value) => number.format(value);
