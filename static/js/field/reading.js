// Keeps a page of a factory's people for reading without a connection, as soon as it was opened once. The service worker
// renews it whenever it is opened again; what is shown without a connection says from when it is.

export {}; // a module: its names are its own

const person = document.querySelector("[data-unsent-line]")?.dataset.person ?? "";
const { worker, build } = document.querySelector("script[data-reading]").dataset;
const line = document.querySelector("[data-kept-line]");

const start = async () => {
  if (!person || !("serviceWorker" in navigator)) return;
  // what the page shows comes first, and is not fetched a second time
  if (document.readyState !== "complete") await new Promise((loaded) => { addEventListener("load", loaded, { once: true }); });
  const [{ PAGES, forgetOthers, keepFiles, keepPage }, { open }] = await Promise.all([import("../workspace/keep.js"), import("../workspace/store.js")]);
  const base = await open();
  await forgetOthers(base, person);
  base.close();
  await keepFiles(build);
  await keepPage(await caches.open(PAGES + person), location.pathname, {
    stamp: `${build} ${document.documentElement.lang}`, build, title: document.title, reading: "yes",
  });
  const scope = `/${location.pathname.split("/")[1]}/`;
  await navigator.serviceWorker.register(worker, { scope });
  document.documentElement.dataset.keptForReading = "";
};

const show = () => { line.hidden = navigator.onLine; };
addEventListener("online", show);
addEventListener("offline", show);
show();
if (navigator.onLine) start().catch((error) => console.info("reading:", error)); // it can be read while there is a line
