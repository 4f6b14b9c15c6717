// On every page: what is only on this device is counted, and sent when there is a connection. The workspace does so itself
// for its own assessment.

import { csrfToken } from "./csrf.js";
import { Entries, scopeOf } from "../field/entries.js";
import { room } from "../field/room.js";
import { accounted, packed } from "./merge.js";
import { Outbox } from "./outbox.js";
import { all, device, isThere, open, write } from "./store.js";

const AT_ONCE = 100;
const EVERY = 30_000;
const PATIENCE = 60_000; // milliseconds for an answer on a line that has stalled
const PATIENCE_WITH_FILES = 300_000;
const STORES = ["changes", "drafts", "files"];
const DAY = "/assessments/day/";
const ANSWERED = /^\d+\/([0-9a-f-]{36})$/;

export class Everywhere {
  /** @type {IDBDatabase} */ base;
  /** @type {string} */ person;
  /** @type {string} */ except; // the scope that another script of the page sees to

  /** @param {IDBDatabase} base @param {string} person */
  constructor(base, person, except = "") {
    Object.assign(this, { base, person, except });
  }

  // how many entries there are by scope
  async count() {
    const found = new Map();
    for (const store of STORES) {
      for (const { scope } of await all(this.base, store)) {
        if (scope.startsWith(`${this.person}/`) && scope !== this.except) found.set(scope, (found.get(scope) ?? 0) + 1);
      }
    }
    return found;
  }

  // sends what it can; one assessment that takes nothing holds up no other. What another page is sending is left to it,
  // or waited for
  async send({ waits = false } = {}) {
    const how = { ifAvailable: !waits };
    const name = await device(this.base);
    for (const scope of (await this.count()).keys()) {
      if (scope === scopeOf(this.person)) await new Entries(this.base, this.person).send({ waits }).catch(() => {});
      const [, assessment] = ANSWERED.exec(scope) ?? [];
      if (!assessment) continue;
      await navigator.locks.request(`line:${scope}`, how, (mine) => (mine ? this.#answers(scope, assessment, name) : null)).catch(() => {});
      await navigator.locks.request(`files:${scope}`, how, (mine) => (mine ? this.#files(scope, assessment) : null)).catch(() => {});
    }
  }

  /** @param {string} scope @param {string} assessment @param {string} name */
  async #answers(scope, assessment, name) {
    const outbox = new Outbox(this.base, scope);
    for (;;) {
      const waiting = (await outbox.unsent()).filter((change) => !change.refused && change.kind === "answer").slice(0, AT_ONCE);
      if (!waiting.length) return;
      const { results } = await this.#ask(`/assessments/${assessment}/acts/`, JSON.stringify({ device: name, acts: waiting.map(packed) }));
      const said = new Map(results.map((/** @type {ChangeResult} */ result) => [result.act, result]));
      const done = waiting.filter((change) => said.has(change.id) && accounted(change, said.get(change.id)));
      await outbox.remove(done.map((change) => change.seq));
      for (const change of waiting) {
        const result = said.get(change.id);
        if (result?.outcome === "refused") await outbox.refuse(change, result.said);
      }
      if (!done.length) return; // the rest waits for the page that shows why
    }
  }

  /** @param {string} scope @param {string} assessment */
  async #files(scope, assessment) {
    for (const file of (await all(this.base, "files")).filter((one) => one.scope === scope && !one.refused)) {
      const body = new FormData();
      body.append("question", file.question);
      body.append("file", file.blob, file.name);
      const answer = await this.#ask(`/assessments/${assessment}/files/`, body).catch(() => null);
      if (answer?.outcome === "stored") await write(this.base, ["files"], (files) => { files.delete(file.seq); });
      // it is not sent again; the workspace shows why beside it
      if (answer?.outcome === "refused") await write(this.base, ["files"], (files) => { files.put({ ...file, refused: answer.said }); });
    }
  }

  /** @param {string} url @param {string | FormData} body @returns {Promise<any>} */
  async #ask(url, body) {
    /** @type {Record<string, string>} */ const type = typeof body === "string" ? { "Content-Type": "application/json" } : {};
    const response = await fetch(url, {
      method: "POST", body, redirect: "manual", credentials: "same-origin",
      signal: AbortSignal.timeout(typeof body === "string" ? PATIENCE : PATIENCE_WITH_FILES),
      headers: { ...type, "X-CSRFToken": csrfToken(), "X-Person": this.person, Accept: "application/json" },
    });
    if (!response.ok) throw new Error(`${response.status}`);
    return response.json();
  }
}

const heard = new BroadcastChannel("betterwork-unsent");

// `line` shows the number and leads to the first assessment that has some, or to what was entered besides
/** @param {PageElement} line @param {string} person */
export const watch = async (line, person, except = "") => {
  if (!(await isThere())) { // nothing was ever entered on this device
    heard.addEventListener("message", () => watch(line, person, except), { once: true });
    return;
  }
  const everywhere = new Everywhere(await open(), person, except);
  const show = async () => {
    const found = await everywhere.count();
    const n = [...found.values()].reduce((sum, count) => sum + count, 0);
    line.hidden = n === 0;
    if (!n) return n;
    const [, assessment] = ANSWERED.exec([...found.keys()][0]) ?? [];
    line.querySelector("a").href = assessment ? `/assessments/${assessment}/enter/` : DAY;
    line.querySelector("[data-unsent-words]").textContent = line.dataset.words.replace("{n}", new Intl.NumberFormat(`${document.documentElement.lang}-u-nu-latn`).format(n));
    return n;
  };
  const round = async () => {
    if ((await show()) && navigator.onLine) {
      await everywhere.send();
      await show();
    }
    setTimeout(round, EVERY);
  };
  /** @type {number | null} */ let due = null; // several changes are counted once
  heard.addEventListener("message", ({ data: changed }) => {
    if (changed && changed === except) return;
    if (due === null) due = setTimeout(() => { due = null; show(); }, 300);
  });
  addEventListener("online", () => everywhere.send().then(show));
  const { isNearlyFull } = await room();
  document.querySelector("[data-room-line]").hidden = !isNearlyFull;
  round();
};

// before an assessment is handed in: what is only here is sent first; gives how many entries still are not
/** @param {string} person @param {string} assessment */
export const leftOf = async (person, assessment) => {
  if (!(await isThere())) return 0;
  const everywhere = new Everywhere(await open(), person);
  await everywhere.send({ waits: true });
  return (await everywhere.count()).get(`${person}/${assessment}`) ?? 0;
};
