// Spatial index: finds the points under the pointer or in a lasso without testing all.

const N_SIDE = 256; // 256 × 256 cells over the packed layout
const CELL = 65536 / N_SIDE;
// Outlying points are in the cells at the edge.
const toCell = (c) => Math.min(Math.max(Math.floor(c / CELL), 0), N_SIDE - 1);

class Grid {
  constructor(layout) {
    this.layout = layout;
    const cell = (row) => toCell(layout[2 * row + 1]) * N_SIDE + toCell(layout[2 * row]);
    const n = layout.length / 2;
    this.ends = new Uint32Array(N_SIDE * N_SIDE + 1);
    for (let row = 0; row < n; row++) this.ends[cell(row) + 1]++;
    for (let i = 1; i < this.ends.length; i++) this.ends[i] += this.ends[i - 1];
    this.rows = new Uint32Array(n);
    const next = this.ends.slice();
    for (let row = 0; row < n; row++) this.rows[next[cell(row)]++] = row;
  }

  // Rows in the cells that overlap a box.
  *near(left, bottom, right, top) {
    for (let y = toCell(bottom); y <= toCell(top); y++) {
      const line = y * N_SIDE;
      const end = this.ends[line + toCell(right) + 1];
      for (let i = this.ends[line + toCell(left)]; i < end; i++) yield this.rows[i];
    }
  }

  // The row nearest to a point within `radius`, or -1.
  nearest([x, y], radius) {
    let [best, found] = [radius * radius, -1];
    for (const row of this.near(x - radius, y - radius, x + radius, y + radius)) {
      const dx = this.layout[2 * row] - x;
      const dy = this.layout[2 * row + 1] - y;
      const distance = dx * dx + dy * dy;
      if (distance <= best) [best, found] = [distance, row];
    }
    return found;
  }

  // Rows inside a polygon of [x, y], in row order.
  inside(polygon) {
    const xs = polygon.map((corner) => corner[0]);
    const ys = polygon.map((corner) => corner[1]);
    const found = [];
    const box = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
    for (const row of this.near(...box)) {
      if (isInside(this.layout[2 * row], this.layout[2 * row + 1], xs, ys)) found.push(row);
    }
    return found.sort((a, b) => a - b);
  }
}

// Whether a ray from (x, y) to the right crosses the polygon an odd number of times.
function isInside(x, y, xs, ys) {
  let inside = false;
  for (let i = 0, j = xs.length - 1; i < xs.length; j = i++) {
    if (ys[i] > y === ys[j] > y) continue;
    if (x < xs[i] + ((y - ys[i]) / (ys[j] - ys[i])) * (xs[j] - xs[i])) inside = !inside;
  }
  return inside;
}
