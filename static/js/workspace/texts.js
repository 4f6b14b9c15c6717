// What is typed beside an answer: kept while it is typed, an act when the field is left.

const WHILE_TYPING = 250;

export class Texts {
  constructor(list, outbox, answering) {
    Object.assign(this, { list, outbox, answering, timers: new Map() });
    list.addEventListener("input", (event) => {
      const field = event.target.closest("[data-field]");
      if (field && field.dataset.field !== "cause") this.#typed(field);
    });
    list.addEventListener("change", (event) => {
      const field = event.target.closest("[data-field]");
      if (!field) return;
      if (field.dataset.field === "cause") this.#cause(field); else this.give(itemOf(field));
    });
    // the tab may be closed, or the battery empty, before the field is left
    document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") this.giveAll(); });
    addEventListener("pagehide", () => this.giveAll());
  }

  #typed(field) {
    const item = itemOf(field);
    field.dataset.typed = "yes";
    clearTimeout(this.timers.get(item));
    this.timers.set(item, setTimeout(() => this.outbox.keepText(item.dataset.question, said(item)), WHILE_TYPING));
  }

  // a line of its own at the end of what was found, where everybody reads it
  #cause(field) {
    const item = itemOf(field);
    const details = item.querySelector("[data-field=details]");
    const label = item.querySelector("[data-for=cause]").firstChild.textContent.trim();
    const lines = details.value.split("\n").filter((line) => !line.startsWith(`${label}: `));
    if (field.value) lines.push(`${label}: ${field.value}`);
    details.value = lines.join("\n").trim();
    details.dataset.typed = "yes";
    this.give(item);
  }

  give(item) {
    clearTimeout(this.timers.get(item));
    this.timers.delete(item);
    const fields = [...item.querySelectorAll("[data-typed]")];
    if (!fields.length) return Promise.resolve();
    const values = said(item);
    for (const field of fields) delete field.dataset.typed;
    return this.answering.give([{ question: item.dataset.question, ...values }]);
  }

  giveAll() {
    const typed = new Set([...this.list.querySelectorAll("[data-typed]")].map(itemOf));
    return Promise.all([...typed].map((item) => this.give(item)));
  }

  // what was half-typed when the page went away becomes an act now
  async restore(items) {
    for (const { question, details, workers, note } of await this.outbox.texts()) {
      if (items.has(question)) await this.answering.give([{ question, details, workers, note }]);
    }
  }
}

const itemOf = (field) => field.closest("[data-question]");

const said = (item) => {
  const typed = (name) => {
    const field = item.querySelector(`[data-field=${name}]`);
    return "typed" in field.dataset ? field.value.trim() : undefined;
  };
  const workers = typed("workers");
  return { details: typed("details"), note: typed("note"), workers: workers && /^\d+$/.test(workers) ? Number(workers) : undefined };
};
