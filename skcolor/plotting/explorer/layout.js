// The layout: where the rows are. All places but those in "units" are in steps of the packed
// layout, as those of the view.

import { Grid } from "./grid.js";
import { shuffledRows } from "./order.js";
import { boxOf } from "./view.js";

/** @typedef {import("./view.js").Place} Place */

// Array types of layouts, and the largest scale of each in pixels per step.
/** @type {Record<string, [typeof Uint16Array | typeof Float32Array, number]>} */
const TYPES = { uint16: [Uint16Array, 2], float32: [Float32Array, 128] };

export class Layout {
  /**
   * @param {any} about what the data says of the layout
   * @param {ArrayBuffer} buffer
   */
  constructor({ name, layoutType, home, nOutside, origin, unit }, buffer) {
    const [StepArray, largestScale] = TYPES[layoutType];
    /** @type {string} */
    this.name = name ?? ""; // empty if there is no other layout
    this.steps = new StepArray(buffer);
    this.n = this.steps.length / 2;
    this.nRows = this.n; // of the whole map
    this.isPartial = false; // whether it may lack rows of the map
    this.largestScale = largestScale;
    /** @type {number[]} */
    this.origin = origin; // in units
    /** @type {number} */
    this.unit = unit; // length of a step
    /** @type {import("./view.js").Box} */
    this.home = [[0, 0], home];
    /** @type {number} */
    this.nOutside = nOutside; // rows that are far from home
    /** @type {import("./view.js").Box | null} */
    this.knownWhole = null;
    /** @type {Grid | null} */
    this.knownGrid = null;
  }

  /** The box of all rows. */
  get whole() {
    return (this.knownWhole ??= boxOf(this.steps));
  }

  get grid() {
    return (this.knownGrid ??= new Grid(this.steps));
  }

  /** All rows, in the order in which they are drawn. */
  drawingOrder() {
    return shuffledRows(this.n);
  }

  /**
   * Where a row is.
   * @param {number} row
   * @returns {Place}
   */
  at(row) {
    return [this.steps[2 * row], this.steps[2 * row + 1]];
  }

  /** @param {Iterable<number>} rows */
  boxOf(rows) {
    return boxOf(this.steps, rows);
  }

  /** @param {Place} place */
  toUnits(place) {
    return place.map((c, i) => this.origin[i] + c * this.unit);
  }

  /**
   * @param {number[]} place in units
   * @returns {Place}
   */
  toSteps([x, y]) {
    const unit = this.unit || 1; // zero if all rows are in one place
    return [(x - this.origin[0]) / unit, (y - this.origin[1]) / unit];
  }
}
