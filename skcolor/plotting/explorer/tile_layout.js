// The layout of the tiles that were read, and the selection of their rows.

import { Grid } from "./grid.js";
import { Layout } from "./layout.js";
import { Selection } from "./selection.js";
import { overlap } from "./tiles.js";

/** @typedef {import("./tile_store.js").TileStore} TileStore */

export class TileLayout extends Layout {
  /**
   * @param {any} about
   * @param {TileStore} store
   */
  constructor(about, store) {
    super({ ...about, layoutType: "float32" }, new ArrayBuffer(0));
    this.steps = store.steps;
    this.n = store.n;
    this.nRows = about.nRows;
    this.isPartial = true;
    this.knownWhole = about.whole;
    this.knownGrid = new TileGrid(store);
  }

  /** The rows of a tile are in random order as they are. */
  drawingOrder() {
    return new Uint32Array(this.n).map((_, row) => row);
  }
}

/** Finds rows in the tiles that are shown. */
export class TileGrid extends Grid {
  /** @param {TileStore} store */
  constructor(store) {
    super(new Float32Array(0));
    this.layout = store.steps;
    this.store = store;
  }

  /**
   * @param {number} left
   * @param {number} bottom
   * @param {number} right
   * @param {number} top
   * @param {(row: number) => void} visit
   */
  near(left, bottom, right, top, visit) {
    const { layout } = this;
    for (const { tile, first } of this.store.shown) {
      if (!overlap(tile.box, [[left, bottom], [right, top]])) continue;
      for (let row = first; row < first + tile.n; row++) {
        const [x, y] = [layout[2 * row], layout[2 * row + 1]];
        if (x >= left && x <= right && y >= bottom && y <= top) visit(row);
      }
    }
    // What a search has found, if it is not shown by its tile.
    const { found, hits, shown } = this.store;
    const tiles = new Set(found ? shown.map(({ tile }) => tile) : []);
    for (const [i, hit] of hits.entries()) {
      if (found && !tiles.has(hit.tile)) visit(found.first + i);
    }
  }
}

export class TileSelection extends Selection {
  /**
   * @param {import("./explorer.js").Explorer} explorer
   * @param {TileStore} store
   */
  constructor(explorer, store) {
    super(explorer);
    this.store = store;
    this.shown = new Uint32Array(0);
  }

  /** Filters would need all rows. */
  filter() {}

  /** @param {import("./tile_store.js").Held[]} tiles */
  show(tiles) {
    if (this.shown) this.explorer.panes.forget(this.shown);
    this.shown = this.store.show(tiles);
  }

  /**
   * @param {number[]} found also rows of no tile
   * @param {import("./selection.js").How} how
   */
  combine(found, how) {
    return super.combine(found.filter((row) => this.store.isShown[row]), how);
  }
}
