// How points and selected points are drawn, by both renderers.

/**
 * @typedef {object} Frame
 * @property {import("./view.js").View} view
 * @property {number} ratio device pixels per CSS pixel
 * @property {Uint8Array} colors
 * @property {number} size diameter of a point in CSS pixels
 * @property {Uint32Array | null} selected rows in drawing order
 * @property {boolean} marked whether selected points are large, with a ring
 * @property {number[]} background
 * @property {number[]} ink
 */

export const FADE = 0.86; // how much unselected points blend into the background
export const N_MARKED = 400; // up to this many selected points are drawn large, with a ring
export const MARK_SIZE = 11;
export const MARK_RING = 1.5;

const COVERAGE = 0.35; // share of the map that all points would cover side by side
const GROWTH = 0.75; // exponent of point size by magnification
const SMALLEST = 1.2; // pixels
const LARGEST = 14;

/**
 * Diameter of a point in CSS pixels.
 * @param {import("./view.js").View} view
 * @param {number} n number of points
 * @param {number} doublings what the reader adds
 */
export function pointSize(view, n, doublings) {
  const side = Math.min(view.width, view.height);
  const suited = Math.sqrt(COVERAGE / n) * side * Math.max(view.magnification, 0.5) ** GROWTH;
  return Math.min(Math.max(suited, SMALLEST) * 2 ** doublings, LARGEST);
}
