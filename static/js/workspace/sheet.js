// How the assessment stands: the server's word, with this device's unsent changes laid over it.

import { normalised, overlaid } from "./merge.js";

export class Sheet {
  /** @type {SheetDocument} */ server;
  /** @type {Record<string, Letter>} */ letters; // as the server has them
  /** @type {Map<string, Change[]>} */ unsent; // by question, oldest first
  /** @type {Map<string, OthersChange>} */ changed; // by question: who answered elsewhere since the page was opened

  /** @param {Questionnaire} questionnaire */
  constructor(questionnaire) {
    this.order = questionnaire.order;
    this.clusters = questionnaire.clusters;
    this.questions = new Map();
    for (const cluster of questionnaire.clusters) {
      for (const point of cluster.points) {
        for (const question of point.questions) this.questions.set(question.code, { ...question, point, cluster });
      }
    }
    this.codes = [...this.questions.keys()]; // as they stand on the page
    this.server = { version: 0, sheet: "-".repeat(this.order.length), findings: {}, notes: {}, clashes: [], unchosen: {}, plan: {} };
    this.letters = {};
    this.unsent = new Map(); // changes by question, oldest first
    this.laid = 0; // how often changes were laid over what is known
    this.changed = new Map(); // by question: who answered elsewhere since the page was opened
  }

  // --- what is known ---

  // the answer as the server has it
  /** @param {string} code */
  known(code) {
    return normalised({ letter: this.letters[code] ?? "-", ...this.server.findings[code], note: this.server.notes[code] ?? "" });
  }

  // the answer as it is shown; of a change that was refused its words stay in sight, not its letter
  /** @param {string} code */
  view(code) {
    return (this.unsent.get(code) ?? []).reduce((shown, { seen, given, settles, refused }) => (
      overlaid(shown, seen, refused ? { ...given, letter: shown.letter } : given, Boolean(settles))
    ), this.known(code));
  }

  // the same without what was refused: words of that are entered anew with the next change
  /** @param {string} code */
  taken(code) {
    return (this.unsent.get(code) ?? []).filter((one) => !one.refused)
      .reduce((shown, { seen, given, settles }) => overlaid(shown, seen, given, Boolean(settles)), this.known(code));
  }

  /** @param {string} code */
  letter(code) { return this.unsent.has(code) ? this.view(code).letter : this.letters[code] ?? "-"; }
  /** @param {string} code @param {AnswerField} field */
  said(code, field) { return this.view(code)[field]; } // details, workers, attribution, note
  /** @param {string} code */
  isByLaw(code) { return (this.server.nationalLaw ?? []).includes(code); }

  /** @param {string} code */
  isUnsent(code) { return (this.unsent.get(code) ?? []).some((act) => !act.refused); }
  /** @param {string} code */
  refusal(code) { return this.unsent.get(code)?.find((act) => act.refused)?.refused ?? ""; }
  /** @param {string} code */
  clash(code) { return this.isUnsent(code) ? null : this.server.clashes.findLast((one) => one.question === code) ?? null; }
  /** @param {string} code */
  unchosen(code) { return this.server.unchosen?.[code] ?? []; }
  get clashing() { return this.server.clashes.length ? this.codes.filter((code) => this.clash(code)) : []; }
  // questions with a reviewer's comment that is neither answered nor resolved
  get commented() {
    const { comments = {} } = this.server;
    return this.codes.filter((code) => comments[code]?.some((one) => !one.answered && !one.resolved));
  }

  /** @param {string} code */
  last(code) { return this.server.last?.letters[code] ?? null; }

  // the codes under which an earlier version of the questionnaire asked it then; none where it was asked as it is now
  /** @param {string} code @returns {string[]} */
  former(code) { return this.server.last?.former?.[code] ?? []; }

  get unsentCount() {
    let count = 0;
    for (const acts of this.unsent.values()) count += acts.length;
    return count;
  }

  /** @param {string} code */
  openAfter(code) {
    const from = this.codes.indexOf(code) + 1;
    const around = [...this.codes.slice(from), ...this.codes.slice(0, from)];
    return around.find((one) => this.letter(one) === "-") ?? null;
  }

  /** @param {string} code */
  isIncomplete(code) {
    const letter = this.letter(code);
    return (letter === "N" && !this.said(code, "details")) || (letter === "X" && !this.said(code, "note"));
  }

  // --- what happens: each gives the questions that look different now ---

  /** @param {Change[]} acts */
  lay(acts) {
    this.laid += 1;
    for (const act of acts) {
      const kept = (this.unsent.get(act.key) ?? []).filter((one) => !one.refused && one.id !== act.id);
      this.unsent.set(act.key, [...kept, act]);
    }
    return acts.map((act) => act.key);
  }

  /** @param {Change[]} acts */
  layAll(acts) { // as the store has them
    const before = [...this.unsent.keys()];
    this.unsent = new Map();
    for (const act of acts) this.unsent.set(act.key, [...(this.unsent.get(act.key) ?? []), act]);
    return [...new Set([...before, ...this.unsent.keys()])];
  }

  // the server has said which fields it stored: they are its word now
  /** @param {{ key: string, settles?: string[] }} change @param {Partial<Answer>} stored */
  settle({ key, settles }, stored) {
    const now = normalised({ ...this.known(key), ...stored });
    this.letters[key] = now.letter;
    if (now.letter === "N") this.server.findings[key] = { details: now.details, workers: now.workers, attribution: now.attribution };
    else delete this.server.findings[key];
    this.server.notes[key] = now.note;
    if (settles) this.server.clashes = this.server.clashes.filter((one) => one.question !== key);
  }

  // the server has told of conflicts: what stands there is its word as well
  /** @param {Conflict[]} clashes */
  adopt(clashes) {
    this.server.clashes = clashes;
    for (const { question, standing } of clashes) this.settle({ key: question }, normalised(standing));
  }

  /** @param {any} told @param {string} device */
  hear(told, device) {
    if (told.sheet === undefined) return [];
    /** @type {Set<string>} */ const touched = new Set(told.changes.map((/** @type {OthersChange} */ one) => one.question));
    if (told.last === undefined) { // only what came after
      for (const code of Object.keys(told.findings)) touched.add(code);
      for (const code of touched) {
        if (told.findings[code]) this.server.findings[code] = told.findings[code]; else delete this.server.findings[code];
        this.server.notes[code] = told.notes[code] ?? "";
        if (told.unchosen[code]) this.server.unchosen = { ...this.server.unchosen, [code]: told.unchosen[code] };
      }
      for (const one of [...this.server.clashes, ...told.clashes]) touched.add(one.question);
      Object.assign(this.server, { version: told.version, clashes: told.clashes });
    } else this.server = { files: this.server.files, filesVersion: this.server.filesVersion, ...told };
    this.server.changes = [];
    for (const one of told.changes) if (one.device !== device) this.changed.set(one.question, one);
    for (const code of this.take(told.sheet)) touched.add(code);
    return told.last === undefined ? [...touched] : this.codes;
  }

  /** @param {string} letters */
  take(letters) { // a whole sheet
    /** @type {string[]} */ const touched = [];
    this.order.forEach((code, place) => {
      if (this.letters[code] !== letters[place]) {
        this.letters[code] = /** @type {Letter} */ (letters[place]);
        touched.push(code);
      }
    });
    this.server.sheet = letters;
    return touched;
  }
}
