import assert from "node:assert/strict";
import { test } from "node:test";

import { withRoom } from "./page.js";
import { room } from "../../static/js/field/room.js";
import { hasRoom, prepared } from "../../static/js/workspace/photos.js";

const MEGA = 1_000_000;
const file = (...parts) => new File(parts, "a.pdf");
const pdf = (end) => file("%PDF-1.7 ", end);

test("less than a day's room is nearly full", async () => {
  assert.deepEqual(await withRoom({ quota: 30 * MEGA, usage: 5 * MEGA }, room), { free: 25 * MEGA, isNearlyFull: false });
  assert.deepEqual(await withRoom({ quota: 30 * MEGA, usage: 20 * MEGA }, room), { free: 10 * MEGA, isNearlyFull: true });
  assert.deepEqual(await withRoom({ quota: 10 * MEGA, usage: 20 * MEGA }, room), { free: 0, isNearlyFull: true });
});

test("a browser that does not tell its room is not taken for a full one", async () => {
  assert.deepEqual(await withRoom(null, room), { free: null, isNearlyFull: false });
  assert.equal(await withRoom(null, () => hasRoom(MEGA)), true);
});

test("a browser that tells its room but not what is used has all of it", async () => {
  assert.deepEqual(await withRoom({ quota: 30 * MEGA }, room), { free: 30 * MEGA, isNearlyFull: false });
  assert.equal(await withRoom({ quota: 30 * MEGA }, () => hasRoom(MEGA)), true);
});

test("a photo needs twice its size", async () => {
  assert.equal(await withRoom({ quota: 30 * MEGA, usage: 27 * MEGA }, () => hasRoom(MEGA)), true);
  assert.equal(await withRoom({ quota: 30 * MEGA, usage: 28 * MEGA }, () => hasRoom(MEGA)), false);
});

test("a whole document is kept as it is", async () => {
  const whole = pdf("%%EOF");

  assert.deepEqual(await prepared(whole), { blob: whole, name: "a.pdf" });
});

for (const [what, given, reason] of [
  ["an empty file", file(), "fileEmpty"],
  ["a document that ends early", pdf("..."), "fileCut"],
  ["a document larger than the server takes", pdf("x".repeat(15 * 1024 * 1024)), "fileLarge"],
  ["a file of another kind", file("<html>"), "fileKind"],
]) test(`${what} is not taken`, () => assert.rejects(prepared(given), { name: "Error", reason }));
