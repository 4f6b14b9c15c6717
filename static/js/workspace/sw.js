// Opens what was prepared, or opened before, when there is no connection: workspaces, the day, and the forms of a
// factory's field work. It looks after /assessments/ and, once a day was prepared or a factory's own page was opened, over
// /factories/, /progress/, /reports/ and /courses/; keeps nothing by itself but the page for what was not kept and the PDF
// of a kept report that was opened last, renews what is kept for reading, and never stands between a page and a server
// that answers.
"use strict";

const BASICS = "workspace-basics";
const OFFLINE = "/assessments/offline/";
const PAGE = /^\/assessments\/(?:[0-9a-f-]{36}\/(?:enter|responses)|day)\/$|^\/factories\/[^/]+\/(?:.+\/)?$|^\/progress\/$|^\/courses\/(?:[0-9a-f-]{36}\/)?$|^\/reports\/[^/]+\/(?:pdf\/)?$/;
const PDF = /^(\/reports\/[^/]+\/)pdf\/$/;
const PATIENCE = 4000; // milliseconds before a kept copy is shown
const WEAK_FOR = 30000; // after a failure, kept files come first for so long

let weakUntil = 0;
const worker = /** @type {WorkerScope} */ (/** @type {unknown} */ (self));

worker.addEventListener("install", (event) => {
  const offline = new Request(OFFLINE, { credentials: "omit", cache: "no-cache" });
  event.waitUntil(caches.open(BASICS).then((cache) => cache.add(offline)).then(() => worker.skipWaiting()));
});

worker.addEventListener("activate", (event) => event.waitUntil(worker.clients.claim()));

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== worker.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request, url));
  else if (url.pathname.startsWith("/static/")) event.respondWith(file(request, url));
});

/** @param {Request} request @param {URL} url */
const page = async (request, url) => {
  const kept = PAGE.test(url.pathname) ? await caches.match(url.pathname) : undefined;
  try {
    const response = await inTime(request, kept);
    if (kept?.headers.get("X-Kept-Reading") && response.ok) await renew(url.pathname, kept, response.clone());
    if (PDF.test(url.pathname) && response.ok) await keepPdf(url.pathname, response.clone());
    if (response.status < 500 || !kept) return response;
  } catch {
    weakUntil = Date.now() + WEAK_FOR;
  }
  return kept ?? (await caches.match(OFFLINE)) ?? Response.error();
};

// a page for reading, as it was opened last
/** @param {string} path @param {Response} kept @param {Response} opened */
const renew = async (path, kept, opened) => {
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    if (!(await cache.match(path))) continue;
    await cache.put(path, new Response(await opened.blob(), { headers: kept.headers }));
    return;
  }
};

// beside the page of its report or of all reports, whoever's these are; one takes the place of the other
/** @param {string} path @param {Response} opened */
const keepPdf = async (path, opened) => {
  const report = path.replace(PDF, "$1");
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    const page = await cache.match(report);
    if (!page?.headers.get("X-Kept-Reading")) continue;
    for (const other of await cache.keys()) if (PDF.test(new URL(other.url).pathname)) await cache.delete(other);
    const headers = new Headers(page.headers);
    for (const one of ["Content-Type", "Content-Disposition"]) headers.set(one, opened.headers.get(one) ?? "");
    headers.set("X-Kept-Title", `${page.headers.get("X-Kept-Title")}%20PDF`);
    headers.set("X-Kept-Reading", "");
    await cache.put(path, new Response(await opened.blob(), { headers }));
    return;
  }
};

/** @param {Request} request @param {URL} url */
const file = async (request, url) => {
  const kept = await caches.match(url.pathname);
  if (kept && Date.now() < weakUntil) return kept;
  try {
    const response = await inTime(request, kept);
    if (response.ok || !kept) return response;
  } catch {
    weakUntil = Date.now() + WEAK_FOR;
  }
  return kept ?? Response.error();
};

// only where there is something to show instead is it worth not waiting; what stands in for it is shown as well when
// the answer has begun and does not end
/** @param {Request} request @param {Response | undefined} instead */
const inTime = (request, instead) => {
  if (!instead) return fetch(request);
  const stop = new AbortController();
  return Promise.race([
    whole(request, stop.signal),
    new Promise((_, late) => { setTimeout(() => { late(new Error("late")); stop.abort(); }, PATIENCE); }),
  ]);
};

/** @param {Request} request @param {AbortSignal} signal */
const whole = async (request, signal) => {
  const response = await fetch(request, { signal });
  if (response.type === "opaqueredirect" || response.redirected || !response.body) return response;
  const { status, statusText, headers } = response;
  return new Response(await response.arrayBuffer(), { status, statusText, headers });
};
