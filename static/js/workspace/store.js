// The device's own store.

const NAME = "betterwork";
const VERSION = 2;

const asked = (request) => new Promise((kept, broken) => {
  request.onsuccess = () => kept(request.result);
  request.onerror = () => broken(request.error);
});

export const open = () => new Promise((kept, broken) => {
  const request = indexedDB.open(NAME, VERSION);
  request.onupgradeneeded = ({ oldVersion }) => {
    const made = request.result;
    // photos and documents not yet on the server, in the order in which they were chosen
    if (oldVersion < 2) made.createObjectStore("files", { keyPath: "seq", autoIncrement: true }).createIndex("scope", "scope");
    if (oldVersion >= 1) return;
    // acts not yet on the server, in the order in which they were done; scope = person/assessment
    made.createObjectStore("acts", { keyPath: "seq", autoIncrement: true }).createIndex("scope", "scope");
    made.createObjectStore("texts", { keyPath: ["scope", "question"] }).createIndex("scope", "scope"); // half-typed
    made.createObjectStore("sheets", { keyPath: "scope" }); // the server's word, as last heard
    made.createObjectStore("documents", { keyPath: "digest" }); // questionnaires: the same for everybody
    made.createObjectStore("about", { keyPath: "name" });
  };
  request.onsuccess = () => {
    request.result.onversionchange = () => request.result.close(); // a newer page wants to change the store
    kept(request.result);
  };
  request.onerror = () => broken(request.error);
});

// runs `work` in one transaction; with "strict" the promise is kept only when all of it has reached the disk
export const write = (base, stores, work, durability = "relaxed") => new Promise((kept, broken) => {
  const transaction = base.transaction(stores, "readwrite", { durability });
  let result;
  transaction.oncomplete = () => kept(result);
  transaction.onerror = () => broken(transaction.error);
  transaction.onabort = () => broken(transaction.error ?? new Error("aborted"));
  result = work(...stores.map((name) => transaction.objectStore(name)));
});

export const get = (base, store, key) => asked(base.transaction(store).objectStore(store).get(key));
export const all = (base, store) => asked(base.transaction(store).objectStore(store).getAll());
export const ofScope = (base, store, scope, most) =>
  asked(base.transaction(store).objectStore(store).index("scope").getAll(scope, most));

// one name for this browser, told with every act
export const device = async (base) => {
  const known = await get(base, "about", "device");
  if (known) return known.value;
  const value = `tablet-${crypto.randomUUID().slice(0, 13)}`;
  await write(base, ["about"], (about) => { about.put({ name: "device", value }); });
  return value;
};
