// Prepares a day in one act: the workspaces of the chosen factories with their questions and answers, their forms for
// visits and cases, their plans. What is kept already is renewed; what cannot be fetched is named.

import { PAGES, keep, keepFilesOf, putPage } from "../workspace/keep.js";
import { open, write } from "../workspace/store.js";
import { room } from "./room.js";
import { say } from "./words.js";

const ENOUGH = 50_000_000; // bytes that must be free before anything is taken
const PATIENCE = 30_000;
const MEGA = 1_000_000;

/** @param {PageElement} day @param {string} person */
export const offerDay = async (day, person) => {
  const button = day.querySelector("[data-prepare]");
  const state = day.querySelector("[data-prepare-state]");
  /** @param {string} text */
  const show = (text, tone = "quiet") => {
    state.className = `notice notice-${tone}`;
    state.textContent = text;
    state.hidden = false;
  };
  await marked(day, person);
  button.disabled = false;
  const prepareNow = async () => {
    button.disabled = true;
    delete day.dataset.prepared;
    let isWhole = false;
    try {
      isWhole = await prepare(day, person, show);
    } catch (error) {
      console.info("prepare:", error);
      show(say("notPrepared", { title: document.title }), "caution");
    }
    await marked(day, person);
    button.disabled = false;
    return isWhole;
  };
  button.addEventListener("click", prepareNow);
  if (day.dataset.prepareNow === undefined) return;
  const isWhole = await prepareNow(); // a visit was just begun
  if (isWhole && day.dataset.onward) location.replace(day.dataset.onward);
};

// which of the pages are here
/** @param {PageElement} day @param {string} person */
const marked = async (day, person) => {
  const cache = (await caches.has(PAGES + person)) ? await caches.open(PAGES + person) : null;
  for (const link of day.querySelectorAll("a[data-keep]")) {
    const mark = link.parentElement.querySelector(`[data-kept-mark="${CSS.escape(link.getAttribute("href"))}"]`);
    if (mark) mark.hidden = !(cache && (await cache.match(link.getAttribute("href"))));
  }
};

/** @param {PageElement} day @param {string} person @param {(text: string, tone?: string) => void} show */
const prepare = async (day, person, show) => {
  const { free } = await room();
  if (free !== null && free < ENOUGH) { show(say("full", { n: Math.floor(free / MEGA) }), "caution"); return false; }
  const isSafe = (await navigator.storage?.persist?.().catch(() => false)) ?? false;
  const { worker, build } = day.dataset;
  await keep({ worker, scope: "/assessments/", build, person, stamp: `${build} ${Date.now()}` });
  await navigator.serviceWorker.register(worker, { scope: "/factories/" });
  const links = [...day.querySelectorAll("[data-place]")].filter((place) => place.querySelector("input[type=checkbox]").checked).flatMap((place) => [...place.querySelectorAll("a[data-keep]")]);
  const base = await open();
  const wanted = links.map((link) => ({ url: link.getAttribute("href"), title: link.dataset.keep, within: "" }));
  /** @type {Set<string>} */ const failed = new Set(); // titles
  let missing = 0;
  for (let done = 0; done < wanted.length; done += 1) { // a page may name more of them
    show(say("preparing", { n: done + 1, of: wanted.length }));
    try {
      const more = await keepOne(base, wanted[done], { person, build });
      wanted.push(...more.filter(({ url }) => wanted.every((known) => known.url !== url)));
    } catch (error) {
      console.info("prepare:", error);
      missing += 1;
      failed.add(wanted[done].title);
    }
  }
  const words = [say("kept", { n: wanted.length - missing }), ...[...failed].map((title) => say("notPrepared", { title })), isSafe ? "" : say("mayGo")];
  show(words.filter(Boolean).join(" "), failed.size ? "caution" : "good");
  day.dataset.prepared = "";
  return failed.size === 0;
};

/** @param {string} url @param {string} accept */
const fetched = async (url, accept) => {
  const stop = new AbortController();
  const clock = setTimeout(() => stop.abort(), PATIENCE);
  try {
    const response = await fetch(url, { redirect: "manual", credentials: "same-origin", cache: "no-store", headers: { Accept: accept }, signal: stop.signal });
    if (!response.ok) throw new Error(`${url}: ${response.status}`);
    const { headers } = response;
    return new Response(await response.arrayBuffer(), { headers }); // whole, or not at all
  } finally {
    clearTimeout(clock);
  }
};

// gives what belongs to the page and is kept with it: links that say so
/** @param {IDBDatabase} base @param {PageToKeep} page @param {{ person: string, build: string }} whose @returns {Promise<PageToKeep[]>} */
const keepOne = async (base, { url, title, within }, { person, build }) => {
  const response = await fetched(url, "text/html");
  const page = new DOMParser().parseFromString(await response.clone().text(), "text/html");
  const workspace = page.getElementById("ws");
  await keepFilesOf(page, build);
  if (workspace) await keepAnswers(base, workspace.dataset, person);
  const { questionsDigest = "" } = workspace?.dataset ?? {};
  const stamp = [build, questionsDigest, document.documentElement.lang].join(" ");
  await putPage(await caches.open(PAGES + person), url, response, { stamp, build, title, within });
  return [...page.querySelectorAll("a[data-keep-too]")].map((link) => ({ url: link.getAttribute("href"), title, within: url }));
};

// the questions and the answers as the workspace itself would have kept them
/** @param {IDBDatabase} base @param {Record<string, string>} data @param {string} person */
const keepAnswers = async (base, { questions, questionsDigest, sheet, assessment }, person) => {
  const document = await (await fetched(questions, "application/json")).json();
  const told = await (await fetched(sheet, "application/json")).json();
  await write(base, ["documents", "sheets"], (documents, sheets) => {
    documents.put({ digest: questionsDigest, document });
    sheets.put({ scope: `${person}/${assessment}`, told });
  });
};
