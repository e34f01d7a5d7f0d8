// The explorer as a widget of a notebook (https://anywidget.dev).

import { Explorer } from "./explorer.js";
import { followTheme, keepKeys, passWheel } from "./notebook.js";

/**
 * The part of a widget's model that is used here.
 * @typedef {object} Model
 * @property {(name: string) => any} get
 * @property {(name: string, value: unknown) => void} set
 * @property {() => void} save_changes
 * @property {(event: string, listener: (...values: any[]) => void) => void} on
 * @property {(event: string, listener: (...values: any[]) => void) => void} off
 */

/** @typedef {import("./source.js").Source} Source */

/** @type {number[]} */
const NOTHING = [];

/** @implements {Source} */
class ModelSource {
  /** @param {Model} model */
  constructor(model) {
    this.model = model;
    /** @type {Map<string, DataView>} */
    this.read = new Map(); // what is shown of the colors, which are traits of their own
  }

  /** @param {string} name */
  has(name) {
    return name in this.model.get("_content");
  }

  /** @param {string} name */
  async bytes(name) {
    if (!name.startsWith("colors-")) return copyBytes(this.model.get("_content")[name]);
    return this.colors(traitOf(Number(name.slice("colors-".length))));
  }

  /** @param {string} trait */
  colors(trait) {
    const view = this.model.get(trait);
    this.read.set(trait, view);
    return copyBytes(view);
  }
}

/** @param {number} coloring */
function traitOf(coloring) {
  return `_colors_${coloring}`;
}

/** @param {DataView} view */
function copyBytes(view) {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength).slice();
}

/**
 * @param {unknown} a
 * @param {unknown} b
 */
function same(a, b) {
  return JSON.stringify(a) === JSON.stringify(b);
}

/**
 * Keep traits of the model and the explorer equal. Traits that are set together are shown
 * together, in whatever order they arrive.
 * @param {Explorer} explorer
 * @param {Model} model
 * @param {string[]} names
 * @param {() => unknown[]} read the values in the explorer
 * @param {(values: any[], areNew: boolean[]) => void} show
 */
function tie(explorer, model, names, read, show) {
  /** @type {unknown[]} */
  let last = []; // most changes are of something else, and comparing many rows takes time
  /** @type {unknown[]} */
  const known = []; // values of the model, as they were last sent or shown
  let isBusy = false;
  const get = () => names.map((name) => model.get(name));
  const toModel = () => {
    if (isBusy) return;
    const values = read();
    const areNew = values.map((value, i) => value !== last[i] && !same(value, last[i]));
    last = values;
    isBusy = true;
    let isSent = false;
    for (const [i, name] of names.entries()) {
      if (!areNew[i] || same(values[i], model.get(name))) continue;
      model.set(name, values[i]);
      known[i] = model.get(name);
      isSent = true;
    }
    if (isSent) model.save_changes();
    isBusy = false;
  };
  // What a view makes of a value, such as a camera within its limits, is not sent back: two
  // views of different sizes would correct each other without end.
  const fromModel = () => {
    if (isBusy) return;
    const values = get();
    const areNew = values.map((value, i) => !same(value, known[i]));
    known.splice(0, known.length, ...values);
    if (same(read(), values)) return;
    isBusy = true;
    show(values, areNew);
    isBusy = false;
    last = read().map((value, i) => (areNew[i] ? value : last[i]));
    toModel(); // what changed with it
  };
  fromModel();
  last = []; // the first view tells where it begins
  toModel();
  for (const name of names) listenToModel(explorer, model, `change:${name}`, fromModel);
  explorer.changed.addEventListener("change", toModel, { signal: explorer.stop.signal });
}

/**
 * @param {Explorer} explorer
 * @param {Model} model
 * @param {string} event
 * @param {() => void} listener
 */
function listenToModel(explorer, model, event, listener) {
  model.on(event, listener);
  explorer.stop.signal.addEventListener("abort", () => model.off(event, listener));
}

/**
 * @param {Explorer} explorer
 * @param {Model} model
 * @param {ModelSource} source
 */
function followColors(explorer, model, source) {
  for (let i = 0; i < explorer.colorings.length; i++) {
    const trait = traitOf(i);
    const recolor = () => explorer.recolor(i, source.colors(trait));
    if (source.read.get(trait) !== model.get(trait)) recolor(); // changed while loading
    listenToModel(explorer, model, `change:${trait}`, recolor);
  }
  const showLegends = () => {
    explorer.legends = model.get("_legends");
    explorer.update({ changes: explorer.state.changes + 1 });
  };
  showLegends();
  listenToModel(explorer, model, "change:_legends", showLegends);
}

/**
 * @param {Explorer} explorer
 * @param {Model} model
 */
function follow(explorer, model) {
  const { about } = explorer;
  /**
   * @param {string} name
   * @param {() => unknown} read
   * @param {(value: any) => void} show
   */
  const tieOne = (name, read, show) =>
    tie(explorer, model, [name], () => [read()], ([value]) => show(value));
  tieOne(
    "selection",
    () => explorer.selection.chosen ?? NOTHING,
    (rows) => explorer.select(rows.length ? rows : null),
  );
  tieOne(
    "coloring",
    () => about.colorings[explorer.state.coloring],
    (name) => explorer.showColoring(about.colorings.indexOf(name)),
  );
  for (const name of /** @type {const} */ (["pinned", "vision"])) {
    tieOne(name, () => explorer.state[name], (value) => explorer.update({ [name]: value }));
  }
  followView(explorer, model);
  tieOne("hovered", () => explorer.state.pointed, (pointed) => explorer.update({ pointed }));
}

/**
 * The layout and the camera, whose units are those of the layout.
 * @param {Explorer} explorer
 * @param {Model} model
 */
function followView(explorer, model) {
  const { view, layouts } = explorer;
  let isGradual = false; // what is shown first need not move there
  tie(
    explorer,
    model,
    ["layout_name", "camera"],
    () => [explorer.layout.name, [...explorer.centerOf(), view.magnification]],
    ([name, camera], [, isCameraNew]) => {
      explorer.showLayout(layouts.findIndex((layout) => layout.name === name), isGradual);
      if (isCameraNew && camera.length) explorer.look(camera[0], camera[1], camera[2]);
    },
  );
  isGradual = true;
}

/** @param {{model: Model, el: HTMLElement, signal?: AbortSignal}} widget */
async function render({ model, el, signal }) {
  const host = document.createElement("div");
  host.style.height = `${model.get("height")}px`;
  el.append(host);
  const root = host.attachShadow({ mode: "open" });
  root.innerHTML = model.get("_markup");
  for (const part of root.querySelectorAll(".of-page")) part.classList.add("in-notebook");
  const source = new ModelSource(model);
  const explorer = await Explorer.mount(root, source, host);
  if (signal?.aborted) return explorer.destroy();
  const { stop, canvas } = explorer;
  follow(explorer, model);
  followColors(explorer, model, source);
  followTheme(host, (theme) => explorer.update({ theme }), stop.signal);
  keepKeys(host);
  passWheel(host, canvas, stop.signal);
  return () => explorer.destroy();
}

export default { render };
