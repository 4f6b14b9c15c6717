import assert from "node:assert/strict";
import { test } from "node:test";

import { accounted, merge, normalised, overlaid, packed, statedFields, together } from "../../static/js/workspace/merge.js";

const OPEN = { letter: "-" };
const FOUND = { letter: "N", details: "Two exits locked", workers: 40, attribution: "factory" };

test("an answer without a finding has no words of one", () => {
  assert.deepEqual(normalised({ ...FOUND, letter: "C", note: "a\r\nb\rc" }), {
    letter: "C", details: "", workers: null, attribution: "", note: "a\nb\nc",
  });
});

test("a change states the fields that differ from what was seen", () => {
  assert.deepEqual(statedFields(FOUND, { ...FOUND, workers: 41 }), ["workers"]);
  assert.deepEqual(statedFields(OPEN, OPEN), []);
});

test("a change that settles states every field of the answer", () => {
  assert.deepEqual(statedFields(FOUND, FOUND, true), ["letter", "details", "workers", "attribution", "note"]);
  assert.deepEqual(statedFields(OPEN, { letter: "C" }, true), ["letter", "note"]);
});

test("changes of different fields are both taken", () => {
  const standing = { ...FOUND, details: "Three exits locked" };

  assert.deepEqual(merge(standing, FOUND, { ...FOUND, workers: 41 }), { answer: normalised({ ...standing, workers: 41 }), held: [] });
});

test("two letters for one open question are in conflict: the first stands", () => {
  assert.deepEqual(merge({ letter: "C" }, OPEN, { letter: "X", note: "no canteen" }), {
    answer: normalised({ letter: "C" }), held: ["letter", "note"],
  });
});

test("one letter given twice is no conflict, other words of it are", () => {
  const { answer, held } = merge({ ...FOUND, details: "One" }, OPEN, { ...FOUND, details: "Two" });

  assert.equal(answer.details, "One");
  assert.deepEqual(held, ["details"]);
});

test("a finding is not closed over words that were never seen", () => {
  assert.deepEqual(merge({ ...FOUND, workers: 60 }, FOUND, { letter: "C" }).held, ["letter"]);
});

test("the device shows its own unsent field over what the server has", () => {
  assert.deepEqual(overlaid({ letter: "C", note: "theirs" }, OPEN, { letter: "X" }), normalised({ letter: "X", note: "theirs" }));
});

test("answers put together keep every word once and the largest number", () => {
  assert.deepEqual(together([{ ...FOUND, note: "a" }, { ...FOUND, details: "Stairs blocked", workers: 55, note: "a" }]), {
    ...FOUND, details: "Two exits locked\nStairs blocked", workers: 55, note: "a",
  });
});

test("a change leaves the device when each of its fields is stored or held", () => {
  const change = { seen: OPEN, given: FOUND };

  assert.equal(accounted(change, { stored: { letter: "N", details: "", workers: 1 }, held: ["attribution"] }), true);
  assert.equal(accounted(change, { stored: { letter: "N" } }), false);
});

test("a change travels without what is empty or shared with what was seen", () => {
  assert.deepEqual(packed({ id: "1", key: "A-1", at: "now", seen: FOUND, given: { ...FOUND, workers: 41 } }), {
    act: "1", question: "A-1", old: "N", new: "N", at: "now", workers: 41,
    seen: { details: "Two exits locked", workers: 40, attribution: "factory" },
  });
});
