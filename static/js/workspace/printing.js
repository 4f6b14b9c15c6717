// On paper every question stands with its answer and what was written of it, whether it was near on the screen or not.

/** @param {import("./sheet.js").Sheet} sheet @param {PageItems} items */
export const printing = (sheet, items) => {
  addEventListener("beforeprint", () => {
    for (const [code, item] of items) {
      const { details, note } = sheet.view(code);
      for (const words of [details, note]) {
        if (!words) continue;
        const line = document.createElement("p");
        Object.assign(line, { className: "ws-printed", textContent: words, dir: "auto" });
        item.append(line);
      }
    }
  });
  addEventListener("afterprint", () => { for (const line of document.querySelectorAll(".ws-printed")) line.remove(); });
};
