// Which part of the map is visible. The map has the units of the packed layout, in which
// its bulk spans 0 to 65535, with y upward; the screen has CSS pixels, with y downward.

const MARGIN = 0.94;
// Boxes are [[left, bottom], [right, top]].
class View {
  // `home` contains all points except outlying ones, `whole` contains all; `largestScale` is
  // in pixels per step of the packed layout.
  constructor(home, whole, largestScale) {
    Object.assign(this, { home, whole, largestScale });
    this.width = this.height = 1;
    this.show(...home);
  }

  // The scale at which a box fills the screen.
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

  resize(width, height) {
    const magnification = this.magnification;
    [this.width, this.height] = [width, height];
    this.scale = magnification * this.fitScale;
  }

  // Reset the view, or show the whole map if the view is already reset.
  fit() {
    this.show(...(this.isHome ? this.whole : this.home));
  }

  // Zoom to a box of the map, at a magnification of at most `closest`.
  show([left, bottom], [right, top], closest = Infinity) {
    this.center = [(left + right) / 2, (bottom + top) / 2];
    const room = this.scaleOf([[left, bottom], [right, top]]);
    this.scale = Math.min(room, closest * this.fitScale);
    this.limit();
  }

  pan(dx, dy) {
    this.center[0] -= dx / this.scale;
    this.center[1] += dy / this.scale;
    this.limit();
  }

  // Zoom by a factor; the map point under the screen point (x, y) stays fixed.
  zoom(factor, x = this.width / 2, y = this.height / 2) {
    const place = this.toMap(x, y);
    this.scale *= factor;
    this.limit();
    const moved = this.toScreen(...place);
    this.pan(x - moved[0], y - moved[1]);
  }

  toMap(x, y) {
    return [
      this.center[0] + (x - this.width / 2) / this.scale,
      this.center[1] - (y - this.height / 2) / this.scale,
    ];
  }

  toScreen(x, y) {
    return [
      this.width / 2 + (x - this.center[0]) * this.scale,
      this.height / 2 - (y - this.center[1]) * this.scale,
    ];
  }

  isInView(x, y) {
    const place = this.toScreen(x, y);
    return place[0] >= 0 && place[0] < this.width && place[1] >= 0 && place[1] < this.height;
  }

  // Limit zoom and pan so that the map cannot get lost.
  limit() {
    const largest = Math.max(this.largestScale, this.fitScale);
    this.scale = Math.min(Math.max(this.scale, this.scaleOf(this.whole) / 2), largest);
    const [low, high] = this.whole;
    this.center = this.center.map((c, i) => Math.min(Math.max(c, low[i]), high[i]));
  }
}

// The bounding box of rows.
function boxOf(layout, rows) {
  const [low, high] = [[Infinity, Infinity], [-Infinity, -Infinity]];
  for (const row of rows) {
    for (const i of [0, 1]) {
      low[i] = Math.min(low[i], layout[2 * row + i]);
      high[i] = Math.max(high[i], layout[2 * row + i]);
    }
  }
  return [low, high];
}
