import assert from "node:assert/strict";
import { test } from "node:test";

import { QUESTIONNAIRE } from "./page.js";

const { find } = await import("../../static/js/workspace/search.js");
const { Sheet } = await import("../../static/js/workspace/sheet.js");
const sheet = new Sheet(QUESTIONNAIRE);

for (const [text, found] of [
  ["OS-8-06", ["OS-8-06"]],
  ["os86", ["OS-8-06"]],
  ["os 8 6", ["OS-8-06"]],
  ["exits FREE", ["OS-8-06"]],
  ["fire", ["OS-8-06"]], // by the name of its point
  ["espanol", ["B-2"]],
  ["wage", ["A-1", "B-2"]],
  ["parental leave", []],
  ["  ", []],
]) test(`"${text}" finds ${found.join(", ") || "nothing"}`, () => assert.deepEqual(find(sheet, text), found));
