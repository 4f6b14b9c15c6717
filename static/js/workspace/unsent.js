// What is only on this device, of any assessment: for pages on which it cannot be entered any more, and for those that
// only count it.

import { FIELDS, normalised, packed, statedFields } from "./merge.js";
import { get, ofScope } from "./store.js";

// { changes, files } of a scope; half-typed words are made into changes of the answer that they were typed beside
/** @param {IDBDatabase} base @param {string} scope */
export const unsentOf = async (base, scope) => {
  const [changes, drafts, files, known] = [
    await ofScope(base, "changes", scope), await ofScope(base, "drafts", scope), await ofScope(base, "files", scope),
    await get(base, "sheets", scope),
  ];
  const typed = drafts.map((draft) => changeOf(draft, changes.findLast((one) => one.key === draft.key), known?.told)).filter(Boolean);
  return { changes: [...changes, ...typed], files };
};

/** @param {Draft} draft @param {Change | undefined} last @param {SheetDocument | undefined} told @returns {Change | null} */
const changeOf = ({ key, fields }, last, told) => {
  const words = Object.entries(fields);
  const isOfFinding = words.some(([name]) => name !== "note");
  const before = normalised(last ? last.given : { letter: isOfFinding ? "N" : "-", ...told?.findings?.[key], note: told?.notes?.[key] ?? "" });
  if (isOfFinding) before.letter = "N";
  const seen = { ...before, ...Object.fromEntries(words.map(([name, { seen: stood }]) => [name, stood])) };
  const given = { ...before, ...Object.fromEntries(words.map(([name, { value }]) => [name, name === "workers" ? numberOf(value) : value.trim()])) };
  if (!statedFields(seen, given).length) return null;
  return { id: crypto.randomUUID(), key, at: new Date().toISOString(), seen, given, isDraft: true };
};

/** @param {string} text */
const numberOf = (text) => (/^\d{1,7}$/.test(text.trim()) ? Number(text) : null);

// a line a change, for a spreadsheet; nothing in it is run as a formula
/** @param {Change[]} changes @param {string[]} head */
export const asCsv = (changes, head) => {
  /** @param {string | number | null} value */
  const cell = (value) => {
    const text = String(value ?? "");
    return `"${(/^[=+\-@\t\r]/.test(text) && text !== "-" ? `'${text}` : text).replaceAll('"', '""')}"`;
  };
  const rows = changes.map(({ key, at, given }) => [key, ...FIELDS.map((name) => normalised(given)[name]), at]);
  return `\ufeff${[head, ...rows].map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
};

/** @param {AnswerVersions} change @returns {[AnswerField, string | number | null][]} */
export const statedWords = ({ seen, given, settles }) => {
  const after = normalised(given);
  return statedFields(seen, given, Boolean(settles)).map((name) => [name, after[name]]);
};

export { packed };
