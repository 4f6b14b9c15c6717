// Paints what the sheet says: one question, the map, the line that says what is safe.

import { normalised } from "./merge.js";
import { count, moment, say } from "./words.js";

const part = (within, name) => within.querySelector(`[data-${name}]`);
const name = (text) => text || say("somebody");

export class Show {
  constructor(root, sheet, items) {
    Object.assign(this, { root, sheet, items, opened: new Set(), filesHere: 0, notKept: false });
    this.bar = part(root, "bar");
    this.points = sheet.clusters.flatMap((cluster) => cluster.points);
    this.pending = false;
  }

  questions(codes) {
    for (const code of codes) if (this.items.has(code)) this.#question(code, this.items.get(code));
    this.#soon();
  }

  all() { this.questions(this.sheet.codes); }

  // the map and its numbers once a frame, however many questions changed
  #soon() {
    if (this.pending) return;
    this.pending = true;
    requestAnimationFrame(() => {
      this.pending = false;
      this.#map();
    });
  }

  #question(code, item) {
    const { sheet } = this;
    const letter = sheet.letter(code);
    item.dataset.letter = letter;
    for (const input of item.querySelectorAll("input[type=radio]")) input.checked = input.value === letter;
    part(item, "unsent").hidden = !sheet.isUnsent(code);
    const last = sheet.last(code);
    part(item, "differs").hidden = !last || letter === "-" || letter === last;
    this.#by(item, sheet.changed.get(code));
    this.#fields(code, item, letter);
    this.#clash(item, sheet.clash(code));
    this.#unchosen(item, sheet.unchosen(code));
    const refusal = sheet.refusal(code);
    part(item, "problem").hidden = !refusal;
    part(item, "problem").textContent = refusal && say("refused", { said: refusal });
  }

  #by(item, change) {
    const by = part(item, "by");
    by.hidden = !change;
    if (change) by.lastElementChild.textContent = say("by", { name: name(change.by), at: moment(change.at) });
  }

  #fields(code, item, letter) {
    const { sheet } = this;
    const view = sheet.view(code);
    const said = { details: view.details, workers: view.workers ?? "", note: view.note, attribution: view.attribution || "factory" };
    for (const [field, value] of Object.entries(said)) {
      const control = item.querySelector(`[data-field="${field}"]`);
      if (control !== document.activeElement && !control.dataset.typed) control.value = value;
    }
    const cause = item.querySelector("[data-field=cause]");
    cause.value = [...cause.options].find((one) => one.value && said.details.endsWith(`: ${one.value}`))?.value ?? "";
    part(item, "finding").hidden = letter !== "N";
    const noted = letter === "X" || Boolean(said.note) || this.opened.has(code);
    part(item, "note").hidden = !noted;
    part(item, "add-note").hidden = noted;
    part(item, "reason-label").hidden = letter !== "X";
    part(item, "note-label").hidden = letter === "X";
    part(item, "details-missing").hidden = Boolean(said.details);
    part(item, "reason-missing").hidden = Boolean(said.note);
  }

  // every whole answer, what stands first
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

  #unchosen(item, answers) {
    const place = part(item, "unchosen");
    place.hidden = !answers.length;
    if (!isShown(place, answers)) part(place, "unchosen-list").replaceChildren(...answers.map((one) => version(one)));
  }

  #map() {
    const { sheet } = this;
    for (const cluster of sheet.clusters) {
      const codes = cluster.points.flatMap((point) => point.questions.map((one) => one.code));
      this.#tally(this.root.querySelector(`[data-map-cluster="${cluster.code}"] > summary [data-tally]`), codes);
      this.#rest(cluster, codes);
      for (const point of cluster.points) {
        const asked = point.questions.map((one) => one.code);
        this.#tally(this.root.querySelector(`[data-map-point="${point.code}"] [data-tally]`), asked);
        this.#rest(point, asked);
      }
    }
    const whole = sheet.tally(sheet.codes);
    part(this.bar, "progress").value = whole.answered;
    part(this.bar, "answered").textContent = say("progress", { n: whole.answered, of: whole.of });
    part(this.bar, "found").hidden = !whole.found;
    part(this.bar, "found").lastElementChild.textContent = say("found", { n: whole.found });
    part(this.bar, "next-open").disabled = whole.open === 0;
    const clashes = sheet.clashing.length;
    part(this.bar, "clashes").hidden = !clashes;
    part(this.bar, "clashes").lastElementChild.textContent = say("clashes", { n: clashes });
  }

  #tally(place, codes) {
    const told = this.sheet.tally(codes);
    const key = `${told.answered}/${told.of}/${told.found}`;
    if (place.dataset.tally === key) return;
    place.dataset.tally = key;
    place.classList.toggle("ws-tally-done", told.open === 0);
    const words = document.createElement("span");
    words.textContent = told.open === 0 ? count(told.of) : `${count(told.answered)}/${count(told.of)}`;
    const shapes = document.getElementById("ws-shapes").content;
    const mark = (letter) => shapes.querySelector(`[data-shape="${letter}"] svg`).cloneNode(true);
    place.replaceChildren(words);
    if (told.open === 0) place.prepend(mark("C"), hidden(say("complete")));
    if (told.found) {
      const found = document.createElement("span");
      found.className = "ws-tally-found";
      found.append(mark("N"), count(told.found), hidden(say("N")));
      place.prepend(found);
    }
  }

  // the button keeps its room when all is answered: nothing may move under the next tap
  #rest(place, codes) {
    const button = this.root.querySelector(`[data-rest="${place.code}"]`);
    const { open } = this.sheet.tally(codes);
    button.classList.toggle("ws-away", open === 0);
    button.nextElementSibling.hidden = open > 0;
    if (open) button.replaceChildren(say("restCompliant", { n: open }), hidden(place.name));
  }

  // of: saved, offline, failing, signIn, otherPerson, closed, gone, tooOld; what the device had no room for goes before
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
    const changed = line.dataset.state !== kind;
    line.dataset.state = kind;
    part(line, "state-words").textContent = words.join(" · ");
    part(line, "sign-in").hidden = !["signIn", "otherPerson"].includes(state);
    part(line, "hand-over").hidden = !here || !["closed", "gone"].includes(state);
    for (const icon of line.querySelectorAll("[data-sign]")) icon.hidden = icon.dataset.sign !== kind;
    if (changed && kind !== "device") announce(words.join(". "));
  }
}

// whether a place shows this already: drawn anew, a button would go from under the finger that presses it
const shownIn = new WeakMap();
const isShown = (place, what) => {
  const key = JSON.stringify(what);
  const is = shownIn.get(place) === key;
  shownIn.set(place, key);
  return is;
};

// an answer with its words; with a place, a button to choose it
const version = ({ answer, by, at, stands }, place) => {
  const { letter, details, workers, attribution, note } = normalised(answer);
  const made = document.getElementById("ws-version-template").content.firstElementChild.cloneNode(true);
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
  button.dataset.choose = place ?? "";
  button.textContent = say(stands ? "keepThis" : "takeThis", { letter: say(letter) });
  return made;
};

const hidden = (words) => {
  const made = document.createElement("span");
  made.className = "visually-hidden";
  made.textContent = ` ${words}`;
  return made;
};

export const announce = (words) => {
  const place = document.getElementById("announcer");
  place.textContent = "";
  setTimeout(() => { place.textContent = words; }, 60);
};
