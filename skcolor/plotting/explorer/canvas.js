// Draws the map on the CPU, if there is no GPU.

class CanvasRenderer {
  constructor(canvas, layout, order) {
    this.context = canvas.getContext("2d", { alpha: false });
    this.layout = layout;
    this.order = order;
  }

  draw({ view, ratio, colors, size, selected, marked, background, ink }) {
    const { width, height } = this.context.canvas;
    if (this.image?.width !== width || this.image.height !== height) {
      this.image = this.context.createImageData(width, height);
      this.pixels = new Uint32Array(this.image.data.buffer);
    }
    this.pixels.fill(packColor(background, 0));
    const places = { view, ratio, width, height };
    this.stamp(this.order, places, colors, size, selected ? FADE : 0, background);
    if (selected && !marked) this.stamp(selected, places, colors, size, 0, background);
    this.context.putImageData(this.image, 0, 0);
    if (selected && marked) this.mark(selected, places, colors, ink);
  }

  // Draw a disc for each row, the last on top.
  stamp(rows, { view, ratio, width, height }, colors, size, fade, background) {
    const { layout, pixels } = this;
    const disc = makeDisc(size * ratio);
    const reach = (disc.length - 1) / 2;
    const scale = view.scale * ratio;
    for (const row of rows) {
      const x = Math.floor(width / 2 + (layout[2 * row] - view.center[0]) * scale);
      const y = Math.floor(height / 2 - (layout[2 * row + 1] - view.center[1]) * scale);
      if (x < -reach || y < -reach || x >= width + reach || y >= height + reach) continue;
      const paint = mixColor(colors, 3 * row, background, fade);
      for (let line = 0; line < disc.length; line++) {
        const down = y + line - reach;
        if (down < 0 || down >= height) continue;
        const end = Math.min(x + disc[line], width - 1);
        for (let i = Math.max(x - disc[line], 0); i <= end; i++) pixels[down * width + i] = paint;
      }
    }
  }

  mark(rows, { view, ratio }, colors, ink) {
    const { context, layout } = this;
    context.lineWidth = MARK_RING * ratio;
    context.strokeStyle = `rgb(${ink})`;
    for (const row of rows) {
      const [x, y] = view.toScreen(layout[2 * row], layout[2 * row + 1]);
      context.fillStyle = `rgb(${colors.subarray(3 * row, 3 * row + 3).join()})`;
      context.beginPath();
      context.arc(x * ratio, y * ratio, ((MARK_SIZE - MARK_RING) * ratio) / 2, 0, 2 * Math.PI);
      context.fill();
      context.stroke();
    }
  }

  forget() {} // nothing is cached
}

// Half widths of the scan lines of a disc, in whole pixels.
function makeDisc(size) {
  const reach = Math.max(0, Math.round((size - 1) / 2));
  const lines = Array.from({ length: 2 * reach + 1 }, (_, i) => i - reach);
  return lines.map((y) => Math.floor(Math.sqrt((reach + 0.3) ** 2 - y * y)));
}

function mixColor(colors, at, background, fade) {
  if (fade === 0) return packColor(colors, at);
  const mixed = background.map((c, i) => Math.round(colors[at + i] * (1 - fade) + c * fade));
  return packColor(mixed, 0);
}

function packColor(colors, at) {
  return ((255 << 24) | (colors[at + 2] << 16) | (colors[at + 1] << 8) | colors[at]) >>> 0;
}
