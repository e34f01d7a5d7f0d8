// A list of any length, of which only the items in view are elements.

import { make } from "./dom.js";

const ITEM_HEIGHT = 3.25; // rem, as in style.css, so that items grow with the text
const SPARE = 6; // items above and below the view
const MOST = 200; // elements, however high the list is
// Browsers limit how high an element can be.
const N_LISTED = 500_000;

export class VirtualList {
  /**
   * @param {HTMLElement} list an `ol` that scrolls
   * @param {(i: number) => Node[]} describe what item `i` contains
   * @param {(i: number) => void} choose
   */
  constructor(list, describe, choose) {
    this.list = list;
    this.describe = describe;
    this.choose = choose;
    this.length = 0;
    this.first = this.last = 0;
    this.height = 1; // of an item, in CSS pixels
    list.addEventListener("scroll", () => this.fill());
    new ResizeObserver(() => this.fill()).observe(list);
    list.addEventListener("click", (event) => {
      const item = /** @type {HTMLElement} */ (event.target).closest("li");
      if (item) choose(Number(item.dataset.i));
    });
    list.addEventListener("keydown", (event) => this.press(event));
  }

  /** @param {number} length */
  show(length) {
    this.length = Math.min(length, N_LISTED);
    this.list.scrollTop = 0;
    const { fontSize } = getComputedStyle(document.documentElement);
    this.height = ITEM_HEIGHT * parseFloat(fontSize);
    this.list.style.setProperty("--length", `${this.length * this.height}px`);
    this.list.replaceChildren();
    this.first = this.last = 0;
    this.fill();
  }

  /** Describe the items that are elements anew. */
  refresh() {
    for (const item of /** @type {NodeListOf<HTMLElement>} */ (this.list.querySelectorAll("li[data-i]"))) {
      item.firstElementChild?.replaceChildren(...this.describe(Number(item.dataset.i)));
    }
  }

  /** Make the items in view, and drop the others. */
  fill() {
    const { list, length } = this;
    const first = Math.max(Math.floor(list.scrollTop / this.height) - SPARE, 0);
    const seen = Math.ceil(list.clientHeight / this.height) + 2 * SPARE;
    const last = Math.min(first + Math.min(seen, MOST), length);
    if (first === this.first && last === this.last) return;
    for (const item of /** @type {NodeListOf<HTMLElement>} */ (list.querySelectorAll("li[data-i]"))) {
      const i = Number(item.dataset.i);
      // An item that has the focus stays, or the focus would fall to the page.
      if ((i < first || i >= last) && !item.matches(":focus-within")) item.remove();
    }
    for (let i = first; i < last; i++) {
      const isNew = i < this.first || i >= this.last;
      if (isNew && !list.querySelector(`li[data-i="${i}"]`)) this.add(i);
    }
    [this.first, this.last] = [first, last];
  }

  /** @param {number} i */
  add(i) {
    const item = make("li", {}, make("button", { type: "button" }, ...this.describe(i)));
    item.dataset.i = String(i);
    item.style.top = `${i * this.height}px`;
    item.setAttribute("aria-setsize", String(this.length));
    item.setAttribute("aria-posinset", String(i + 1));
    // In order, also for the keyboard and for screen readers.
    const items = /** @type {NodeListOf<HTMLElement>} */ (this.list.querySelectorAll("li[data-i]"));
    const next = [...items].find((other) => Number(other.dataset.i) > i);
    this.list.insertBefore(item, next ?? null);
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    const steps = new Map([["ArrowDown", 1], ["ArrowUp", -1], ["PageDown", 8], ["PageUp", -8]]);
    const item = /** @type {HTMLElement} */ (event.target).closest("li");
    const step = steps.get(event.key);
    if (!item || !step) return;
    event.preventDefault();
    const i = Math.min(Math.max(Number(item.dataset.i) + step, 0), this.length - 1);
    const { list } = this;
    const top = i * this.height;
    const lowest = top + this.height - list.clientHeight;
    list.scrollTop = Math.max(Math.min(list.scrollTop, top), lowest);
    this.fill();
    /** @type {HTMLElement | null} */ (list.querySelector(`li[data-i="${i}"] button`))?.focus();
  }
}
