// Whether a tap that answers an open question goes on to the next open one; each device remembers what its user prefers.

const NAME = "workspace-moves-on";

export class MovingOn {
  /** @type {PageElement} */ box;
  /** @type {boolean} */ byFinger;

  /** @param {PageElement} root */
  constructor(root) {
    const box = root.querySelector("[data-moves-on]");
    box.checked = localStorage.getItem(NAME) !== "no";
    box.addEventListener("change", () => localStorage.setItem(NAME, box.checked ? "yes" : "no"));
    Object.assign(this, { box, byFinger: false });
    const list = root.querySelector("#ws-list");
    list.addEventListener("pointerdown", () => { this.byFinger = true; });
    list.addEventListener("keydown", () => { this.byFinger = false; }); // arrows pass over letters on their way to another
  }

  // what asks for words (why, what was found) keeps its writer there; so does a correction
  /** @param {string} letter @param {boolean} wasOpen */
  after(letter, wasOpen) {
    const goes = this.byFinger && this.box.checked && wasOpen && letter === "C";
    this.byFinger = false;
    return goes;
  }
}
