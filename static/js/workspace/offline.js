// On the page for what was not kept: lists what is, with a way into each.

import { PAGES } from "./keep.js";

const list = document.querySelector("[data-kept-list]");

/** @param {string} url @param {string} title */
const entry = (url, title) => {
  const [line, link] = [document.createElement("li"), document.createElement("a")];
  link.href = new URL(url).pathname;
  link.textContent = title || new URL(url).pathname;
  line.append(link);
  return line;
};

for (const name of await caches.keys()) {
  if (!name.startsWith(PAGES)) continue;
  const cache = await caches.open(name);
  for (const request of await cache.keys()) {
    const kept = await cache.match(request);
    if (kept?.headers.get("X-Kept-Within")) continue;
    list.append(entry(request.url, decodeURIComponent(kept?.headers.get("X-Kept-Title") ?? "")));
  }
}
document.querySelector("[data-kept]").hidden = !list.children.length;
