// What was entered and is on its way: written down here first, sent in order, taken out when the server has said what it
// stored. One outbox for every kind of entry; what a change means is the matter of whoever adds it.

import { all, ofScope, write } from "./store.js";

export class Outbox {
  /** @type {IDBDatabase} */ base;
  /** @type {string} */ scope; // person/what is entered
  /** @type {string} */ kind;

  /** @param {IDBDatabase} base @param {string} scope */
  constructor(base, scope, kind = "answer") {
    Object.assign(this, { base, scope, kind });
  }

  // durable when kept; half-typed text that a change was made of, and earlier refusals of the same key, are done with
  /** @param {Change[]} changes */
  add(changes) {
    const keys = new Set(changes.map((change) => change.key));
    return write(this.base, ["changes", "drafts"], (store, drafts) => {
      for (const { typed, ...change } of changes) {
        const put = store.add({ ...change, scope: this.scope, kind: this.kind });
        put.onsuccess = () => { Object.assign(changes.find((one) => one.id === change.id) ?? {}, { seq: put.result }); };
        if (typed) drafts.delete([this.scope, change.key]);
      }
      const cursor = store.index("scope").openCursor(this.scope);
      cursor.onsuccess = () => {
        const at = cursor.result;
        if (!at) return;
        if (at.value.refused && keys.has(at.value.key)) at.delete();
        at.continue();
      };
    }, "strict", this.scope);
  }

  unsent() {
    return ofScope(this.base, "changes", this.scope);
  }

  // should a crash undo this, they are sent again, and stored once all the same; with `told`, the server's word is kept in
  // the same act, so that a page opened without a line shows what was sent
  /** @param {number[]} seqs @param {SheetDocument | null} told */
  remove(seqs, told = null) {
    return write(this.base, told ? ["changes", "sheets"] : ["changes"], (changes, sheets) => {
      for (const seq of seqs) changes.delete(seq);
      sheets?.put({ scope: this.scope, told });
    }, "relaxed", this.scope);
  }

  // kept and shown, not sent again
  /** @param {Change} change @param {string} said */
  refuse(change, said) {
    return write(this.base, ["changes"], (store) => { store.put({ ...change, refused: said }); }, "relaxed", this.scope);
  }

  // what is being typed and is no change yet: { name: { seen, value } }; nothing typed takes the draft away
  /** @param {string} key @param {Drafts} fields */
  keepDraft(key, fields) {
    return write(this.base, ["drafts"], (drafts) => {
      if (Object.keys(fields).length) drafts.put({ scope: this.scope, kind: this.kind, key, fields });
      else drafts.delete([this.scope, key]);
    }, "strict", this.scope);
  }

  drafts() {
    return ofScope(this.base, "drafts", this.scope);
  }
}

// how many answers and files of a person are only on this device
/** @param {IDBDatabase} base @param {string} person */
export const countOf = async (base, person) => {
  /** @param {{ scope: string }[]} rows */ const mine = (rows) => rows.filter((row) => row.scope.startsWith(`${person}/`)).length;
  let count = 0;
  for (const store of ["changes", "drafts", "files"]) count += mine(await all(base, store));
  return count;
};
