// What is left before an assessment is submitted: counted from what this device knows, with a way to each question.

import { csrfToken } from "./csrf.js";
import { count, say } from "./words.js";

const MOST = 25; // questions listed of one kind

export class Checklist {
  /** @type {PageElement} */ root;
  /** @type {import("./sheet.js").Sheet} */ sheet;
  /** @type {(code: string) => boolean} */ hasFile;
  /** @type {(code: string) => void} */ to;
  /** @type {boolean} */ inSight;
  /** @type {boolean} */ stale; // something changed since it was counted
  /** @type {Record<string, string[]>} */ found; // question codes by kind

  /** @param {PageElement} root @param {Pick<Checklist, "sheet" | "hasFile" | "to">} options */
  constructor(root, options) {
    Object.assign(this, { root, ...options, inSight: false, stale: true, found: {} });
    root.hidden = false;
    for (const place of root.querySelectorAll("[data-check]")) place.addEventListener("toggle", () => this.#list(place));
    root.addEventListener("click", (event) => {
      const link = event.target.closest("[data-list] a");
      if (!link) return;
      event.preventDefault();
      this.to(link.dataset.code);
    });
    root.querySelector("form").addEventListener("submit", (event) => this.#submit(event));
    new IntersectionObserver((entries) => {
      this.inSight = entries.some((entry) => entry.isIntersecting);
      this.#draw();
    }).observe(root);
  }

  // counted only while somebody can see it: an answer costs no more than without it
  changed() {
    this.stale = true;
    this.#draw();
  }

  #draw() {
    if (!this.inSight || !this.stale) return;
    this.stale = false;
    this.found = left(this.sheet, this.hasFile);
    for (const place of this.root.querySelectorAll("[data-check]")) {
      const { length } = this.found[place.dataset.check];
      place.querySelector("[data-count]").textContent = count(length);
      place.querySelector("[data-none]").hidden = length > 0;
      place.querySelector("[data-some]").hidden = length === 0;
      this.#list(place);
    }
  }

  // the questions of one kind, there only while it is open
  /** @param {PageElement} place */
  #list(place) {
    const codes = place.open ? this.found[place.dataset.check] ?? [] : [];
    const rest = place.querySelector("[data-rest-of]");
    place.querySelector("[data-list]").replaceChildren(...codes.slice(0, MOST).map((code) => this.#line(code)));
    rest.hidden = codes.length <= MOST;
    rest.textContent = rest.hidden ? "" : say("andMore", { n: codes.length - MOST });
  }

  /** @param {string} code */
  #line(code) {
    const line = document.getElementById("ws-check-template").content.firstElementChild.cloneNode(true);
    const link = line.querySelector("a");
    link.href = `#${code}`;
    link.dataset.code = code;
    line.querySelector("[data-code]").textContent = code;
    line.querySelector("[data-text]").textContent = this.sheet.questions.get(code).text;
    return line;
  }

  // what is only on this device is asked about by the page's own script, as on every page that submits
  /** @param {PageEvent} event */
  #submit(event) {
    const problem = event.target.querySelector("[data-not-submitted]");
    problem.hidden = navigator.onLine;
    problem.textContent = navigator.onLine ? "" : say("submitOffline");
    event.target.querySelector("[name=csrfmiddlewaretoken]").value = csrfToken();
    if (navigator.onLine) return;
    event.preventDefault();
    event.stopPropagation();
  }
}

// the questions of each kind, in the order of the page
/** @param {import("./sheet.js").Sheet} sheet @param {(code: string) => boolean} hasFile @returns {Record<string, string[]>} */
export const left = (sheet, hasFile) => {
  const { zeroTolerance = [] } = sheet.server;
  /** @type {Record<string, string[]>} */
  const found = { open: [], details: [], reason: [], zero: [], changed: [], photo: [] };
  for (const code of sheet.codes) {
    const { letter, details, note } = sheet.view(code);
    const last = sheet.last(code);
    if (letter === "-") found.open.push(code);
    else if (last && last !== letter) found.changed.push(code);
    if (letter === "X" && !note) found.reason.push(code);
    if (letter !== "N") continue;
    if (!details) found.details.push(code);
    if (zeroTolerance.includes(code)) found.zero.push(code);
    if (!hasFile(code)) found.photo.push(code);
  }
  return found;
};
