import assert from "node:assert/strict";
import { test } from "node:test";

import { page } from "./page.js";

page.documentElement.lang = "bn"; // before the modules look
const workspace = await import("../../static/js/workspace/words.js");
const field = await import("../../static/js/field/words.js");

test("numbers, days and hours have the digits of the rest of the page", () => {
  assert.equal(workspace.count(1234), "1,234");
  assert.equal(field.say("marked", { n: 12 }), "12 questions marked");
  assert.match(workspace.day("2026-12-01"), /^1 .* 2026$/);
  assert.equal(field.day("2026-12-01"), workspace.day("2026-12-01"));
  assert.match(field.moment("2026-12-01T16:05:00"), /16:05/);
});
