// The rows that no filter hides, and those of them that are selected.

import { failures } from "./filters.js";
import { pickRows } from "./order.js";

/** @typedef {import("./explorer.js").Explorer} Explorer */
/** @typedef {"replace" | "add" | "remove"} How what becomes of the selection */

export class Selection {
  /** @param {Explorer} explorer */
  constructor(explorer) {
    this.explorer = explorer;
    /** @type {import("./filters.js").Failures | null} */
    this.failures = null;
    /** @type {Uint8Array | null} */
    this.isShown = null; // null without filters
    /** @type {Uint32Array | null} */
    this.shown = null; // rows that no filter hides, in drawing order
    /** @type {number[] | null} */
    this.chosen = null; // the selected rows that no filter hides
    /** @type {Uint8Array | null} */
    this.isChosen = null;
    /** @type {Uint32Array | null} */
    this.drawn = null; // the same rows in drawing order
  }

  /** Follow the filters of the state. */
  filter() {
    const { panes, facets, n, order, state } = this.explorer;
    if (this.shown) panes.forget(this.shown);
    this.failures = this.isShown = this.shown = null;
    const { filters } = state;
    if (!Object.keys(filters).length) return;
    const { failed } = (this.failures = failures(facets, filters, n));
    this.isShown = new Uint8Array(n);
    for (let row = 0; row < n; row++) this.isShown[row] = Number(failed[row] === 0);
    this.shown = pickRows(order, this.isShown);
  }

  /** Follow the selected rows of the state. */
  choose() {
    const { panes, n, order, state } = this.explorer;
    if (this.drawn) panes.forget(this.drawn);
    this.drawn = this.isChosen = this.chosen = null;
    const { isShown } = this;
    const { selected } = state;
    if (!selected) return;
    this.chosen = isShown ? selected.filter((row) => isShown[row]) : selected;
    const isChosen = new Uint8Array(n);
    for (const row of this.chosen) isChosen[row] = 1;
    this.isChosen = isChosen;
    this.drawn = pickRows(order, isChosen);
  }

  /**
   * Selected rows after others were selected, added or removed.
   * @param {number[]} found
   * @param {How} how
   */
  combine(found, how) {
    const { isShown } = this;
    const { selected } = this.explorer.state;
    if (isShown) found = found.filter((row) => isShown[row]);
    if (how === "replace" || !selected) return how === "remove" ? selected : found;
    const isFound = new Uint8Array(this.explorer.n);
    for (const row of found) isFound[row] = 1;
    const kept = selected.filter((row) => !isFound[row]);
    return how === "add" ? [...kept, ...found].sort((a, b) => a - b) : kept;
  }
}

/**
 * The rows of a color.
 * @param {Uint8Array} colors
 * @param {number[]} rgb
 */
export function rowsOfColor(colors, [red, green, blue]) {
  /** @type {number[]} */
  const found = [];
  for (let row = 0, i = 0; i < colors.length; row++, i += 3) {
    if (colors[i] === red && colors[i + 1] === green && colors[i + 2] === blue) found.push(row);
  }
  return found;
}
