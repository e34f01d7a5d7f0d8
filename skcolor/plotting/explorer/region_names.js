// Names on the map: which parts are named at a zoom, and where the names stand.

import { make } from "./dom.js";
import { RegionNamer, doWordsRepeat, readLabels, readWords } from "./regions.js";

/** @typedef {import("./explorer.js").Explorer} Explorer */
/** @typedef {import("./regions.js").Region} Region */

const PART = 190; // pixels, less on small screens; sides of parts are 0.7 to 1.4 times as long
const FEWEST_PARTS = 4; // across the shorter side of a screen
const APART = 260; // pixels between equal names
const SLICE = 8; // milliseconds of work before the page may do something else
const REST = 120; // milliseconds without a move
const MARGIN_OF_NAMES = 6; // pixels between names
const LABELS_PER_ROW = 1 / 3; // at most

export class RegionNames {
  /** @param {Explorer} explorer */
  constructor(explorer) {
    this.explorer = explorer;
    this.layer = explorer.part("names");
    /** @type {RegionNamer | null} */
    this.namer = null;
    /** @type {Map<string, Region[]>} */
    this.known = new Map(); // by level and place of the part
    /** @type {{element: HTMLElement, place: import("./view.js").Place}[]} */
    this.placed = [];
    /** @type {import("./view.js").Place} */
    this.origin = [0, 0]; // the corner of the screen when they were placed
    this.scale = 0; // then
    this.waiting = 0;
    this.measure = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));
    explorer.stop.signal.addEventListener("abort", () => clearTimeout(this.waiting));
  }

  /** Whether there is anything to take names from. */
  get isPossible() {
    return this.hasLabels || Boolean(this.explorer.rows.texts);
  }

  get hasLabels() {
    const { rows, n } = this.explorer;
    return Boolean(rows.labels && rows.labelNames && rows.labelNames.length <= n * LABELS_PER_ROW);
  }

  /** Read labels or texts, in slices. */
  async read() {
    const { rows, layout, stop } = this.explorer;
    let tokens = null;
    const texts = rows.texts ?? [];
    if (this.hasLabels) tokens = readLabels(/** @type {any} */ (rows.labels), /** @type {any} */ (rows.labelNames));
    else if (doWordsRepeat(texts)) tokens = await inSlices(readWords(texts), stop.signal);
    this.layer.classList.toggle("examples", !tokens);
    this.namer = new RegionNamer(layout.steps, tokens, texts, (corner, side) => this.rowsIn(corner, side));
    this.plan();
  }

  /** Other rows are shown. */
  forget() {
    this.known.clear();
    this.plan();
  }

  /** The rows go to another layout. */
  leave() {
    this.placed = [];
    this.layer.replaceChildren();
    if (this.namer) this.namer.layout = this.explorer.layout.steps;
    this.forget();
  }

  /** Show or hide the names, where the view is now. */
  update() {
    const { areNamed } = this.explorer.state;
    this.explorer.part("name-regions").setAttribute("aria-pressed", String(areNamed));
    this.follow();
  }

  /** Move the names with the map, and choose them anew when it rests. */
  follow() {
    const { view } = this.explorer;
    if (view.scale !== this.scale) this.put();
    // All at once, which needs no painting.
    const [x, y] = view.toScreen(...this.origin);
    this.layer.style.transform = `translate(${x}px, ${y}px)`;
    this.plan();
  }

  /** Put each name in its place, at the scale of the view. */
  put() {
    const { view } = this.explorer;
    this.scale = view.scale;
    this.origin = view.toMap(0, 0);
    for (const { element, place } of this.placed) {
      const [x, y] = view.toScreen(...place);
      element.style.transform = `translate(${x}px, ${y}px) translate(-50%, -50%)`;
    }
    this.layer.style.transform = "";
  }

  plan(wait = REST) {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.choose(), wait);
  }

  /** Choose the names in view; go on later if that takes long. */
  choose() {
    const { explorer, namer } = this;
    const { areNamed } = explorer.state;
    this.layer.hidden = !areNamed;
    if (!areNamed || !namer) return;
    if (explorer.frames.transition) return this.plan(); // later
    const { view } = explorer;
    const part = Math.min(PART, view.width / FEWEST_PARTS, view.height / FEWEST_PARTS);
    const level = Math.round(Math.log2((65536 * view.scale) / part));
    const side = 65536 / 2 ** level;
    const [left, top] = view.toMap(0, 0).map((c) => Math.floor(c / side));
    const [right, bottom] = view.toMap(view.width, view.height).map((c) => Math.floor(c / side));
    const end = performance.now() + SLICE;
    const regions = [];
    for (let y = bottom; y <= top; y++) {
      for (let x = left; x <= right; x++) {
        const key = `${level} ${x} ${y}`;
        if (!this.known.has(key)) {
          if (performance.now() > end) return this.plan(0);
          this.known.set(key, namer.name([x * side, y * side], side));
        }
        regions.push(...(this.known.get(key) ?? []));
      }
    }
    this.show(regions);
  }

  /**
   * The rows that are shown in a square.
   * @param {import("./view.js").Place} corner the lower left
   * @param {number} side
   */
  rowsIn([x, y], side) {
    const { grid, steps } = this.explorer.layout;
    const { isShown } = this.explorer.selection;
    /** @type {number[]} */
    const rows = [];
    grid.near(x, y, x + side, y + side, (row) => {
      const [dx, dy] = [steps[2 * row] - x, steps[2 * row + 1] - y];
      if (dx >= 0 && dy >= 0 && dx < side && dy < side && (!isShown || isShown[row])) rows.push(row);
    });
    return rows;
  }

  /** The box of the tools, which names must not go under. */
  boxOfTools() {
    const tools = this.explorer.part("tools");
    const { offsetLeft, offsetTop, offsetWidth: width, offsetHeight: height } = tools;
    return { name: "", x: offsetLeft + width / 2, y: offsetTop + height / 2, width, height };
  }

  /** @param {Region[]} regions */
  show(regions) {
    const { view } = this.explorer;
    const style = getComputedStyle(this.layer);
    this.measure.font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    const height = parseFloat(style.lineHeight);
    const boxes = regions.map((region) => {
      const [x, y] = view.toScreen(...region.place);
      return { ...region, x, y, width: this.measure.measureText(region.name).width, height };
    });
    const chosen = placeBoxes(boxes, view.width, view.height, this.boxOfTools());
    this.placed = chosen.map(({ name, place }) => ({ element: make("span", { dir: "auto" }, name), place }));
    this.layer.replaceChildren(...this.placed.map(({ element }) => element));
    this.put();
  }
}

/**
 * The boxes that fit, those of the highest score first: inside of the screen, without overlap,
 * and equal names far apart.
 * @template {{name: string, x: number, y: number, width: number, height: number, score: number}} Box
 * @param {Box[]} boxes around their centers
 * @param {number} width
 * @param {number} height
 * @param {NameBox} taken is in the way
 */
export function placeBoxes(boxes, width, height, taken) {
  /** @type {Box[]} */
  const chosen = [];
  for (const box of [...boxes].sort((a, b) => b.score - a.score)) {
    const isInside =
      Math.abs(box.x - width / 2) <= (width - box.width) / 2 && Math.abs(box.y - height / 2) <= (height - box.height) / 2;
    if (isInside && [taken, ...chosen].every((other) => !doCollide(box, other))) chosen.push(box);
  }
  return chosen;
}

/**
 * @typedef {{name: string, x: number, y: number, width: number, height: number}} NameBox
 * @param {NameBox} a
 * @param {NameBox} b
 */
function doCollide(a, b) {
  const [dx, dy] = [Math.abs(a.x - b.x), Math.abs(a.y - b.y)];
  if (a.name === b.name && Math.hypot(dx, dy) < APART) return true;
  return dx < (a.width + b.width) / 2 + MARGIN_OF_NAMES && dy < (a.height + b.height) / 2 + MARGIN_OF_NAMES;
}

/**
 * Run a generator to its end, in slices of time.
 * @template Result
 * @param {Generator<void, Result>} work
 * @param {AbortSignal} signal
 * @returns {Promise<Result>}
 */
function inSlices(work, signal) {
  return new Promise((done) => {
    const go = () => {
      const end = performance.now() + SLICE;
      while (!signal.aborted) {
        const { done: isDone, value } = work.next();
        if (isDone) return done(value);
        if (performance.now() > end) return void setTimeout(go);
      }
    };
    go();
  });
}
