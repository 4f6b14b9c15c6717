// Acts on their way: written down here first, sent in order, taken out when the server has said what became of them.

import { all, ofScope, write } from "./store.js";

export class Outbox {
  constructor(base, scope) {
    Object.assign(this, { base, scope });
  }

  // durable when kept; half-typed texts of the same questions and earlier refusals are settled by it
  add(acts) {
    const questions = new Set(acts.map((act) => act.question));
    return write(this.base, ["acts", "texts"], (store, texts) => {
      for (const act of acts) {
        const put = store.add({ ...act, scope: this.scope });
        put.onsuccess = () => { act.seq = put.result; };
        if (act.details !== undefined || act.note !== undefined) texts.delete([this.scope, act.question]);
      }
      const cursor = store.index("scope").openCursor(this.scope);
      cursor.onsuccess = () => {
        const at = cursor.result;
        if (!at) return;
        if (at.value.refused && questions.has(at.value.question)) at.delete();
        at.continue();
      };
    }, "strict");
  }

  unsent() {
    return ofScope(this.base, "acts", this.scope);
  }

  // should a crash undo this, they are sent again, and stored once all the same
  remove(seqs) {
    return write(this.base, ["acts"], (store) => { for (const seq of seqs) store.delete(seq); });
  }

  // kept and shown, not sent again
  refuse(act, said) {
    return write(this.base, ["acts"], (store) => { store.put({ ...act, refused: said }); });
  }

  // what is being typed and is no act yet
  keepText(question, said) {
    return write(this.base, ["texts"], (texts) => { texts.put({ scope: this.scope, question, ...said }); }, "strict");
  }

  texts() {
    return ofScope(this.base, "texts", this.scope);
  }
}

// how many answers and files of a person are only on this device
export const countOf = async (base, person) => {
  const mine = (rows) => rows.filter((row) => row.scope.startsWith(`${person}/`)).length;
  let count = 0;
  for (const store of ["acts", "texts", "files"]) count += mine(await all(base, store));
  return count;
};
