// Paints what the sheet says: one question, the map, the line that says what is safe.

import { normalised } from "./merge.js";
import { dressFinding, fillFinding } from "./page.js";
import { count, moment, say } from "./words.js";

/** @param {ParentNode} within @param {string} name */
const part = (within, name) => within.querySelector(`[data-${name}]`);
/** @param {string | undefined} text */
const name = (text) => text || say("somebody");

export class Show {
  /** @type {PageElement} */ root;
  /** @type {import("./sheet.js").Sheet} */ sheet;
  /** @type {PageItems} */ items;
  /** @type {import("./near.js").Near} */ near;
  /** @type {Set<string>} */ opened; // questions whose note was opened
  /** @type {Map<string, { letter: string }>} */ saving; // by question: on its way to the disk
  /** @type {number} */ filesHere;
  /** @type {boolean} */ notKept;
  /** @type {string} */ announced;
  /** @type {() => void} */ counts; // what else is counted from the answers

  /** @param {PageElement} root @param {import("./sheet.js").Sheet} sheet @param {PageItems} items */
  constructor(root, sheet, items) {
    Object.assign(this, { root, sheet, items, near: null, opened: new Set(), saving: new Map(), filesHere: 0, notKept: false, announced: "saved", counts: () => {} });
    this.bar = part(root, "bar");
    /** @type {Record<string, PageElement>} */ this.counted = {};
    for (const name of ["progress", "answered", "found", "next-open", "clashes"]) this.counted[name] = part(this.bar, name);
    this.letters = new Map(); // as they are counted
    this.whole = new Group(sheet.codes);
    this.groups = new Map(); // by question: what it is counted in
    this.#group();
    this.changed = new Set([this.whole, ...[...this.groups.values()].flat()]);
    this.pending = false;
  }

  // places that are looked up once: of each cluster and point its numbers in the map and its button
  #group() {
    /** @param {any} one @param {string[]} codes @param {PageElement} link */
    const made = (one, codes, link) => new Group(codes, {
      tally: link.querySelector("[data-tally]"), rest: this.root.querySelector(`[data-rest="${one.code}"]`), name: one.name,
    });
    for (const cluster of this.sheet.clusters) {
      const all = cluster.points.flatMap((point) => point.questions.map(({ code }) => code));
      const outer = made(cluster, all, this.root.querySelector(`[data-map-cluster="${cluster.code}"] > summary`));
      for (const point of cluster.points) {
        const codes = point.questions.map(({ code }) => code);
        const inner = made(point, codes, this.root.querySelector(`[data-map-point="${point.code}"]`));
        for (const code of codes) this.groups.set(code, [inner, outer, this.whole]);
      }
    }
  }

  /** @param {string[]} codes */
  questions(codes) {
    const here = codes.filter((code) => this.items.has(code));
    for (const code of here) this.#letter(code, this.items.get(code));
    this.near.trim(); // those just saved may go, before others get the fields of a finding
    for (const code of here) if (this.near.has(code)) this.#question(code, this.items.get(code));
    this.#soon();
  }

  all() { this.questions(this.sheet.codes); }

  // the mark in the very frame of the tap; solid once it is on the disk. Gives what `saved` takes.
  /** @param {string} code @param {string} letter */
  savingNow(code, letter) {
    const item = this.items.get(code);
    const token = { letter };
    this.saving.set(code, token);
    item.dataset.saving = letter;
    if (this.near.has(code)) choose(item, letter);
    return token;
  }

  // the disk has it, or has refused it
  /** @param {string} code @param {{ letter: string }} token */
  saved(code, token) {
    if (this.saving.get(code) !== token) return; // answered anew meanwhile
    this.saving.delete(code);
    this.questions([code]);
  }

  // the map and its numbers once an act, however many questions changed
  #soon() {
    if (this.pending) return;
    this.pending = true;
    queueMicrotask(() => {
      this.pending = false;
      this.#map();
      this.counts();
    });
  }

  /** @param {string} code @param {string} letter */
  #count(code, letter) {
    const before = this.letters.get(code) ?? "-";
    if (before === letter) return;
    this.letters.set(code, letter);
    for (const group of this.groups.get(code)) {
      group.count(before, letter);
      this.changed.add(group);
    }
  }

  /** @param {string} code @param {PageElement} item */
  #letter(code, item) {
    const letter = this.sheet.letter(code);
    this.#count(code, letter);
    if (this.saving.get(code)?.letter === letter) this.saving.delete(code);
    if (!this.saving.has(code)) delete item.dataset.saving;
    item.dataset.letter = letter;
    item.dataset.word = letter === "-" ? "" : say(letter);
  }

  // the rest of one that is near
  /** @param {string} code @param {PageElement} item */
  #question(code, item) {
    const { sheet } = this;
    const { letter } = item.dataset;
    choose(item, this.saving.get(code)?.letter ?? letter);
    part(item, "unsent").hidden = !sheet.isUnsent(code);
    const last = sheet.last(code);
    part(item, "differs").hidden = !last || letter === "-" || letter === last;
    this.#by(item, sheet.changed.get(code));
    this.#fields(code, item, letter);
    this.#clash(item, sheet.clash(code));
    this.#unchosen(item, sheet.unchosen(code));
    const refusal = sheet.refusal(code);
    part(item, "problem").hidden = !refusal;
    write(part(item, "problem"), refusal && say("refused", { said: refusal }));
  }

  // the fields of a finding, there from now on
  /** @param {string} code */
  finding(code) {
    const item = this.near.need(code);
    if (fillFinding(item)) {
      dressFinding(this.sheet, code, item);
      this.#finding(item, this.sheet.view(code));
    }
    return item;
  }

  /** @param {PageElement} item @param {OthersChange | undefined} change */
  #by(item, change) {
    const by = part(item, "by");
    by.hidden = !change;
    if (change) write(by.lastElementChild, say("by", { name: name(change.by), at: moment(change.at) }));
  }

  /** @param {string} code @param {PageElement} item @param {string} letter */
  #fields(code, item, letter) {
    const view = this.sheet.view(code);
    if (letter === "N") fillFinding(item) && dressFinding(this.sheet, code, item);
    if (part(item, "finding")) this.#finding(item, view);
    put(item, "note", view.note);
    const noted = letter === "X" || Boolean(view.note) || this.opened.has(code);
    part(item, "note").hidden = !noted;
    part(item, "add-note").hidden = noted;
    part(item, "reason-label").hidden = letter !== "X";
    part(item, "note-label").hidden = letter === "X";
    part(item, "reason-missing").hidden = Boolean(view.note);
  }

  /** @param {PageElement} item @param {Answer} answer */
  #finding(item, { letter, details, workers, attribution }) {
    put(item, "details", details);
    put(item, "workers", workers ?? "");
    put(item, "attribution", attribution || "factory");
    const cause = item.querySelector("[data-field=cause]");
    cause.value = [...cause.options].find((one) => one.value && details.endsWith(`: ${one.value}`))?.value ?? "";
    part(item, "finding").hidden = letter !== "N";
    part(item, "details-missing").hidden = Boolean(details);
  }

  // every whole answer, what stands first
  /** @param {PageElement} item @param {Conflict | null} clash */
  #clash(item, clash) {
    const box = part(item, "clash");
    box.hidden = !clash;
    if (!clash || isShown(box, clash)) return;
    const answers = [
      { answer: clash.standing, by: clash.standingBy, at: clash.standingAt, stands: true },
      ...clash.versions,
    ];
    part(box, "sides").replaceChildren(...answers.map((one, place) => version(one, place)));
    const same = answers.every(({ answer }) => answer.letter === clash.standing.letter);
    part(box, "together").hidden = !same;
  }

  /** @param {PageElement} item @param {AnswerVersion[]} answers */
  #unchosen(item, answers) {
    const place = part(item, "unchosen");
    place.hidden = !answers.length;
    if (!isShown(place, answers)) part(place, "unchosen-list").replaceChildren(...answers.map((one) => version(one)));
  }

  #map() {
    for (const group of this.changed) if (group !== this.whole) group.draw();
    this.changed.clear();
    const { whole, counted } = this;
    counted.progress.value = String(whole.answered);
    write(counted.answered, say("progress", { n: whole.answered, of: whole.of }));
    counted.found.hidden = !whole.found;
    write(counted.found.lastElementChild, say("found", { n: whole.found }));
    counted["next-open"].disabled = whole.open === 0;
    const clashes = this.sheet.clashing.length;
    this.#returned();
    counted.clashes.hidden = !clashes;
    write(counted.clashes.lastElementChild, say("clashes", { n: clashes }));
  }

  // why the reviewer has sent it back, and the way to the comments that are still open
  #returned() {
    const { returned } = this.sheet.server;
    const place = part(this.root, "returned");
    place.hidden = !returned;
    if (!returned) return;
    write(part(place, "reason"), returned.reason);
    const { length } = this.sheet.commented;
    part(place, "next-comment").hidden = !length;
    write(part(place, "next-comment"), say("openComments", { n: length }));
  }

  // of: saved, offline, failing, signIn, otherPerson, closed, gone, tooOld; what the device had no room for goes before
  /** @param {string} of */
  line(of, said = "") {
    const state = this.notKept ? "notKept" : of;
    const line = this.bar.querySelector(".ws-state");
    const answers = this.sheet.unsentCount;
    const here = answers + this.filesHere;
    const problem = !["saved", "offline", "failing"].includes(state);
    const kind = problem ? "problem" : { saved: here ? "device" : "saved" }[state] ?? "offline";
    const words = [];
    if (state === "offline") words.push(say("offline"));
    else if (state !== "saved") words.push((!this.notKept && said) || say(state));
    if (answers) words.push(say("onlyHere", { n: answers }));
    if (this.filesHere) words.push(say("filesHere", { n: this.filesHere }));
    if (!here && ["saved", "offline"].includes(state)) words.push(say("saved"));
    if (line.dataset.state !== kind) line.dataset.state = kind;
    write(part(line, "state-words"), words.join(" · "));
    part(line, "sign-in").hidden = !["signIn", "otherPerson"].includes(state);
    part(line, "hand-over").hidden = !here || !["closed", "gone"].includes(state);
    for (const icon of line.querySelectorAll("[data-sign]")) icon.hidden = icon.dataset.sign !== kind;
    if (kind === "device" || kind === this.announced) return; // that each answer arrived is no news
    this.announced = kind;
    announce(words.join(". "));
  }
}

// how many questions of a cluster, a point or all are answered, and where that is shown
class Group {
  /** @type {number} */ of;
  /** @type {number} */ answered;
  /** @type {number} */ found;
  /** @type {PageElement} */ tally;
  /** @type {PageElement} */ rest;
  /** @type {string} */ name;

  /** @param {string[]} codes */
  constructor(codes, places = {}) { Object.assign(this, { ...places, of: codes.length, answered: 0, found: 0 }); }

  get open() { return this.of - this.answered; }

  /** @param {string} before @param {string} after */
  count(before, after) {
    this.answered += Number(after !== "-") - Number(before !== "-");
    this.found += Number(after === "N") - Number(before === "N");
  }

  draw() {
    const { open, of, answered, found, tally } = this;
    tally.classList.toggle("ws-tally-done", open === 0);
    const words = document.createElement("span");
    words.textContent = open === 0 ? count(of) : `${count(answered)}/${count(of)}`;
    tally.replaceChildren(words);
    if (open === 0) tally.prepend(mark("C"), hidden(say("complete")));
    if (found) {
      const place = document.createElement("span");
      place.className = "ws-tally-found";
      place.append(mark("N"), count(found), hidden(say("N")));
      tally.prepend(place);
    }
    // the button keeps its room when all is answered: nothing may move under the next tap
    this.rest.classList.toggle("ws-away", open === 0);
    this.rest.nextElementSibling.hidden = open > 0;
    if (open) this.rest.replaceChildren(say("restCompliant", { n: open }), hidden(this.name));
  }
}

/** @param {string} letter */
const mark = (letter) => document.getElementById("ws-shapes").content.querySelector(`[data-shape="${letter}"] svg`).cloneNode(true);

/** @param {PageElement} item @param {string} letter */
const choose = (item, letter) => {
  for (const input of item.querySelectorAll("input[type=radio]")) input.checked = input.value === letter;
};

// the same words again would be laid out and painted again
/** @param {PageElement} place @param {string} words */
const write = (place, words) => { if (place.textContent !== words) place.textContent = words; };

// what somebody is typing stays
/** @param {PageElement} item @param {string} field @param {string | number} value */
const put = (item, field, value) => {
  const control = item.querySelector(`[data-field="${field}"]`);
  if (control !== document.activeElement && !control.dataset.typed && control.value !== String(value)) control.value = String(value);
};

// whether a place shows this already: drawn anew, a button would go from under the finger that presses it
const shownIn = new WeakMap();
/** @param {PageElement} place @param {unknown} what */
const isShown = (place, what) => {
  const key = JSON.stringify(what);
  const is = shownIn.get(place) === key;
  shownIn.set(place, key);
  return is;
};

// an answer with its words; with a place, a button to choose it
/** @param {AnswerVersion} shown @param {string | number} [place] */
const version = ({ answer, by, at, stands }, place) => {
  const { letter, details, workers, attribution, note } = normalised(answer);
  const made = document.getElementById("ws-version-template").content.firstElementChild.cloneNode(true);
  /** @param {string} field @param {string} words */
  const fill = (field, words) => {
    part(made, field).hidden = !words;
    part(made, field).textContent = words;
  };
  fill("version-who", say(stands ? "clashStanding" : "clash", { name: name(by), letter: say(letter) }));
  fill("version-at", at ? moment(at) : "");
  fill("version-details", details);
  fill("version-workers", workers === null ? "" : say("workers", { n: workers }));
  fill("version-attribution", attribution === "national_law" ? say("byLaw") : "");
  fill("version-note", note);
  const button = part(made, "choose");
  button.hidden = place === undefined;
  button.dataset.choose = String(place ?? "");
  button.textContent = say(stands ? "keepThis" : "takeThis", { letter: say(letter) });
  return made;
};

/** @param {string} words */
const hidden = (words) => {
  const made = document.createElement("span");
  made.className = "visually-hidden";
  made.textContent = ` ${words}`;
  return made;
};

/** @param {string} words */
export const announce = (words) => {
  const place = document.getElementById("announcer");
  place.textContent = "";
  setTimeout(() => { place.textContent = words; }, 60);
};
