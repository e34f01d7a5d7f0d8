// The way from one layout to another: on the screen, each point moves in a straight line.

/** @typedef {import("./view.js").Place} Place */

const DURATION = 600; // milliseconds

export class Transition {
  /**
   * @param {Uint16Array | Float32Array} steps where points come from
   * @param {import("./view.js").View} view in which they were seen there
   * @param {number} size of a point then
   */
  constructor(steps, view, size) {
    this.steps = steps;
    this.view = view.copy();
    this.size = size;
    this.started = -1;
    this.share = 0; // how far points have come, from 0 to 1
  }

  /**
   * @param {number} now in milliseconds
   */
  go(now) {
    if (this.started < 0) this.started = now;
    this.share = ease(Math.min(Math.max((now - this.started) / DURATION, 0), 1));
  }
}

/**
 * Slowly, fast, slowly.
 * @param {number} t from 0 to 1
 */
function ease(t) {
  return t < 0.5 ? 4 * t ** 3 : 1 - 4 * (1 - t) ** 3;
}

/**
 * Where a row is on the screen, perhaps on its way.
 * @param {Pick<import("./marks.js").Frame, "view" | "steps" | "before">} frame
 * @param {number} row
 * @returns {Place}
 */
export function placeOnScreen({ view, steps, before }, row) {
  const [x, y] = view.toScreen(steps[2 * row], steps[2 * row + 1]);
  if (!before) return [x, y];
  const [fromX, fromY] = before.view.toScreen(before.steps[2 * row], before.steps[2 * row + 1]);
  return [fromX + before.share * (x - fromX), fromY + before.share * (y - fromY)];
}
