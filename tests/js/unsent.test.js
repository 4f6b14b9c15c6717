import assert from "node:assert/strict";
import { test } from "node:test";

import "./page.js";

const { asCsv, statedWords } = await import("../../static/js/workspace/unsent.js");

const change = (given) => ({ id: "1", key: "A-1", at: "2026-12-01", seen: { letter: "-" }, given });

test("a file of changes has a head, quotes its cells and ends its lines as spreadsheets do", () => {
  assert.equal(
    asCsv([change({ letter: "N", details: 'said "no"', workers: 3, attribution: "factory" })], ["question", "answer"]),
    '\ufeff"question","answer"\r\n"A-1","N","said ""no""","3","factory","","2026-12-01"\r\n',
  );
});

for (const text of ["=1+1", "+A1", "-A1", "@SUM(A1)", "\tx"]) {
  test(`${JSON.stringify(text)} is no formula in the file`, () => {
    assert.match(asCsv([change({ letter: "C", note: text })], []), new RegExp(`"'${RegExp.escape?.(text) ?? text.replace(/[+()]/g, "\\$&")}"`));
  });
}

test("an open answer stays a dash", () => assert.match(asCsv([change({ letter: "-" })], []), /"A-1","-"/));

test("a change is read as its fields and values", () => {
  assert.deepEqual(statedWords(change({ letter: "X", note: "no canteen" })), [["letter", "X"], ["note", "no canteen"]]);
});
