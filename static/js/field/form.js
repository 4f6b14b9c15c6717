// One form of the field: what is typed is kept while it is typed; recording puts it into the outbox, then sends it.

import { Outbox } from "../workspace/outbox.js";
import { NotTaken } from "../workspace/photos.js";
import { isThere, open } from "../workspace/store.js";
import { complain, note, notice } from "./complaints.js";
import { AWAITED, Entries, scopeOf, whenSent, whenStored } from "./entries.js";
import { addRow } from "./rows.js";
import { filesIn, fill, freshen, fromAddress, labelsOf, seenIn, valuesOf, withoutUntouched, wordsOf } from "./values.js";
import { day, say } from "./words.js";

const QUIET = 400; // milliseconds without a key before what is typed is kept
const SOON = 3000; // milliseconds in which another script says where an entry is seen

/** @param {PageElement} form @param {string} person */
export const watchForm = async (form, person) => {
  const isHere = "here" in form.dataset;
  const path = `${location.pathname}${location.search}`;
  const which = whichOf(form);
  const place = isHere ? `${path}#${encodeURIComponent(which)}` : path;
  freshen(form);
  /** @type {FieldForm} */ const hold = {
    form, person, isHere, which, replaces: "", path, place, seen: seenIn(form), untouched: JSON.stringify(valuesOf(form)),
  };
  if (await isThere()) {
    if (isHere) {
      await overlay(hold);
      whenSent(() => showWaiting(hold).catch((error) => console.info("field:", error)));
    }
    await restore(hold);
  }
  form.addEventListener("submit", (event) => { if (event.submitter?.name !== "add") record(event, hold); });
  // before the request that a page without this script makes
  form.addEventListener("click", (event) => {
    const more = event.target.closest("button[name=add]");
    if (!more) return;
    event.preventDefault();
    event.stopPropagation();
    addRow(more.closest("[id$='-rows']"))?.querySelector("input:not([type=hidden]), textarea")?.focus();
  }, true);
  form.addEventListener("input", () => {
    clearTimeout(hold.clock);
    hold.clock = setTimeout(() => { hold.keeping = keepTyped(hold).catch((error) => console.info("field:", error)); }, QUIET);
  });
};

// what tells forms apart: their kind, factory, name in the page, and what they are about
/** @param {PageElement} form */
const whichOf = (form) => {
  const about = ["ref", "assessment", "question"].map((name) => form.querySelector(`input[type=hidden][name="${name}"]`)?.value);
  return [form.dataset.fieldEntry, form.dataset.factory, form.dataset.here, ...about].filter(Boolean).join("/");
};

/** @param {FieldForm} hold */
const outboxOf = async ({ person, form }) => new Outbox(await open(), scopeOf(person), form.dataset.fieldEntry);

/** @param {FieldForm} hold */
const keepTyped = async (hold) => {
  if (hold.recorded) return;
  const values = valuesOf(hold.form);
  const about = { _replaces: hold.replaces, _title: hold.form.dataset.factoryName };
  const isTyped = JSON.stringify(values) !== hold.untouched;
  const fields = Object.entries(isTyped ? { ...values, ...about } : {}).map(([name, value]) => [name, { seen: hold.seen[name] ?? "", value }]);
  await (await outboxOf(hold)).keepDraft(hold.place, Object.fromEntries(fields));
};

// an entry that was opened to be mended, or what was typed and not recorded
/** @param {FieldForm} hold */
const restore = async (hold) => {
  const { form } = hold;
  const entries = new Entries(await open(), hold.person);
  const wanted = new URLSearchParams(location.hash.slice(1)).get("entry");
  const entry = wanted && (await entries.all()).find((one) => one.id === wanted);
  if (entry && entry.which === hold.which) {
    Object.assign(hold, { replaces: entry.id, seen: entry.seen });
    fill(form, entry.given);
    if (entry.refused) complain(form, say(entry.refused), entry.problems ?? []);
    return;
  }
  const draft = (await entries.drafts()).find((one) => one.key === hold.place);
  if (!draft) return;
  const { _replaces, _title, ...fields } = draft.fields;
  hold.replaces = _replaces.value;
  for (const name of Object.keys(hold.seen)) if (fields[name]) hold.seen[name] = fields[name].seen;
  fill(form, Object.fromEntries(Object.entries(fields).map(([name, { value }]) => [name, value])));
  note(form, say("restored"));
};

// what was recorded here before and has not been sent: the next act is made on top of it
/** @param {FieldForm} hold */
const overlay = async (hold) => {
  const mine = (await new Entries(await open(), hold.person).all()).filter(({ which }) => which === hold.which);
  const isWhole = "changes" in hold.form.dataset; // the form shows what stands: on this device as well
  for (const { given } of mine.filter((one) => !one.refused)) {
    for (const name of Object.keys(isWhole ? given : hold.seen)) hold.seen[name] = given[name] ?? hold.seen[name];
  }
  if (isWhole && mine.length) fill(hold.form, hold.seen);
  for (const one of hold.form.querySelectorAll("[data-recorded]")) one.value = hold.seen[one.name];
  hold.untouched = JSON.stringify(valuesOf(hold.form));
  await showWaiting(hold);
};

// what was recorded here and is not on the server, each with its state
/** @param {FieldForm} hold */
const showWaiting = async (hold) => {
  const mine = (await new Entries(await open(), hold.person).all()).filter(({ which }) => which === hold.which);
  const place = hold.form.querySelector("[data-entry-state]");
  /** @param {FieldEntry} entry */
  const words = ({ act, given, refused }) => [act, given.due_on ? day(given.due_on) : given.text, refused ? say(refused) : say("waits")].filter(Boolean).join(" – ");
  place.replaceChildren(...mine.flatMap((entry, n) => [...(n ? [document.createElement("br")] : []), words(entry)]));
  place.hidden = !mine.length;
};

/** @param {PageEvent} event @param {FieldForm} hold */
const record = async (event, hold) => {
  event.preventDefault();
  if (hold.busy) return;
  hold.busy = true;
  const { form, person } = hold;
  const values = withoutUntouched(form, { ...valuesOf(form, event.submitter), ...missing(form) }, hold.seen);
  const id = crypto.randomUUID();
  hold.onward = event.submitter?.dataset.onward ?? "";
  try {
    const entries = new Entries(await open(), person);
    const former = (await entries.all()).find((one) => one.id === hold.replaces);
    const chosen = await filesIn(form);
    const files = chosen.length ? chosen : former?.files ?? [];
    if (!files.length && form.querySelector("input[type=file][required]")) throw new NotTaken("fileMissing");
    hold.recorded = true;
    clearTimeout(hold.clock); // what is recorded is no draft any more
    await hold.keeping; // one that is on its way to the disk would come after, and stay
    AWAITED.add(id);
    /** @type {Promise<string>} */
    const elsewhere = new Promise((resolve) => { whenStored(id, resolve); });
    await entries.add({
      kind: form.dataset.fieldEntry, id, replaces: hold.replaces, seen: { ...hold.seen }, given: values, files, factory: form.dataset.factory,
      name: form.dataset.factoryName, about: form.dataset.issue ?? "", act: hold.isHere ? event.submitter?.textContent.trim() : "",
      labels: labelsOf(form), words: wordsOf(form), which: hold.which, path: hold.path, typedAt: hold.place,
    });
    hold.replaces = hold.isHere ? "" : id;
    await follow(hold, entries, id, elsewhere);
  } catch (error) {
    hold.recorded = false;
    if (error instanceof NotTaken) complain(form, "", [{ name: error.field, label: error.file, said: say(error.reason) }]);
    else {
      console.info("field:", error);
      if (navigator.onLine && error.name !== "QuotaExceededError") form.submit(); // as a page without scripts
      else note(form, say("notKept"), "caution");
    }
  }
  hold.busy = false;
};

// what the address says and no field holds
/** @param {PageElement} form */
const missing = (form) => Object.fromEntries(Object.entries(fromAddress(form)).filter(([name]) => !form.elements.namedItem(name)));

// once it is on the disk: sent, and shown as what became of it
/** @param {string} value @returns {Promise<string>} */
const soon = (value) => new Promise((resolve) => { setTimeout(() => resolve(value), SOON); });

/**
 * @param {FieldForm} hold @param {import("./entries.js").Entries} entries @param {string} id
 * @param {Promise<string>} elsewhere where the entry is seen, once anything on this device has sent it
 */
const follow = async (hold, entries, id, elsewhere) => {
  const { form } = hold;
  const { stored, stopped } = await entries.send();
  /** @param {any} one */
  const entry = (await entries.all()).find((one) => one.id === id);
  if (stored.has(id) || !entry) { // sent here, or meanwhile by what sends for every page
    const url = stored.get(id) ?? await Promise.race([elsewhere, soon(location.pathname)]);
    if (hold.onward) location.assign(hold.onward);
    else if (hold.isHere || url === location.pathname) location.reload();
    else location.assign(url);
  } else if (entry.refused && (!hold.isHere || entry.problems)) {
    hold.recorded = false;
    hold.replaces = id;
    complain(form, say(entry.refused), entry.problems ?? []);
  } else if (hold.isHere) {
    hold.recorded = false;
    form.reset();
    await overlay(hold);
    if (hold.onward) { location.assign(hold.onward); return; }
    form.querySelector("[data-entry-state]").scrollIntoView({ block: "nearest" });
  } else aside(form, stopped, id);
};

// the form is done with; what it held is on this device
/** @param {PageElement} form @param {string} stopped @param {string} id */
const aside = (form, stopped, id) => {
  const box = notice(say(["signIn", "otherPerson"].includes(stopped) ? stopped : "onlyHere"), "quiet");
  box.dataset.entryKept = "";
  box.setAttribute("role", "status");
  const links = [["dayLink", "/assessments/day/"], ["writeAnother", location.pathname]];
  if (stopped === "signIn") { // in another tab, whose first page sends it; this one then shows where it stands
    links.unshift(["signInLink", "/sign-in/"]);
    /** @param {string} url */
    whenStored(id, (url) => location.assign(url));
  }
  for (const [words, href] of links) {
    const link = document.createElement("a");
    link.href = href;
    if (words === "signInLink") Object.assign(link, { target: "_blank", rel: "noopener" });
    link.className = "button button-second";
    link.textContent = say(words);
    box.append(link);
  }
  form.hidden = true;
  form.before(box);
  box.tabIndex = -1;
  box.focus();
};
