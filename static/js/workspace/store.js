// The device's own store. Stores are only ever added, never changed: a page of an older release, kept on the device,
// opens the store of a newer one.

const NAME = "betterwork";
const VERSION = 3;

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
const asked = (request) => new Promise((kept, broken) => {
  request.onsuccess = () => kept(request.result);
  request.onerror = () => broken(request.error);
});

/** @param {any} event */
const prepare = ({ target, oldVersion }) => {
  const made = target.result;
  /** @param {string} name @param {IDBObjectStoreParameters} options */
  const scoped = (name, options) => made.createObjectStore(name, options).createIndex("scope", "scope");
  if (oldVersion < 1) {
    made.createObjectStore("sheets", { keyPath: "scope" }); // the server's word, as last heard
    made.createObjectStore("documents", { keyPath: "digest" }); // questionnaires: the same for everybody
    made.createObjectStore("about", { keyPath: "name" });
  }
  // photos and documents not yet on the server, in the order in which they were chosen
  if (oldVersion < 2) scoped("files", { keyPath: "seq", autoIncrement: true });
  if (oldVersion < 3) {
    // what was entered and is not yet on the server, in the order in which it was done: { scope, kind, key, id, at, seen,
    // given }; scope = person/what it belongs to, kind = what it is (answer, visit …), key = which one (a question …)
    scoped("changes", { keyPath: "seq", autoIncrement: true });
    scoped("drafts", { keyPath: ["scope", "key"] }); // half-typed: { scope, kind, key, fields: { name: { seen, value } } }
    if (oldVersion > 0) moveOver(target.transaction);
  }
};

// what the second version held becomes what the third holds
/** @param {IDBTransaction} transaction */
const moveOver = (transaction) => {
  const changes = transaction.objectStore("changes");
  transaction.objectStore("acts").openCursor().onsuccess = (/** @type {any} */ { target }) => {
    const cursor = target.result;
    if (!cursor) return;
    const { scope, act, question, old, new: letter, at, details, workers, note } = cursor.value;
    const words = Object.fromEntries(Object.entries({ details, workers, note }).filter(([, value]) => value !== undefined));
    changes.add({ scope, kind: "answer", key: question, id: act, at, seen: { letter: old }, given: { letter, ...words } });
    cursor.delete();
    cursor.continue();
  };
};

/** @param {number} [version] @returns {Promise<IDBDatabase>} */
const connect = (version) => new Promise((kept, broken) => {
  const request = indexedDB.open(NAME, version);
  request.onupgradeneeded = prepare;
  request.onsuccess = () => {
    request.result.onversionchange = () => request.result.close(); // a newer page wants to add to the store
    kept(request.result);
  };
  request.onerror = () => broken(request.error);
});

export const open = () => connect(VERSION).catch((error) => {
  if (error?.name === "VersionError") return connect(); // a newer release has added to it: all that is needed is there
  throw error;
});

// whether anything was ever entered on this device
export const isThere = async () => !indexedDB.databases || (await indexedDB.databases()).some(({ name }) => name === NAME);

// whoever counts what is only on this device is told at once, in every tab; of whose entries, where that is known
const ENTERED = ["changes", "drafts", "files"];
const bell = new BroadcastChannel("betterwork-unsent");

// runs `work` in one transaction; with "strict" the promise is kept only when all of it has reached the disk
/**
 * @template T
 * @param {IDBDatabase} base @param {string[]} stores @param {(...stores: IDBObjectStore[]) => T} work
 * @param {IDBTransactionDurability} durability @param {string} scope @returns {Promise<T>}
 */
export const write = (base, stores, work, durability = "relaxed", scope = "") => new Promise((kept, broken) => {
  const transaction = base.transaction(stores, "readwrite", { durability });
  /** @type {T} */ let result;
  transaction.oncomplete = () => {
    kept(result);
    if (stores.some((name) => ENTERED.includes(name))) bell.postMessage(scope);
  };
  transaction.onerror = () => broken(transaction.error);
  transaction.onabort = () => broken(transaction.error ?? new Error("aborted"));
  result = work(...stores.map((name) => transaction.objectStore(name)));
});

/** @param {IDBDatabase} base @param {string} store @param {string} key @returns {Promise<any>} */
export const get = (base, store, key) => asked(base.transaction(store).objectStore(store).get(key));
/** @param {IDBDatabase} base @param {string} store @returns {Promise<any[]>} */
export const all = (base, store) => asked(base.transaction(store).objectStore(store).getAll());
/** @param {IDBDatabase} base @param {string} store @param {string} scope @param {number} [most] @returns {Promise<any[]>} */
export const ofScope = (base, store, scope, most) =>
  asked(base.transaction(store).objectStore(store).index("scope").getAll(scope, most));

// one name for this browser, sent with every change
/** @param {IDBDatabase} base */
export const device = async (base) => {
  const known = await get(base, "about", "device");
  if (known) return known.value;
  const value = `tablet-${crypto.randomUUID().slice(0, 13)}`;
  await write(base, ["about"], (about) => { about.put({ name: "device", value }); });
  return value;
};
