// What somebody does: each change is on the disk before its mark is shown, then it is sent. Every change can be undone.

import { FIELDS, normalised, overlaid, statedFields } from "./merge.js";

const MOST_UNDONE = 200;

export class Answering {
  /** @type {import("./sheet.js").Sheet} */ sheet;
  /** @type {import("./outbox.js").Outbox} */ outbox;
  /** @type {(codes: string[]) => void} */ kept; // shows what is on the disk
  /** @type {(error: unknown) => void} */ failed;
  /** @type {(step: UndoStep[] | null) => void} */ undoable;
  /** @type {{ wanted: WantedAnswer[], forget: boolean, done: (isKept: boolean) => void }[]} */ waiting;
  /** @type {boolean} */ busy;
  /** @type {UndoStep[][]} */ steps;

  /** @param {Pick<Answering, "sheet" | "outbox" | "kept" | "failed" | "undoable">} options */
  constructor(options) {
    Object.assign(this, options, { waiting: [], busy: false, steps: [] });
  }

  // wanted = [{question, new?, details?, workers?, attribution?, note?, seen?, whole?, settles?, typed?}]: what is not named
  // stays as it is shown; seen = what stood in a field when somebody began to type. Gives whether it is on the disk.
  /** @param {WantedAnswer[]} wanted */
  give(wanted, { forget = false } = {}) {
    return new Promise((done) => {
      this.waiting.push({ wanted, forget, done });
      if (!this.busy) this.#work();
    });
  }

  // whatever came while the disk was busy goes to it together
  async #work() {
    this.#storing(true);
    while (this.waiting.length) {
      const taken = this.waiting.splice(0);
      const isKept = await this.#keep(taken).then(() => true, (error) => { this.failed(error); return false; });
      for (const one of taken) one.done(isKept);
    }
    this.#storing(false);
  }

  // told to the page as well: between a key and the disk nothing is safe yet
  /** @param {boolean} is */
  #storing(is) {
    this.busy = is;
    document.getElementById("ws")?.toggleAttribute("data-storing", is);
  }

  /** @param {Answering["waiting"]} taken */
  async #keep(taken) {
    const ahead = new Ahead(this.sheet);
    const at = new Date().toISOString();
    const steps = taken.map(({ wanted, forget }) => {
      const before = wanted.map((one) => ahead.do(one, at)).filter((step) => step !== null);
      return forget ? [] : before;
    });
    for (const code of ahead.emptied ?? []) await this.outbox.keepDraft(code, {}); // typed back to what it was
    if (!ahead.acts.length) return;
    await this.outbox.add(ahead.acts);
    const codes = this.sheet.lay(ahead.acts);
    this.steps = [...this.steps, ...steps.filter((step) => step.length)].slice(-MOST_UNDONE);
    this.undoable(this.steps.at(-1) ?? null);
    this.kept([...new Set(codes)]);
  }

  // gives the questions taken back; what somebody else has answered since stays as it is
  async undo() {
    await this.give([]); // after all that is still on its way to the disk
    const step = this.steps.pop() ?? [];
    const back = step.map(({ question, before, after, stated }) => {
      const shown = this.sheet.view(question);
      if (stated.includes("letter") && shown.letter !== after.letter) return null;
      const letter = stated.includes("letter") ? before.letter : shown.letter;
      const names = letter === "N" && stated.includes("letter") ? FIELDS : stated;
      const mine = names.filter((name) => shown[name] === after[name] || !stated.includes(name));
      return mine.length ? { question, whole: { ...shown, ...Object.fromEntries(mine.map((name) => [name, before[name]])), letter } } : null;
    }).filter((one) => one !== null);
    await this.give(back, { forget: true });
    this.undoable(this.steps.at(-1) ?? null);
    return back.map((one) => one.question);
  }
}

// the answers as they will be once the changes at hand are kept
class Ahead {
  /** @type {import("./sheet.js").Sheet} */ sheet;
  /** @type {Change[]} */ acts;
  /** @type {Map<string, Answer>} */ views; // by question
  /** @type {string[] | undefined} */ emptied; // questions whose text was typed back to what it was

  /** @param {import("./sheet.js").Sheet} sheet */
  constructor(sheet) {
    Object.assign(this, { sheet, acts: [], views: new Map() });
  }

  /** @param {string} code */
  #view(code) { return this.views.get(code) ?? this.sheet.view(code); }

  // how the question stood before and stands after, or null when nothing is new
  /** @param {WantedAnswer} wanted @param {string} at @returns {UndoStep | null} */
  do({ question, new: letter, whole, seen: typedOver, settles, typed, ...words }, at) {
    const shown = this.#view(question);
    const given = { ...shown, ...whole, ...Object.fromEntries(Object.entries(words).filter(([, value]) => value !== undefined)) };
    if (letter !== undefined) given.letter = letter;
    const seen = { ...(this.views.has(question) ? shown : this.sheet.taken(question)), ...typedOver };
    // the finding went while its words were typed: they are said of the finding that its writer saw
    if (typedOver && letter === undefined && shown.letter !== "N" && ["details", "workers", "attribution"].some((name) => name in typedOver)) {
      given.letter = seen.letter = "N";
    }
    if (given.letter === "N" && shown.letter !== "N" && !given.attribution && this.sheet.isByLaw(question)) given.attribution = "national_law";
    const stated = statedFields(seen, given, Boolean(settles));
    if (!stated.length) {
      if (typed) this.emptied = [...(this.emptied ?? []), question];
      return null;
    }
    const change = {
      id: crypto.randomUUID(), key: question, at, seen: normalised(seen), given: normalised(given), ...(settles ? { settles } : {}), typed,
    };
    this.acts.push(change);
    const after = overlaid(shown, change.seen, change.given, Boolean(settles));
    this.views.set(question, after);
    return { question, before: shown, after, stated };
  }
}
