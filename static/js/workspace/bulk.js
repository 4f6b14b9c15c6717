// Every open question of a point or cluster marked compliant in one act; those that weigh most only after they were named.

import { announce } from "./show.js";
import { say } from "./words.js";

export class Bulk {
  /** @type {PageElement} */ dialog; // names what weighs most
  /** @type {import("./sheet.js").Sheet} */ sheet;
  /** @type {(codes: string[]) => void} */ give; // marks them compliant
  /** @type {Record<string, string[]> | null} */ asked; // question codes by choice

  /** @param {Pick<Bulk, "dialog" | "sheet" | "give">} options */
  constructor({ dialog, sheet, give }) {
    Object.assign(this, { dialog, sheet, give, asked: null });
    dialog.addEventListener("close", () => this.#answered(dialog.returnValue));
  }

  // place: the code of a point or cluster
  /** @param {string} place */
  begin(place) {
    const { sheet } = this;
    const open = sheet.codes.filter((code) => {
      const { point, cluster } = sheet.questions.get(code);
      return (point.code === place || cluster.code === place) && sheet.letter(code) === "-";
    });
    const weighty = open.filter((code) => this.#reasons(code).length);
    if (weighty.length) this.#ask(open, weighty); else this.#mark(open);
  }

  /** @param {string} code */
  #reasons(code) {
    const { zeroTolerance = [], core = [] } = this.sheet.server;
    return [
      zeroTolerance.includes(code) && "isZeroTolerance", core.includes(code) && "isCore", this.sheet.last(code) === "N" && "wasFound",
    ].filter((reason) => reason !== false);
  }

  /** @param {string[]} open @param {string[]} weighty */
  #ask(open, weighty) {
    const others = open.filter((code) => !weighty.includes(code));
    this.asked = { all: open, others };
    const { dialog } = this;
    /** @param {string} name @param {string} words */
    const put = (name, words) => { dialog.querySelector(`[data-bulk-${name}]`).textContent = words; };
    put("said", say("bulkAsks", { n: weighty.length }));
    put("others", say("bulkOthers", { n: others.length }));
    put("all", say("bulkAll", { n: open.length }));
    dialog.querySelector("[data-bulk-others]").hidden = !others.length;
    dialog.querySelector("[data-bulk-list]").replaceChildren(...weighty.map((code) => this.#line(code)));
    dialog.returnValue = "";
    dialog.showModal();
  }

  /** @param {string} code */
  #line(code) {
    const line = document.getElementById("ws-bulk-template").content.firstElementChild.cloneNode(true);
    line.querySelector("[data-code]").textContent = code;
    line.querySelector("[data-text]").textContent = this.sheet.questions.get(code).text;
    line.querySelector("[data-why]").textContent = this.#reasons(code).map((reason) => say(reason)).join(", ");
    return line;
  }

  /** @param {string} choice */
  #answered(choice) {
    const codes = this.asked?.[choice];
    this.asked = null;
    this.dialog.querySelector("[data-bulk-list]").replaceChildren();
    if (codes) this.#mark(codes);
  }

  /** @param {string[]} codes */
  #mark(codes) {
    announce(say("marked", { n: codes.length }));
    this.give(codes);
  }
}
