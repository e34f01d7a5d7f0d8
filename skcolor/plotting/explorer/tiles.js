// Which tiles are read for a view. Each point is in one tile of one level, and the levels
// down to any are a fair sample of all points. So whole levels are read, from the first on.

/** @typedef {import("./view.js").Box} Box */

/**
 * @typedef {object} Tile
 * @property {number} id
 * @property {number} level
 * @property {number} n number of its points
 * @property {Box} box
 */

/** @param {number[][]} lines the level, the number of points and the box of each tile */
export function readTiles(lines) {
  return lines.map(([level, n, left, bottom, right, top], id) => {
    return /** @type {Tile} */ ({ id, level, n, box: [[left, bottom], [right, top]] });
  });
}

/**
 * @param {Box} a
 * @param {Box} b
 */
export function overlap([low, high], [otherLow, otherHigh]) {
  return [0, 1].every((i) => low[i] <= otherHigh[i] && otherLow[i] <= high[i]);
}

/**
 * The share of a box that lies in a view.
 * @param {Box} box
 * @param {Box} view
 */
export function shareOf([low, high], [viewLow, viewHigh]) {
  const shares = [0, 1].map((i) => {
    const length = Math.min(high[i], viewHigh[i]) - Math.max(low[i], viewLow[i]);
    if (length < 0) return 0;
    return high[i] > low[i] ? length / (high[i] - low[i]) : 1;
  });
  return shares[0] * shares[1];
}

/**
 * The tiles to read for a view, coarse to fine, and in a level from the middle of the view
 * outward; and the last level.
 * @param {Tile[]} tiles
 * @param {Box} view
 * @param {number} budget about how many points to show in the view; the first level always
 * @param {number} most the largest number of tiles
 */
export function chooseTiles(tiles, view, budget, most) {
  const middle = [0, 1].map((i) => (view[0][i] + view[1][i]) / 2);
  /** @param {Tile} tile */
  const distance = ({ box: [low, high] }) =>
    Math.hypot(...middle.map((c, i) => Math.max(low[i] - c, c - high[i], 0)));
  const last = tiles.at(-1)?.level ?? 0;
  /** @type {Tile[]} */
  let chosen = [];
  let n = 0;
  for (let level = 0; level <= last; level++) {
    const added = tiles.filter((tile) => tile.level === level && overlap(tile.box, view));
    for (const tile of added) n += tile.n * shareOf(tile.box, view);
    const isTooMuch = n > budget || chosen.length + added.length > most;
    if (level > 0 && isTooMuch) return { chosen, level: level - 1 };
    added.sort((a, b) => distance(a) - distance(b) || a.id - b.id);
    chosen = [...chosen, ...added.slice(0, most)];
  }
  return { chosen, level: last };
}

/**
 * What part of all points the levels down to one have.
 * @param {Tile[]} tiles
 * @param {number} level
 */
export function sampledShare(tiles, level) {
  let [some, all] = [0, 0];
  for (const tile of tiles) {
    all += tile.n;
    if (tile.level <= level) some += tile.n;
  }
  return some / all;
}
