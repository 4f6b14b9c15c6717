// Photos and documents beside a question: kept on the device first, sent by themselves, shown with those of the server.

import { NotTaken, hasRoom, prepared } from "./photos.js";
import { ofScope, write } from "./store.js";
import { say } from "./words.js";

const MOST_A_QUESTION = 12; // as the server keeps them
const UNDO_FOR = 6000; // milliseconds in which taking a file away can be undone

export class Files {
  /** @type {PageElement} */ root;
  /** @type {IDBDatabase} */ base;
  /** @type {string} */ scope;
  /** @type {import("./near.js").Near} */ near;
  /** @type {import("./sheet.js").Sheet} */ sheet;
  /** @type {(code: string) => PageElement} */ finding; // the question with the fields of a finding
  /** @type {() => void} */ changed; // what is only on this device is another number
  /** @type {() => void} */ added;
  /** @type {(error: unknown) => void} */ failed;
  /** @type {(url: string) => Promise<boolean>} */ takeBack;
  /** @type {LocalFile[]} */ here;
  /** @type {{ id: string, question: string, name: string, refused: string }[]} */ turnedAway;
  /** @type {Map<string, number>} */ removing; // timers by file
  /** @type {number} */ coming; // chosen, not yet on the disk
  /** @type {Map<string, string>} */ urls; // by file
  /** @type {WeakMap<PageElement, string>} */ painted; // what each list shows

  /** @param {Pick<Files, "root" | "base" | "scope" | "near" | "sheet" | "finding" | "changed" | "added" | "failed" | "takeBack">} options */
  constructor(options) {
    Object.assign(this, options, { here: [], turnedAway: [], removing: new Map(), coming: 0, urls: new Map(), painted: new WeakMap() }); // coming: not yet kept
    this.root.addEventListener("change", (event) => {
      if (event.target.matches("[data-add-file]")) this.#chosen(event.target);
    });
    this.root.addEventListener("click", (event) => {
      const button = event.target.closest("[data-file-remove], [data-file-undo]");
      if (button) this.#pressed(button);
    });
  }

  get unsentCount() { return this.here.length + this.coming; }
  get seen() { return this.sheet.server.filesVersion ?? -1; }

  // whether the question has one, sent or not
  /** @param {string} code */
  has(code) {
    return Boolean(this.sheet.server.files?.[code]?.length) || this.here.some((file) => file.question === code && !file.refused);
  }

  unsent() { return this.here.filter((file) => !file.refused && !this.removing.has(file.id)); }

  async restore() {
    this.here = await ofScope(this.base, "files", this.scope);
    this.all();
    this.changed();
  }

  /** @param {any} told */
  hear(told) {
    if (!told.files) return;
    Object.assign(this.sheet.server, { files: told.files, filesVersion: told.filesVersion });
    this.all();
  }

  all() { for (const code of [...this.near.whole.keys()]) this.paint(code); }

  /** @param {PageElement} input */
  async #chosen(input) {
    const question = input.closest("[data-question]").dataset.question;
    const chosen = [...input.files];
    input.value = ""; // the same photo may be chosen again after it was removed
    this.#expect(chosen.length); // from this moment nobody is told that all is safe
    let left = chosen.length;
    try {
      for (; left; left -= 1) {
        const kept = await this.#keep(question, chosen[chosen.length - left]);
        if (kept) this.here.push(kept); // not before: another file may have left the list meanwhile, and the list is a new one
        this.#expect(-1);
        this.paint(question);
      }
    } catch (error) {
      this.#expect(-left);
      this.failed(error);
      return;
    }
    this.added();
  }

  // told to the page as well: between the choice and the disk a photo is not safe yet
  /** @param {number} more */
  #expect(more) {
    this.coming += more;
    this.root.toggleAttribute("data-storing-files", this.coming > 0);
    this.changed();
  }

  // null when the file is not taken: the reason stands beside the question at once
  /** @param {string} question @param {File} file @returns {Promise<LocalFile | null>} */
  async #keep(question, file) {
    try {
      const shown = (this.sheet.server.files?.[question] ?? []).length + this.here.filter((one) => one.question === question).length;
      if (shown >= MOST_A_QUESTION) throw new NotTaken("fileMany");
      const { blob, name } = await prepared(file);
      if (!(await hasRoom(blob.size))) throw new NotTaken("noRoom");
      /** @type {LocalFile} */ const kept = { id: crypto.randomUUID(), scope: this.scope, question, name, blob };
      await write(this.base, ["files"], (files) => {
        const put = files.add(kept);
        put.onsuccess = () => { kept.seq = Number(put.result); };
      }, "strict");
      return kept;
    } catch (error) {
      if (!(error instanceof NotTaken)) throw error;
      this.turnedAway.push({ id: crypto.randomUUID(), question, name: file.name, refused: say(error.reason, { most: MOST_A_QUESTION }) });
      return null;
    }
  }

  // the server has said what became of it
  /** @param {LocalFile} file @param {{ outcome: string, said?: string, file?: any }} answer */
  async settle(file, answer) {
    if (answer.outcome === "stored") {
      this.sheet.server.files ??= {};
      const known = this.sheet.server.files[file.question] ?? [];
      this.sheet.server.files[file.question] = [...known.filter((one) => one.id !== answer.file.id), answer.file];
      await this.#forget(file);
    } else {
      file.refused = answer.said;
      await write(this.base, ["files"], (files) => { files.put(file); });
      this.paint(file.question);
      this.changed();
    }
  }

  /** @param {LocalFile} file */
  async #forget(file) {
    await write(this.base, ["files"], (files) => { files.delete(/** @type {number} */ (file.seq)); });
    this.here = this.here.filter((one) => one.id !== file.id);
    URL.revokeObjectURL(this.urls.get(file.id) ?? ""); // of a photo that was never painted there is none
    this.urls.delete(file.id);
    this.paint(file.question);
    this.changed();
  }

  // gone from sight at once, gone for good a moment later: until then it can be undone
  /** @param {PageElement} button */
  #pressed(button) {
    const { file: id } = button.closest("[data-file]").dataset;
    const { question } = button.closest("[data-question]").dataset;
    if (this.removing.has(id)) {
      clearTimeout(this.removing.get(id));
      this.removing.delete(id);
      this.added();
    } else if (this.turnedAway.some((one) => one.id === id)) {
      this.turnedAway = this.turnedAway.filter((one) => one.id !== id);
    } else {
      this.removing.set(id, setTimeout(() => this.#remove(id, question), UNDO_FOR));
    }
    this.paint(question);
    this.changed();
  }

  /** @param {string} id @param {string} question */
  async #remove(id, question) {
    const local = this.here.find((one) => one.id === id);
    if (local) {
      await this.#forget(local);
    } else if (await this.takeBack(this.root.dataset.file.replace(NOBODY, id))) {
      const files = this.sheet.server.files ?? {};
      files[question] = (files[question] ?? []).filter((one) => one.id !== id);
    }
    this.removing.delete(id);
    this.paint(question);
    this.changed();
  }

  // nothing while the question is not near: it is painted when it comes
  /** @param {string} code */
  paint(code) {
    if (!this.near.has(code)) return;
    const kept = (this.sheet.server.files?.[code] ?? []).map((file) => this.#line(file, this.root.dataset.file.replace(NOBODY, file.id)));
    const here = this.here.filter((file) => file.question === code).map((file) => this.#line(
      { ...file, picture: file.blob.type.startsWith("image/"), unsent: true }, this.#local(file),
    ));
    const away = this.turnedAway.filter((file) => file.question === code).map((file) => this.#line({ ...file, away: true }, ""));
    const lines = [...kept, ...here, ...away];
    const list = (lines.length ? this.finding(code) : this.near.items.get(code)).querySelector("[data-files]");
    if (!list) return;
    list.hidden = !lines.length;
    // what stays the same is left alone: a finger may be on it
    const html = lines.map((line) => line.outerHTML).join("");
    if (this.painted.get(list) === html) return;
    this.painted.set(list, html);
    list.replaceChildren(...lines);
  }

  /** @param {LocalFile} file @returns {string} */
  #local(file) {
    const url = this.urls.get(file.id) ?? URL.createObjectURL(file.blob);
    this.urls.set(file.id, url);
    return url;
  }

  /** @param {ShownFile} file @param {string} address */
  #line(file, address) {
    const line = document.getElementById("ws-file-template").content.firstElementChild.cloneNode(true);
    const link = line.querySelector("[data-file-open]");
    line.dataset.file = file.id;
    if (address) link.href = address; else link.removeAttribute("download");
    if (address) link.download = file.name;
    const picture = line.querySelector("[data-file-picture]");
    if (file.picture) {
      picture.src = file.unsent ? address : `${address}thumbnail/`;
      picture.alt = file.name;
    } else {
      picture.remove();
      link.append(file.name);
    }
    line.querySelector("[data-file-unsent]").hidden = !file.unsent || Boolean(file.refused);
    line.querySelector("[data-file-sent]").hidden = Boolean(file.unsent || file.away);
    const problem = line.querySelector("[data-file-problem]");
    problem.hidden = !file.refused;
    problem.textContent = file.refused ? say("refused", { said: file.refused }) : "";
    const isGoing = this.removing.has(file.id);
    for (const button of line.querySelectorAll("[data-file-remove], [data-file-undo]")) {
      button.hidden = "fileUndo" in button.dataset !== isGoing;
      button.querySelector(".visually-hidden").textContent = file.name;
    }
    line.toggleAttribute("data-going", isGoing);
    return line;
  }
}

const NOBODY = "00000000-0000-0000-0000-000000000000"; // stands in the address for the file's own id
