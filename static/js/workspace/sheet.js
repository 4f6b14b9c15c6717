// How the assessment stands: the server's word, with this device's unsent acts laid over it.

export class Sheet {
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
    this.server = { version: 0, sheet: "-".repeat(this.order.length), findings: {}, notes: {}, clashes: [], plan: {} };
    this.letters = {};
    this.unsent = new Map(); // acts by question, oldest first
    this.changed = new Map(); // by question: who answered elsewhere since the page was opened
  }

  // --- what is known ---

  letter(code) {
    return this.unsent.get(code)?.findLast((act) => !act.refused)?.new ?? this.letters[code] ?? "-";
  }

  said(code, field) { // details, workers, note
    if (field !== "note" && this.letter(code) !== "N") return field === "workers" ? null : "";
    const act = this.unsent.get(code)?.findLast((one) => one[field] !== undefined);
    if (act) return act[field];
    if (field === "note") return this.server.notes[code] ?? "";
    return this.server.findings[code]?.[field] ?? (field === "workers" ? null : "");
  }

  isUnsent(code) { return (this.unsent.get(code) ?? []).some((act) => !act.refused); }
  refusal(code) { return this.unsent.get(code)?.find((act) => act.refused)?.refused ?? ""; }
  clash(code) { return this.isUnsent(code) ? null : this.server.clashes.findLast((one) => one.question === code) ?? null; }
  get clashing() { return this.codes.filter((code) => this.clash(code)); }
  last(code) { return this.server.last?.letters[code] ?? null; }

  get unsentCount() {
    let count = 0;
    for (const acts of this.unsent.values()) count += acts.length;
    return count;
  }

  tally(codes) {
    let answered = 0;
    let found = 0;
    for (const code of codes) {
      const letter = this.letter(code);
      if (letter !== "-") answered += 1;
      if (letter === "N") found += 1;
    }
    return { answered, found, of: codes.length, open: codes.length - answered };
  }

  openAfter(code) {
    const from = this.codes.indexOf(code) + 1;
    const around = [...this.codes.slice(from), ...this.codes.slice(0, from)];
    return around.find((one) => this.letter(one) === "-") ?? null;
  }

  isIncomplete(code) {
    const letter = this.letter(code);
    return (letter === "N" && !this.said(code, "details")) || (letter === "X" && !this.said(code, "note"));
  }

  // --- what happens: each gives the questions that look different now ---

  lay(acts) {
    for (const act of acts) {
      const kept = (this.unsent.get(act.question) ?? []).filter((one) => !one.refused);
      this.unsent.set(act.question, [...kept, act]);
    }
    return acts.map((act) => act.question);
  }

  layAll(acts) { // as the store has them
    const before = [...this.unsent.keys()];
    this.unsent = new Map();
    for (const act of acts) this.unsent.set(act.question, [...(this.unsent.get(act.question) ?? []), act]);
    return [...new Set([...before, ...this.unsent.keys()])];
  }

  // the server has taken this act in: what it said is the server's word now
  settle(act) {
    if (act.new === "N") {
      const before = this.server.findings[act.question] ?? { details: "", workers: null };
      this.server.findings[act.question] = {
        ...before,
        details: act.details ?? before.details,
        workers: act.workers ?? before.workers,
      };
    } else delete this.server.findings[act.question];
    if (act.note !== undefined) this.server.notes[act.question] = act.note;
    this.letters[act.question] = act.new;
    this.server.clashes = this.server.clashes.filter((one) => one.question !== act.question);
  }

  hear(told, device) {
    if (told.sheet === undefined) return [];
    const touched = new Set(told.changes.map((one) => one.question));
    if (told.last === undefined) { // only what came after
      for (const code of touched) {
        if (told.findings[code]) this.server.findings[code] = told.findings[code]; else delete this.server.findings[code];
        this.server.notes[code] = told.notes[code] ?? "";
      }
      for (const one of [...this.server.clashes, ...told.clashes]) touched.add(one.question);
      Object.assign(this.server, { version: told.version, clashes: told.clashes });
    } else this.server = { files: this.server.files, filesVersion: this.server.filesVersion, ...told };
    this.server.changes = [];
    for (const one of told.changes) if (one.device !== device) this.changed.set(one.question, one);
    for (const code of this.take(told.sheet)) touched.add(code);
    return told.last === undefined ? [...touched] : this.codes;
  }

  take(letters) { // a whole sheet
    const touched = [];
    this.order.forEach((code, place) => {
      if (this.letters[code] !== letters[place]) {
        this.letters[code] = letters[place];
        touched.push(code);
      }
    });
    this.server.sheet = letters;
    return touched;
  }
}
