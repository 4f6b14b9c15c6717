// The line to the server: sends what is unsent in order, hears what others did, and never gives up for good.

import { csrfToken } from "./csrf.js";
import { packed } from "./merge.js";
import { say } from "./words.js";

const MOST_ACTS = 250;
const MOST_BYTES = 100_000;
const EVERY = 10_000;
const WAITS = [1, 2, 4, 8, 15].map((seconds) => seconds * 1000);
const PATIENCE = 30_000;
const PATIENCE_WITH_FILES = 300_000; // a photo over a weak line

// the server cannot take it now; `state` says why in one word
class Held extends Error {
  /** @type {string} */ state;
  /** @type {string} */ said;
  /** @type {number} */ status;

  /** @param {string} state */
  constructor(state, said = "", status = 0) {
    super(said || state);
    Object.assign(this, { state, said, status });
  }
}

export class Line {
  /** @type {string} */ sheetUrl;
  /** @type {string} */ actsUrl;
  /** @type {string} */ filesUrl;
  /** @type {string} */ person;
  /** @type {string} */ device;
  /** @type {import("./outbox.js").Outbox} */ outbox;
  /** @type {import("./files.js").Files} */ files;
  /** @type {(answer: any) => Promise<void>} */ heard;
  /** @type {(state: string, said: string) => void} */ changed;
  /** @type {(acts: StoredChange[], answer: ChangesAnswer) => Promise<boolean>} */ settled; // whether others have answered meanwhile
  /** @type {() => number | null} */ version; // of what is known; null before the first answer
  /** @type {string} */ state;
  /** @type {number} */ failures;
  /** @type {boolean} */ running;
  /** @type {boolean} */ again;
  /** @type {number | undefined} */ timer;
  /** @type {number} */ heardAt;

  /** @param {Pick<Line, "sheetUrl" | "actsUrl" | "filesUrl" | "person" | "device" | "outbox" | "files" | "heard" | "changed" | "settled" | "version">} options */
  constructor(options) {
    Object.assign(this, options, {
      state: "saved", failures: 0, running: false, again: false, timer: null, heardAt: -Infinity,
    });
    addEventListener("online", () => this.wake());
    addEventListener("offline", () => this.#to("offline"));
    document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") this.wake(); });
  }

  // now, or as soon as the present round is over
  async wake() {
    if (this.running) { this.again = true; return; }
    this.running = true;
    clearTimeout(this.timer);
    let wait = EVERY;
    do {
      this.again = false;
      try {
        // two windows of one device take turns, so that each act is sent once and in order
        await navigator.locks.request(`line:${this.outbox.scope}`, () => this.#round());
        this.failures = 0;
        this.#to("saved");
        this.#carry();
      } catch (error) {
        wait = WAITS[Math.min(this.failures, WAITS.length - 1)];
        this.failures += 1;
        this.again = false;
        this.#to(error.state ?? "failing", error.said ?? "");
        if (!(error instanceof Held)) console.info("line:", error);
      }
    } while (this.again);
    this.running = false;
    this.timer = setTimeout(() => this.#due(), wait * (0.85 + Math.random() * 0.3));
  }

  async #due() {
    const waits = this.files.unsent().length || (await this.outbox.unsent()).some((act) => !act.refused);
    const idle = document.visibilityState !== "visible" && !waits;
    if (idle || !navigator.onLine) this.timer = setTimeout(() => this.#due(), EVERY);
    else this.wake();
  }

  /** @param {string} state */
  #to(state, said = "") {
    this.state = state;
    this.changed(state, said);
  }

  // after sending, what others did is fetched when the answer shows that they did something, else every ten seconds
  async #round() {
    let sent = false;
    let othersAnswered = false;
    for (;;) {
      const batch = this.#batch((await this.outbox.unsent()).filter((act) => !act.refused));
      if (!batch.length) break;
      const answer = await this.#ask(this.actsUrl, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": csrfToken() },
        body: JSON.stringify({ device: this.device, acts: batch.map(packed) }),
      });
      sent = true;
      othersAnswered = await this.settled(batch, answer) || othersAnswered;
    }
    if (sent && !othersAnswered && performance.now() - this.heardAt < EVERY) return;
    const since = this.version();
    await this.heard(await this.#ask(since === null ? this.sheetUrl : `${this.sheetUrl}?since=${since}&files=${this.files.seen}`));
    this.heardAt = performance.now();
  }

  // files go beside the answers, which never wait for them; one that fails never holds up those behind it
  #carry() {
    if (!this.files.unsent().length) return;
    navigator.locks.request(`files:${this.outbox.scope}`, { ifAvailable: true }, async (mine) => {
      if (!mine) return; // they are on their way already
      const failed = new Map();
      const next = () => this.files.unsent().find(({ id }) => !failed.has(id));
      for (let file = next(); file; file = next()) {
        try {
          await this.files.settle(file, await this.#sent(file));
        } catch (error) {
          if ([400, 413, 415, 422].includes(error.status)) await this.files.settle(file, { outcome: "refused", said: say("fileNotTaken") });
          else if (error.state === "failing" && error.status) failed.set(file.id, error);
          else throw error;
        }
      }
      for (const error of failed.values()) throw error; // tried again after the next round
    }).catch((error) => this.#to(error.state ?? "failing", error.said ?? ""));
  }

  /** @param {LocalFile} file */
  #sent(file) {
    const body = new FormData();
    body.append("question", file.question);
    body.append("file", file.blob, file.name);
    return this.#ask(this.filesUrl, { method: "POST", headers: { "X-CSRFToken": csrfToken() }, body }, PATIENCE_WITH_FILES);
  }

  // gives whether the server has removed it
  /** @param {string} fileUrl */
  takeBack(fileUrl) {
    return this.#ask(`${fileUrl}remove/`, { method: "POST", headers: { "X-CSRFToken": csrfToken() } })
      .then(() => true, (error) => { this.#to(error.state ?? "failing", error.said ?? ""); return false; });
  }

  /** @param {StoredChange[]} acts */
  #batch(acts) {
    const encoder = new TextEncoder();
    let bytes = 0;
    const over = acts.findIndex((act) => {
      bytes += encoder.encode(JSON.stringify(packed(act))).length + 1;
      return bytes > MOST_BYTES;
    });
    return acts.slice(0, Math.min(over === -1 ? MOST_ACTS : Math.max(over, 1), MOST_ACTS));
  }

  /** @param {string} url @param {{ method?: string, headers?: Record<string, string>, body?: BodyInit }} options @returns {Promise<any>} */
  async #ask(url, options = {}, patience = PATIENCE) {
    const stop = new AbortController();
    const clock = setTimeout(() => stop.abort(), patience);
    let response;
    try {
      response = await fetch(url, {
        ...options, redirect: "manual", cache: "no-store", signal: stop.signal, credentials: "same-origin",
        headers: { ...options.headers, "X-Person": this.person, Accept: "application/json" },
      });
      if (response.ok) return await response.json();
    } catch {
      throw new Held(navigator.onLine ? "failing" : "offline");
    } finally {
      clearTimeout(clock);
    }
    throw await held(response);
  }
}

/** @param {Response} response */
const held = async (response) => {
  const { status, type } = response;
  const answer = await response.json().catch(() => ({}));
  /** @param {string} state */
  const because = (state) => new Held(state, state === "closed" ? answer.said : "", status);
  if (answer.code === "other_person") return because("otherPerson");
  if (type === "opaqueredirect" || [401, 403].includes(status)) return because("signIn");
  if (status === 409) return because("closed");
  if (status === 404) return because("gone");
  return because(status === 400 || status === 413 ? "tooOld" : "failing");
};
