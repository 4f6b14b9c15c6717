import assert from "node:assert/strict";
import { test } from "node:test";

import { QUESTIONNAIRE } from "./page.js";
import { normalised } from "../../static/js/workspace/merge.js";
import { Sheet } from "../../static/js/workspace/sheet.js";

const WHOLE = { version: 5, sheet: "CN-", findings: { "OS-8-06": { details: "Locked", workers: 3, attribution: "factory" } }, notes: {}, clashes: [], unchosen: {}, changes: [], last: { on: "2026-01-01", letters: { "A-1": "N" }, details: {} } };
const change = (key, letter, more = {}) => ({ id: `${key}${letter}`, key, at: "now", seen: normalised({}), given: normalised({ letter }), ...more });

const known = () => {
  const sheet = new Sheet(QUESTIONNAIRE);
  sheet.hear(structuredClone(WHOLE), "mine");
  return sheet;
};

test("letters are stored in the questionnaire's order and shown in the page's", () => {
  const sheet = known();

  assert.deepEqual(sheet.codes, ["A-1", "B-2", "OS-8-06"]);
  assert.deepEqual(sheet.codes.map((code) => sheet.letter(code)), ["C", "-", "N"]);
  assert.equal(sheet.view("OS-8-06").details, "Locked");
});

test("a question that an earlier version asked under another code says which, also on a page kept by an older release", () => {
  const sheet = known();
  assert.deepEqual(sheet.former("A-1"), []);

  sheet.hear({ ...structuredClone(WHOLE), last: { ...WHOLE.last, former: { "A-1": ["A-0"] } } }, "mine");
  assert.deepEqual(sheet.former("A-1"), ["A-0"]);
});

test("an unsent change is shown until the server has stored it", () => {
  const sheet = known();
  const mine = change("B-2", "C");
  sheet.lay([mine]);
  assert.equal(sheet.letter("B-2"), "C");
  assert.equal(sheet.isUnsent("B-2"), true);

  sheet.settle(mine, { letter: "C" });
  sheet.layAll([]);

  assert.equal(sheet.letter("B-2"), "C");
  assert.equal(sheet.isUnsent("B-2"), false);
});

test("of a refused change the words stay in sight, not the letter", () => {
  const sheet = known();
  sheet.layAll([change("B-2", "X", { given: normalised({ letter: "X", note: "no canteen" }), refused: "Not now." })]);

  assert.deepEqual([sheet.letter("B-2"), sheet.view("B-2").note, sheet.refusal("B-2")], ["-", "no canteen", "Not now."]);
});

test("what others answered is heard, what this device sent is no news", () => {
  const sheet = known();
  const news = (device, letter) => ({ version: 6, sheet: `CN${letter}`, findings: {}, notes: {}, clashes: [], unchosen: {}, changes: [{ question: "B-2", device, by: "Sokha", at: "now" }] });

  sheet.hear(news("mine", "C"), "mine");
  assert.equal(sheet.changed.has("B-2"), false);

  assert.deepEqual(sheet.hear(news("other", "X"), "mine"), ["B-2"]);
  assert.equal(sheet.changed.get("B-2").by, "Sokha");
  assert.equal(sheet.letter("B-2"), "X");
});

test("a finding that is answered otherwise loses its words", () => {
  const sheet = known();

  sheet.settle({ key: "OS-8-06" }, { letter: "C" });

  assert.equal(sheet.view("OS-8-06").details, "");
});

test("a conflict shows its standing answer and ends with the change that settles it", () => {
  const sheet = known();
  sheet.adopt([{ question: "B-2", standing: normalised({ letter: "X", note: "a" }), versions: [{ answer: normalised({ letter: "C" }), acts: ["1"] }] }]);
  assert.equal(sheet.letter("B-2"), "X");
  assert.deepEqual(sheet.clashing, ["B-2"]);

  sheet.settle({ key: "B-2", settles: ["1"] }, { letter: "C", note: "" });

  assert.deepEqual(sheet.clashing, []);
});

test("the next open question is looked for round the end", () => {
  const sheet = known();

  assert.equal(sheet.openAfter("OS-8-06"), "B-2");
  sheet.lay([change("B-2", "C")]);
  assert.equal(sheet.openAfter("OS-8-06"), null);
});

test("a finding without details and a reason that is missing are incomplete", () => {
  const sheet = known();
  sheet.lay([change("A-1", "N"), change("B-2", "X")]);

  assert.deepEqual(sheet.codes.filter((code) => sheet.isIncomplete(code)), ["A-1", "B-2"]);
});

test("a comment that was answered in words is open no more", () => {
  const sheet = known();
  const comments = { "A-1": [{ text: "Which exit?", answered: true, resolved: false }], "B-2": [{ text: "Who?", answered: false, resolved: false }] };
  sheet.hear({ ...structuredClone(WHOLE), comments }, "mine");

  assert.deepEqual(sheet.commented, ["B-2"]);
});
