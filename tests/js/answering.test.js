import assert from "node:assert/strict";
import { test } from "node:test";

import { page, QUESTIONNAIRE } from "./page.js";

const { Answering } = await import("../../static/js/workspace/answering.js");
const { Sheet } = await import("../../static/js/workspace/sheet.js");

// an assessment on a device whose disk takes everything, or nothing
const device = ({ isFull = false } = {}) => {
  const sheet = new Sheet(QUESTIONNAIRE);
  const seen = { added: [], undoable: [], failed: 0 };
  const outbox = {
    add: async (changes) => { if (isFull) throw new Error("full"); seen.added.push(...changes); },
    keepDraft: async () => {},
  };
  page.getElementById = () => null;
  const answering = new Answering({ sheet, outbox, kept: () => {}, failed: () => { seen.failed += 1; }, undoable: (step) => seen.undoable.push(step) });
  return { sheet, answering, seen };
};

test("an answer is shown once it is on the disk", async () => {
  const { sheet, answering, seen } = device();

  assert.equal(await answering.give([{ question: "A-1", new: "C" }]), true);

  assert.equal(sheet.letter("A-1"), "C");
  assert.deepEqual(seen.added.map(({ key, given }) => [key, given.letter]), [["A-1", "C"]]);
});

test("an answer that the disk does not take is not shown", async () => {
  const { sheet, answering, seen } = device({ isFull: true });

  assert.equal(await answering.give([{ question: "A-1", new: "C" }]), false);

  assert.deepEqual([sheet.letter("A-1"), seen.failed], ["-", 1]);
});

test("several answers of one act are undone together", async () => {
  const { sheet, answering, seen } = device();
  await answering.give([{ question: "A-1", new: "C" }, { question: "B-2", new: "C" }]);

  assert.deepEqual(await answering.undo(), ["A-1", "B-2"]);

  assert.deepEqual(sheet.codes.map((code) => sheet.letter(code)), ["-", "-", "-"]);
  assert.equal(seen.undoable.at(-1), null);
});

test("undoing brings back the words that went with a finding", async () => {
  const { sheet, answering } = device();
  await answering.give([{ question: "A-1", new: "N", details: "Paid below it", workers: 4 }]);
  await answering.give([{ question: "A-1", new: "C" }]);

  await answering.undo();

  assert.deepEqual([sheet.letter("A-1"), sheet.view("A-1").details, sheet.view("A-1").workers], ["N", "Paid below it", 4]);
});

test("what somebody else has answered since is not undone", async () => {
  const { sheet, answering } = device();
  await answering.give([{ question: "A-1", new: "C" }]);
  sheet.layAll([]);
  sheet.settle({ key: "A-1" }, { letter: "X", note: "theirs" });

  assert.deepEqual(await answering.undo(), []);

  assert.equal(sheet.letter("A-1"), "X");
});

test("an answer that changes nothing is no change", async () => {
  const { answering, seen } = device();

  await answering.give([{ question: "A-1", new: "-" }]);

  assert.deepEqual(seen.added, []);
});
