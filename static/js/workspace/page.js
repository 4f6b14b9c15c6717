// Builds the page once: a section for each cluster and point, a form of three keys for each question.

import { day, say } from "./words.js";

const template = (id) => document.getElementById(id).content.firstElementChild;
const part = (within, name) => within.querySelector(`[data-${name}]`);

const label = (item, field, id) => {
  const control = item.querySelector(`[data-field="${field}"]`);
  control.id = id;
  item.querySelector(`[data-for="${field}"]`).htmlFor = id;
};

const questionItem = (question) => {
  const item = template("ws-question-template").cloneNode(true);
  const { code } = question;
  item.dataset.question = code;
  item.id = code;
  part(item, "code").textContent = code;
  part(item, "text").textContent = question.text;
  part(item, question.yes ? "when-yes" : "when-no").hidden = false;
  item.querySelector("legend").textContent = `${code} ${question.text}`;
  for (const input of item.querySelectorAll("input[type=radio]")) {
    input.name = `answer-${code}`;
    input.autocomplete = "off"; // browsers would bring back what was chosen before a reload
  }
  for (const field of ["details", "workers", "cause", "attribution", "note"]) label(item, field, `${field}-${code}`);
  const law = part(item, "law");
  part(law, "law-text").textContent = question.law;
  part(law, "law-text").hidden = !question.law;
  part(law, "guidance").textContent = question.guidance;
  law.hidden = !question.law && !question.guidance;
  return item;
};

const section = (id, name, code) => {
  const made = template(id).cloneNode(true);
  part(made, "name").textContent = name;
  part(made, "rest").dataset.rest = code;
  return made;
};

// items by question code, in the order of the page
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
export const dress = (sheet, items) => {
  const { last, plan = {}, comments = {}, public: open = [], zeroTolerance = [] } = sheet.server;
  const cases = document.getElementById("ws").dataset.case;
  const [isPublic, isZero] = [new Set(open), new Set(zeroTolerance)];
  for (const [code, item] of items) {
    part(item, "public").hidden = !isPublic.has(code);
    part(item, "zero").hidden = !isZero.has(code);
    part(item, "case").hidden = !isZero.has(code); // seen once the answer is a finding
    part(item, "case").querySelector("a").href = `${cases}&question=${code}`;
    const asked = part(item, "comments");
    asked.hidden = !comments[code];
    asked.replaceChildren(...(comments[code] ?? []).map(commented));
    const letter = sheet.last(code);
    part(item, "last").hidden = !letter;
    if (letter) part(item, "last-words").replaceChildren(...shape(letter), say("last", { letter: say(letter) }));
    const before = last?.details[code];
    part(item, "last-found").hidden = !before;
    if (before) {
      part(item, "last-on").textContent = say("lastOn", { on: day(last.on) });
      part(item, "last-details").textContent = before;
    }
    const list = part(item, "plan");
    list.hidden = !plan[code];
    list.replaceChildren(...(plan[code] ?? []).map(planned));
  }
};

const commented = (one) => {
  const line = template("ws-comment-template").cloneNode(true);
  part(line, "said").textContent = one.text;
  part(line, "answered").hidden = !one.answered;
  return line;
};

const planned = (one) => {
  const line = template("ws-plan-template").cloneNode(true);
  part(line, "issue").textContent = one.issue;
  part(line, "how").textContent = [one.status, one.due && say("due", { on: day(one.due) })].filter(Boolean).join(", ");
  return line;
};

const shape = (letter) => {
  const found = document.getElementById("ws-shapes").content.querySelector(`[data-shape="${letter}"] svg`);
  return found ? [found.cloneNode(true), " "] : [];
};
