// Everything entered in the field besides answers: visits, steps of plans, cases. Each is on the disk first, then sent in
// order, one a request; what the server does not take stays readable, with its sentence.

import { csrfToken } from "../workspace/csrf.js";
import { device, ofScope, write } from "../workspace/store.js";

const ADDRESS = "/field-entries/";
const PATIENCE = 20_000;
const PATIENCE_WITH_FILES = 300_000; // a photo over a weak line
const REFUSED = [400, 409, 422];
const TOO_LARGE = [413, 415]; // for something on the way: it will not get through as it is

const bell = new BroadcastChannel("betterwork-field");

export const FIELD = "field";
// ids of entries whose page waits for them, whichever of its scripts sends them
/** @type {Set<string>} */
export const AWAITED = new Set();
// calls with the address of where an entry is seen, once any page of this device has sent it
/** @param {string} id @param {(url: string) => void} call */
export const whenStored = (id, call) => {
  const channel = new BroadcastChannel("betterwork-field");
  channel.addEventListener("message", ({ data }) => { if (data.id === id && data.url) call(data.url); });
};
// calls whenever any page of this device has sent an entry, whether it was taken or refused
/** @param {() => void} call */
export const whenSent = (call) => {
  new BroadcastChannel("betterwork-field").addEventListener("message", () => call());
};
/** @param {string} person */
export const scopeOf = (person) => `${person}/${FIELD}`;

export class Entries {
  /** @type {IDBDatabase} */ base;
  /** @type {string} */ person;
  /** @type {string} */ scope;

  /** @param {IDBDatabase} base @param {string} person */
  constructor(base, person) {
    Object.assign(this, { base, person, scope: scopeOf(person) });
  }

  // durable when kept; an entry that was mended takes the place of its former self. It is another one, because nobody
  // knows whether the former has arrived after all
  /** @param {any} entry the fields of a FieldEntry, `replaces` (id) and `typedAt` (place of its draft) */
  add({ kind, replaces, typedAt, ...entry }) {
    return write(this.base, ["changes", "drafts"], (store, drafts) => {
      const { id } = entry;
      store.add({ ...entry, key: id, at: new Date().toISOString(), scope: this.scope, kind });
      drafts.delete([this.scope, typedAt]);
      if (!replaces) return;
      store.index("scope").openCursor(this.scope).onsuccess = (/** @type {any} */ { target }) => {
        const cursor = target.result;
        if (!cursor) return;
        if (cursor.value.id === replaces) cursor.delete();
        cursor.continue();
      };
    }, "strict");
  }

  all() {
    return ofScope(this.base, "changes", this.scope);
  }

  drafts() {
    return ofScope(this.base, "drafts", this.scope);
  }

  /** @param {number} seq */
  remove(seq) {
    return write(this.base, ["changes"], (store) => { store.delete(seq); }, "strict");
  }

  // `values` have been seen by now: it may be recorded over them
  /** @param {FieldEntry} entry @param {Record<string, string>} values */
  again(entry, values) {
    const { refused, outcome, standing, problems, ...rest } = entry;
    return write(this.base, ["changes"], (store) => { store.put({ ...rest, seen: { ...rest.seen, ...values } }); }, "strict");
  }

  // sends what waits; gives the addresses of what was stored by id, and why it stopped, if it did: "offline", "signIn" …
  send({ waits = true } = {}) {
    return navigator.locks.request(`line:${this.scope}`, { ifAvailable: !waits }, async (mine) => {
      const done = { stored: new Map(), stopped: "" };
      if (!mine) return { ...done, stopped: "busy" };
      const name = await device(this.base);
      for (const entry of (await this.all()).filter((one) => !one.refused)) {
        const said = await this.#ask(entry, name, AWAITED.has(entry.id));
        if (said.stopped) return { ...done, stopped: said.stopped };
        if (said.outcome === "stored") {
          await this.remove(entry.seq);
          done.stored.set(entry.id, said.url);
          bell.postMessage({ id: entry.id, url: said.url });
        } else {
          const { outcome, said: sentence, standing, problems } = said;
          await write(this.base, ["changes"], (store) => { store.put({ ...entry, refused: sentence || outcome, outcome, standing, problems }); }, "strict");
          bell.postMessage({ id: entry.id });
        }
      }
      return done;
    });
  }

  /** @param {FieldEntry} entry @param {string} name @param {boolean} awaited @returns {Promise<FieldAnswer>} */
  async #ask({ id, kind, factory, given, seen, at, files = [] }, name, awaited) {
    const stop = new AbortController();
    const clock = setTimeout(() => stop.abort(), files.length ? PATIENCE_WITH_FILES : PATIENCE);
    const entry = JSON.stringify({ id, kind, factory, fields: given, base: seen, at, sent: new Date().toISOString(), device: name, awaited });
    /** @type {Record<string, string>} */ const type = files.length ? {} : { "Content-Type": "application/json" };
    try {
      const response = await fetch(ADDRESS, {
        method: "POST", redirect: "manual", cache: "no-store", credentials: "same-origin", signal: stop.signal,
        headers: { ...type, "X-CSRFToken": csrfToken(), "X-Person": this.person, Accept: "application/json" },
        body: files.length ? withFiles(entry, files) : entry,
      });
      return await judged(response);
    } catch {
      return { stopped: navigator.onLine ? "failing" : "offline" };
    } finally {
      clearTimeout(clock);
    }
  }
}

// an entry with its photos and documents, in one request: what is stored is stored with them
/** @param {string} entry @param {FieldFile[]} files */
const withFiles = (entry, files) => {
  const body = new FormData();
  body.append("entry", entry);
  for (const { field, name, blob } of files) body.append(field, blob, name);
  return body;
};

// only a whole answer of this very address counts; all else means that it was not taken yet
/** @param {Response} response */
const judged = async (response) => {
  if (response.status === 404) return { outcome: "gone" };
  if (TOO_LARGE.includes(response.status)) return { outcome: "tooLarge" };
  if (response.type === "opaqueredirect" || response.status === 401) return { stopped: "signIn" };
  const answer = await response.json().catch(() => ({}));
  if (answer.code === "other_person") return { stopped: "otherPerson" };
  if (response.status === 403) return { stopped: "signIn" };
  return (response.ok || REFUSED.includes(response.status)) && answer.outcome ? answer : { stopped: "failing" };
};
