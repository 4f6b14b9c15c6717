// What is chosen for comparison: counted in the tray, and kept in the address where the tray says so.

/** @param {string} selector @param {ParentNode} within */
const find = (selector, within = document) => [...within.querySelectorAll(selector)];

document.addEventListener("change", (event) => {
  const form = event.target.closest("form");
  const tray = form?.querySelector("[data-tray]");
  if (!tray || event.target.name !== "compare") return;
  const chosen = find("[name=compare]:checked, [name=compare][type=hidden]", form).map((box) => box.value);
  tray.querySelector("[data-tray-count]").textContent = String(chosen.length);
  if ("kept" in tray.dataset) keepChoice(chosen);
});

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
  for (const code of chosen) {
    const field = Object.assign(document.createElement("input"), { type: "hidden", name: "compare", value: code });
    filters.append(field);
  }
};
