// Numbers in bins.

const N_BINS = 40;
const N_RANKED = 1000;
const LONG_TAIL = 30; // from here on, the largest is so many medians away: bins of equal ratio

/**
 * The edges of bins of equal width, or of equal ratio for positive numbers with a long tail.
 * Whole numbers have edges half way between them, if they are few a bin each. Empty if no
 * number is finite.
 * @param {ArrayLike<number>} values
 */
export function makeEdges(values) {
  let [low, high, isWhole] = [Infinity, -Infinity, true];
  for (let row = 0; row < values.length; row++) {
    if (!Number.isFinite(values[row])) continue;
    low = Math.min(low, values[row]);
    high = Math.max(high, values[row]);
    isWhole &&= Number.isInteger(values[row]);
  }
  if (low > high) return [];
  if (isWhole && high - low < N_BINS) return wholeEdges(low, high, 1);
  const step = Math.ceil(values.length / N_RANKED); // for the median, some rows are enough
  const some = Array.from({ length: Math.ceil(values.length / step) }, (_, i) => i * step);
  const isLong = low > 0 && high / medianOf(values, some) > LONG_TAIL;
  if (isWhole && !isLong) return wholeEdges(low, high, Math.ceil((high - low + 1) / N_BINS));
  const at = (/** @type {number} */ share) =>
    isLong ? low * (high / low) ** share : low * (1 - share) + high * share;
  const edges = Array.from({ length: N_BINS + 1 }, (_, i) => at(i / N_BINS));
  // Exactly, so that rounding leaves no number out.
  [edges[0], edges[N_BINS]] = [low, high];
  return edges;
}

/**
 * @param {number} low
 * @param {number} high
 * @param {number} width
 */
function wholeEdges(low, high, width) {
  const n = Math.ceil((high - low + 1) / width);
  const edges = Array.from({ length: n + 1 }, (_, i) => low + i * width - 0.5);
  edges[n] = high + 0.5;
  return edges;
}

/**
 * The bin of each number; those outside are in the first and the last bin, and `edges.length`
 * stands for a missing number.
 * @param {ArrayLike<number>} values
 * @param {number[]} edges
 */
export function binsOf(values, edges) {
  const bins = new Uint8Array(values.length);
  const last = edges.length - 2;
  for (let row = 0; row < values.length; row++) {
    bins[row] = Number.isNaN(values[row]) ? edges.length : binOf(values[row], edges, last);
  }
  return bins;
}

/**
 * @param {number} value
 * @param {number[]} edges
 * @param {number} last
 */
function binOf(value, edges, last) {
  let [low, high] = [0, last];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (value >= edges[middle]) low = middle;
    else high = middle - 1;
  }
  return low;
}

/**
 * The outline of bars, as the path of an SVG of width `counts.length` and height 1.
 * @param {ArrayLike<number>} counts
 * @param {number} largest the count whose bar has the whole height
 */
export function outline(counts, largest) {
  let path = "";
  for (let i = 0; i < counts.length; i++) {
    if (counts[i]) path += `M${i} 1V${(1 - counts[i] / largest).toFixed(4)}H${i + 1}V1Z`;
  }
  return path;
}

/**
 * The median of the numbers of some rows, without the missing ones; NaN if all are missing.
 * @param {ArrayLike<number>} values
 * @param {ArrayLike<number>} rows
 */
export function medianOf(values, rows) {
  const known = new Float64Array(rows.length);
  let n = 0;
  for (let i = 0; i < rows.length; i++) {
    const value = values[rows[i]];
    if (!Number.isNaN(value)) known[n++] = value;
  }
  const sorted = known.subarray(0, n).sort();
  return n ? (sorted[(n - 1) >> 1] + sorted[n >> 1]) / 2 : NaN;
}
