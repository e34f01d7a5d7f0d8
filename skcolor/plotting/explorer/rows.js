// What is known of each row besides its position and color: text, label, image.

import { readColumns } from "./columns.js";
import { readJSON } from "./source.js";
import { findRows, fold } from "./search.js";

export class Rows {
  /**
   * @param {import("./source.js").Source} source
   * @param {number} n
   * @param {{imageShape?: number[], nNeighbors?: number, percentFound?: number,
   *   columns?: any[]}} about
   */
  static async read(source, n, about) {
    const { imageShape, nNeighbors, percentFound = 100, columns = [] } = about;
    const rows = new Rows(n);
    if (source.has("texts")) rows.texts = await readJSON(source, "texts");
    if (source.has("label-names")) {
      rows.labelNames = await readJSON(source, "label-names");
      rows.labels = new Uint32Array((await source.bytes("labels")).buffer);
    }
    if (source.has("images") && imageShape) {
      rows.images = await source.bytes("images");
      rows.imageShape = imageShape;
    }
    if (source.has("neighbors") && nNeighbors) {
      rows.neighbors = new Uint32Array((await source.bytes("neighbors")).buffer);
      rows.nNeighbors = nNeighbors;
      rows.percentFound = percentFound;
    }
    rows.columns = await readColumns(source, columns);
    return rows;
  }

  /** @param {number} n */
  constructor(n) {
    this.n = n;
    /** @type {string[] | null} */
    this.texts = null;
    /** @type {string[] | null} */
    this.labelNames = null;
    /** @type {Uint32Array | null} */
    this.labels = null;
    /** @type {Uint8Array | null} */
    this.images = null;
    /** @type {number[]} */
    this.imageShape = [];
    /** @type {Uint32Array | null} */
    this.neighbors = null;
    this.nNeighbors = 0;
    this.percentFound = 100;
    /** @type {import("./columns.js").Column[]} */
    this.columns = [];
    /** @type {string[] | null} */
    this.folded = null;
  }

  get hasTexts() {
    return this.texts !== null;
  }

  /** Whether a search takes a while, and then ends in a selection. */
  get isScanned() {
    return false;
  }

  /**
   * Search where rows have to be read for it.
   * @param {string} words
   */
  async scan(words) {
    void words;
  }

  get searchable() {
    return Boolean(this.texts || this.labelNames);
  }

  /** @param {number} row */
  text(row) {
    return this.texts ? this.texts[row] : `Row ${row}`;
  }

  /**
   * The number of a row in the whole map.
   * @param {number} row
   * @returns {number | string}
   */
  number(row) {
    return row;
  }

  /**
   * Whether the color of a row in a coloring is known.
   * @param {number} row
   * @param {number} coloring
   */
  isColored(row, coloring) {
    return row >= 0 && coloring >= 0;
  }

  /**
   * Read all that is known of some rows.
   * @param {number[]} some
   */
  async know(some) {
    void some; // it is known already
  }

  /** @param {number} row */
  address(row) {
    return String(row);
  }

  /**
   * The row of an address, or -1.
   * @param {string} address
   */
  atAddress(address) {
    const row = Number(address);
    return address && Number.isInteger(row) && row >= 0 && row < this.n ? row : -1;
  }

  /** @param {number} row */
  label(row) {
    return this.labelNames && this.labels ? this.labelNames[this.labels[row]] : "";
  }

  /**
   * The nearest rows of a row, nearest first.
   * @param {number} row
   */
  nearest(row) {
    if (!this.neighbors || row < 0) return [];
    return [...this.neighbors.subarray(row * this.nNeighbors, (row + 1) * this.nNeighbors)];
  }

  /** @param {string} words */
  find(words) {
    this.folded ??= this.texts?.map(fold) ?? null;
    const names = this.labelNames?.map(fold) ?? null;
    return findRows(words, this.n, this.folded, names, this.labels);
  }

  /**
   * The most frequent labels of some rows first, as [name, count].
   * @param {ArrayLike<number>} rows
   * @returns {[string, number][]}
   */
  countLabels(rows) {
    const { labels, labelNames } = this;
    if (!labels || !labelNames) return [];
    const counts = new Uint32Array(labelNames.length);
    for (let i = 0; i < rows.length; i++) counts[labels[rows[i]]]++;
    return Array.from(labelNames, (name, code) => /** @type {[string, number]} */ ([name, counts[code]]))
      .filter(([, n]) => n > 0)
      .sort((a, b) => b[1] - a[1]);
  }

  /**
   * The image of a row as a canvas, or null.
   * @param {number} row
   */
  picture(row) {
    if (!this.images) return null;
    const [height, width, channels = 1] = this.imageShape;
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [width, height];
    const context = canvas.getContext("2d");
    if (!context) return null;
    const picture = context.createImageData(width, height);
    const start = row * height * width * channels;
    for (let i = 0; i < height * width; i++) {
      const color = this.images.subarray(start + i * channels, start + (i + 1) * channels);
      picture.data.set([color[0], color[1] ?? color[0], color[2] ?? color[0], 255], 4 * i);
    }
    context.putImageData(picture, 0, 0);
    return canvas;
  }
}
