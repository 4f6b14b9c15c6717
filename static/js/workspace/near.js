// A window of the questions: all are in the page with their code and words, so that it can be searched, read and printed;
// keys, fields and files are there only for those in sight and around. A page of 253 questions stays light.

const AROUND = "60% 0px"; // of a screen, above and below
const MOST = 20; // whole ones, unless more are in sight

export class Near {
  /** @type {PageItems} */ items; // by question
  /** @type {(code: string, item: PageElement) => void} */ fill; // puts the rest of a question in
  /** @type {(code: string, item: PageElement) => void} */ empty; // takes it out
  /** @type {Map<string, PageElement>} */ whole; // used last stands last
  /** @type {string | null} */ fresh;
  /** @type {Set<string>} */ inSight;
  /** @type {Map<string, number>} */ heights;

  /** @param {PageItems} items @param {Pick<Near, "fill" | "empty">} how */
  constructor(items, { fill, empty }) {
    Object.assign(this, { items, fill, empty, whole: new Map(), fresh: null, inSight: new Set(), heights: new Map() });
    this.watching = new IntersectionObserver((entries) => this.#seen(entries), { rootMargin: AROUND });
    for (const item of items.values()) this.watching.observe(item);
    let width = innerWidth;
    addEventListener("resize", () => {
      if (width === innerWidth) return; // the keyboard of a tablet came or went
      width = innerWidth;
      this.heights.clear();
      for (const item of items.values()) item.style.removeProperty("--tall");
    });
  }

  /** @param {string} code */
  has(code) { return this.whole.has(code); }

  // the whole item, now
  /** @param {string} code */
  need(code) {
    const item = this.items.get(code);
    const known = this.whole.delete(code);
    this.whole.set(code, item);
    if (!known) {
      this.fresh = code;
      this.fill(code, item);
      this.trim();
      this.fresh = null;
    }
    return item;
  }

  // only where each question is now: on a slow device what came into sight may have left it again before this is told
  /** @param {IntersectionObserverEntry[]} entries */
  #seen(entries) {
    const latest = new Map(entries.map((entry) => [entry.target, entry]));
    const came = [];
    for (const { target, isIntersecting, boundingClientRect } of latest.values()) {
      const { question: code } = /** @type {PageElement} */ (target).dataset;
      if (isIntersecting) {
        came.push(code);
      } else {
        this.inSight.delete(code);
        if (this.whole.has(code)) this.heights.set(code, boundingClientRect.height);
      }
    }
    for (const code of came) {
      this.inSight.add(code);
      this.need(code);
    }
    this.trim();
  }

  // back to the most that are kept: whatever lets one go (out of sight, saved) asks for it
  trim() {
    for (const [code, item] of this.whole) {
      if (this.whole.size <= MOST) return;
      if (code === this.fresh || this.inSight.has(code) || isInUse(item)) continue;
      this.whole.delete(code);
      this.empty(code, item);
      // what follows stays where it is
      if (this.heights.has(code)) item.style.setProperty("--tall", `${this.heights.get(code)}px`);
    }
  }
}

// the focus is in it, or what was typed there cannot be stored yet, or an answer is on its way to the disk
/** @param {PageElement} item */
const isInUse = (item) => item.contains(document.activeElement) || "saving" in item.dataset || item.querySelector("[data-typed]") !== null;
