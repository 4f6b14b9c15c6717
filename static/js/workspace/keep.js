// Keeps this page on the device, so that it opens without a connection. What others kept here goes; files stay for as long
// as some kept page names them.

import { all, write } from "./store.js";

export const PAGES = "workspace-pages-";
export const FILES = "workspace-files-";
const BASICS = "workspace-basics";
const OFFLINE = "/assessments/offline/";

/** @param {IDBDatabase} base @param {string} person */
export const forgetOthers = async (base, person) => {
  for (const name of await caches.keys()) {
    if (name.startsWith(PAGES) && name !== PAGES + person) await caches.delete(name);
  }
  const foreign = (await all(base, "sheets")).filter((one) => !one.scope.startsWith(`${person}/`));
  if (foreign.length) await write(base, ["sheets"], (sheets) => { for (const one of foreign) sheets.delete(one.scope); });
};

/** @param {{ worker: string, scope: string, build: string, person: string, stamp: string }} what */
export const keep = async ({ worker, scope, build, person, stamp }) => {
  if (!("serviceWorker" in navigator)) return;
  // files first: from the moment it looks after the page, the page has its files and icons from it, also without a line
  await keepFiles(build).finally(() => navigator.serviceWorker.register(worker, { scope }));
  const kept = await caches.open(PAGES + person);
  await keepPage(kept, location.pathname, { stamp, build, title: document.title });
  await keepOffline(build);
  await forgetFiles(build);
};

// all files of one release or none, so that what opens offline fits together
/** @param {string} build */
export const keepFiles = async (build) => {
  const kept = await caches.open(FILES + build);
  const known = new Set((await kept.keys()).map((one) => new URL(one.url).pathname));
  const missing = [...new Set(files())].filter((url) => !known.has(new URL(url).pathname));
  if (missing.length) await kept.addAll(missing);
};

// the page for what was not kept, with the files that it names: it may be the first page that asks for them
/** @param {string} build */
const keepOffline = async (build) => {
  const basics = await caches.open(BASICS);
  await keepPage(basics, OFFLINE, { stamp: build, build, credentials: "omit" });
  const page = await basics.match(OFFLINE);
  if (page) await keepFilesOf(new DOMParser().parseFromString(await page.text(), "text/html"), build);
};

// the files of a page that is not the one shown
/** @param {Document} page @param {string} build */
export const keepFilesOf = async (page, build) => {
  const files = await caches.open(FILES + build);
  const known = new Set((await files.keys()).map((one) => new URL(one.url).pathname));
  const named = [...page.querySelectorAll("link[rel=stylesheet], link[rel=modulepreload], link[rel=preload], link[rel=icon], script[src]")].map((one) => one.getAttribute("href") ?? one.getAttribute("src"));
  const imported = [...page.querySelectorAll("script[data-modules]")].flatMap((one) => one.dataset.modules.trim().split(" "));
  const drawn = [...page.querySelectorAll("use")].map((one) => one.getAttribute("href").split("#")[0]);
  const missing = new Set([...named, ...imported, ...drawn].filter((path) => path?.startsWith("/static/") && !known.has(path)));
  if (missing.size) await files.addAll([...missing]);
};

// files of a release go when no kept page was made by it; a page kept before pages said so keeps everything
/** @param {string} build */
const forgetFiles = async (build) => {
  const needed = new Set([build]);
  for (const name of await caches.keys()) {
    if (!name.startsWith(PAGES) && name !== BASICS) continue;
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const made = (await cache.match(request))?.headers.get("X-Kept-Build");
      if (made) needed.add(made);
      else if (name !== BASICS) return;
    }
  }
  for (const name of await caches.keys()) {
    if (name.startsWith(FILES) && !needed.has(name.slice(FILES.length))) await caches.delete(name);
  }
};

const files = () => {
  const loaded = performance.getEntriesByType("resource").map((one) => one.name);
  const named = [...document.querySelectorAll("link[rel=stylesheet], link[rel=modulepreload], script[src]")].map((one) => one.href || one.src);
  const drawn = [...document.querySelectorAll("use")].map((one) => new URL(one.getAttribute("href") ?? "", location.href).href.split("#")[0]);
  return [...loaded, ...named, ...drawn].filter((url) => {
    const at = new URL(url);
    return at.origin === location.origin && at.pathname.startsWith("/static/");
  });
};

/** @param {Cache} cache @param {string} url @param {{ stamp: string, build: string, title?: string, reading?: string, credentials?: RequestCredentials }} about */
export const keepPage = async (cache, url, { stamp, build, title = "", reading = "", credentials = "same-origin" }) => {
  const known = await cache.match(url);
  if (known?.headers.get("X-Kept-As") === stamp) return;
  const response = await fetch(url, { redirect: "manual", credentials, headers: { Accept: "text/html" } });
  if (response.ok) await putPage(cache, url, response, { stamp, build, title, reading });
};

// a page within another is reached from that one
/** @param {Cache} cache @param {string} url @param {Response} response @param {{ stamp: string, build: string, title: string, within?: string, reading?: string }} about */
export const putPage = async (cache, url, response, { stamp, build, title, within = "", reading = "" }) => {
  const headers = new Headers({
    "Content-Type": response.headers.get("Content-Type") ?? "text/html", "X-Kept-As": stamp, "X-Kept-Build": build, "X-Kept-Title": encodeURIComponent(title), "X-Kept-Within": within, "X-Kept-Reading": reading,
  });
  const policy = response.headers.get("Content-Security-Policy");
  if (policy) headers.set("Content-Security-Policy", policy);
  await cache.put(url, new Response(await response.blob(), { headers }));
};
