// Sliders beside the numbers of the lab: moving one moves its number, and the form asks anew.
"use strict";

(() => {
  /** @param {PageElement} range */
  const pair = (range) => {
    const number = document.getElementById(range.dataset.moves);
    if (!number) return;
    range.hidden = false;
    range.addEventListener("input", () => { number.value = range.value; });
    number.addEventListener("input", () => { range.value = number.value; });
  };
  document.querySelectorAll("input[type=range][data-moves]").forEach(pair);
})();
