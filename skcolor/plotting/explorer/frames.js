// The frames of the map: when they are drawn, and how points look in them.

import { markSize, pointSize, rimColor } from "./marks.js";
import { coveredBy } from "./toolbar.js";
import { Transition } from "./transition.js";

/** @typedef {import("./explorer.js").Explorer} Explorer */

const FRAME_TIME = 40; // milliseconds
const stillness = matchMedia("(prefers-reduced-motion: reduce)");

export class Frames {
  /** @param {Explorer} explorer */
  constructor(explorer) {
    this.explorer = explorer;
    this.isStale = false; // whether what is drawn is no longer what it should be
    this.awaited = 0;
    /** @type {Transition | null} */
    this.transition = null; // while points are on their way to another layout
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
      if (this.transition) this.proceed(this.transition);
      else if (this.isStale) this.draw(FRAME_TIME);
      else if (!this.explorer.panes.more(FRAME_TIME)) this.await();
    });
  }

  /** Let points set off from where they are seen now to another layout. */
  leave() {
    const { layout, view } = this.explorer;
    this.transition = stillness.matches
      ? null
      : new Transition(layout.steps, view, this.sizeNow());
  }

  /** @param {Transition} transition */
  proceed(transition) {
    transition.go(performance.now());
    if (transition.share === 1) this.transition = null;
    this.draw(FRAME_TIME);
    // The first frame may take longer, because it prepares a layout.
    if (transition.share === 0) transition.started = performance.now();
    this.explorer.showMarks();
    if (this.transition) this.await();
  }

  /**
   * Draw now, for at most `budget` milliseconds, and the rest in the next frames.
   * @param {number} budget
   */
  draw(budget = Infinity) {
    if (budget === Infinity) this.transition = null; // a picture is one of a layout
    this.isStale = false;
    if (!this.explorer.panes.draw(this.describe(), budget)) this.await();
  }

  /** Diameter of a point, which may be on its way. */
  sizeNow() {
    const { view, layout, state } = this.explorer;
    const size = pointSize(view, layout.nRows, state.doublings);
    const before = this.transition;
    return before ? before.size + before.share * (size - before.size) : size;
  }

  /** All that a frame shows but the colors of points. */
  describe() {
    const { view, layout, canvas, order, selection } = this.explorer;
    const { shown, drawn } = selection;
    const size = this.sizeNow();
    const nShown = (shown ?? order).length;
    const [background, ink] = [cssColor(canvas, "backgroundColor"), cssColor(canvas, "color")];
    return {
      view,
      steps: layout.steps,
      before: this.transition,
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

  /** Draw again when the window goes to a screen of another resolution, or is zoomed. */
  followResolution() {
    const { signal } = this.explorer.stop;
    const current = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
    const follow = () => {
      this.explorer.resize();
      this.followResolution();
    };
    current.addEventListener("change", follow, { once: true, signal });
  }

  /** Give the map the size of its room. */
  resize() {
    this.transition = null;
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
