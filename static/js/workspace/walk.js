// Moving through the questions, by keys, by the map and by search.

import { announce } from "./show.js";
import { say } from "./words.js";

/** @param {PageElement} where */
const typing = (where) => where.closest("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]");

export class Walk {
  /** @type {PageElement} */ root;
  /** @type {import("./sheet.js").Sheet} */ sheet;
  /** @type {import("./near.js").Near} */ near;
  /** @type {import("./show.js").Show} */ show;
  /** @type {(code: string, letter: Letter) => Promise<void>} */ answer;
  /** @type {() => Promise<void>} */ undo;
  /** @type {(code: string, letter: string) => void} */ note;
  /** @type {string} */ here; // the question with the focus
  /** @type {{ code: string, letter: string } | null} */ written; // the last answer that asks for words
  /** @type {string} */ current; // the point marked on the map, or ""
  /** @type {PageElement} */ list;
  /** @type {PageElement} */ map;
  /** @type {PageItems} */ links; // by point
  /** @type {PageElement[]} */ clusters;
  /** @type {Record<string, () => void>} */ acts; // by key

  /** @param {PageElement} root @param {import("./sheet.js").Sheet} sheet @param {import("./near.js").Near} near @param {import("./show.js").Show} show @param {Pick<Walk, "answer" | "undo" | "note">} acts */
  constructor(root, sheet, near, show, { answer, undo, note }) {
    Object.assign(this, { root, sheet, near, show, answer, undo, note, here: sheet.codes[0], written: null, current: "" });
    this.list = root.querySelector("#ws-list");
    this.map = root.querySelector("#ws-map");
    this.links = /** @type {PageItems} */ (new Map([...this.map.querySelectorAll("[data-map-point]")].map((link) => [link.dataset.mapPoint, link])));
    this.clusters = [...this.map.querySelectorAll("details")];
    this.acts = this.#acts();
    this.list.addEventListener("focusin", (event) => {
      const item = event.target.closest("[data-question]");
      if (item) this.#at(item.dataset.question);
    });
    document.addEventListener("keydown", (event) => this.#key(event));
    this.#mapKeys();
    root.querySelector("[data-next-open]").addEventListener("click", () => this.toOpen());
  }

  /** @param {string} code */
  to(code, { quiet = false } = {}) {
    const at = this.sheet.codes.indexOf(code);
    if (at === -1) return;
    // its neighbours first: they are where they stay when it comes into sight, and none of them can push it out
    if (!quiet) for (const beside of this.sheet.codes.slice(Math.max(at - 2, 0), at + 5)) this.near.need(beside);
    const item = this.near.need(code);
    const radio = item.querySelector("input:checked") ?? item.querySelector("input[type=radio]");
    radio.focus({ preventScroll: true });
    item.scrollIntoView({ block: quiet ? "nearest" : "start" });
  }

  // after an answer to an open question: on to the next open one below; there is no way round to the first
  /** @param {string} code */
  onwards(code) {
    const { codes } = this.sheet;
    const next = codes.slice(codes.indexOf(code) + 1).find((one) => this.sheet.letter(one) === "-");
    if (next) this.to(next, { quiet: true });
  }

  /** @param {number} by */
  step(by) {
    const next = this.sheet.codes[this.sheet.codes.indexOf(this.here) + by];
    if (next) this.to(next, { quiet: true });
  }

  toOpen(from = this.here) {
    const next = this.sheet.openAfter(from);
    if (next) this.to(next); else announce(say("allAnswered"));
  }

  /** @param {string} code */
  #at(code) {
    if (this.here !== code) this.near.items.get(this.here).removeAttribute("data-here");
    this.here = code;
    this.near.items.get(code).dataset.here = "";
    this.#onMap(this.sheet.questions.get(code));
  }

  /** @param {string} code @param {string} letter */
  remember(code, letter) {
    this.written = ["N", "X"].includes(letter) ? { code, letter } : null;
  }

  // the map shows where one is
  /** @param {PlacedQuestion} question */
  #onMap({ point, cluster }) {
    if (this.current === point.code) return;
    if (this.current) this.links.get(this.current).removeAttribute("aria-current");
    this.current = point.code;
    const link = this.links.get(point.code);
    link.setAttribute("aria-current", "location");
    for (const one of this.clusters) one.open = one.dataset.mapCluster === cluster.code;
    requestAnimationFrame(() => { // measured once all else is written
      if (this.map.scrollHeight <= this.map.clientHeight) return;
      const [top, within] = [link.offsetTop, this.map];
      if (top < within.scrollTop || top > within.scrollTop + within.clientHeight - 80) within.scrollTop = top - 120;
    });
  }

  /** @param {PageEvent} event */
  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    const inList = event.target.closest("[data-question]");
    if (typing(event.target)) {
      if (event.key === "Escape" && inList) {
        event.preventDefault();
        event.target.blur();
        this.toOpen(inList.dataset.question);
      }
      return;
    }
    if (event.target !== document.body && !inList) return; // keys of the bar, the map and the masthead are their own
    if (event.target.matches("button, summary, a") && ["Enter", " ", "ArrowUp", "ArrowDown"].includes(event.key)) return;
    const act = this.acts[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  #acts() {
    /** @param {string} letter */
    /** @param {Letter} letter */
    const give = (letter) => () => {
      const code = this.here;
      const wasOpen = this.sheet.letter(code) === "-";
      this.remember(code, letter);
      this.answer(code, letter);
      if (wasOpen) this.onwards(code); else this.step(1);
    };
    return {
      c: give("C"), n: give("N"), x: give("X"),
      Backspace: () => this.answer(this.here, "-"), Delete: () => this.answer(this.here, "-"),
      j: () => this.step(1), ArrowDown: () => this.step(1),
      k: () => this.step(-1), ArrowUp: () => this.step(-1),
      m: () => this.toOpen(), u: () => this.undo(), d: () => this.write(),
    };
  }

  // the words of this question, or of the one just answered; at once, because the next key is already text
  write() {
    const [here, written] = [this.sheet.letter(this.here), this.written];
    const fresh = written && (written.code === this.here || !["N", "X"].includes(here));
    const { code, letter } = fresh ? written : { code: this.here, letter: here };
    this.note(code, letter);
    const item = letter === "N" ? this.show.finding(code) : this.near.need(code);
    item.querySelector(letter === "N" ? "[data-finding]" : "[data-note]").hidden = false;
    item.querySelector(`[data-field=${letter === "N" ? "details" : "note"}]`).focus({ preventScroll: true });
    item.scrollIntoView({ block: "nearest" });
  }

  #mapKeys() {
    const button = this.root.querySelector("[data-map-button]");
    const close = () => {
      this.map.classList.remove("ws-map-open");
      button.setAttribute("aria-expanded", "false");
    };
    button.addEventListener("click", () => {
      const under = this.root.querySelector("[data-bar]").getBoundingClientRect().bottom;
      this.map.style.setProperty("--under-bar", `${under}px`);
      const open = this.map.classList.toggle("ws-map-open");
      button.setAttribute("aria-expanded", String(open));
    });
    this.map.addEventListener("click", (event) => {
      if (event.target.closest("[data-to-end]")) close();
      const link = event.target.closest("[data-map-point]");
      if (!link) return;
      event.preventDefault();
      close();
      this.toPoint(link.dataset.mapPoint);
    });
    document.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
  }

  /** @param {string} code */
  toPoint(code) {
    const { questions } = this.sheet.clusters.flatMap((cluster) => cluster.points).find((point) => point.code === code) ?? { questions: [] };
    const first = questions.find((one) => this.sheet.letter(one.code) === "-") ?? questions[0];
    this.to(first.code);
    if (first === questions[0]) document.getElementById(`point-${code}`).scrollIntoView({ block: "start" });
  }
}
