// One form of the field: what is typed is kept while it is typed; recording puts it into the outbox, then sends it.

import { Outbox } from "../workspace/outbox.js";
import { hasRoom, NotTaken, prepared } from "../workspace/photos.js";
import { isThere, open } from "../workspace/store.js";
import { AWAITED, Entries, scopeOf, whenStored } from "./entries.js";
import { addRow, freshKeys, makeRoom } from "./rows.js";
import { say } from "./words.js";

const NOT_SENT = new Set(["csrfmiddlewaretoken", "add", "item", "once"]);
const QUIET = 400; // milliseconds without a key before what is typed is kept
const SOON = 3000; // milliseconds in which another script says where an entry is seen

/** @param {PageElement} form @param {PageElement | null} submitter */
const valuesOf = (form, submitter = null) => {
  /** @type {Record<string, string>} */ const values = {};
  for (const one of form.elements) {
    if (!one.name || NOT_SENT.has(one.name) || ["submit", "button", "file"].includes(one.type)) continue;
    if (["checkbox", "radio"].includes(one.type) && !one.checked) continue;
    values[one.name] = one.value;
  }
  if (submitter?.name && !NOT_SENT.has(submitter.name)) values[submitter.name] = submitter.value;
  return values;
};

/** @param {PageElement} form @param {Record<string, string>} values */
const fill = (form, values) => {
  makeRoom(form, values);
  for (const [name, value] of Object.entries(values)) {
    for (const one of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
      if (one.type === "submit") continue;
      if (["checkbox", "radio"].includes(one.type)) one.checked = one.value === value;
      else one.value = value;
    }
  }
};

// photos and documents as they are kept, or NotTaken
/** @param {PageElement} form */
const filesOf = async (form) => {
  const chosen = [...form.querySelectorAll("input[type=file]")].flatMap((one) => [...one.files]);
  const files = [];
  for (const file of chosen) files.push(await prepared(file));
  if (!(await hasRoom(files.reduce((sum, { blob }) => sum + blob.size, 0)))) throw new NotTaken("noRoom");
  return files;
};

/** @param {PageElement} form */
const labelsOf = (form) => {
  /** @type {Record<string, string>} */ const labels = {};
  for (const one of form.elements) {
    if (!one.name || one.type === "hidden" || !one.labels?.length) continue;
    const row = one.closest("fieldset.visiting-row")?.querySelector("legend")?.textContent.trim();
    const own = one.labels[0].firstChild?.textContent?.trim() || one.labels[0].textContent.trim();
    labels[one.name] = row ? `${row}, ${own}` : own;
  }
  return labels;
};

const local = () => {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
};

// a kept page is of the day on which it was kept; two visits from one page are two
/** @param {PageElement} form */
const freshen = (form) => {
  if ("changes" in form.dataset) return;
  const uid = form.elements.namedItem("uid");
  if (uid && form.dataset.fieldEntry === "visit") uid.value = crypto.randomUUID();
  freshKeys(form);
  const day = form.elements.namedItem("visited_on") ?? form.elements.namedItem("opened_on");
  if (day && day.value === day.defaultValue && day.value < local()) day.value = local();
};

// where a case comes from stands in the address, which a kept page does not know
/** @param {PageElement} form @param {Record<string, string>} values */
const sourced = (form, values) => {
  if (form.dataset.fieldEntry !== "case") return values;
  const query = new URLSearchParams(location.search);
  const source = { assessment_id: query.get("assessment"), visit_uid: query.get("visit") };
  return { ...values, ...Object.fromEntries(Object.entries(source).filter(([, value]) => value)) };
};

/** @param {PageElement} form @param {string} person */
export const watchForm = async (form, person) => {
  const isTap = form.dataset.fieldEntry === "plan_status";
  const page = `${location.pathname}${location.search}`;
  // several forms of one page are kept apart
  const place = "stays" in form.dataset ? `${page}#${[...document.querySelectorAll("form")].indexOf(form)}` : page;
  /** @type {FieldForm} */ const hold = { form, person, isTap, stays: "stays" in form.dataset, replaces: "", page, place, seen: {} };
  if ("changes" in form.dataset) hold.seen = valuesOf(form);
  if (isTap) hold.seen = { status: form.dataset.status, evidence: form.elements.namedItem("evidence")?.defaultValue ?? "" };
  const trigger = form.elements.namedItem("trigger");
  if (trigger && !trigger.value) trigger.value = new URLSearchParams(location.search).get("question") ?? "";
  freshen(form);
  if (await isThere()) await (isTap ? overlay(hold) : restore(hold));
  if (hold.stays && !isTap && (await isThere())) await waiting(hold);
  form.addEventListener("submit", (event) => { if (event.submitter?.name !== "add") record(event, hold); });
  // before the request that a page without this script makes
  form.addEventListener("click", (event) => {
    const more = event.target.closest("button[name=add]");
    if (!more) return;
    event.preventDefault();
    event.stopPropagation();
    addRow(more.closest("[id$='-rows']"))?.querySelector("input:not([type=hidden]), textarea")?.focus();
  }, true);
  if (!isTap) {
    form.addEventListener("input", () => {
      clearTimeout(hold.clock);
      hold.clock = setTimeout(() => keepTyped(hold).catch((error) => console.info("field:", error)), QUIET);
    });
  }
};

/** @param {FieldForm} hold */
const outboxOf = async ({ person, form }) => new Outbox(await open(), scopeOf(person), form.dataset.fieldEntry);

/** @param {FieldForm} hold */
const keepTyped = async (hold) => {
  if (hold.recorded) return;
  const values = valuesOf(hold.form);
  const about = { _replaces: hold.replaces, _title: hold.form.dataset.factoryName };
  const fields = Object.fromEntries(Object.entries({ ...values, ...about }).map(([name, value]) => [name, { seen: hold.seen[name] ?? "", value }]));
  await (await outboxOf(hold)).keepDraft(hold.place, fields);
};

// an entry that was opened to be mended, or what was typed and not recorded
/** @param {FieldForm} hold */
const restore = async (hold) => {
  const entries = new Entries(await open(), hold.person);
  const wanted = new URLSearchParams(location.hash.slice(1)).get("entry");
  const entry = wanted && (await entries.all()).find((one) => one.id === wanted);
  if (entry && (!hold.stays || entry.kind === hold.form.dataset.fieldEntry)) {
    Object.assign(hold, { replaces: entry.id, seen: entry.seen });
    fill(hold.form, entry.given);
    if (entry.refused) complain(hold.form, say(entry.refused), entry.problems ?? []);
    return;
  }
  const draft = (await entries.drafts()).find((one) => one.key === hold.place);
  if (!draft) return;
  const { _replaces, _title, ...fields } = draft.fields;
  hold.replaces = _replaces.value;
  if ("changes" in hold.form.dataset) hold.seen = Object.fromEntries(Object.entries(fields).map(([name, { seen }]) => [name, seen]));
  fill(hold.form, Object.fromEntries(Object.entries(fields).map(([name, { value }]) => [name, value])));
  note(hold.form, say("restored"));
};

// what was tapped here before and has not been sent
/** @param {FieldForm} hold */
const overlay = async (hold) => {
  const ref = hold.form.elements.namedItem("ref")?.value;
  const mine = (await new Entries(await open(), hold.person).all()).filter((one) => (
    one.kind === "plan_status" && one.factory === hold.form.dataset.factory && one.given.ref === ref
  ));
  const last = mine.at(-1);
  if (!last) return;
  const given = mine.filter((one) => !one.refused).at(-1)?.given;
  if (given) Object.assign(hold.seen, { status: given.status, evidence: given.evidence ?? hold.seen.evidence });
  const evidence = hold.form.elements.namedItem("evidence");
  if (evidence && given?.evidence !== undefined) evidence.value = given.evidence;
  const place = hold.form.querySelector("[data-entry-state]");
  place.textContent = [statusWords(hold.form, last.given), last.refused ? say(last.refused) : say("waits")].filter(Boolean).join(" – ");
  place.hidden = false;
};

// what was written here before and has not been sent
/** @param {FieldForm} hold */
const waiting = async ({ form, person }) => {
  /** @param {string} name */
  const mine = (name) => form.elements.namedItem(name)?.value;
  const kept = (await new Entries(await open(), person).all()).filter(({ kind, factory, given }) => (
    kind === form.dataset.fieldEntry && factory === form.dataset.factory
    && ["ref", "assessment", "question"].every((name) => given[name] === mine(name))
  ));
  const place = form.querySelector("[data-entry-state]");
  if (!place) return;
  place.textContent = kept.map(({ given, refused }) => [given.due_on ?? given.text, refused ? say(refused) : say("waits")].filter(Boolean).join(" – ")).join("\n");
  place.hidden = !kept.length;
};

/** @param {PageElement} form @param {Record<string, string>} given */
const statusWords = (form, { status }) => form.querySelector(`button[value="${status}"]`)?.textContent.trim() ?? status;

/** @param {PageEvent} event @param {FieldForm} hold */
const record = async (event, hold) => {
  event.preventDefault();
  if (hold.busy) return;
  hold.busy = true;
  const { form, person } = hold;
  const values = sourced(form, valuesOf(form, event.submitter));
  if (hold.isTap && values.evidence === hold.seen.evidence) delete values.evidence;
  const id = crypto.randomUUID();
  try {
    const files = await filesOf(form);
    const entries = new Entries(await open(), person);
    hold.recorded = true;
    clearTimeout(hold.clock); // what is recorded is no draft any more
    AWAITED.add(id);
    /** @type {Promise<string>} */
    const elsewhere = new Promise((resolve) => { whenStored(id, resolve); });
    await entries.add({
      kind: form.dataset.fieldEntry, id, replaces: hold.replaces, seen: hold.seen, given: values, factory: form.dataset.factory,
      name: form.dataset.factoryName, about: form.dataset.issue ?? "", labels: labelsOf(form), path: hold.page, typedAt: hold.place,
      ...(files.length ? { files } : {}),
    });
    hold.replaces = hold.isTap || hold.stays ? "" : id;
    await follow(hold, entries, id, elsewhere);
  } catch (error) {
    console.info("field:", error);
    hold.recorded = false;
    if (error instanceof NotTaken) note(form, say(error.reason), "caution");
    else if (navigator.onLine && error.name !== "QuotaExceededError") form.submit(); // as a page without scripts
    else note(form, say("notKept"), "caution");
  }
  hold.busy = false;
};

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
    if (hold.stays || url === location.pathname) location.reload();
    else location.assign(url);
  } else if (entry.refused && !hold.isTap) {
    hold.recorded = false;
    complain(form, say(entry.refused), entry.problems ?? []);
  } else if (hold.stays) await keptHere(hold);
  else if (hold.isTap) await overlay(hold);
  else aside(form, stopped, id);
};

// the page stays as it is: what was entered waits on this device, and more may be entered
/** @param {FieldForm} hold */
const keptHere = async (hold) => {
  hold.recorded = false;
  for (const one of hold.form.querySelectorAll("input[type=file]")) one.value = "";
  if (hold.isTap) await overlay(hold);
  else {
    for (const one of hold.form.querySelectorAll("textarea, input[type=date]")) one.value = one.defaultValue;
    await waiting(hold);
  }
  hold.form.querySelector("[data-entry-state]")?.scrollIntoView({ block: "nearest" });
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

/** @param {string} text @param {string} tone */
const notice = (text, tone) => {
  const box = document.createElement("div");
  box.className = `notice notice-${tone}`;
  const words = document.createElement("p");
  words.textContent = text;
  box.append(words);
  return box;
};

/** @param {PageElement} form @param {string} text */
const note = (form, text, tone = "quiet") => {
  form.querySelector("[data-note]")?.remove();
  const box = notice(text, tone);
  box.dataset.note = "";
  box.setAttribute("role", "status");
  form.prepend(box);
};

// as the server shows what stands in the way
/** @param {PageElement} form @param {string} said @param {FieldProblem[]} problems */
const complain = (form, said, problems) => {
  for (const old of form.querySelectorAll(".error-summary, .field-error[data-by-script]")) old.remove();
  const box = document.createElement("div");
  box.className = "error-summary";
  box.setAttribute("role", "alert");
  box.tabIndex = -1;
  const [head, list] = [document.createElement("h2"), document.createElement("ul")];
  head.textContent = say("look");
  /** @param {string} text @param {PageElement | null} field */
  const line = (text, field = null) => {
    const made = document.createElement("li");
    if (field?.id) {
      const link = document.createElement("a");
      Object.assign(link, { href: `#${field.id}`, textContent: text });
      made.append(link);
    } else made.textContent = text;
    list.append(made);
  };
  if (!problems.length) line(said);
  for (const { name, label, said: sentence } of problems) {
    const field = name ? form.elements.namedItem(name) : null;
    line(label ? `${label}: ${sentence}` : sentence, field);
    if (field?.closest) beside(field, sentence);
  }
  box.append(head, list);
  form.prepend(box);
  box.focus();
};

/** @param {PageElement} field @param {string} sentence */
const beside = (field, sentence) => {
  const words = document.createElement("div");
  words.className = "field-error";
  words.dataset.byScript = "";
  words.textContent = sentence;
  field.before(words);
  field.setAttribute("aria-invalid", "true");
};
