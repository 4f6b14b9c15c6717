// Keeps this page on the device, so that it opens without a connection. What others kept here goes.

import { all, write } from "./store.js";

const PAGES = "workspace-pages-";
const FILES = "workspace-files-";

export const forgetOthers = async (base, person) => {
  for (const name of await caches.keys()) {
    if (name.startsWith(PAGES) && name !== PAGES + person) await caches.delete(name);
  }
  const foreign = (await all(base, "sheets")).filter((one) => !one.scope.startsWith(`${person}/`));
  if (foreign.length) await write(base, ["sheets"], (sheets) => { for (const one of foreign) sheets.delete(one.scope); });
};

export const keep = async ({ worker, scope, build, person, stamp }) => {
  if (!("serviceWorker" in navigator)) return;
  await navigator.serviceWorker.register(worker, { scope });
  await keepFiles(build);
  await keepPage(person, stamp);
};

// all files of one release or none, so that what opens offline fits together
const keepFiles = async (build) => {
  const name = FILES + build;
  const kept = await caches.open(name);
  const known = new Set((await kept.keys()).map((one) => new URL(one.url).pathname));
  const missing = [...new Set(files())].filter((url) => !known.has(new URL(url).pathname));
  if (missing.length) await kept.addAll(missing);
  for (const old of await caches.keys()) if (old.startsWith(FILES) && old !== name) await caches.delete(old);
};

const files = () => {
  const loaded = performance.getEntriesByType("resource").map((one) => one.name);
  const named = [...document.querySelectorAll("link[rel=stylesheet], link[rel=modulepreload], script[src]")].map((one) => one.href || one.src);
  const drawn = [...document.querySelectorAll("use")].map((one) => new URL(one.getAttribute("href"), location.href).href.split("#")[0]);
  return [...loaded, ...named, ...drawn].filter((url) => {
    const at = new URL(url);
    return at.origin === location.origin && at.pathname.startsWith("/static/");
  });
};

const keepPage = async (person, stamp) => {
  const url = location.pathname;
  const kept = await caches.open(PAGES + person);
  const known = await kept.match(url);
  if (known?.headers.get("X-Kept-As") === stamp) return;
  const response = await fetch(url, { redirect: "manual", headers: { Accept: "text/html" } });
  if (!response.ok) return;
  const headers = new Headers({ "Content-Type": response.headers.get("Content-Type"), "X-Kept-As": stamp });
  const policy = response.headers.get("Content-Security-Policy");
  if (policy) headers.set("Content-Security-Policy", policy);
  await kept.put(url, new Response(await response.blob(), { headers }));
};
