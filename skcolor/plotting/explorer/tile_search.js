// Search in all tiles: their texts are read one after another, coarse to fine. What is found
// is then read from its tiles, into a block of its own.

import { count } from "./dom.js";
import { parseNpy } from "./npy.js";
import { findRows, fold, phraseOf, rankOf } from "./search.js";
import { readFile } from "./tile_loader.js";

/** @typedef {import("./tiles.js").Tile} Tile */

export const MOST_FOUND = 500; // rows that a search ends with
const AT_ONCE_FOUND = 6; // tiles that are being read
const AHEAD = 4; // tiles whose texts are read ahead

/**
 * A row that was found.
 * @typedef {object} Hit
 * @property {Tile} tile
 * @property {number} place of the row in the tile
 * @property {string[]} texts
 */

/**
 * What a search has come to, in words.
 * @param {number} nFound
 * @param {number} nSearched rows
 * @param {number} nRows of the map
 * @param {boolean} isCut whether there are more than were kept
 */
export function describeSearch(nFound, nSearched, nRows, isCut) {
  const found = `Found ${count(nFound)}`;
  const share = Math.ceil((100 * nSearched) / nRows);
  if (isCut) return `${found} in the first ${share} percent of all; there may be more.`;
  if (nSearched === nRows) return `${found} among all ${nRows.toLocaleString("en")}.`;
  return `${found}; searched ${share} percent …`;
}

export class TileSearch {
  /**
   * @param {any} about
   * @param {Tile[]} tiles
   * @param {string} words
   * @param {AbortSignal} signal
   */
  constructor(about, tiles, words, signal) {
    this.about = about;
    this.tiles = tiles;
    this.words = words;
    this.signal = signal;
    this.names = about.labels ? about.labels.map(fold) : null;
    /** @type {Hit[]} */
    this.hits = [];
    this.nSearched = 0;
    this.isCut = false; // whether more was found than is kept
  }

  /** @param {(text: string) => void} tell of what has been found so far */
  async run(tell) {
    const { about, tiles } = this;
    /** @type {ReturnType<TileSearch["read"]>[]} */
    const ahead = [];
    for (let i = 0; i < tiles.length && !this.isCut; i++) {
      while (ahead.length <= AHEAD && i + ahead.length < tiles.length) {
        const reading = this.read(tiles[i + ahead.length]);
        reading.catch(() => {}); // it is awaited later, or not at all
        ahead.push(reading);
      }
      this.search(tiles[i], ...(await /** @type {ReturnType<TileSearch["read"]>} */ (ahead.shift())));
      this.signal.throwIfAborted();
      tell(describeSearch(this.hits.length, this.nSearched, about.nRows, this.isCut));
    }
    return this.sorted();
  }

  /**
   * The texts and the labels of a tile.
   * @param {Tile} tile
   * @returns {Promise<[string[][] | null, Uint32Array | null]>}
   */
  async read({ id }) {
    const how = { signal: this.signal };
    const hasTexts = this.about.hasTexts || this.about.columns.length > 0;
    const [texts, labels] = await Promise.all([
      hasTexts ? readFile(`${this.about.folder}/texts/${id}.json.gz`, how) : null,
      this.names ? readFile(`${this.about.folder}/labels/${id}.npy.gz`, how) : null,
    ]);
    return [
      texts && JSON.parse(new TextDecoder().decode(texts)),
      labels && Uint32Array.from(parseNpy(labels)),
    ];
  }

  /**
   * @param {Tile} tile
   * @param {string[][] | null} texts
   * @param {Uint32Array | null} labels
   */
  search(tile, texts, labels) {
    const folded = this.about.hasTexts && texts ? texts.map(([text]) => fold(text)) : null;
    const found = findRows(this.words, tile.n, folded, this.names, labels);
    this.isCut = found.length > MOST_FOUND - this.hits.length;
    for (const place of found.slice(0, MOST_FOUND - this.hits.length)) {
      this.hits.push({ tile, place, texts: texts?.[place] ?? [] });
    }
    this.nSearched += tile.n;
  }

  /** What was found, best matches first. */
  sorted() {
    const { hits, about } = this;
    if (!about.hasTexts) return hits;
    const phrase = phraseOf(this.words);
    const ranked = hits.map((hit) => ({ hit, rank: rankOf(fold(hit.texts[0]), phrase) }));
    return ranked.sort((a, b) => a.rank - b.rank).map(({ hit }) => hit);
  }
}

/**
 * Places, colors, labels and row numbers of rows, each from its tile.
 * @param {Hit[]} hits
 * @param {any} about
 * @param {AbortSignal} signal
 */
export async function gather(hits, about, signal) {
  const n = hits.length;
  const kinds = ["layout", "rows", ...about.colorings.map((/** @type {string} */ _, /** @type {number} */ i) => `colors-${i}`)];
  if (about.labels) kinds.push("labels");
  const widths = kinds.map((kind) => (kind === "layout" ? 2 : kind.startsWith("colors") ? 3 : 1));
  const gathered = Object.fromEntries(kinds.map((kind, k) => [kind, new Float64Array(widths[k] * n)]));
  const tiles = [...new Set(hits.map(({ tile }) => tile))];
  const readOne = async (/** @type {Tile} */ tile) => {
    const read = async (/** @type {string} */ kind) =>
      parseNpy(await readFile(`${about.folder}/${kind}/${tile.id}.npy.gz`, { signal }));
    const arrays = await Promise.all(kinds.map(read));
    for (const [k, kind] of kinds.entries()) {
      const width = widths[k];
      for (const [i, hit] of hits.entries()) {
        if (hit.tile !== tile) continue;
        gathered[kind].set(arrays[k].subarray(width * hit.place, width * (hit.place + 1)), width * i);
      }
    }
  };
  for (let i = 0; i < tiles.length; i += AT_ONCE_FOUND) {
    await Promise.all(tiles.slice(i, i + AT_ONCE_FOUND).map(readOne));
  }
  return gathered;
}
