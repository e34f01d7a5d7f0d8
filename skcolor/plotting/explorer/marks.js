// How points and selected points are drawn, by both renderers.

/**
 * @typedef {object} Frame
 * @property {import("./view.js").View} view
 * @property {Uint16Array | Float32Array} steps the layout
 * @property {import("./transition.js").Transition | null} before where points come from, if they
 *   are on their way
 * @property {number} ratio device pixels per CSS pixel
 * @property {Uint8Array} colors
 * @property {number} size diameter of a point in CSS pixels
 * @property {Uint32Array | null} rows in drawing order; null for all
 * @property {Uint32Array | null} selected rows in drawing order
 * @property {number} markSize diameter of a selected point in CSS pixels
 * @property {number} ring width of the ring around a selected point in CSS pixels
 * @property {number[] | null} rim color around all points together, if they have a rim
 * @property {number[]} background
 * @property {number[]} ink
 */

export const FADE = 0.86; // how much unselected points blend into the background

export const RIM = 1; // CSS pixels

const SMALLEST_RIMMED = 4; // CSS pixels
const MOST_RIMMED = 200_000; // points: they take twice the time
const RIM_INK = 0.48; // gives a contrast of 3 on light and dark paper
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

/**
 * The color of a rim that parts points from a background of the same color; null if points
 * are too small or too many for it.
 * @param {number} size diameter of a point
 * @param {number} n number of points that are not faded
 * @param {number[]} background
 * @param {number[]} ink
 */
export function rimColor(size, n, background, ink) {
  if (size < SMALLEST_RIMMED || n < 1 || n > MOST_RIMMED) return null;
  return background.map((c, i) => Math.round(c + RIM_INK * (ink[i] - c)));
}
