// Which part of the map is visible. The map has the units of the packed layout, in which
// its bulk spans 0 to 65535, with y upward; the screen has CSS pixels, with y downward.

const MARGIN = 0.94;

/** @typedef {[number, number]} Place */
/** @typedef {[Place, Place]} Box the lower left and the upper right corner */

export class View {
  /**
   * @param {Box} home contains all points except outlying ones
   * @param {Box} whole contains all points
   * @param {number} largestScale in pixels per step of the packed layout
   */
  constructor(home, whole, largestScale) {
    this.home = home;
    this.whole = whole;
    this.largestScale = largestScale;
    this.width = this.height = 1;
    /** @type {Place} */
    this.center = [0, 0];
    this.scale = 1;
    this.show(home);
  }

  /**
   * The scale at which a box fills the screen.
   * @param {Box} box
   */
  scaleOf([[left, bottom], [right, top]]) {
    const across = this.width / Math.max(right - left, 1);
    return MARGIN * Math.min(across, this.height / Math.max(top - bottom, 1));
  }

  get fitScale() {
    return this.scaleOf(this.home);
  }

  get isHome() {
    const middle = this.home[0].map((c, i) => (c + this.home[1][i]) / 2);
    const moved = Math.hypot(this.center[0] - middle[0], this.center[1] - middle[1]);
    return Math.abs(this.magnification - 1) < 1e-6 && moved * this.scale < 0.5;
  }

  get magnification() {
    return this.scale / this.fitScale;
  }

  /**
   * @param {number} width
   * @param {number} height
   */
  resize(width, height) {
    const magnification = this.magnification;
    [this.width, this.height] = [width, height];
    this.scale = magnification * this.fitScale;
  }

  /** Reset the view, or show the whole map if the view is already reset. */
  fit() {
    this.show(this.isHome ? this.whole : this.home);
  }

  /**
   * Zoom to a box of the map, at a magnification of at most `closest`.
   * @param {Box} box
   */
  show(box, closest = Infinity) {
    const [[left, bottom], [right, top]] = box;
    this.center = [(left + right) / 2, (bottom + top) / 2];
    const room = this.scaleOf(box);
    this.scale = Math.min(room, closest * this.fitScale);
    this.limit();
  }

  /**
   * @param {number} dx
   * @param {number} dy
   */
  pan(dx, dy) {
    this.center[0] -= dx / this.scale;
    this.center[1] += dy / this.scale;
    this.limit();
  }

  /**
   * Zoom by a factor; the map point under the screen point (x, y) stays fixed.
   * @param {number} factor
   */
  zoom(factor, x = this.width / 2, y = this.height / 2) {
    const place = this.toMap(x, y);
    this.scale *= factor;
    this.limit();
    const moved = this.toScreen(...place);
    this.pan(x - moved[0], y - moved[1]);
  }

  /**
   * @param {number} x
   * @param {number} y
   * @returns {Place}
   */
  toMap(x, y) {
    return [
      this.center[0] + (x - this.width / 2) / this.scale,
      this.center[1] - (y - this.height / 2) / this.scale,
    ];
  }

  /**
   * @param {number} x
   * @param {number} y
   * @returns {Place}
   */
  toScreen(x, y) {
    return [
      this.width / 2 + (x - this.center[0]) * this.scale,
      this.height / 2 - (y - this.center[1]) * this.scale,
    ];
  }

  /**
   * @param {number} x
   * @param {number} y
   */
  isInView(x, y) {
    const place = this.toScreen(x, y);
    return place[0] >= 0 && place[0] < this.width && place[1] >= 0 && place[1] < this.height;
  }

  /** Limit zoom and pan so that the map cannot get lost. */
  limit() {
    const largest = Math.max(this.largestScale, this.fitScale);
    this.scale = Math.min(Math.max(this.scale, this.scaleOf(this.whole) / 2), largest);
    const [low, high] = this.whole;
    for (const i of [0, 1]) this.center[i] = Math.min(Math.max(this.center[i], low[i]), high[i]);
  }
}

/**
 * The bounding box of rows.
 * @param {Uint16Array | Float32Array} layout
 * @param {Iterable<number>} rows
 * @returns {Box}
 */
export function boxOf(layout, rows) {
  /** @type {Box} */
  const [low, high] = [
    [Infinity, Infinity],
    [-Infinity, -Infinity],
  ];
  for (const row of rows) {
    for (const i of [0, 1]) {
      low[i] = Math.min(low[i], layout[2 * row + i]);
      high[i] = Math.max(high[i], layout[2 * row + i]);
    }
  }
  return [low, high];
}
