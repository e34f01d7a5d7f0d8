// The explorer: its parts, and what can be done with it.

import { listen } from "./controls.js";
import { makeFilterPanel } from "./filter_panel.js";
import { makeFacets } from "./filters.js";
import { Frames } from "./frames.js";
import { Layout } from "./layout.js";
import { moveTo, readFurther, showLayouts } from "./layouts.js";
import { showNeighbors, showPanes, showPointed } from "./overlays.js";
import { Panes } from "./panes.js";
import { describe } from "./panel.js";
import { RegionNames } from "./region_names.js";
import { showChange } from "./render.js";
import { Rows } from "./rows.js";
import { fillChoices } from "./sections.js";
import { Selection } from "./selection.js";
import { readJSON } from "./source.js";
import { FIRST_STATE } from "./state.js";
import { placeOnScreen } from "./transition.js";
import { View } from "./view.js";
import { VirtualList } from "./virtual_list.js";

const REACH = 14; // radius around the pointer to find a point, in pixels
const NOTICE_TIME = 6000; // milliseconds

export class Explorer {
  /**
   * Show the data of a source.
   * @param {ShadowRoot} root contains the elements of markup.html
   * @param {import("./source.js").Source} source
   * @param {EventTarget} keys where key presses are heard: the host of the root, or a page
   */
  static async mount(root, source, keys) {
    const about = await readJSON(source, "about");
    const [first] = about.layouts ?? [about];
    const layout = new Layout(first, (await source.bytes("layout")).buffer);
    const explorer = new Explorer(root, about, layout, await source.bytes("colors-0"), keys);
    await explorer.appear();
    await explorer.load(source);
    return explorer;
  }

  /**
   * @param {ShadowRoot} root
   * @param {any} about
   * @param {Layout} layout
   * @param {Uint8Array} colors
   * @param {EventTarget} keys
   */
  constructor(root, about, layout, colors, keys) {
    this.root = root;
    this.keys = keys;
    this.host = /** @type {HTMLElement} */ (root.host);
    this.about = about;
    this.layouts = [layout];
    this.n = layout.n;
    this.colorings = [colors];
    this.canvas = /** @type {HTMLCanvasElement} */ (this.part("map"));
    this.order = layout.drawingOrder();
    this.view = new View(layout.home, layout.whole, layout.largestScale);
    this.rows = new Rows(this.n);
    /** @type {(import("./legend.js").Legend | null)[]} */
    this.legends = [];
    /** @type {import("./filters.js").Facet[]} */
    this.facets = [];
    this.showFilters = () => {};
    this.selection = new Selection(this);
    this.list = new VirtualList(
      this.part("list"),
      (i) => describe(this.rows, this.selectedRow(i), this.colorings[this.state.coloring]),
      (i) => this.visit(this.selectedRow(i)),
    );
    this.stop = new AbortController(); // ends all that listens outside of the root
    this.names = new RegionNames(this);
    this.frames = new Frames(this);
    this.changed = new EventTarget(); // tells of each change of the state or the view
    this.noticed = 0;
    this.comparing = 0;
    this.pointer = { cancel() {} };
    this.state = FIRST_STATE;
    this.panes = new Panes(this);
  }

  /** The current layout. */
  get layout() {
    return this.layouts[this.state.layout];
  }

  /** @param {string} id */
  part(id) {
    const found = this.root.getElementById(id);
    if (!found) throw new Error(`no element "${id}"`);
    return found;
  }

  /** Draw the first coloring as soon as the browser has laid out the page. */
  async appear() {
    fillChoices(this);
    showLayouts(this);
    await new Promise((done) => {
      const observer = new ResizeObserver(() => done(this.resize()));
      observer.observe(/** @type {Element} */ (this.canvas.parentElement));
      this.stop.signal.addEventListener("abort", () => observer.disconnect());
    });
    this.frames.followResolution();
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
    this.layouts.push(...(await readFurther(source, this.about)));
    if (source.has("legends")) this.legends = await readJSON(source, "legends");
    this.rows = await Rows.read(source, this.n, this.about);
    this.part("search").hidden = !this.rows.searchable;
    this.facets = makeFacets(this.rows);
    this.showFilters = makeFilterPanel(this);
    this.part("name-regions").hidden = !this.names.isPossible;
    listen(this);
    this.update({ isReady: true });
    if (this.names.isPossible) setTimeout(() => this.names.read());
  }

  /** Stop all work and listening; the host element is left empty. */
  destroy() {
    this.stop.abort();
    this.panes.close();
    clearTimeout(this.noticed);
    clearTimeout(this.comparing);
    this.root.replaceChildren();
  }

  /**
   * Change the state and show the change.
   * @param {Partial<import("./state.js").State>} change
   */
  update(change) {
    const before = this.state;
    this.state = { ...before, ...change };
    showChange(this, before);
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

  /**
   * Move the points to another layout.
   * @param {number} i
   * @param {boolean} isGradual
   */
  showLayout(i, isGradual = true) {
    moveTo(this, i, isGradual);
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

  /** @param {import("./filters.js").Filters} filters */
  filter(filters) {
    this.update({ filters, pointed: -1 });
  }

  /** @param {number[] | null} selected */
  select(selected) {
    this.update({ selected, query: "", pointed: -1 });
  }

  /**
   * Select rows, or add them to the selection, or remove them from it.
   * @param {number[]} found
   * @param {import("./selection.js").How} how
   */
  combine(found, how) {
    this.select(this.selection.combine(found, how));
  }

  /**
   * What is counted: not all points of a map may be loaded.
   * @returns {[string, string]}
   */
  get things() {
    return this.layout.isPartial ? ["loaded point", "loaded points"] : ["point", "points"];
  }

  /** @param {number} i place in the list */
  selectedRow(i) {
    return this.selection.chosen?.[i] ?? -1;
  }

  /** The middle of the view, in the units of the layout that was given. */
  centerOf() {
    return this.layout.toUnits(this.view.middle);
  }

  /**
   * Show a place, in the units of the layout that was given.
   * @param {number} x
   * @param {number} y
   * @param {number} magnification
   */
  look(x, y, magnification) {
    this.move(() => this.view.look(this.layout.toSteps([x, y]), magnification));
  }

  /** @param {number[]} some */
  zoomTo(some) {
    this.move(() => this.view.approach(this.layout.boxOf(some)));
  }

  /** @param {number} row */
  visit(row) {
    this.zoomTo([row]);
    this.update({ pinned: row });
  }

  /**
   * Where a row is seen.
   * @param {number} row
   */
  onScreen(row) {
    const { view, layout, frames } = this;
    return placeOnScreen({ view, steps: layout.steps, before: frames.transition }, row);
  }

  /**
   * The row at a place on the screen, or -1; first among those that are selected, because
   * they are drawn on top. None while points are on their way.
   * @param {import("./view.js").Place} place
   */
  rowAt(place) {
    if (this.frames.transition) return -1;
    const { grid } = this.layout;
    const { isChosen, isShown } = this.selection;
    const reach = REACH / this.view.scale;
    const there = this.view.toMap(...place);
    const found = isChosen ? grid.nearest(there, reach, isChosen) : -1;
    return found < 0 ? grid.nearest(there, reach, isShown) : found;
  }

  /**
   * The rows that are shown in the same place as a row.
   * @param {number} row
   */
  together(row) {
    const { isShown } = this.selection;
    const found = this.layout.grid.together(row);
    return found.filter((other) => other === row || (isShown?.[other] ?? true));
  }

  resize() {
    this.frames.resize();
    showPanes(this);
    this.showMarks();
    this.names.follow();
    this.changed.dispatchEvent(new Event("change"));
  }

  /** What is at the places of rows. */
  showMarks() {
    showPointed(this);
    showNeighbors(this);
  }
}
