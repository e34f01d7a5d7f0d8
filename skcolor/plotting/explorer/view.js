// Which part of the map is visible. The map has the units of the packed layout, in which
// its bulk spans 0 to 65535, with y upward; the screen has CSS pixels, with y downward.

const MARGIN = 0.94;
const CLOSE = 30; // magnification when zooming to one point

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
    this.covered = [0, 0]; // pixels at the left and at the top, under the tools
    /** @type {Place} */
    this.center = [0, 0];
    this.scale = 1;
    this.show(home);
  }

  /** A view that stays as this one is now. */
  copy() {
    const copy = new View(this.home, this.whole, this.largestScale);
    return Object.assign(copy, this, { center: [...this.center] });
  }

  /**
   * Show another layout; what is seen of it is to be said next.
   * @param {import("./layout.js").Layout} layout
   */
  enter({ home, whole, largestScale }) {
    Object.assign(this, { home, whole, largestScale });
  }

  /**
   * The scale at which a box fills the screen.
   * @param {Box} box
   */
  scaleOf([[left, bottom], [right, top]]) {
    const across = (this.width - this.covered[0]) / Math.max(right - left, 1);
    const down = (this.height - this.covered[1]) / Math.max(top - bottom, 1);
    return MARGIN * Math.min(across, down);
  }

  /**
   * The center of the view that shows a box in the middle of what is not covered.
   * @param {Box} box
   * @param {number} scale
   * @returns {Place}
   */
  centerOf([[left, bottom], [right, top]], scale) {
    const [dx, dy] = this.covered.map((side) => side / 2 / scale);
    return [(left + right) / 2 - dx, (bottom + top) / 2 + dy];
  }

  get fitScale() {
    return this.scaleOf(this.home);
  }

  /**
   * What is in the middle of what is not covered.
   * @returns {Place}
   */
  get middle() {
    return this.toMap((this.width + this.covered[0]) / 2, (this.height + this.covered[1]) / 2);
  }

  get isHome() {
    const middle = this.centerOf(this.home, this.fitScale);
    const moved = Math.hypot(this.center[0] - middle[0], this.center[1] - middle[1]);
    return Math.abs(this.magnification - 1) < 1e-6 && moved * this.scale < 0.5;
  }

  get magnification() {
    return this.scale / this.fitScale;
  }

  /**
   * @param {number} width
   * @param {number} height
   * @param {Place} covered
   */
  resize(width, height, covered = [0, 0]) {
    const { magnification, isHome } = this;
    [this.width, this.height, this.covered] = [width, height, covered];
    this.scale = magnification * this.fitScale;
    if (isHome) this.show(this.home);
  }

  /** Reset the view, or show the whole map if the view is already reset. */
  fit() {
    this.show(this.isHome ? this.whole : this.home);
  }

  /** @param {Box} box of some points, or of one */
  approach(box) {
    this.show(box, CLOSE);
  }

  /**
   * Zoom to a box of the map, at a magnification of at most `closest`.
   * @param {Box} box
   */
  show(box, closest = Infinity) {
    this.scale = Math.min(this.scaleOf(box), closest * this.fitScale);
    this.limit();
    this.center = this.centerOf(box, this.scale);
    this.limit();
  }

  /**
   * Show a place in the middle, at a magnification.
   * @param {Place} place
   * @param {number} magnification
   */
  look(place, magnification) {
    this.show(this.home);
    this.zoom(magnification);
    this.center = this.centerOf([place, place], this.scale);
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
    const { middle } = this;
    for (const i of [0, 1]) middle[i] = Math.min(Math.max(middle[i], low[i]), high[i]);
    this.center = this.centerOf([middle, middle], this.scale);
  }
}

/**
 * The bounding box of rows, of all if none are given.
 * @param {Uint16Array | Float32Array} layout
 * @param {Iterable<number>} rows
 * @returns {Box}
 */
export function boxOf(layout, rows = new Uint8Array(layout.length / 2).keys()) {
  let [left, bottom, right, top] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const row of rows) {
    const [x, y] = [layout[2 * row], layout[2 * row + 1]];
    if (x < left) left = x;
    if (x > right) right = x;
    if (y < bottom) bottom = y;
    if (y > top) top = y;
  }
  return [
    [left, bottom],
    [right, top],
  ];
}
