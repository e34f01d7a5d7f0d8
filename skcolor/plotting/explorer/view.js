// Which part of the map is on the screen. The map has the units of the packed layout, 0 to
// 65535 with y upwards; the screen has CSS pixels with y downwards.

const MARGIN = 0.94;
const LARGEST_SCALE = 2; // pixels for one step of the packed layout

class View {
  constructor(extent) {
    this.extent = extent;
    this.width = this.height = 1;
    this.fit();
  }

  get fitScale() {
    return MARGIN * Math.min(this.width / this.extent[0], this.height / this.extent[1]);
  }

  get magnification() {
    return this.scale / this.fitScale;
  }

  resize(width, height) {
    const magnification = this.magnification;
    [this.width, this.height] = [width, height];
    this.scale = magnification * this.fitScale;
  }

  fit() {
    this.show([0, 0], this.extent);
  }

  // Show the box between two corners of the map, at most `closest` times magnified.
  show([left, bottom], [right, top], closest = Infinity) {
    const room = Math.min(
      this.width / Math.max(right - left, 1),
      this.height / Math.max(top - bottom, 1),
    );
    this.center = [(left + right) / 2, (bottom + top) / 2];
    this.scale = Math.min(MARGIN * room, closest * this.fitScale);
    this.limit();
  }

  pan(dx, dy) {
    this.center[0] -= dx / this.scale;
    this.center[1] += dy / this.scale;
    this.limit();
  }

  // Magnify by a factor; the place under the screen point (x, y) stays there.
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

  // The map can be made neither so small nor so large, nor moved so far, that it is lost.
  limit() {
    const largest = Math.max(LARGEST_SCALE, this.fitScale);
    this.scale = Math.min(Math.max(this.scale, this.fitScale / 2), largest);
    this.center = this.center.map((c, i) => Math.min(Math.max(c, 0), this.extent[i]));
  }
}

// The largest x and y; both begin at 0.
function extentOf(layout) {
  const extent = [1, 1];
  layout.forEach((c, i) => (extent[i % 2] = Math.max(extent[i % 2], c)));
  return extent;
}
