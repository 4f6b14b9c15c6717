// What pages do beyond links and forms. Everything works without it; it only saves steps.
"use strict";

(() => {
  const root = document.documentElement;
  /** @param {string} selector @param {ParentNode} within */
  const find = (selector, within = document) => [...within.querySelectorAll(selector)];

  // spoken once, also when the same words come twice
  /** @param {string} words */
  const announce = (words) => {
    const place = document.getElementById("announcer");
    if (!place || !words) return;
    place.textContent = "";
    setTimeout(() => { place.textContent = words; }, 60);
  };

  // --- what only makes sense with scripts, or only without ---
  /** @param {ParentNode} within */
  const prepare = (within) => {
    find("[data-opens][hidden], [data-dismiss][hidden], [data-print][hidden]", within).forEach((one) => { one.hidden = false; });
    find("[data-without-script]", within).forEach((one) => { one.hidden = true; });
    find("[data-toast]", within).forEach((toast) => {
      if (toast.dataset.toast === "error" || toast.closest("[data-stay]")) return;
      let stay = false;
      toast.addEventListener("pointerenter", () => { stay = true; });
      toast.addEventListener("focusin", () => { stay = true; });
      setTimeout(() => { if (!stay) toast.remove(); }, 8000);
    });
    find("[data-drop]", within).forEach((drop) => {
      const input = drop.querySelector("input[type=file]");
      const name = drop.querySelector("[data-drop-name]");
      /** @param {boolean} is */
      const over = (is) => () => drop.classList.toggle("drop-over", is);
      input.addEventListener("change", () => { name.textContent = [...input.files].map((file) => file.name).join(", "); });
      drop.addEventListener("dragenter", over(true));
      for (const left of ["dragleave", "drop"]) drop.addEventListener(left, over(false));
    });
    const wanted = within.querySelector("[data-focus]");
    if (wanted) wanted.focus();
  };

  // --- a filter that was set before this page could listen, on a slow line or by the browser: the list follows it ---
  document.addEventListener("DOMContentLoaded", () => {
    /** @param {PageElement} field */
    const isChanged = (field) => field.matches("select")
      ? field.selectedIndex !== Math.max(0, [...field.options].findIndex((option) => option.defaultSelected))
      : field.checked !== field.defaultChecked || field.value !== field.defaultValue;
    for (const form of find("form[data-filters]")) {
      if (find("select, input", form).some(isChanged)) form.requestSubmit();
    }
  });

  // --- clicks ---
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-opens]");
    if (opener) {
      const dialog = document.getElementById(opener.dataset.opens);
      if (dialog?.showModal) { event.preventDefault(); dialog.showModal(); }
    }
    if (event.target.closest("[data-print]")) print();
    const dismiss = event.target.closest("[data-dismiss]");
    if (dismiss) dismiss.closest("[data-toast]").remove();
    if (event.target.matches("dialog.dialog")) event.target.close(); // the veil around it
    find("details[data-menu][open]").forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
  });

  // --- pages with several forms: sending one does not lose what was typed into the others ---
  const filledIn = new Set(find("form[method=post] :is(input:not([type=hidden]), select, textarea)").map((field) => field.closest("form")));
  if (filledIn.size > 1 || Object.keys(sessionStorage).some((name) => name.startsWith("unsaved/"))) {
    const person = document.querySelector("[data-unsent-line]")?.dataset.person ?? "";
    import("./carried_forms.js").then(({ carryForms }) => carryForms(person)).catch((error) => console.info("forms:", error));
  }

  // --- signing out: what is only on this device is said first, what this device kept goes ---
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches("[data-signs-out]")) return;
    event.preventDefault();
    (await import("./carried_forms.js")).forgetForms();
    const { leave } = await import("./workspace/signing-out.js");
    if (await leave(form.dataset.signsOut, form.dataset.unsent).catch(() => true)) form.submit();
  });

  // --- what has effect when it is sent is not kept for later ---
  document.addEventListener("submit", (event) => {
    const said = event.target.querySelector("[data-needs-connection]");
    if (!said) return;
    said.hidden = navigator.onLine;
    if (navigator.onLine) return;
    event.preventDefault();
    event.stopPropagation();
    said.focus();
  }, true);

  // --- a page stays open while somebody signs in anew in another tab: its forms go with the token of now ---
  const tokenNow = () => (document.cookie.match(/(?:^|;\s*)(?:__Host-)?csrftoken=([^;]+)/) || [])[1];
  document.addEventListener("submit", (event) => {
    const token = tokenNow();
    const field = event.target.querySelector("input[name=csrfmiddlewaretoken]");
    if (token && field) field.value = token;
  }, true);
  document.addEventListener("htmx:configRequest", (event) => {
    const token = tokenNow();
    if (!token || event.detail.verb === "get") return;
    event.detail.headers["X-CSRFToken"] = token;
    delete event.detail.parameters.csrfmiddlewaretoken;
  });

  // --- what was entered and is only on this device: counted and sent on every page; the workspace sees to its own ---
  const unsent = document.querySelector("[data-unsent-line]");
  if (unsent && "indexedDB" in window && !document.getElementById("handing-over")) {
    const own = document.getElementById("ws")?.dataset.assessment;
    import("./workspace/everywhere.js").then(({ watch }) => watch(unsent, unsent.dataset.person, own ? `${unsent.dataset.person}/${own}` : "")).catch((error) => console.info("unsent:", error));
  }
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches("[data-hands-in]") || !unsent) return;
    event.preventDefault();
    const { leftOf } = await import("./workspace/everywhere.js");
    const left = await leftOf(unsent.dataset.person, form.dataset.handsIn).catch(() => 0);
    if (!left || confirm(form.dataset.unsent.replace("{n}", left))) form.submit();
  });

  // --- keys: data-key="n" on a link, button or field; "/" is the search, "?" lists them all ---
  /** @param {PageElement} where */
  const typing = (where) => where.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");

  /** @param {PageElement} dialog */
  const listKeys = (dialog) => {
    const list = dialog.querySelector(".keys");
    for (const old of find("[data-key-found]", list)) old.remove();
    find("[data-key]").forEach((one) => {
      if (!one.offsetParent) return;
      const [line, term, detail, key] = ["div", "dt", "dd", "kbd"].map((tag) => document.createElement(tag));
      line.dataset.keyFound = "";
      term.textContent = one.dataset.keyLabel || one.getAttribute("aria-label") || one.textContent.trim();
      key.textContent = one.dataset.key;
      detail.append(key);
      line.append(term, detail);
      list.append(line);
    });
  };

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      const menu = document.querySelector("details[data-menu][open]");
      if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || document.querySelector("dialog[open]:modal")) return;
    if (event.key === "?") {
      const dialog = document.getElementById("keys");
      listKeys(dialog);
      dialog.showModal();
      return;
    }
    const wanted = event.key === "/"
      ? document.querySelector("[data-search], input[type=search], .field-search input")
      : find("[data-key]").find((one) => one.dataset.key === event.key && one.offsetParent);
    if (!wanted) return;
    event.preventDefault();
    if (wanted.matches("input:not([type=checkbox], [type=radio]), textarea, select")) wanted.focus(); else wanted.click();
  });

  // --- after htmx put something in ---
  document.addEventListener("htmx:afterSettle", (event) => {
    const fresh = event.detail.elt;
    prepare(fresh);
    const told = fresh.matches("[data-announce]") ? fresh : fresh.querySelector("[data-announce], [data-announce-now]");
    if (told) announce(told.textContent.trim().replace(/\s+/g, " "));
  });
  // a refusal is a whole page with its reason: show its main part instead of nothing
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { responseURL, status } = event.detail.xhr;
    if (responseURL.includes("/sign-in/") && !location.pathname.startsWith("/sign-in/")) { // the session ended meanwhile
      event.detail.shouldSwap = false;
      location.reload();
    }
    if (![401, 403, 404, 409].includes(status)) return;
    Object.assign(event.detail, {
      shouldSwap: true, isError: false, target: document.getElementById("main"), selectOverride: "#main", swapOverride: "outerHTML",
    });
  });
  const failed = () => announce(root.dataset.failed ?? "");
  document.addEventListener("htmx:responseError", failed);
  document.addEventListener("htmx:sendError", failed);

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => prepare(document)); else prepare(document);
})();
