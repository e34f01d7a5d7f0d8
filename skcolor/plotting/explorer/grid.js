// Spatial index: finds the points under the pointer or in a lasso without testing all.

const N_SIDE = 256; // 256 × 256 cells over the packed layout
const CELL = 65536 / N_SIDE;

/**
 * Outlying points are in the cells at the edge.
 * @param {number} c
 */
function toCell(c) {
  return Math.min(Math.max(Math.floor(c / CELL), 0), N_SIDE - 1);
}

/** @typedef {[number, number]} Place */

export class Grid {
  /** @param {Uint16Array | Float32Array} layout */
  constructor(layout) {
    this.layout = layout;
    const n = layout.length / 2;
    const cells = new Uint16Array(n);
    this.ends = new Uint32Array(N_SIDE * N_SIDE + 1);
    for (let row = 0; row < n; row++) {
      cells[row] = toCell(layout[2 * row + 1]) * N_SIDE + toCell(layout[2 * row]);
      this.ends[cells[row] + 1]++;
    }
    for (let i = 1; i < this.ends.length; i++) this.ends[i] += this.ends[i - 1];
    this.rows = new Uint32Array(n);
    const next = this.ends.slice();
    for (let row = 0; row < n; row++) this.rows[next[cells[row]]++] = row;
  }

  /**
   * Calls `visit` with each row in the cells that overlap a box.
   * @param {number} left
   * @param {number} bottom
   * @param {number} right
   * @param {number} top
   * @param {(row: number) => void} visit
   */
  near(left, bottom, right, top, visit) {
    const [first, last] = [toCell(left), toCell(right)];
    for (let y = toCell(bottom); y <= toCell(top); y++) {
      const end = this.ends[y * N_SIDE + last + 1];
      for (let i = this.ends[y * N_SIDE + first]; i < end; i++) visit(this.rows[i]);
    }
  }

  /**
   * The row nearest to a place within `radius`, or -1; if given, only among the rows that
   * `isWanted` marks.
   * @param {Place} place
   * @param {number} radius
   * @param {Uint8Array | null} isWanted
   */
  nearest([x, y], radius, isWanted = null) {
    const { layout } = this;
    let best = radius * radius;
    let found = -1;
    this.near(x - radius, y - radius, x + radius, y + radius, (row) => {
      if (isWanted && !isWanted[row]) return;
      const dx = layout[2 * row] - x;
      const dy = layout[2 * row + 1] - y;
      const distance = dx * dx + dy * dy;
      if (distance <= best) [best, found] = [distance, row];
    });
    return found;
  }

  /**
   * Rows in the same place as a row, itself among them, in row order.
   * @param {number} row
   */
  together(row) {
    const { layout } = this;
    const [x, y] = [layout[2 * row], layout[2 * row + 1]];
    /** @type {number[]} */
    const found = [];
    this.near(x, y, x, y, (other) => {
      if (layout[2 * other] === x && layout[2 * other + 1] === y) found.push(other);
    });
    return found.sort((a, b) => a - b);
  }

  /**
   * Rows inside a polygon, in row order.
   * @param {Place[]} polygon
   */
  inside(polygon) {
    const { layout } = this;
    const xs = polygon.map((corner) => corner[0]);
    const ys = polygon.map((corner) => corner[1]);
    /** @type {number[]} */
    const found = [];
    this.near(Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys), (row) => {
      if (isInside(layout[2 * row], layout[2 * row + 1], xs, ys)) found.push(row);
    });
    return found.sort((a, b) => a - b);
  }
}

/**
 * Whether a ray from (x, y) to the right crosses the polygon an odd number of times.
 * @param {number} x
 * @param {number} y
 * @param {number[]} xs
 * @param {number[]} ys
 */
function isInside(x, y, xs, ys) {
  let inside = false;
  for (let i = 0, j = xs.length - 1; i < xs.length; j = i++) {
    if (ys[i] > y === ys[j] > y) continue;
    if (x < xs[i] + ((y - ys[i]) / (ys[j] - ys[i])) * (xs[j] - xs[i])) inside = !inside;
  }
  return inside;
}
