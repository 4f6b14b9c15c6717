// What is typed beside an answer: kept while it is typed, a change when the field is left. What stood in a field when
// somebody began to type is what they have seen, whatever arrives meanwhile.

import { say } from "./words.js";

const WHILE_TYPING = 250;
const AGAIN = 5000; // milliseconds until what the device had no room for is tried again
const LONGEST = 10_000;
const MOST_WORKERS = 1_000_000;
const FORMULA = /^\s*(=|[+\-@]\s*[A-Za-z_.]+\(|[=+\-@].*\|.*!)/u; // as the server takes them for formulas
const UNWRITABLE = /\0/u;

export class Texts {
  /** @type {PageElement} */ list;
  /** @type {import("./outbox.js").Outbox} */ outbox;
  /** @type {import("./answering.js").Answering} */ answering;
  /** @type {import("./sheet.js").Sheet} */ sheet;
  /** @type {Map<PageElement, number>} */ timers; // by question
  /** @type {Map<string, Record<string, any>>} */ seen; // by question: what stood in each field when typing began

  /** @param {PageElement} list @param {import("./outbox.js").Outbox} outbox @param {import("./answering.js").Answering} answering @param {import("./sheet.js").Sheet} sheet */
  constructor(list, outbox, answering, sheet) {
    Object.assign(this, { list, outbox, answering, sheet, timers: new Map(), seen: new Map() }); // seen: by question
    list.addEventListener("input", (event) => {
      const field = event.target.closest("[data-field]");
      if (field && !field.matches("select")) this.#typed(field);
    });
    list.addEventListener("change", (event) => {
      const field = event.target.closest("[data-field]");
      if (!field) return;
      if (field.dataset.field === "cause") this.#cause(field);
      else if (field.matches("select")) this.#touch(field);
      this.give(itemOf(field));
    });
    // the tab may be closed, or the battery empty, before the field is left
    document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") this.giveAll(); });
    addEventListener("pagehide", () => this.giveAll());
  }

  // from the first key on: what the writer has seen
  /** @param {PageElement} field */
  #touch(field) {
    const code = itemOf(field).dataset.question;
    const name = /** @type {AnswerField} */ (field.dataset.field);
    const seen = this.seen.get(code) ?? {};
    if (!(name in seen)) this.seen.set(code, { ...seen, [name]: this.sheet.view(code)[name] });
    field.dataset.typed = "yes"; // "given" while it is on its way to the disk
  }

  /** @param {PageElement} field */
  #typed(field) {
    const item = itemOf(field);
    this.#touch(field);
    complain(field, problemOf(field));
    clearTimeout(this.timers.get(item));
    this.timers.set(item, setTimeout(() => this.#keep(item), WHILE_TYPING));
  }

  /** @param {PageElement} item */
  #keep(item) {
    const code = item.dataset.question;
    const fields = Object.fromEntries([...item.querySelectorAll("[data-typed]")].map((field) => [
      field.dataset.field, { seen: this.seen.get(code)?.[field.dataset.field], value: field.value },
    ]));
    return this.outbox.keepDraft(code, fields).catch((error) => {
      this.answering.failed(error);
      this.#again(item);
    });
  }

  /** @param {PageElement} item */
  #again(item) {
    clearTimeout(this.timers.get(item));
    this.timers.set(item, setTimeout(() => this.give(item), AGAIN));
  }

  // a line of its own at the end of what was found, where everybody reads it
  /** @param {PageElement} field */
  #cause(field) {
    const item = itemOf(field);
    const details = item.querySelector("[data-field=details]");
    const label = item.querySelector("[data-for=cause]").firstChild.textContent?.trim();
    const lines = details.value.split("\n").filter((line) => !line.startsWith(`${label}: `));
    if (field.value) lines.push(`${label}: ${field.value}`);
    this.#touch(details);
    details.value = lines.join("\n").trim();
  }

  // what can be stored becomes a change; what cannot stays in its field, kept and with the reason beside it
  /** @param {PageElement} item */
  async give(item) {
    clearTimeout(this.timers.get(item));
    this.timers.delete(item);
    const code = item.dataset.question;
    const fields = typedIn(item);
    const good = fields.filter((field) => !problemOf(field));
    const bad = fields.filter((field) => !good.includes(field));
    if (bad.length) await this.#keep(item);
    if (!good.length) return;
    const seen = this.seen.get(code) ?? {};
    const words = Object.fromEntries(good.map((field) => [field.dataset.field, typedValue(field)]));
    const typedOver = Object.fromEntries(good.map((field) => [field.dataset.field, seen[field.dataset.field]]));
    for (const field of good) field.dataset.typed = "given"; // until it is kept nothing is painted over it
    const isKept = await this.answering.give([{ question: code, ...words, seen: typedOver, typed: !bad.length }]);
    for (const field of good) this.#given(code, field, words, isKept);
    if (!isKept) this.#again(item);
  }

  // kept, or to be given again; what was typed meanwhile was typed over what is kept now
  /** @param {string} code @param {PageElement} field @param {Record<string, string | number | null>} words @param {boolean} isKept */
  #given(code, field, words, isKept) {
    const name = field.dataset.field;
    const seen = { ...this.seen.get(code) };
    if (!isKept) field.dataset.typed = "yes";
    else if (field.dataset.typed === "yes") seen[name] = words[name];
    else {
      delete field.dataset.typed;
      delete seen[name];
    }
    this.seen.set(code, seen);
  }

  giveAll() {
    const typed = new Set([...this.list.querySelectorAll("[data-typed=yes]")].map(itemOf));
    return Promise.all([...typed].map((item) => this.give(item)));
  }

  // what was half-typed when the page went away becomes a change now, or stands in its field again
  /** @param {(code: string) => PageElement} whole */
  async restore(whole) { // whole(code): the question with all its fields
    for (const { key, fields } of await this.outbox.drafts()) {
      if (!this.sheet.questions.has(key)) continue;
      const item = whole(key);
      for (const [name, { seen, value }] of Object.entries(fields)) {
        const field = item.querySelector(`[data-field=${name}]`);
        this.seen.set(key, { ...this.seen.get(key), [name]: seen });
        field.value = value;
        field.dataset.typed = "yes";
        complain(field, problemOf(field));
      }
      await this.give(item);
    }
  }
}

/** @param {PageElement} field */
const itemOf = (field) => field.closest("[data-question]");
/** @param {PageElement} item */
const typedIn = (item) => [...item.querySelectorAll("[data-typed=yes]")];

/** @param {PageElement} field */
const typedValue = (field) => {
  const value = field.value.trim();
  if (field.dataset.field !== "workers") return value;
  return value ? Number(value) : null;
};

// why the server would not store it, or ""
/** @param {PageElement} field */
const problemOf = (field) => {
  const value = field.value.trim();
  if (field.dataset.field === "workers") {
    const isWhole = !field.validity.badInput && (value === "" || (/^\d{1,7}$/.test(value) && Number(value) <= MOST_WORKERS));
    return isWhole ? "" : say("badNumber", { most: MOST_WORKERS });
  }
  if (value.length > LONGEST) return say("tooLong", { n: value.length, most: LONGEST });
  if (FORMULA.test(value)) return say("formula");
  return UNWRITABLE.test(value) ? say("unwritable") : "";
};

/** @param {PageElement} field @param {string} problem */
const complain = (field, problem) => {
  const place = itemOf(field).querySelector(`[data-problem-of=${field.dataset.field}]`);
  place.hidden = !problem;
  place.textContent = problem;
  if (problem) field.setAttribute("aria-invalid", "true"); else field.removeAttribute("aria-invalid");
};
