// The page of an assessment that takes no answers from this person any more: what they entered and never sent stays
// readable, as a file as well, and goes to the team as a proposal.

import { csrfToken } from "./csrf.js";
import { Outbox } from "./outbox.js";
import { device, open, write } from "./store.js";
import { asCsv, packed, statedWords, unsentOf } from "./unsent.js";
import { moment, say } from "./words.js";

const AT_ONCE = 250;
const root = document.getElementById("handing-over");
const { assessment, person, address } = root.dataset;
const scope = `${person}/${assessment}`;
/** @param {string} name */
const part = (name) => root.querySelector(`[data-${name}]`);
const base = await open();

/** @param {Change} change */
const line = (change) => {
  const made = document.createElement("li");
  const head = document.createElement("strong");
  head.textContent = change.key;
  const list = document.createElement("dl");
  for (const [name, value] of statedWords(change)) {
    const [term, said] = [document.createElement("dt"), document.createElement("dd")];
    term.textContent = say(`field_${name}`);
    said.textContent = name === "letter" ? say(String(value)) : name === "attribution" ? say(value === "national_law" ? "byLaw" : "byFactory") : String(value ?? "–");
    said.dir = "auto";
    list.append(term, said);
  }
  const when = document.createElement("span");
  when.className = "small muted";
  when.textContent = ` ${moment(change.at)}`;
  made.append(head, when, list);
  return made;
};

/** @param {LocalFile} file */
const photo = (file) => {
  const [made, link] = [document.createElement("li"), document.createElement("a")];
  link.href = URL.createObjectURL(file.blob);
  link.download = `${file.question} ${file.name}`;
  link.textContent = `${file.question} ${file.name}`;
  made.append(link);
  return made;
};

const show = async () => {
  const { changes, files } = await unsentOf(base, scope);
  const here = changes.length + files.length;
  part("nothing").hidden = here > 0;
  part("unsent").hidden = here === 0;
  part("changes").replaceChildren(...changes.map(line));
  part("files").replaceChildren(...files.map(photo));
  part("file-part").hidden = !files.length;
  for (const button of root.querySelectorAll("[data-save], [data-propose]")) button.hidden = !changes.length;
  return changes;
};

const save = async () => {
  const { changes } = await unsentOf(base, scope);
  const head = [say("question"), ...["letter", "details", "workers", "attribution", "note"].map((name) => say(`field_${name}`)), say("at")];
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([asCsv(changes, head)], { type: "text/csv" }));
  link.download = `${assessment.slice(0, 8)}.csv`;
  link.click();
};

const propose = async () => {
  const name = await device(base);
  const outcome = part("outcome");
  try {
    for (let { changes } = await unsentOf(base, scope); changes.length; ({ changes } = await unsentOf(base, scope))) {
      const batch = changes.slice(0, AT_ONCE);
      const response = await fetch(address, {
        method: "POST", credentials: "same-origin", redirect: "manual", body: JSON.stringify({ device: name, acts: batch.map(packed) }),
        headers: { "Content-Type": "application/json", "X-CSRFToken": csrfToken(), "X-Person": person, Accept: "application/json" },
      });
      if (!response.ok) throw new Error(response.status === 404 ? "notHandedOver" : "failing");
      /** @type {ChangesAnswer} */ const { results } = await response.json();
      const refused = results.filter((one) => one.outcome === "refused");
      await forget(batch.filter(({ id }) => results.some((one) => one.act === id && one.outcome !== "refused")));
      if (refused.length) throw new Error("someRefused");
    }
    outcome.textContent = say("handedOver");
  } catch (error) {
    outcome.textContent = say(["notHandedOver", "someRefused"].includes(error.message) ? error.message : "failing");
  }
  outcome.hidden = false;
  await show();
};

/** @param {Change[]} done */
const forget = async (done) => {
  const outbox = new Outbox(base, scope);
  await outbox.remove(done.flatMap((one) => one.seq ?? []));
  await write(base, ["drafts"], (drafts) => { for (const one of done) if (one.isDraft) drafts.delete([scope, one.key]); });
};

part("save").addEventListener("click", save);
part("propose").addEventListener("click", propose);
await show();
root.dataset.ready = "";
