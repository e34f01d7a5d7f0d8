// How points and selected points are drawn, by both renderers.

/**
 * @typedef {object} Frame
 * @property {import("./view.js").View} view
 * @property {number} ratio device pixels per CSS pixel
 * @property {Uint8Array} colors
 * @property {number} size diameter of a point in CSS pixels
 * @property {Uint32Array} rows in drawing order
 * @property {Uint32Array | null} selected rows in drawing order
 * @property {number} markSize diameter of a selected point in CSS pixels
 * @property {number} ring width of the ring around a selected point in CSS pixels
 * @property {number[]} background
 * @property {number[]} ink
 */

export const FADE = 0.86; // how much unselected points blend into the background

const MARK_SIZE = 11; // CSS pixels
const MARK_RING = 1.5;
const SMALLEST_RINGED = 4;
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

/**
 * Diameter of a selected point, and width of its ring: large if few points are selected, and
 * never smaller than a point that is not.
 * @param {import("./view.js").View} view
 * @param {number} n number of selected points
 * @param {number} size diameter of a point
 */
export function markSize(view, n, size) {
  const room = Math.sqrt(COVERAGE / n) * Math.min(view.width, view.height);
  const diameter = Math.max(Math.min(room, MARK_SIZE), size);
  if (diameter < SMALLEST_RINGED) return { markSize: diameter, ring: 0 };
  const ring = Math.min(MARK_RING, diameter / 6);
  return { markSize: Math.max(diameter, size + 2 * ring), ring };
}
