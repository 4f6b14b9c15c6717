import assert from "node:assert/strict";
import { test } from "node:test";

import { page } from "./page.js";

Object.assign(globalThis, {
  innerWidth: 800, addEventListener: () => {},
  IntersectionObserver: class { observe() {} },
});
const { Near } = await import("../../static/js/workspace/near.js");

const MOST = 20;
const item = () => ({ dataset: {}, style: { setProperty() {} }, contains(one) { return one === this; }, querySelector: () => null });
const items = () => new Map(Array.from({ length: 60 }, (_, number) => [`Q-${number}`, item()]));

const walked = (all, then = () => {}) => {
  const near = new Near(all, { fill: (_code, one) => { one.filled = true; }, empty: (_code, one) => { one.filled = false; } });
  for (const code of all.keys()) {
    near.need(code);
    then(near, code);
  }
  return near;
};

test("the questions used last are whole, the others are emptied again", () => {
  const all = items();

  const near = walked(all);

  assert.equal(near.whole.size, MOST);
  assert.deepEqual([...all.values()].map((one) => one.filled), Array.from({ length: 60 }, (_, number) => number >= 60 - MOST));
});

test("a question with the focus, an answer on its way or one in sight is kept", () => {
  const all = items();
  page.activeElement = all.get("Q-1");
  all.get("Q-2").dataset.saving = "C";
  all.get("Q-3").querySelector = () => ({}); // text that cannot be stored yet

  const near = walked(all, ({ inSight }) => inSight.add("Q-4"));

  page.activeElement = null;
  assert.deepEqual([...near.whole.keys()].slice(0, 4), ["Q-1", "Q-2", "Q-3", "Q-4"]);
});
