// The explorer: its state, and how the state is shown.

import { listen } from "./controls.js";
import { fillCard } from "./card.js";
import { count, make, setText } from "./dom.js";
import { keepFocus } from "./focus.js";
import { Grid } from "./grid.js";
import { highlight, showLegend } from "./legend.js";
import { markSize, pointSize, rimColor } from "./marks.js";
import { shuffledRows } from "./order.js";
import { Panes } from "./panes.js";
import { describe, summarize } from "./panel.js";
import { Rows } from "./rows.js";
import { readJSON } from "./source.js";
import { coveredBy } from "./toolbar.js";
import { View, boxOf } from "./view.js";
import { showVision } from "./vision.js";
import { VirtualList } from "./virtual_list.js";

const REACH = 14; // radius around the pointer to find a point, in pixels
const FRAME_TIME = 40; // milliseconds
const NOTICE_TIME = 6000; // milliseconds
const CLOSE = 30; // magnification when zooming to one point
// Array types of layouts, and the largest scale of each in pixels per step.
/** @type {Record<string, [typeof Uint16Array | typeof Float32Array, number]>} */
const LAYOUTS = { uint16: [Uint16Array, 2], float32: [Float32Array, 128] };

/**
 * All that decides what is shown, except what the view shows.
 * @typedef {object} State
 * @property {boolean} isReady whether all data is loaded
 * @property {number} coloring index of the current coloring
 * @property {number} compared index of the coloring beside it, or -1
 * @property {number[] | null} selected rows in list order
 * @property {string} query what is searched for; empty if rows were selected otherwise
 * @property {number} pointed the row under the pointer, or -1
 * @property {number} pinned the row on the card, or -1
 * @property {import("./view.js").Place[]} path the lasso being drawn
 * @property {boolean} isLassoOn whether dragging draws a lasso
 * @property {number} doublings what the reader adds to the size of points
 * @property {"" | "light" | "dark"} theme empty for that of the system
 * @property {string} vision whose color vision is simulated; empty for none
 * @property {number} moves how often the view has moved
 * @property {number} changes how often colors or legends were replaced
 */

export class Explorer {
  /**
   * Show the data of a source.
   * @param {ShadowRoot} root contains the elements of markup.html
   * @param {import("./source.js").Source} source
   * @param {EventTarget} keys where key presses are heard: the host of the root, or a page
   */
  static async mount(root, source, keys) {
    const about = await readJSON(source, "about");
    const [LayoutArray] = LAYOUTS[about.layoutType];
    const layout = new LayoutArray((await source.bytes("layout")).buffer);
    const explorer = new Explorer(root, about, layout, await source.bytes("colors-0"), keys);
    await explorer.appear();
    await explorer.load(source);
    return explorer;
  }

  /**
   * @param {ShadowRoot} root
   * @param {any} about
   * @param {Uint16Array | Float32Array} layout
   * @param {Uint8Array} colors
   * @param {EventTarget} keys
   */
  constructor(root, about, layout, colors, keys) {
    this.root = root;
    this.keys = keys;
    this.host = /** @type {HTMLElement} */ (root.host);
    this.about = about;
    this.layout = layout;
    this.n = layout.length / 2;
    this.colorings = [colors];
    this.canvas = /** @type {HTMLCanvasElement} */ (this.part("map"));
    this.order = shuffledRows(this.n);
    this.grid = new Grid(layout);
    const largest = LAYOUTS[about.layoutType][1];
    this.view = new View([[0, 0], about.home], boxOf(layout, this.order), largest);
    this.rows = new Rows(this.n);
    /** @type {(import("./legend.js").Legend | null)[]} */
    this.legends = [];
    /** @type {Uint32Array | null} */
    this.drawn = null; // the selected rows in drawing order
    /** @type {Uint8Array | null} */
    this.isSelected = null;
    this.list = new VirtualList(
      this.part("list"),
      (i) => describe(this.rows, this.selectedRow(i), this.colorings[this.state.coloring]),
      (i) => this.visit(this.selectedRow(i)),
    );
    this.stop = new AbortController(); // ends all that listens outside of the root
    this.changed = new EventTarget(); // tells of each change of the state
    this.isStale = false; // whether what is drawn is no longer what it should be
    this.awaited = 0;
    this.noticed = 0;
    this.pointer = { cancel() {} };
    /** @type {State} */
    this.state = {
      isReady: false,
      coloring: 0,
      compared: -1,
      selected: null,
      query: "",
      pointed: -1,
      pinned: -1,
      path: [],
      isLassoOn: false,
      doublings: 0,
      theme: "",
      vision: "",
      moves: 0,
      changes: 0,
    };
    this.panes = new Panes(this);
  }

  /** @param {string} id */
  part(id) {
    const found = this.root.getElementById(id);
    if (!found) throw new Error(`no element "${id}"`);
    return found;
  }

  /** Draw the first coloring as soon as the browser has laid out the page. */
  async appear() {
    this.part("count").textContent = count(this.n);
    const { nOutside, colorings } = this.about;
    if (nOutside) {
      this.part("count").textContent += `, ${count(nOutside, ["outside", "outside"])}`;
      this.part("fit").title = "Whole map or back (0)";
    }
    this.part("colorings").append(...colorings.map(makeChoice));
    this.part("compare").append(...colorings.map(makeOption));
    this.part("comparing").hidden = colorings.length < 2;
    await new Promise((done) => {
      const observer = new ResizeObserver(() => done(this.resize()));
      observer.observe(/** @type {Element} */ (this.canvas.parentElement));
      this.stop.signal.addEventListener("abort", () => observer.disconnect());
    });
    this.followResolution();
    performance.mark("drawn");
    this.part("notice").textContent = "";
    // Lets the frame be painted.
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  }

  /**
   * Read the rest of the data, and start to listen.
   * @param {import("./source.js").Source} source
   */
  async load(source) {
    for (let i = 1; i < this.about.colorings.length; i++) {
      this.colorings.push(await source.bytes(`colors-${i}`));
    }
    if (source.has("legends")) this.legends = await readJSON(source, "legends");
    this.rows = await Rows.read(source, this.n, this.about);
    this.part("search").hidden = !this.rows.searchable;
    listen(this);
    this.update({ isReady: true });
  }

  /** Stop all work and listening; the host element is left empty. */
  destroy() {
    this.stop.abort();
    this.panes.close();
    cancelAnimationFrame(this.awaited);
    clearTimeout(this.noticed);
    this.root.replaceChildren();
  }

  /**
   * Change the state and show the change.
   * @param {Partial<State>} change
   */
  update(change) {
    const before = this.state;
    this.state = { ...before, ...change };
    /** @param {...(keyof State)} keys */
    const changed = (...keys) => keys.some((key) => this.state[key] !== before[key]);
    if (changed("selected")) this.sortSelected();
    if (changed("theme")) this.host.style.colorScheme = this.state.theme;
    if (changed("vision")) showVision(this);
    if (changed("isLassoOn")) this.showLasso();
    if (changed("path")) this.part("sketch").setAttribute("points", this.state.path.join(" "));
    if (changed("query")) this.showQuery();
    if (changed("selected", "coloring", "isReady", "changes")) {
      this.keepFocus(() => this.showPanel());
    }
    if (changed("compared")) this.resize();
    if (changed("compared", "coloring")) this.showPanes();
    if (changed("pointed", "pinned", "coloring", "moves", "changes")) this.showPointed();
    if (changed("pinned", "changes")) this.keepFocus(() => this.showCard());
    if (changed("pinned", "moves")) this.showNeighbors();
    if (changed("coloring", "isReady", "changes")) this.showLegend();
    if (changed("pointed", "pinned", "coloring", "isReady", "changes")) this.highlightLegend();
    if (changed("selected", "coloring", "theme", "doublings", "moves", "changes")) this.redraw();
    if (changed("isReady")) this.host.dataset.state = "ready";
    this.changed.dispatchEvent(new Event("change"));
  }

  /**
   * Tell the reader something for a while.
   * @param {string} text
   */
  notify(text) {
    clearTimeout(this.noticed);
    this.part("notice").textContent = text;
    this.noticed = setTimeout(() => (this.part("notice").textContent = ""), NOTICE_TIME);
  }

  /** @param {() => void} change of the view */
  move(change) {
    change();
    this.update({ pointed: -1, moves: this.state.moves + 1 }); // the point has moved away
  }

  /** @param {number} coloring */
  showColoring(coloring) {
    if (this.colorings[coloring]) this.update({ coloring });
  }

  /** @param {number[] | null} selected */
  select(selected) {
    this.update({ selected, query: "", pointed: -1 });
  }

  /**
   * Select rows, or add them to the selection, or remove them from it.
   * @param {number[]} found
   * @param {"replace" | "add" | "remove"} how
   */
  combine(found, how) {
    const { selected } = this.state;
    if (how === "replace" || !selected) return this.select(how === "remove" ? selected : found);
    const isFound = new Uint8Array(this.n);
    for (const row of found) isFound[row] = 1;
    const kept = selected.filter((row) => !isFound[row]);
    this.select(how === "add" ? [...kept, ...found].sort((a, b) => a - b) : kept);
  }

  /** @param {number} i place in the list */
  selectedRow(i) {
    return this.state.selected?.[i] ?? -1;
  }

  /**
   * Where a row is, in the units of the layout that was given.
   * @param {number} row
   */
  placeOf(row) {
    return this.toUnits([this.layout[2 * row], this.layout[2 * row + 1]]);
  }

  /** The middle of the view, in the units of the layout that was given. */
  centerOf() {
    return this.toUnits(this.view.middle);
  }

  /** @param {import("./view.js").Place} place in steps */
  toUnits(place) {
    const { origin, unit } = this.about;
    return place.map((c, i) => origin[i] + c * unit);
  }

  /**
   * Show a place, in the units of the layout that was given.
   * @param {number} x
   * @param {number} y
   * @param {number} magnification
   */
  look(x, y, magnification) {
    const { origin, unit } = this.about;
    const { view } = this;
    this.move(() => {
      view.show(view.home);
      view.zoom(magnification);
      /** @type {import("./view.js").Place} */
      const middle = [(x - origin[0]) / (unit || 1), (y - origin[1]) / (unit || 1)];
      view.center = view.centerOf([middle, middle], view.scale);
      view.limit();
    });
  }

  /**
   * Replace the colors of a coloring.
   * @param {number} coloring
   * @param {Uint8Array} colors
   */
  recolor(coloring, colors) {
    this.panes.forget(this.colorings[coloring]);
    this.colorings[coloring] = colors;
    this.update({ changes: this.state.changes + 1 });
  }

  /** @param {number[]} some */
  zoomTo(some) {
    this.move(() => this.view.show(boxOf(this.layout, some), CLOSE));
  }

  /** @param {number} row */
  visit(row) {
    this.zoomTo([row]);
    this.update({ pinned: row });
  }

  /**
   * The row at a place on the screen, or -1; first among those that are selected, because
   * they are drawn on top.
   * @param {import("./view.js").Place} place
   */
  rowAt(place) {
    const reach = REACH / this.view.scale;
    const [x, y] = this.view.toMap(...place);
    const found = this.isSelected ? this.grid.nearest([x, y], reach, this.isSelected) : -1;
    return found < 0 ? this.grid.nearest([x, y], reach) : found;
  }

  /** @param {import("./view.js").Place | null} place on the screen */
  point(place) {
    this.update({ pointed: place ? this.rowAt(place) : -1 });
  }

  /** Draw again when the window goes to a screen of another resolution, or is zoomed. */
  followResolution() {
    const { signal } = this.stop;
    const current = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
    const follow = () => {
      this.resize();
      this.followResolution();
    };
    current.addEventListener("change", follow, { once: true, signal });
  }

  resize() {
    const room = /** @type {Element} */ (this.canvas.parentElement).getBoundingClientRect();
    const { width, height } = this.panes.resize(room);
    this.view.resize(width, height, coveredBy(this.part("tools"), width, height));
    this.draw(FRAME_TIME); // immediately, because a resized canvas is empty
    this.showPointed();
    this.showNeighbors();
  }

  /** Draw in the next frame. */
  redraw() {
    this.isStale = true;
    this.awaitFrame();
  }

  awaitFrame() {
    this.awaited ||= requestAnimationFrame(() => {
      this.awaited = 0;
      if (this.isStale) this.draw(FRAME_TIME);
      else if (!this.panes.more(FRAME_TIME)) this.awaitFrame();
    });
  }

  /**
   * Draw now, for at most `budget` milliseconds, and the rest in the next frames.
   * @param {number} budget
   */
  draw(budget = Infinity) {
    const { view, canvas, drawn, state } = this;
    const size = pointSize(view, this.n, state.doublings);
    const [background, ink] = [this.cssColor("backgroundColor"), this.cssColor("color")];
    const frame = {
      view,
      ratio: canvas.width / view.width,
      size,
      selected: drawn,
      ...markSize(view, drawn?.length || 1, size),
      rim: rimColor(size, drawn ? 0 : this.n, background, ink),
      background,
      ink,
    };
    this.isStale = false;
    if (!this.panes.draw(frame, budget)) this.awaitFrame();
  }

  /** @param {"backgroundColor" | "color"} property */
  cssColor(property) {
    const numbers = getComputedStyle(this.canvas)[property].match(/\d+/g) ?? [];
    return numbers.slice(0, 3).map(Number);
  }

  sortSelected() {
    if (this.drawn) this.panes.forget(this.drawn);
    this.drawn = this.isSelected = null;
    const { selected } = this.state;
    if (!selected) return;
    const isSelected = new Uint8Array(this.n);
    for (const row of selected) isSelected[row] = 1;
    this.isSelected = isSelected;
    this.drawn = this.order.filter((row) => isSelected[row]);
  }

  showLasso() {
    const { isLassoOn } = this.state;
    this.part("draw-lasso").setAttribute("aria-pressed", String(isLassoOn));
    for (const id of ["map", "second-map"]) {
      this.part(id).classList.toggle("drawing", isLassoOn);
    }
  }

  /** The second map and the names of both, if there are two. */
  showPanes() {
    const { coloring, compared } = this.state;
    const isDouble = compared >= 0;
    const { width } = this.view;
    for (const [id, shown, left] of /** @type {[string, number, number][]} */ ([
      ["first-name", coloring, 0],
      ["second-name", compared, width],
    ])) {
      const name = this.part(id);
      name.hidden = !isDouble;
      name.textContent = this.about.colorings[shown] ?? "";
      name.style.right = `calc(100% - ${left + width}px + 0.75rem)`;
    }
    this.part("second-map").hidden = !isDouble;
    const copy = this.part("second-sketches");
    copy.toggleAttribute("hidden", !isDouble);
    copy.setAttribute("x", String(width));
    /** @type {HTMLSelectElement} */ (this.part("compare")).value = String(compared);
  }

  showQuery() {
    const query = /** @type {HTMLInputElement} */ (this.part("query"));
    if (query.value.trim() !== this.state.query) query.value = this.state.query;
  }

  showPanel() {
    const { selected, coloring } = this.state;
    this.part("colorings").querySelectorAll("input")[coloring].checked = true;
    this.part("frame").dataset.selection = selected ? "some" : "none";
    setText(this.part("selected"), selected ? count(selected.length) : "Nothing selected");
    this.part("summary").textContent = selected ? summarize(this.rows, selected) : "";
    this.part("list-view").hidden = Boolean(selected);
    for (const id of ["zoom-selected", "save-list"]) this.part(id).hidden = !selected?.length;
    this.part("clear").hidden = !selected;
    this.list.show(selected?.length ?? 0);
  }

  showLegend() {
    const legend = this.legends[this.state.coloring] ?? null;
    this.part("legend").hidden = !legend;
    const meaning = this.part("meaning");
    showLegend(meaning, legend);
    // What scrolls must scroll by keyboard, too.
    meaning.toggleAttribute("tabindex", false);
    if (meaning.scrollHeight > meaning.clientHeight) meaning.tabIndex = 0;
  }

  highlightLegend() {
    const { pointed, pinned, coloring } = this.state;
    const row = pointed < 0 ? pinned : pointed;
    const colors = this.colorings[coloring];
    highlight(this.part("meaning"), row < 0 ? null : [...colors.subarray(3 * row, 3 * row + 3)]);
  }

  showCard() {
    const { pinned } = this.state;
    this.part("card").hidden = pinned < 0;
    this.part("about-point").replaceChildren(...(pinned < 0 ? [] : fillCard(this, pinned)));
  }

  /** @param {() => void} change of what is shown */
  keepFocus(change) {
    keepFocus(this.root, this.canvas, change);
  }

  /** Lines from the point on the card to its nearest rows. */
  showNeighbors() {
    const { view, layout, rows } = this;
    const { pinned } = this.state;
    /** @param {number} row */
    const place = (row) => view.toScreen(layout[2 * row], layout[2 * row + 1]).join();
    const paths = rows.nearest(pinned).map((row) => `M${place(pinned)}L${place(row)}`);
    this.part("neighbor-lines").setAttribute("d", paths.join(""));
  }

  /** The ring around the point under the pointer or on the card, and the tooltip. */
  showPointed() {
    const { pointed, pinned, coloring, isReady } = this.state;
    const [ring, tip] = [this.part("pointed"), this.part("tip")];
    const second = this.part("second-pointed");
    const row = pointed < 0 ? pinned : pointed;
    ring.hidden = row < 0 || !isReady;
    tip.hidden = pointed < 0 || !isReady;
    second.hidden = ring.hidden || this.state.compared < 0;
    if (ring.hidden) return;
    const { view, layout } = this;
    const [x, y] = view.toScreen(layout[2 * row], layout[2 * row + 1]);
    ring.style.transform = `translate(${x}px, ${y}px)`;
    second.style.transform = `translate(${x + view.width}px, ${y}px)`;
    if (tip.hidden) return;
    tip.replaceChildren(...describe(this.rows, row, this.colorings[coloring]));
    const others = this.grid.together(row).length - 1;
    if (others) tip.append(make("span", { className: "others" }, `+ ${others} here`));
    const left = x + 16 + tip.offsetWidth > view.width ? x - 16 - tip.offsetWidth : x + 16;
    const top = Math.min(y + 12, view.height - tip.offsetHeight - 8);
    tip.style.transform = `translate(${Math.max(left, 8)}px, ${Math.max(top, 8)}px)`;
  }
}

/**
 * A coloring to show beside the current one.
 * @param {string} name
 * @param {number} i
 */
function makeOption(name, i) {
  return make("option", { value: String(i) }, name);
}

/**
 * A radio button for a coloring.
 * @param {string} name
 * @param {number} i
 */
function makeChoice(name, i) {
  const input = make("input", { type: "radio", name: "coloring", value: String(i) });
  input.checked = i === 0;
  return make("label", { className: "coloring" }, input, make("span", { dir: "auto" }, name));
}
