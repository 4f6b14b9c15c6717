// Finding a question by its code (OS-8-06, os86) or by words of it.

import { announce } from "./show.js";
import { say } from "./words.js";

const MOST = 8;
/** @param {string} text */
const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
/** @param {string} code */
const bare = (code) => code.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/(^|-)0+(?=\d)/g, "$1");
/** @param {string} code */
const tight = (code) => bare(code).replace(/-/g, "");

const known = new WeakMap(); // made plain once, not with each letter typed
/** @param {PlacedQuestion} question */
const wordsOf = (question) => {
  if (!known.has(question)) known.set(question, plain(`${question.text} ${question.point.name}`));
  return known.get(question);
};

/** @param {import("./sheet.js").Sheet} sheet @param {string} text */
export const find = (sheet, text) => {
  const asked = text.trim();
  if (!asked) return [];
  const code = bare(asked);
  const byCode = sheet.codes.filter((one) => bare(one).startsWith(code) || tight(one).startsWith(tight(asked)));
  const words = plain(asked).split(/\s+/);
  const byWords = sheet.codes.filter((one) => {
    const whole = wordsOf(sheet.questions.get(one));
    return words.every((word) => whole.includes(word));
  });
  return [...new Set([...byCode, ...byWords])];
};

/** @param {PageElement} root @param {import("./sheet.js").Sheet} sheet @param {(code: string) => void} to */
export const searching = (root, sheet, to) => {
  const input = root.querySelector("#ws-search");
  const list = root.querySelector("[data-results]");
  const close = () => { list.hidden = true; };
  /** @param {string} code */
  const go = (code) => {
    close();
    input.value = "";
    to(code);
  };
  const buttons = () => [...list.querySelectorAll("button")];
  input.addEventListener("input", () => {
    const found = find(sheet, input.value);
    list.hidden = !input.value.trim();
    list.replaceChildren(...found.slice(0, MOST).map((code) => line(sheet, code, go)));
    if (!found.length) list.append(Object.assign(document.createElement("p"), { textContent: say("noResults") }));
    announce(found.length ? say("results", { n: found.length }) : say("noResults"));
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault();
      const [first] = find(sheet, input.value);
      if (first) go(first);
    }
    if (event.key === "ArrowDown") {
      event.preventDefault();
      buttons()[0]?.focus();
    }
    if (event.key === "Escape") {
      input.value = "";
      close();
    }
  });
  list.addEventListener("keydown", (event) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    (buttons()[buttons().indexOf(/** @type {PageElement} */ (document.activeElement)) + by] ?? input).focus();
  });
  document.addEventListener("pointerdown", (event) => { if (!event.target.closest(".ws-search")) close(); });
};

/** @param {import("./sheet.js").Sheet} sheet @param {string} code @param {(code: string) => void} go */
const line = (sheet, code, go) => {
  const button = document.createElement("button");
  const [name, words] = [document.createElement("span"), document.createElement("bdi")];
  name.className = "code";
  name.textContent = code;
  words.textContent = sheet.questions.get(code).text;
  Object.assign(button, { type: "button" });
  button.append(name, " ", words);
  button.addEventListener("click", () => go(code));
  return button;
};
