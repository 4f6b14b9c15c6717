import assert from "node:assert/strict";
import { test } from "node:test";

import { page } from "./page.js";

const { count, day, say } = await import("../../static/js/workspace/words.js");
const field = await import("../../static/js/field/words.js");

test("numbers are grouped as the language does", () => {
  assert.equal(say("marked", { n: 1234 }), "1,234 questions marked");
  assert.equal(field.say("marked", { n: 1234 }), "1,234 questions marked");
  assert.equal(count(5998), "5,998");
});

test("a sentence that the page does not have is its own name", () => assert.equal(say("unheard"), "unheard"));

test("a value that is missing leaves its place", () => assert.equal(say("by"), "Answered by {name}"));

test("a name of the other direction is kept apart from the sentence", () => {
  assert.equal(say("by", { name: "Sokha" }), "Answered by Sokha");
  assert.equal(say("by", { name: "سارة" }), "Answered by \u2068سارة\u2069");
  page.dir = "rtl";
  assert.equal(say("by", { name: "Sokha" }), "Answered by \u2068Sokha\u2069");
  page.dir = "ltr";
});

test("English days are written as the server writes them", () => assert.equal(day("2026-12-01"), "1 Dec 2026"));
