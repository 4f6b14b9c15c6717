// What is chosen for comparison: counted in the tray, and kept in the address where the tray says so.

/** @param {string} selector @param {ParentNode} within */
const find = (selector, within = document) => [...within.querySelectorAll(selector)];

const hidden = (/** @type {string} */ code) => Object.assign(document.createElement("input"), { type: "hidden", name: "compare", value: code });

document.addEventListener("change", (event) => {
  const form = event.target.closest("form");
  const tray = form?.querySelector("[data-tray]");
  if (!tray || event.target.name !== "compare") return;
  const chosen = find("[name=compare]:checked, [name=compare][type=hidden]", form).map((box) => box.value);
  tray.querySelector("[data-tray-count]").textContent = String(chosen.length);
  if ("kept" in tray.dataset) keepChoice(chosen);
  holdAtMost();
});

// no more can be ticked than are compared: a further one would be left out without a word
const holdAtMost = () => {
  for (const tray of find("[data-tray]")) {
    const form = tray.closest("form");
    if (!form) continue; // in the style guide
    const chosen = find("[name=compare]:checked, [name=compare][type=hidden]", form).length;
    for (const box of find("[name=compare][type=checkbox]", form)) {
      box.disabled = !box.checked && chosen >= Number(tray.dataset.tray);
    }
  }
};
holdAtMost();
// what was ticked while another list was on its way is ticked in it: the filters, which stay, hold the choice
document.addEventListener("htmx:afterSettle", () => {
  const tray = document.querySelector("[data-tray][data-kept]");
  const form = tray?.closest("form");
  const filters = document.querySelector("[data-filters]");
  if (form && filters) {
    const chosen = find("[name=compare]", filters).map((field) => field.value);
    for (const box of find("[name=compare][type=checkbox]", form)) box.checked = chosen.includes(box.value);
    const shown = find("[name=compare][type=checkbox]", form).map((box) => box.value);
    find("[name=compare][type=hidden]", form).forEach((field) => { field.remove(); });
    form.append(...chosen.filter((code) => !shown.includes(code)).map(hidden));
    tray.querySelector("[data-tray-count]").textContent = String(chosen.length);
    keepChoice(chosen);
  }
  holdAtMost();
});
addEventListener("pageshow", holdAtMost); // what was ticked comes back with the page

// the address, the filters and the way to other pages hold what is chosen, so that all of it can be handed on
const keepChoice = (/** @type {string[]} */ chosen) => {
  const holding = (/** @type {string | URL} */ address) => {
    const url = new URL(address, location.href);
    url.searchParams.delete("compare");
    for (const code of chosen) url.searchParams.append("compare", code);
    return url.pathname + url.search;
  };
  history.replaceState(history.state, "", holding(location.href));
  find("#results a[href^='?']").forEach((link) => { // on the map they are SVG's
    link.setAttribute("href", holding(new URL(link.getAttribute("href"), location.href)));
  });
  const filters = document.querySelector("[data-filters]");
  if (!filters) return;
  find("[name=compare]", filters).forEach((field) => { field.remove(); });
  filters.append(...chosen.map(hidden));
};
