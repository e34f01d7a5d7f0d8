// Reads tiles: those in view from coarse to fine, then what is asked of their rows.

import { parseNpy, unpack } from "./npy.js";
import { chooseTiles, sampledShare } from "./tiles.js";

/** @typedef {import("./explorer.js").Explorer} Explorer */
/** @typedef {import("./tiles.js").Tile} Tile */
/** @typedef {import("./tile_store.js").Held} Held */
/** @typedef {import("./tile_store.js").TileStore} TileStore */

const AT_ONCE = 6; // tiles that are being read
const POINTS_PER_PIXEL = 1.5; // more could not be told apart
const FEWEST_IN_VIEW = 2 ** 16; // points in view
const MOST_IN_VIEW = 1.5 * 2 ** 20;

/**
 * A file next to the page.
 * @param {string} name
 * @param {RequestInit} how
 */
export async function readFile(name, how = {}) {
  const answer = await fetch(name, how);
  if (!answer.ok) throw new Error(`${name}: ${answer.status} ${answer.statusText}`);
  return unpack(new Uint8Array(await answer.arrayBuffer()));
}

export class TileLoader {
  /**
   * @param {Explorer} explorer
   * @param {TileStore} store
   * @param {Tile[]} tiles
   */
  constructor(explorer, store, tiles) {
    this.explorer = explorer;
    this.store = store;
    this.tiles = tiles;
    /** @type {number[] | null} */
    this.selected = null;
    this.pinned = -1;
    this.seen = ""; // the view and colorings that tiles were chosen for
    /** @type {Tile[]} */
    this.chosen = [];
    /** @type {Set<number>} */
    this.needed = new Set(); // tiles that keep their block
    this.level = 0;
    this.isBegun = false; // whether any points were shown
    /** @type {Map<number, AbortController>} */
    this.reading = new Map();
    /** @type {Set<number>} */
    this.failed = new Set(); // tiles that could not be read for this view
    /** @type {Map<string, Promise<void>>} */
    this.asked = new Map();
    this.awaited = 0;
    const { signal } = explorer.stop;
    explorer.changed.addEventListener("change", () => this.follow(), { signal });
    signal.addEventListener("abort", () => {
      cancelAnimationFrame(this.awaited);
      for (const reading of this.reading.values()) reading.abort();
    });
  }

  /** The colorings that are shown. */
  get colorings() {
    const { coloring, compared } = this.explorer.state;
    return compared < 0 ? [coloring] : [coloring, compared];
  }

  /** Tiles of selected rows and of the row on the card, which stay. */
  kept() {
    const { selected, pinned } = this.explorer.state;
    /** @type {Map<number, Held>} */
    const kept = new Map();
    if (pinned >= 0) kept.set(this.store.of(pinned).tile.id, this.store.of(pinned));
    let end = -1; // rows are mostly in order
    for (const row of selected ?? []) {
      if (row < end && row >= end - this.store.blockRows) continue;
      const held = this.store.of(row);
      kept.set(held.tile.id, held);
      end = held.first + this.store.blockRows;
    }
    return kept;
  }

  /** Choose the tiles for the view, and read those that are missing. */
  follow() {
    const { view, state } = this.explorer;
    const seen = [view.center, view.scale, view.width, view.height, this.colorings].join();
    if (seen === this.seen && state.selected === this.selected && state.pinned === this.pinned) return;
    const isMoved = seen !== this.seen;
    this.seen = seen;
    this.selected = state.selected;
    this.pinned = state.pinned;
    const kept = this.kept();
    if (isMoved) this.choose();
    this.needed = new Set([...kept.keys(), ...this.chosen.map(({ id }) => id)]);
    this.store.touch(this.chosen);
    for (const [id, reading] of this.reading) if (!this.needed.has(id)) reading.abort();
    this.show();
    this.read();
  }

  choose() {
    const { view } = this.explorer;
    const [left, top] = view.toMap(0, 0);
    const [right, bottom] = view.toMap(view.width, view.height);
    const pixels = view.width * view.height * devicePixelRatio ** 2;
    const budget = Math.min(Math.max(POINTS_PER_PIXEL * pixels, FEWEST_IN_VIEW), MOST_IN_VIEW);
    /** @type {import("./view.js").Box} */
    const box = [[left, bottom], [right, top]];
    const kept = this.kept();
    const most = Math.max(this.store.nBlocks - kept.size, 1);
    const { chosen, level } = chooseTiles(this.tiles, box, budget, most);
    [this.chosen, this.level] = [chosen, level];
    this.failed.clear();
  }

  /** Begin to read the tiles that come next. */
  read() {
    const kept = [...this.needed].map((id) => this.tiles[id]).filter(Boolean);
    for (const tile of [...this.chosen, ...kept]) {
      if (this.reading.size >= AT_ONCE) return;
      if (this.reading.has(tile.id) || this.failed.has(tile.id) || this.isRead(tile)) continue;
      const stop = new AbortController();
      this.reading.set(tile.id, stop);
      this.readTile(tile, stop.signal)
        .catch((error) => this.fail(tile, error, stop.signal))
        .finally(() => {
          this.reading.delete(tile.id);
          this.showSoon();
          this.read();
        });
    }
  }

  /**
   * @param {Tile} tile
   * @param {Error} error
   * @param {AbortSignal} signal
   */
  fail(tile, error, signal) {
    if (signal.aborted) return;
    this.failed.add(tile.id);
    this.explorer.notify(`Part of the map cannot be read: ${error.message}`);
  }

  /** @param {Tile} tile */
  isRead({ id }) {
    const held = this.store.held.get(id);
    return Boolean(held) && this.colorings.every((i) => held?.colorings.has(i));
  }

  /**
   * @param {Tile} tile
   * @param {AbortSignal} signal
   */
  async readTile(tile, signal) {
    const { store, explorer } = this;
    const wanted = this.colorings.filter((i) => !store.held.get(tile.id)?.colorings.has(i));
    const array = async (/** @type {string} */ kind) =>
      parseNpy(await readFile(`${explorer.about.folder}/${kind}/${tile.id}.npy.gz`, { signal }));
    const isHeld = store.held.has(tile.id);
    const [places, labels, ...colors] = await Promise.all([
      isHeld ? null : array("layout"),
      isHeld || !explorer.about.labels ? null : array("labels"),
      ...wanted.map((i) => array(`colors-${i}`)),
    ]);
    if (signal.aborted) return;
    const { pointed } = explorer.state;
    const needed = new Set(this.needed);
    if (pointed >= 0) needed.add(store.of(pointed).tile.id);
    const held = places
      ? store.add(tile, /** @type {Float32Array} */ (places), labels, needed)
      : store.held.get(tile.id);
    if (!held) return void this.failed.add(tile.id);
    if (places) this.refresh(store.steps, 2, held);
    for (const [k, i] of wanted.entries()) this.takeColors(held, i, colors[k]);
  }

  /**
   * @param {Held} held
   * @param {number} i
   * @param {ArrayLike<number>} colors
   */
  takeColors(held, i, colors) {
    this.store.addColors(held, i, colors);
    this.refresh(this.store.colorings[i], 3, held);
  }

  /**
   * @param {Float32Array | Uint8Array} values
   * @param {number} width
   * @param {Held} held
   */
  refresh(values, width, { first, tile }) {
    this.explorer.panes.refresh(values, width * first, width * (first + tile.n));
  }

  /**
   * Read a tile that may be out of view.
   * @param {Tile} tile
   */
  async bring(tile) {
    this.needed.add(tile.id);
    try {
      await this.readTile(tile, this.explorer.stop.signal);
    } catch (error) {
      this.fail(tile, /** @type {Error} */ (error), this.explorer.stop.signal);
    }
    return this.store.held.get(tile.id);
  }

  /**
   * Hold what a search has found.
   * @param {import("./tile_search.js").Hit[]} hits
   * @param {Record<string, Float64Array>} values
   */
  hold(hits, values) {
    const { store, explorer } = this;
    const held = store.hold(hits, values, explorer.layout.whole);
    this.refresh(store.steps, 2, held);
    for (const colors of store.colorings) this.refresh(colors, 3, held);
    return held;
  }

  /** Show what was read, once in a frame. */
  showSoon() {
    this.awaited ||= requestAnimationFrame(() => {
      this.awaited = 0;
      this.show();
    });
  }

  show() {
    const { explorer, store } = this;
    const ready = this.chosen.filter((tile) => this.isRead(tile));
    const held = ready.map(({ id }) => /** @type {Held} */ (store.held.get(id)));
    const isSame = held.length === store.shown.length && held.every((one, k) => one === store.shown[k]);
    if (!isSame) {
      /** @type {import("./tile_layout.js").TileSelection} */ (explorer.selection).show(held);
      explorer.frames.redraw();
      if (!this.isBegun && held.length) performance.mark("points");
      this.isBegun ||= held.length > 0;
    }
    explorer.part("sampled").textContent = this.describe(ready.length);
  }

  /**
   * What is shown of all points.
   * @param {number} nReady
   */
  describe(nReady) {
    if (nReady < this.chosen.length) {
      const isStuck = this.chosen.every((tile) => this.failed.has(tile.id) || this.isRead(tile));
      return isStuck ? "some missing" : "reading …";
    }
    const share = sampledShare(this.tiles, this.level);
    return share === 1 ? "all in view shown" : `1 in ${Number((1 / share).toPrecision(2))} shown`;
  }

  /**
   * Read what is known of the rows of a tile, and perhaps its colors in all colorings.
   * @param {Held} held
   * @param {boolean} isWhole
   */
  ask(held, isWhole) {
    const key = `${held.tile.id} ${isWhole}`;
    const known = this.asked.get(key);
    if (known) return known;
    const asked = this.readDetails(held, isWhole).finally(() => this.asked.delete(key));
    this.asked.set(key, asked);
    return asked;
  }

  /**
   * @param {Held} held
   * @param {boolean} isWhole
   */
  async readDetails(held, isWhole) {
    const { about, colorings } = this.explorer;
    const { id } = held.tile;
    const array = async (/** @type {string} */ kind) => parseNpy(await readFile(`${about.folder}/${kind}/${id}.npy.gz`));
    const missing = [...colorings.keys()].filter((i) => isWhole && !held.colorings.has(i));
    const hasTexts = about.hasTexts || about.columns.length > 0;
    const [numbers, texts, ...colors] = await Promise.all([
      held.numbers ?? array("rows"),
      hasTexts && !held.texts ? readFile(`${about.folder}/texts/${id}.json.gz`) : null,
      ...missing.map((i) => array(`colors-${i}`)),
    ]);
    if (this.store.held.get(id) !== held) return; // its block has another tile by now
    if (numbers.length !== held.tile.n) throw new Error(`tile ${id} has another size`);
    held.numbers = Uint32Array.from(numbers);
    if (texts) held.texts = JSON.parse(new TextDecoder().decode(texts));
    for (const [k, i] of missing.entries()) this.takeColors(held, i, colors[k]);
  }
}
