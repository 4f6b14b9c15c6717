// What somebody does: each act is on the disk before its mark is shown, then it is sent. Every act can be undone.

const MOST_UNDONE = 200;

export class Answering {
  // sheet, outbox; kept(codes): show it; failed(error); undoable(step or null)
  constructor(options) {
    Object.assign(this, options, { waiting: [], busy: false, steps: [] });
  }

  // wanted = [{question, new?, details?, workers?, note?}]; kept when it is on the disk
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
      await this.#keep(taken).catch((error) => this.failed(error));
      for (const one of taken) one.done();
    }
    this.#storing(false);
  }

  // told to the page as well: between a key and the disk nothing is safe yet
  #storing(is) {
    this.busy = is;
    document.getElementById("ws")?.toggleAttribute("data-storing", is);
  }

  async #keep(taken) {
    const ahead = new Ahead(this.sheet);
    const at = new Date().toISOString();
    const steps = taken.map(({ wanted, forget }) => {
      const before = wanted.map((one) => ahead.do(one, at)).filter(Boolean);
      return forget ? [] : before.filter((one) => one.was !== one.became);
    });
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
    const still = step.filter((one) => this.sheet.letter(one.question) === one.became);
    await this.give(
      still.map((one) => ({
        question: one.question, new: one.was, ...(one.was === "N" ? { details: one.details, workers: one.workers } : {}),
      })),
      { forget: true },
    );
    this.undoable(this.steps.at(-1) ?? null);
    return still.map((one) => one.question);
  }
}

// the sheet as it will be once the acts at hand are kept
class Ahead {
  constructor(sheet) {
    Object.assign(this, { sheet, acts: [], latest: new Map() });
  }

  #letter(code) { return this.latest.get(code)?.new ?? this.sheet.letter(code); }

  #said(code, field) {
    const act = this.acts.findLast((one) => one.question === code && one[field] !== undefined);
    return act ? act[field] : this.sheet.said(code, field);
  }

  // how the question stood before, or null when nothing is new
  do(one, at) {
    const code = one.question;
    const seen = this.#letter(code);
    const given = one.new ?? seen;
    const texts = {};
    for (const field of given === "N" ? ["details", "workers", "note"] : ["note"]) {
      const said = one[field];
      if (said !== undefined && said !== null && said !== this.#said(code, field)) texts[field] = said;
    }
    if (given === seen && !Object.keys(texts).length && !one.settles) return null;
    const before = { question: code, was: seen, became: given, details: this.#said(code, "details"), workers: this.#said(code, "workers") };
    const act = { act: crypto.randomUUID(), question: code, old: seen, new: given, at, ...texts };
    this.acts.push(act);
    this.latest.set(code, act);
    return before;
  }
}
