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
 * Keep a trait of the model and the explorer equal.
 * @param {Explorer} explorer
 * @param {Model} model
 * @param {string} name
 * @param {() => unknown} read the value in the explorer
 * @param {(value: any) => void} show
 */
function tie(explorer, model, name, read, show) {
  const same = (/** @type {unknown} */ a, /** @type {unknown} */ b) =>
    JSON.stringify(a) === JSON.stringify(b);
  /** @type {unknown} */
  let last; // most changes are of something else, and comparing many rows takes time
  let isShowing = false;
  const toModel = () => {
    const value = read();
    if (isShowing || value === last || same(value, last)) return;
    last = value;
    if (same(value, model.get(name))) return;
    model.set(name, value);
    model.save_changes();
  };
  // What a view makes of a value, such as a camera within its limits, is not sent back: two
  // views of different sizes would correct each other without end.
  const fromModel = () => {
    if (same(read(), model.get(name))) return;
    isShowing = true;
    show(model.get(name));
    isShowing = false;
    last = read();
  };
  fromModel();
  last = undefined; // the first view tells where it begins
  toModel();
  listenToModel(explorer, model, `change:${name}`, fromModel);
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
  const { view, about } = explorer;
  tie(
    explorer,
    model,
    "selection",
    () => explorer.selection.chosen ?? NOTHING,
    (rows) => explorer.select(rows.length ? rows : null),
  );
  tie(
    explorer,
    model,
    "coloring",
    () => about.colorings[explorer.state.coloring],
    (name) => explorer.showColoring(about.colorings.indexOf(name)),
  );
  tie(
    explorer,
    model,
    "hovered",
    () => explorer.state.pointed,
    (pointed) => explorer.update({ pointed }),
  );
  tie(
    explorer,
    model,
    "pinned",
    () => explorer.state.pinned,
    (pinned) => explorer.update({ pinned }),
  );
  tie(
    explorer,
    model,
    "camera",
    () => [...explorer.centerOf(), view.magnification],
    (camera) => camera.length && explorer.look(camera[0], camera[1], camera[2]),
  );
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
