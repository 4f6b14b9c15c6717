// Signing out: says what is only on this device, and takes away what this device kept. Unsent answers stay for their author.

import { countOf } from "./outbox.js";
import { all, open, write } from "./store.js";

// `words` holds {n}; gives whether to go on
/** @param {string} person @param {string} words */
export const leave = async (person, words) => {
  const base = await open();
  const here = await countOf(base, person);
  if (here && !confirm(words.replace("{n}", String(here)))) return false;
  const sheets = await all(base, "sheets");
  await write(base, ["sheets"], (store) => { for (const one of sheets) store.delete(one.scope); });
  base.close();
  for (const name of await caches.keys()) if (name.startsWith("workspace-pages-")) await caches.delete(name);
  return true;
};
