// What is known of the rows of the tiles that were read. Texts are read when they are asked
// for; until then, a row says that it is being read.

import { Rows } from "./rows.js";
import { TileSearch, describeSearch, gather } from "./tile_search.js";

/** @typedef {import("./tile_loader.js").TileLoader} TileLoader */
/** @typedef {import("./tile_store.js").Held} Held */

const PENDING = "…";

export class TileRows extends Rows {
  /**
   * @param {import("./explorer.js").Explorer} explorer
   * @param {import("./tile_store.js").TileStore} store
   * @param {TileLoader} loader
   */
  constructor(explorer, store, loader) {
    super(store.n);
    const { labels, columns, hasTexts } = explorer.about;
    this.explorer = explorer;
    this.store = store;
    this.loader = loader;
    if (labels) [this.labelNames, this.labels] = [labels, store.labels];
    const first = hasTexts ? 1 : 0; // in the texts of a row
    this.columns = columns.map((/** @type {string} */ name, /** @type {number} */ i) => {
      return { name, kind: "texts", text: (/** @type {number} */ row) => this.detail(row, first + i) };
    });
    this.failed = false;
    this.stop = new AbortController(); // of a search
    explorer.changed.addEventListener(
      "change",
      () => {
        if (explorer.state.query || !explorer.part("searched").textContent) return;
        this.stop.abort();
        explorer.part("searched").textContent = "";
      },
      { signal: explorer.stop.signal },
    );
  }

  get hasTexts() {
    return this.explorer.about.hasTexts;
  }

  get searchable() {
    return this.hasTexts || Boolean(this.labelNames);
  }

  /** Texts have to be read to be searched. */
  get isScanned() {
    return this.searchable;
  }

  /**
   * Search in all tiles, and select what is found.
   * @param {string} words
   */
  async scan(words) {
    const { explorer, loader, store } = this;
    const { about } = explorer;
    this.stop.abort();
    const { signal } = (this.stop = new AbortController());
    const status = explorer.part("searched");
    const search = new TileSearch(about, loader.tiles, words, signal);
    explorer.update({ selected: null, query: words, pointed: -1 });
    status.textContent = describeSearch(0, 0, about.nRows, false);
    try {
      const hits = await search.run((text) => (status.textContent = text));
      const values = await gather(hits, about, signal);
      signal.throwIfAborted();
      if (explorer.state.pinned >= store.firstFound) explorer.update({ pinned: -1 });
      const { first } = loader.hold(hits, values);
      explorer.update({ selected: hits.map((_, i) => first + i), query: words });
    } catch (error) {
      if (signal.aborted) return;
      status.textContent = `The search has failed: ${/** @type {Error} */ (error).message}`;
    }
  }

  /**
   * What is held of a tile, and whether all of its rows is known; if not, it is read.
   * @param {number} row
   * @param {boolean} isWhole with the colors of all colorings
   */
  held(row, isWhole = false) {
    const held = this.store.of(row);
    if (!this.isKnown(held, isWhole)) this.read(held, isWhole);
    return held;
  }

  /**
   * @param {Held} held
   * @param {boolean} isWhole
   */
  isKnown(held, isWhole) {
    const hasTexts = held.texts || !(this.hasTexts || this.columns.length);
    const isColored = !isWhole || held.colorings.size === this.store.colorings.length;
    return Boolean(held.numbers && hasTexts && isColored);
  }

  /**
   * @param {Held} held
   * @param {boolean} isWhole
   */
  async read(held, isWhole) {
    if (this.failed) return;
    try {
      await this.loader.ask(held, isWhole);
      const { explorer } = this;
      explorer.update({ reads: explorer.state.reads + 1 });
    } catch (error) {
      this.failed = true; // else each frame would try again
      setTimeout(() => (this.failed = false), 2000);
      this.explorer.notify(`Texts cannot be read: ${/** @type {Error} */ (error).message}`);
    }
  }

  /**
   * Read all that is known of some rows.
   * @param {number[]} some
   */
  async know(some) {
    const tiles = new Set(some.map((row) => this.store.of(row)));
    for (const held of tiles) if (!this.isKnown(held, true)) await this.loader.ask(held, true);
  }

  /**
   * @param {number} row
   * @param {number} i
   */
  detail(row, i) {
    const held = this.held(row);
    return held.texts?.[row - held.first]?.[i] ?? PENDING;
  }

  /** @param {number} row */
  text(row) {
    return this.hasTexts ? this.detail(row, 0) : `Row ${this.number(row)}`;
  }

  /**
   * @param {number} row
   * @returns {number | string}
   */
  number(row) {
    const held = this.held(row);
    return held.numbers?.[row - held.first] ?? PENDING;
  }

  /**
   * @param {number} row
   * @param {number} coloring
   */
  isColored(row, coloring) {
    return this.held(row, true).colorings.has(coloring);
  }

  /** @param {number} row */
  address(row) {
    const { tile, first } = this.store.of(row);
    const hit = this.store.hits[row - this.store.firstFound]; // a search is not in the address
    return hit ? `${hit.tile.id}.${hit.place}` : `${tile.id}.${row - first}`;
  }

  /**
   * The row at an address, if its tile was read; if not, it is read, and then shown.
   * @param {string} address
   */
  atAddress(address) {
    const [id, place] = /^\d+\.\d+$/.test(address) ? address.split(".").map(Number) : [-1, -1];
    const tile = this.loader.tiles[id];
    if (!tile || place >= tile.n) return -1;
    const held = this.store.held.get(id);
    if (held) return held.first + place;
    this.loader.bring(tile).then((found) => {
      if (found) this.explorer.update({ pinned: found.first + place });
    });
    return -1;
  }
}
