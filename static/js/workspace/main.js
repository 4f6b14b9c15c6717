// Brings the workspace together: opens the device's store, shows what it knows, then talks to the server.

import { Answering } from "./answering.js";
import { Bulk } from "./bulk.js";
import { Checklist } from "./checklist.js";
import { Files } from "./files.js";
import { forgetOthers, keep } from "./keep.js";
import { Line } from "./line.js";
import { accounted, normalised, together } from "./merge.js";
import { MovingOn } from "./moving-on.js";
import { Near } from "./near.js";
import { Outbox } from "./outbox.js";
import { build, dress, empty, fill } from "./page.js";
import { printing } from "./printing.js";
import { searching } from "./search.js";
import { Sheet } from "./sheet.js";
import { Show, announce } from "./show.js";
import { device, get, open, write } from "./store.js";
import { Texts } from "./texts.js";
import { Walk } from "./walk.js";
import { say } from "./words.js";

const root = document.getElementById("ws");
const { assessment, person } = root.dataset;
const scope = `${person}/${assessment}`;
const list = root.querySelector("#ws-list");

/** @param {IDBDatabase} base */
const questionnaire = async (base) => {
  const digest = root.dataset.questionsDigest;
  const known = await get(base, "documents", digest);
  if (known) return known.document;
  const response = await fetch(root.dataset.questions);
  if (!response.ok) throw new Error(`questions: ${response.status}`);
  const fetched = await response.json();
  await write(base, ["documents"], (documents) => { documents.put({ digest, document: fetched }); });
  return fetched;
};

const start = async () => {
  list.querySelector("[data-loading]").hidden = false;
  const base = await open();
  navigator.storage?.persist?.().catch(() => {}); // what is here must not be thrown away when the disk is full
  await forgetOthers(base, person);
  const outbox = new Outbox(base, scope);
  const sheet = new Sheet(await questionnaire(base));
  const channel = new BroadcastChannel(`workspace:${scope}`);
  const name = await device(base);

  const known = await get(base, "sheets", scope);
  if (known) sheet.hear({ ...known.told, changes: [] }, name);
  sheet.layAll(await outbox.unsent());

  const items = build(sheet, list);
  const show = new Show(root, sheet, items);
  const near = new Near(items, {
    fill: (code, item) => {
      fill(item, sheet.questions.get(code));
      dress(sheet, code, item);
      show.questions([code]);
      files.paint(code);
    },
    empty: (_code, item) => empty(item),
  });
  show.near = near;
  let fresh = false;

  /** @param {any} error */
  const notKept = (error) => {
    console.error(error);
    show.notKept = true;
    show.all();
    announce(say("notKept"));
    show.line(line.state);
  };
  const files = new Files({
    root, base, scope, near, finding: (code) => show.finding(code), sheet, failed: notKept,
    changed: () => { show.filesHere = files.unsentCount; show.line(line.state); show.counts(); },
    added: () => line.wake(),
    takeBack: (url) => line.takeBack(url),
  });
  const line = new Line({
    sheetUrl: root.dataset.sheet, actsUrl: root.dataset.acts, filesUrl: root.dataset.files,
    person, device: name, outbox, files,
    version: () => (fresh ? sheet.server.version : null),
    heard: async (told) => {
      const codes = sheet.hear(told, name);
      if (!fresh) for (const [code, item] of near.whole) dress(sheet, code, item);
      files.hear(told);
      if (told.files) show.counts();
      fresh = true;
      if (codes.length) show.questions(codes);
      if (codes.length || told.files) {
        await write(base, ["sheets"], (sheets) => { sheets.put({ scope, told: sheet.server }); })
          .catch((error) => console.info("no room for the server's word:", error));
      }
    },
    settled: async (acts, answer) => {
      const others = await settle(sheet, outbox, acts, answer);
      show.questions([...acts.map((act) => act.key), ...others]);
      show.line(line.state);
      channel.postMessage("changed");
      return others.length > 0 || Boolean(answer.clashes);
    },
    changed: (state, said) => show.line(state, said),
  });

  const undo = root.querySelector("[data-undo]");
  const answering = new Answering({
    sheet, outbox,
    kept: (codes) => {
      show.notKept = false;
      show.questions(codes);
      show.line(line.state);
      channel.postMessage("changed");
      line.wake();
    },
    failed: notKept,
    undoable: (step) => {
      undo.disabled = !step;
      const words = step && (step.length > 1 ? say("undoMany", { n: step.length }) : say("undoOne", { question: step[0].question }));
      root.querySelector("[data-undo-words]").textContent = words ?? say("undo");
    },
  });
  const texts = new Texts(list, outbox, answering, sheet);

  const takeBack = async () => {
    const codes = await answering.undo();
    announce(say("undone", { n: codes.length }));
    if (codes.length === 1) walk.to(codes[0], { quiet: true });
  };
  /** @param {string} code @param {string} letter */
  const note = (code, letter = "") => {
    if (letter === "N") return;
    show.opened.add(code);
    show.questions([code]);
  };
  /** @param {string} code @param {Letter} letter */
  const answer = (code, letter) => {
    const token = show.savingNow(code, letter);
    return answering.give([{ question: code, new: letter }]).then(() => show.saved(code, token));
  };
  const walk = new Walk(root, sheet, near, show, { answer, undo: takeBack, note });
  const movingOn = new MovingOn(root);
  const checklist = new Checklist(root.querySelector("[data-checklist]"), {
    sheet, hasFile: (code) => files.has(code), to: (code) => walk.to(code),
  });
  show.counts = () => checklist.changed();
  const bulk = new Bulk({
    dialog: document.getElementById("ws-bulk"), sheet,
    give: (codes) => answering.give(codes.map((question) => ({ question, new: "C" }))),
  });
  undo.addEventListener("click", takeBack);
  root.querySelector("[data-next-comment]").addEventListener("click", () => {
    const { commented } = sheet;
    walk.to(commented[(commented.indexOf(walk.here) + 1) % commented.length]);
  });
  root.querySelector("[data-clashes]").addEventListener("click", () => walk.to(sheet.clashing[0]));

  /** @type {string | null} */ let answered = null; // last
  list.addEventListener("change", (event) => {
    if (!event.target.matches("input[type=radio]")) return;
    const code = event.target.closest("[data-question]").dataset.question;
    const letter = /** @type {Letter} */ (event.target.value);
    const wasOpen = sheet.letter(code) === "-";
    walk.remember(code, letter);
    answer(code, letter);
    answered = code;
    if (movingOn.after(letter, wasOpen)) afterFrame(() => { if (answered === code) walk.onwards(code); });
  });
  list.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    const code = button.closest("[data-question]")?.dataset.question;
    if (button.dataset.rest) bulk.begin(button.dataset.rest);
    else if ("addNote" in button.dataset) {
      note(code);
      items.get(code).querySelector("[data-field=note]").focus();
    }
    else if (button.dataset.choose) choose(sheet, answering, code, button.dataset.choose);
  });

  /** @param {string} code */
  searching(root, sheet, (code) => walk.to(code));
  printing(sheet, items);
  const toAddress = () => walk.to(decodeURIComponent(location.hash.slice(1)));
  addEventListener("hashchange", toAddress);
  channel.addEventListener("message", async () => { show.questions(await layStored(sheet, outbox)); show.line(line.state); });
  root.querySelector("[data-hand-over]").href = location.pathname;
  root.querySelector("[data-bar] [data-sign-in]").href = root.dataset.signIn;
  root.querySelector("[data-bar]").hidden = false;
  show.all();
  show.line(navigator.onLine ? "saved" : "offline");
  await files.restore();
  await texts.restore((code) => show.finding(code));
  if (location.hash) toAddress();
  await line.wake();
  root.dataset.ready = "";
  const stamp = [root.dataset.build, root.dataset.questionsDigest, document.documentElement.lang].join(" ");
  const { worker, scope: reach, build: release } = root.dataset;
  await keep({ worker, scope: reach, build: release, person, stamp })
    .then(() => { root.dataset.kept = ""; })
    .catch((error) => console.info("not kept for offline:", error)); // without it the page works as long as it is open
};

// the mark is painted first
/** @param {() => void} work */
const afterFrame = (work) => requestAnimationFrame(() => setTimeout(work));

// a change leaves the device when every field that it states is accounted for; gives the questions that others answered
/** @param {import("./sheet.js").Sheet} sheet @param {import("./outbox.js").Outbox} outbox @param {StoredChange[]} changes @param {ChangesAnswer} answer */
const settle = async (sheet, outbox, changes, answer) => {
  const results = new Map(answer.results.map((one) => [one.act, one]));
  /** @type {number[]} */ const done = [];
  for (const change of changes) {
    const result = results.get(change.id);
    if (!result) continue; // it was not said what became of it: it is sent again
    if (result.outcome === "refused") {
      await outbox.refuse(change, result.said ?? "");
      continue;
    }
    if (!accounted(change, result)) {
      await outbox.refuse(change, say("storedLess"));
      continue;
    }
    sheet.settle(change, result.stored ?? {});
    done.push(change.seq);
  }
  if (answer.clashes) sheet.adopt(answer.clashes);
  const others = answer.sheet ? sheet.take(answer.sheet) : [];
  await outbox.remove(done, sheet.server).catch((error) => {
    console.info("no room for the server's word:", error);
    return outbox.remove(done);
  });
  await layStored(sheet, outbox);
  return others;
};

// what the store holds; read again when something was entered meanwhile, or that would go from sight until it is sent
/** @param {import("./sheet.js").Sheet} sheet @param {import("./outbox.js").Outbox} outbox */
const layStored = async (sheet, outbox) => {
  for (;;) {
    const { laid } = sheet;
    const unsent = await outbox.unsent();
    if (laid === sheet.laid) return sheet.layAll(unsent);
  }
};

// one of the answers in conflict, or their words together; the others stay readable at the question
/** @param {import("./sheet.js").Sheet} sheet @param {import("./answering.js").Answering} answering @param {string} code @param {string} choice */
const choose = (sheet, answering, code, choice) => {
  const clash = sheet.clash(code);
  if (!clash) return null;
  const { standing, versions } = clash;
  const answers = [standing, ...versions.map((version) => version.answer)];
  const whole = choice === "together" ? together(answers) : answers[Number(choice)];
  const settles = versions.flatMap((version) => version.acts ?? []);
  return answering.give([{ question: code, whole: normalised(whole), settles }]);
};

start().catch((error) => {
  console.error(error);
  const place = document.createElement("p");
  place.className = "notice notice-caution";
  place.textContent = say(navigator.onLine && !("indexedDB" in window) ? "noStore" : navigator.onLine ? "failing" : "offline");
  list.prepend(place);
});
