/**
 * The rows that are marked, in the same order.
 * @param {Uint32Array} rows
 * @param {Uint8Array} isMarked
 */
export function pickRows(rows, isMarked) {
  const picked = new Uint32Array(rows.length);
  let n = 0;
  for (let i = 0; i < rows.length; i++) {
    picked[n] = rows[i];
    n += isMarked[rows[i]]; // without a branch, which random rows would make slow
  }
  return picked.slice(0, n);
}

/**
 * 0 … n - 1 in a fixed random order (Fisher-Yates shuffle with the generator mulberry32),
 * so that no group of points hides another.
 * @param {number} n
 */
export function shuffledRows(n) {
  const rows = new Uint32Array(n).map((_, i) => i);
  let state = 0;
  for (let i = n - 1; i > 0; i--) {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    const j = Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * (i + 1));
    [rows[i], rows[j]] = [rows[j], rows[i]];
  }
  return rows;
}
