// The tiles that were read, in arrays of a fixed size. Each tile takes a block of rows in
// them, so that a row number is that of a place in the arrays, not of the whole map.

import { MOST_FOUND } from "./tile_search.js";

/** @typedef {import("./tiles.js").Tile} Tile */

/**
 * A tile that has a block.
 * @typedef {object} Held
 * @property {Tile} tile
 * @property {number} first its first row
 * @property {Set<number>} colorings whose colors were read
 * @property {Uint32Array | null} numbers of its rows in the whole map
 * @property {string[][] | null} texts of its rows: hover texts and columns
 */

const MOST_BLOCKS = 128;

export class TileStore {
  /**
   * @param {Tile[]} tiles
   * @param {number} nColorings
   * @param {number} nBlocks
   */
  constructor(tiles, nColorings, nBlocks = Math.min(tiles.length, MOST_BLOCKS)) {
    this.nBlocks = nBlocks;
    this.blockRows = tiles.reduce((most, { n }) => Math.max(most, n), 0);
    this.firstFound = nBlocks * this.blockRows; // after all blocks: what a search has found
    this.n = this.firstFound + MOST_FOUND;
    /** @type {Held | null} */
    this.found = null;
    /** @type {import("./tile_search.js").Hit[]} */
    this.hits = [];
    this.steps = new Float32Array(2 * this.n);
    this.colorings = Array.from({ length: nColorings }, () => new Uint8Array(3 * this.n));
    this.labels = new Uint32Array(this.n);
    this.isShown = new Uint8Array(this.n);
    /** @type {Map<number, Held>} */
    this.held = new Map(); // by tile, those used last at the end
    /** @type {(Tile | null)[]} */
    this.blocks = Array.from({ length: nBlocks }, () => null);
    /** @type {Held[]} */
    this.shown = [];
  }

  /**
   * What is held of the tile of a row.
   * @param {number} row
   */
  of(row) {
    if (this.found && row >= this.firstFound) return this.found;
    const tile = this.blocks[Math.floor(row / this.blockRows)];
    const held = tile && this.held.get(tile.id);
    if (!held) throw new Error(`no tile has row ${row}`);
    return held;
  }

  /** @param {Iterable<Tile>} tiles that were just needed */
  touch(tiles) {
    for (const { id } of tiles) {
      const held = this.held.get(id);
      if (!held) continue;
      this.held.delete(id);
      this.held.set(id, held);
    }
  }

  /**
   * Give a tile a block, if need be that of the tile that was not needed for the longest
   * time. Returns null if all others are needed.
   * @param {Tile} tile
   * @param {Uint32Array | Float32Array} places
   * @param {ArrayLike<number> | null} labels
   * @param {Set<number>} needed tiles
   */
  add(tile, places, labels, needed) {
    if (places.length !== 2 * tile.n) throw new Error(`tile ${tile.id} has another size`);
    const known = this.held.get(tile.id);
    if (known) return known; // read twice at once
    const block = this.findBlock(needed);
    if (block < 0) return null;
    const first = block * this.blockRows;
    this.blocks[block] = tile;
    this.steps.set(places, 2 * first);
    if (labels) this.labels.set(labels, first);
    /** @type {Held} */
    const held = { tile, first, colorings: new Set(), numbers: null, texts: null };
    this.held.set(tile.id, held);
    return held;
  }

  /** @param {Set<number>} needed */
  findBlock(needed) {
    const free = this.blocks.indexOf(null);
    if (free >= 0) return free;
    for (const [id, { tile }] of this.held) {
      if (needed.has(id)) continue;
      this.held.delete(id);
      this.shown = this.shown.filter((held) => held.tile !== tile);
      return this.blocks.indexOf(tile);
    }
    return -1;
  }

  /**
   * @param {Held} held
   * @param {number} coloring
   * @param {ArrayLike<number>} colors
   */
  addColors(held, coloring, colors) {
    if (colors.length !== 3 * held.tile.n) throw new Error(`tile ${held.tile.id} has another size`);
    this.colorings[coloring].set(colors, 3 * held.first);
    held.colorings.add(coloring);
  }

  /**
   * Hold rows that were found, in place of those that were found before.
   * @param {import("./tile_search.js").Hit[]} hits
   * @param {Record<string, Float64Array>} values by the names of their files
   * @param {import("./view.js").Box} whole
   */
  hold(hits, values, whole) {
    const first = this.firstFound;
    this.steps.set(values.layout, 2 * first);
    for (const [i, colors] of this.colorings.entries()) colors.set(values[`colors-${i}`], 3 * first);
    if (values.labels) this.labels.set(values.labels, first);
    this.hits = hits;
    this.found = {
      tile: { id: -1, level: 0, n: hits.length, box: whole },
      first,
      colorings: new Set(this.colorings.keys()),
      numbers: Uint32Array.from(values.rows),
      texts: hits.map(({ texts }) => texts),
    };
    return this.found;
  }

  /**
   * Show tiles. Returns their rows in drawing order, which is that of the tiles.
   * @param {Held[]} shown
   */
  show(shown) {
    this.shown = shown;
    this.isShown.fill(0);
    const rows = new Uint32Array(shown.reduce((sum, { tile }) => sum + tile.n, 0));
    let k = 0;
    for (const { first, tile } of shown) {
      this.isShown.fill(1, first, first + tile.n);
      for (let row = first; row < first + tile.n; row++) rows[k++] = row;
    }
    return rows;
  }
}
