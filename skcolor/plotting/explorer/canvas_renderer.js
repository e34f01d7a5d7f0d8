// Draws the map on the CPU, if there is no GPU.

import { FADE } from "./marks.js";

/** @typedef {import("./marks.js").Frame} Frame */

export class CanvasRenderer {
  /**
   * @param {HTMLCanvasElement} canvas
   * @param {Uint16Array | Float32Array} layout
   * @param {Uint32Array} order
   */
  constructor(canvas, layout, order) {
    const context = canvas.getContext("2d", { alpha: false });
    if (!context) throw new Error("this browser cannot draw on a canvas");
    this.context = context;
    this.layout = layout;
    this.order = order;
    this.image = context.createImageData(1, 1);
    this.pixels = new Uint32Array(this.image.data.buffer);
  }

  /** @param {Frame} frame */
  draw(frame) {
    const { width, height } = this.context.canvas;
    const { rows, selected, ring, background, markSize } = frame;
    if (this.image.width !== width || this.image.height !== height) {
      this.image = this.context.createImageData(width, height);
      this.pixels = new Uint32Array(this.image.data.buffer);
    }
    this.pixels.fill(pack(background[0], background[1], background[2]));
    this.stamp(rows, frame, selected ? FADE : 0);
    if (selected && !ring) this.stamp(selected, { ...frame, size: markSize }, 0);
    this.context.putImageData(this.image, 0, 0);
    if (selected && ring) this.mark(selected, frame);
  }

  /**
   * Draw a disc for each row, the last on top.
   * @param {Uint32Array} rows
   * @param {Frame} frame
   * @param {number} fade
   */
  stamp(rows, { view, ratio, colors, size, background }, fade) {
    const { layout, pixels } = this;
    const { width, height } = this.image;
    const disc = makeDisc(size * ratio);
    const reach = (disc.length - 1) / 2;
    const scale = view.scale * ratio;
    const [centerX, centerY] = view.center;
    const [red, green, blue] = background.map((c) => c * fade);
    const kept = 1 - fade;
    for (let k = 0; k < rows.length; k++) {
      const row = rows[k];
      const x = Math.floor(width / 2 + (layout[2 * row] - centerX) * scale);
      const y = Math.floor(height / 2 - (layout[2 * row + 1] - centerY) * scale);
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
  mark(rows, { view, ratio, colors, markSize, ring, ink }) {
    const { context, layout } = this;
    context.lineWidth = ring * ratio;
    context.strokeStyle = `rgb(${ink})`;
    for (const row of rows) {
      const [x, y] = view.toScreen(layout[2 * row], layout[2 * row + 1]);
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
