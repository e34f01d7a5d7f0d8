// The frames of the map: when they are drawn, and how points look in them.

import { markSize, pointSize, rimColor } from "./marks.js";
import { coveredBy } from "./toolbar.js";

/** @typedef {import("./explorer.js").Explorer} Explorer */

const FRAME_TIME = 40; // milliseconds

export class Frames {
  /** @param {Explorer} explorer */
  constructor(explorer) {
    this.explorer = explorer;
    this.isStale = false; // whether what is drawn is no longer what it should be
    this.awaited = 0;
    explorer.stop.signal.addEventListener("abort", () => cancelAnimationFrame(this.awaited));
  }

  /** Draw in the next frame. */
  redraw() {
    this.isStale = true;
    this.await();
  }

  await() {
    this.awaited ||= requestAnimationFrame(() => {
      this.awaited = 0;
      if (this.isStale) this.draw(FRAME_TIME);
      else if (!this.explorer.panes.more(FRAME_TIME)) this.await();
    });
  }

  /**
   * Draw now, for at most `budget` milliseconds, and the rest in the next frames.
   * @param {number} budget
   */
  draw(budget = Infinity) {
    this.isStale = false;
    if (!this.explorer.panes.draw(this.describe(), budget)) this.await();
  }

  /** All that a frame shows but the colors of points. */
  describe() {
    const { view, canvas, layout, order, state, selection } = this.explorer;
    const { shown, drawn } = selection;
    const size = pointSize(view, layout.nRows, state.doublings);
    const nShown = (shown ?? order).length;
    const [background, ink] = [cssColor(canvas, "backgroundColor"), cssColor(canvas, "color")];
    return {
      view,
      ratio: canvas.width / view.width,
      size,
      rows: shown,
      selected: drawn,
      ...markSize(view, drawn?.length || 1, size),
      rim: rimColor(size, drawn ? 0 : nShown, background, ink),
      background,
      ink,
    };
  }

  /** Give the map the size of its room. */
  resize() {
    const { canvas, panes, view } = this.explorer;
    const room = /** @type {Element} */ (canvas.parentElement).getBoundingClientRect();
    const { width, height } = panes.resize(room);
    view.resize(width, height, coveredBy(this.explorer.part("tools"), width, height));
    this.draw(FRAME_TIME); // immediately, because a resized canvas is empty
  }
}

/**
 * @param {Element} element
 * @param {"backgroundColor" | "color"} property
 */
function cssColor(element, property) {
  const numbers = getComputedStyle(element)[property].match(/\d+/g) ?? [];
  return numbers.slice(0, 3).map(Number);
}
