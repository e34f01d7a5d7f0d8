// Draws the map on the CPU, if there is no GPU.

import { FADE, RIM } from "./marks.js";
import { placeOnScreen } from "./transition.js";

/** @typedef {import("./marks.js").Frame} Frame */
/** @typedef {Uint8Array | Uint16Array | Float32Array} Values */

const BLOCK = 20_000; // points between two looks at the clock
const MOST_MOVING = 150_000; // points: always the same ones, so that none flicker

export class CanvasRenderer {
  /**
   * @param {HTMLCanvasElement} canvas
   * @param {Uint32Array} order
   */
  constructor(canvas, order) {
    const context = canvas.getContext("2d", { alpha: false });
    if (!context) throw new Error("this browser cannot draw on a canvas");
    this.context = context;
    this.order = order;
    /** @type {WeakMap<Values, Values>} */
    this.ordered = new WeakMap();
    this.image = context.createImageData(1, 1);
    this.pixels = new Uint32Array(this.image.data.buffer);
    /** @type {Frame | null} */
    this.frame = null;
    this.next = 0; // the first point, in drawing order, that is not drawn yet
    /** @type {Uint32Array | null} */
    this.rows = null; // to draw; null for all
  }

  /**
   * Begin to draw, for at most `budget` milliseconds; the order of points is random, so those
   * that are drawn are a fair sample of all. Returns whether all are drawn.
   * @param {Frame} frame
   * @param {number} budget
   */
  draw(frame, budget) {
    const { width, height } = this.context.canvas;
    const { background, rim, size } = frame;
    if (this.image.width !== width || this.image.height !== height) {
      this.image = this.context.createImageData(width, height);
      this.pixels = new Uint32Array(this.image.data.buffer);
    }
    this.pixels.fill(pack(background[0], background[1], background[2]));
    this.frame = frame;
    this.next = 0;
    const drawn = frame.rows ?? this.order;
    const isSample = frame.before && drawn.length > MOST_MOVING;
    this.rows = isSample ? drawn.subarray(0, MOST_MOVING) : frame.rows;
    if (rim) this.stamp(this.rows, 0, (this.rows ?? drawn).length, size + 2 * RIM, 1, rim);
    return this.more(budget);
  }

  /**
   * Go on to draw. Returns whether all points are drawn.
   * @param {number} budget
   */
  more(budget) {
    const { frame } = this;
    if (!frame) return true;
    const { rows } = this;
    const { selected, ring, markSize } = frame;
    const n = (rows ?? this.order).length;
    const end = performance.now() + budget;
    do {
      const to = Math.min(this.next + BLOCK, n);
      this.stamp(rows, this.next, to, frame.size, selected ? FADE : 0);
      this.next = to;
    } while (this.next < n && performance.now() < end);
    if (selected && !ring) this.stamp(selected, 0, selected.length, markSize, 0);
    this.context.putImageData(this.image, 0, 0);
    if (selected && ring) this.mark(selected, frame);
    return this.next === n;
  }

  /**
   * Values of all rows in drawing order, because memory is read several times as fast one
   * after another.
   * @template {Values} T
   * @param {T} values
   * @param {number} width values of a row
   * @returns {T}
   */
  inOrder(values, width) {
    const known = this.ordered.get(values) ?? inOrder(values, width, this.order);
    this.ordered.set(values, known);
    return /** @type {T} */ (known);
  }

  /**
   * Draw discs, the last on top.
   * @param {Uint32Array | null} rows in drawing order; null for all
   * @param {number} from
   * @param {number} to
   * @param {number} size
   * @param {number} fade how much colors blend into `background`
   * @param {number[] | undefined} background
   */
  stamp(rows, from, to, size, fade, background = this.frame?.background ?? []) {
    const frame = /** @type {Frame} */ (this.frame);
    const { view, ratio, before } = frame;
    const { pixels } = this;
    const colors = rows ? frame.colors : this.inOrder(frame.colors, 3);
    const steps = rows ? frame.steps : this.inOrder(frame.steps, 2);
    const former = before && (rows ? before.steps : this.inOrder(before.steps, 2));
    const share = before ? before.share : 1;
    const formerScale = before ? before.view.scale * ratio * (1 - share) : 0;
    const [formerX, formerY] = before ? before.view.center : [0, 0];
    const { width, height } = this.image;
    const disc = makeDisc(size * ratio);
    const reach = (disc.length - 1) / 2;
    const scale = view.scale * ratio * share;
    const [centerX, centerY] = view.center;
    const [red, green, blue] = background.map((c) => c * fade);
    const kept = 1 - fade;
    for (let k = from; k < to; k++) {
      const row = rows ? rows[k] : k;
      let right = (steps[2 * row] - centerX) * scale;
      let up = (steps[2 * row + 1] - centerY) * scale;
      if (former) {
        right += (former[2 * row] - formerX) * formerScale;
        up += (former[2 * row + 1] - formerY) * formerScale;
      }
      const x = Math.floor(width / 2 + right);
      const y = Math.floor(height / 2 - up);
      if (x < -reach || y < -reach || x >= width + reach || y >= height + reach) continue;
      const paint = pack(
        Math.round(colors[3 * row] * kept + red),
        Math.round(colors[3 * row + 1] * kept + green),
        Math.round(colors[3 * row + 2] * kept + blue),
      );
      for (let line = 0; line < disc.length; line++) {
        const down = y + line - reach;
        if (down < 0 || down >= height) continue;
        const end = Math.min(x + disc[line], width - 1);
        for (let i = Math.max(x - disc[line], 0); i <= end; i++) pixels[down * width + i] = paint;
      }
    }
  }

  /**
   * @param {Uint32Array} rows
   * @param {Frame} frame
   */
  mark(rows, frame) {
    const { ratio, colors, markSize, ring, ink } = frame;
    const { context } = this;
    context.lineWidth = ring * ratio;
    context.strokeStyle = `rgb(${ink})`;
    for (const row of rows) {
      const [x, y] = placeOnScreen(frame, row);
      context.fillStyle = `rgb(${colors.subarray(3 * row, 3 * row + 3).join()})`;
      context.beginPath();
      context.arc(x * ratio, y * ratio, ((markSize - ring) * ratio) / 2, 0, 2 * Math.PI);
      context.fill();
      context.stroke();
    }
  }

  /** @param {ArrayBufferView} values */
  forget(values) {
    void values; // nothing is kept
  }

  refresh() {
    // Arrays of which parts are replaced are drawn by rows, from themselves.
  }

  close() {}
}

/**
 * The values of rows in another order.
 * @param {Values} values
 * @param {number} width values of a row
 * @param {Uint32Array} order
 */
function inOrder(values, width, order) {
  const sorted = values.slice();
  for (let k = 0; k < order.length; k++) {
    for (let i = 0; i < width; i++) sorted[width * k + i] = values[width * order[k] + i];
  }
  return sorted;
}

/**
 * Half widths of the scan lines of a disc, in whole pixels.
 * @param {number} size
 */
function makeDisc(size) {
  const reach = Math.max(0, Math.round((size - 1) / 2));
  const lines = Array.from({ length: 2 * reach + 1 }, (_, i) => i - reach);
  return lines.map((y) => Math.floor(Math.sqrt((reach + 0.3) ** 2 - y * y)));
}

/**
 * A color as a pixel.
 * @param {number} red
 * @param {number} green
 * @param {number} blue
 */
function pack(red, green, blue) {
  return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}
