// What was entered in the field and is only on this device: readable, mended, taken out, or saved as a file.

import { PAGES } from "../workspace/keep.js";
import { isThere, open } from "../workspace/store.js";
import { Entries } from "./entries.js";
import { moment, say } from "./words.js";

const HIDDEN = /(^|-)(uid|key|visit|assessment_id|visit_uid|ref)$/;

// the page for what was not kept belongs to nobody: whose pages are kept here are meant
/** @param {string} person */
const whose = async (person) => person || ((await caches.keys()).find((name) => name.startsWith(PAGES)) ?? "").slice(PAGES.length);

/** @param {PageElement} place @param {string} person */
export const showList = async (place, person) => {
  const draw = () => drawn(place, person).catch((error) => console.info("field:", error));
  new BroadcastChannel("betterwork-unsent").addEventListener("message", draw);
  await draw();
};

/** @param {PageElement} place @param {string} named */
const drawn = async (place, named) => {
  const person = await whose(named);
  const entries = person && (await isThere()) ? new Entries(await open(), person) : null;
  const rows = entries ? await entries.all() : [];
  const typed = entries ? await entries.drafts() : [];
  const made = entries ? [...rows.map((entry) => row(entry, entries)), ...typed.map(begun)] : [];
  place.querySelector("[data-field-rows]").replaceChildren(...made);
  place.hidden = !made.length;
};

/** @param {string} name */
const element = (name, text = "", className = "") => Object.assign(/** @type {PageElement} */ (document.createElement(name)), { textContent: text, className });

/** @param {string} words @param {() => void} act */
const button = (words, act, kind = "second") => {
  const made = element("button", say(words), `button button-${kind} button-small`);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
};

/** @param {string} words @param {string} href */
const link = (words, href) => Object.assign(element("a", say(words), "button button-second button-small"), { href });

/** @param {FieldEntry} entry */
const values = (entry) => {
  const list = element("dl", "", "facts");
  for (const [name, value] of Object.entries(entry.given)) {
    if (!value || HIDDEN.test(name)) continue;
    const said = element("dd", worded(entry, name, value));
    said.dir = "auto";
    list.append(element("dt", entry.labels?.[name] ?? name), said);
  }
  for (const [name, value] of Object.entries(entry.standing ?? {})) {
    const label = entry.given[name] ? "" : entry.labels?.[name] ?? name;
    list.append(element("dt", label), element("dd", say("stands", { value: worded(entry, name, value) || say("empty") }), "rows-late"));
  }
  for (const file of entry.files ?? []) {
    const [line, way] = [element("dd"), element("a", file.name)];
    Object.assign(way, { href: URL.createObjectURL(file.blob), download: file.name });
    line.append(way);
    list.append(element("dt", entry.labels?.[file.field] ?? ""), line);
  }
  return list;
};

// a choice as its form words it
/** @param {FieldEntry} entry @param {string} name @param {string} value */
const worded = (entry, name, value) => entry.words?.[name]?.[value] ?? value;

/** @param {FieldEntry} entry @param {import("./entries.js").Entries} entries */
const row = (entry, entries) => {
  const made = element("li", "", "stack stack-s");
  made.dataset.entry = entry.id;
  const head = element("p");
  head.append(element("strong", [say(entry.kind), entry.name, entry.about].filter(Boolean).join(" – ")), element("span", ` ${moment(entry.at)}`, "small muted"));
  const state = element("p", entry.refused ? say(entry.refused) : say("waits"), entry.refused ? "rows-late" : "small muted");
  state.dataset.entryState = entry.outcome ?? "waiting";
  const acts = element("p", "", "row");
  const out = async () => { if (confirm(say("takeOutAsk"))) await entries.remove(entry.seq); };
  if (entry.outcome === "conflict") {
    acts.append(
      button("recordMine", async () => { await entries.again(entry, entry.standing ?? {}); await entries.send(); }),
      button("keepStanding", () => entries.remove(entry.seq)),
    );
  } else {
    acts.append(link("mend", `${entry.path}#entry=${entry.id}`), button("takeOut", out, "quiet"));
  }
  acts.append(button("save", () => save(entry), "quiet"));
  made.append(head, state, values(entry), acts);
  return made;
};

/** @param {Draft} draft */
const begun = ({ key, fields, kind }) => {
  const made = element("li", "", "stack stack-s");
  const acts = element("p", "", "row");
  acts.append(link("goOn", key));
  made.append(element("strong", [say(kind), fields._title?.value].filter(Boolean).join(" – ")), element("p", say("typed"), "small muted"), acts);
  return made;
};

/** @param {FieldEntry} entry */
const save = (entry) => {
  const lines = Object.entries(entry.given).filter(([name, value]) => value && !HIDDEN.test(name)).map(([name, value]) => `${entry.labels?.[name] ?? name}: ${worded(entry, name, value)}`);
  const text = [[say(entry.kind), entry.name, entry.factory, entry.about].filter(Boolean).join(", "), moment(entry.at), "", ...lines, ""].join("\r\n");
  const made = document.createElement("a");
  made.href = URL.createObjectURL(new Blob(["\ufeff", text], { type: "text/plain" }));
  made.download = `${entry.factory} ${entry.kind}.txt`;
  made.click();
};
