// What somebody does: each act is on the disk before its mark is shown, then it is sent. Every act can be undone.

const MOST_UNDONE = 200;

export class Answering {
  // sheet, outbox, device; kept(codes): show it; failed(error); undoable(step or null)
  constructor(options) {
    Object.assign(this, options, { queue: Promise.resolve(), steps: [] });
  }

  // wanted = [{question, new?, details?, workers?, note?}]; one after the other, so that each sees what came before
  give(wanted, { label = "", forget = false } = {}) {
    this.queue = this.queue.then(() => this.#do(wanted, label, forget)).catch((error) => this.failed(error));
    return this.queue;
  }

  async #do(wanted, label, forget) {
    const at = new Date().toISOString();
    const acts = wanted.map((one) => this.#act(one, at)).filter(Boolean);
    if (!acts.length) return;
    const step = { label, before: acts.map((act) => this.#before(act)) };
    await this.outbox.add(acts);
    const codes = this.sheet.lay(acts);
    if (!forget && acts.some((act) => act.old !== act.new)) {
      this.steps = [...this.steps, step].slice(-MOST_UNDONE);
      this.undoable(step);
    }
    this.kept(codes);
  }

  #act(one, at) {
    const seen = this.sheet.letter(one.question);
    const given = one.new ?? seen;
    const texts = {};
    if (given === "N") for (const field of ["details", "workers"]) this.#text(texts, one, field);
    this.#text(texts, one, "note");
    if (given === seen && !Object.keys(texts).length && !one.settles) return null; // nothing new
    return { act: crypto.randomUUID(), question: one.question, old: seen, new: given, at, ...texts };
  }

  #text(texts, one, field) {
    if (one[field] !== undefined && one[field] !== null && one[field] !== this.sheet.said(one.question, field)) {
      texts[field] = one[field];
    }
  }

  #before(act) {
    const said = (field) => this.sheet.said(act.question, field);
    return { question: act.question, was: act.old, became: act.new, details: said("details"), workers: said("workers") };
  }

  // what somebody else has answered since stays as it is
  async undo() {
    await this.queue;
    const step = this.steps.pop();
    if (!step) return [];
    const still = step.before.filter((one) => this.sheet.letter(one.question) === one.became);
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
