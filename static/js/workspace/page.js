// Builds the page: once a section for each cluster and point and the words of each question; what else belongs to a
// question when it comes near.

import { day, say } from "./words.js";

/** @param {string} id */
const template = (id) => document.getElementById(id).content.firstElementChild;
/** @param {ParentNode} within @param {string} name */
const part = (within, name) => within.querySelector(`[data-${name}]`);

/** @param {PageElement} item @param {string} field */
const label = (item, field) => {
  const control = item.querySelector(`[data-field="${field}"]`);
  control.id = `${field}-${item.id}`;
  item.querySelector(`[data-for="${field}"]`).htmlFor = control.id;
};

/** @param {Question} question */
const questionItem = ({ code, text }) => {
  const item = template("ws-question-template").cloneNode(true);
  item.dataset.question = code;
  item.dataset.letter = "-";
  item.id = code;
  part(item, "code").textContent = code;
  part(item, "text").textContent = text;
  return item;
};

// the rest of a question: its keys, facts, law, fields
/** @param {PageElement} item @param {Question} question */
export const fill = (item, question) => {
  item.append(document.getElementById("ws-near-template").content.cloneNode(true));
  item.dataset.whole = "";
  const { code } = question;
  part(item, question.yes ? "when-yes" : "when-no").hidden = false;
  item.querySelector("legend").textContent = `${code} ${question.text}`;
  for (const input of item.querySelectorAll("input[type=radio]")) {
    input.name = `answer-${code}`;
    input.autocomplete = "off"; // browsers would bring back what was chosen before a reload
  }
  label(item, "note");
  const law = part(item, "law");
  part(law, "law-text").textContent = question.law;
  part(law, "law-text").hidden = !question.law;
  part(law, "guidance").textContent = question.guidance;
  part(law, "guidance").lang = question.guidanceLanguage || document.documentElement.lang;
  law.hidden = !question.law && !question.guidance;
};

// its words stay
/** @param {PageElement} item */
export const empty = (item) => {
  while (item.children.length > 1) item.lastElementChild.remove();
  delete item.dataset.whole;
};

// fields of a finding and its files; gives whether they were not there yet
/** @param {PageElement} item */
export const fillFinding = (item) => {
  if (part(item, "finding")) return false;
  part(item, "note").before(document.getElementById("ws-finding-template").content.cloneNode(true));
  for (const field of ["details", "workers", "cause", "attribution"]) label(item, field);
  return true;
};

/** @param {string} id @param {string} name @param {string} code */
const section = (id, name, code) => {
  const made = template(id).cloneNode(true);
  part(made, "name").textContent = name;
  part(made, "rest").dataset.rest = code;
  return made;
};

// items by question code, in the order of the page
/** @param {import("./sheet.js").Sheet} sheet @param {PageElement} list */
export const build = (sheet, list) => {
  const items = new Map();
  const whole = document.createDocumentFragment();
  for (const cluster of sheet.clusters) {
    const place = section("ws-cluster-template", cluster.name, cluster.code);
    place.dataset.cluster = cluster.code;
    for (const point of cluster.points) {
      const inner = section("ws-point-template", point.name, point.code);
      inner.dataset.point = point.code;
      inner.id = `point-${point.code}`;
      const rows = inner.querySelector("ol");
      for (const question of point.questions) {
        const item = questionItem(question);
        items.set(question.code, item);
        rows.append(item);
      }
      place.append(inner);
    }
    whole.append(place);
  }
  list.replaceChildren(whole);
  return items;
};

// what belongs to the assessment and changes seldom: marks, last cycle, plan, the reviewer's comments
/** @param {import("./sheet.js").Sheet} sheet @param {string} code @param {PageElement} item */
export const dress = (sheet, code, item) => {
  const { plan = {}, comments = {}, public: open = [], zeroTolerance = [] } = sheet.server;
  part(item, "public").hidden = !open.includes(code);
  part(item, "zero").hidden = !zeroTolerance.includes(code);
  const asked = part(item, "comments");
  asked.hidden = !comments[code];
  asked.replaceChildren(...(comments[code] ?? []).map((one) => commented(one, code)));
  const letter = sheet.last(code);
  part(item, "last").hidden = !letter;
  if (letter) {
    const former = sheet.former(code);
    const words = former.length ? say("lastAs", { codes: former.join(", "), letter: say(letter) }) : say("last", { letter: say(letter) });
    part(item, "last-words").replaceChildren(...shape(letter), words);
  }
  const list = part(item, "plan");
  list.hidden = !plan[code];
  list.replaceChildren(...(plan[code] ?? []).map(planned));
  if (part(item, "finding")) dressFinding(sheet, code, item);
};

/** @param {import("./sheet.js").Sheet} sheet @param {string} code @param {PageElement} item */
export const dressFinding = (sheet, code, item) => {
  const { last, zeroTolerance = [] } = sheet.server;
  part(item, "case").hidden = !zeroTolerance.includes(code);
  part(item, "case").querySelector("a").href = `${document.getElementById("ws").dataset.case}&question=${code}`;
  const before = last?.details[code];
  part(item, "last-found").hidden = !before;
  if (!before) return;
  part(item, "last-on").textContent = say("lastOn", { on: day(last.on) });
  part(item, "last-details").textContent = before;
};

/** @param {{ by: string, text: string }} reply */
const replied = ({ by, text }) => {
  const line = document.createElement("span");
  line.className = "rows-note";
  line.dir = "auto";
  line.textContent = `${by}: ${text}`;
  return line;
};

/** @param {any} one @param {string} code */
const commented = (one, code) => {
  const line = template("ws-comment-template").cloneNode(true);
  part(line, "said").textContent = one.text;
  part(line, "replies").replaceChildren(...(one.replies ?? []).map((/** @type {any} */ reply) => replied(reply)));
  part(line, "answered").hidden = !one.answered || Boolean(one.resolved);
  part(line, "resolved").hidden = !one.resolved;
  part(line, "reply").hidden = Boolean(one.resolved);
  part(line, "reply").href = document.getElementById("ws").dataset.comment.replace("CODE", code);
  return line;
};

/** @param {any} one */
const planned = (one) => {
  const line = template("ws-plan-template").cloneNode(true);
  part(line, "issue").textContent = one.issue;
  part(line, "how").textContent = [one.status, one.due && say("due", { on: day(one.due) })].filter(Boolean).join(", ");
  return line;
};

/** @param {string} letter */
const shape = (letter) => {
  const found = document.getElementById("ws-shapes").content.querySelector(`[data-shape="${letter}"] svg`);
  return found ? [found.cloneNode(true), " "] : [];
};
