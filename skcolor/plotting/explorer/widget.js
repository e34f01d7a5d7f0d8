// The explorer as a widget of a notebook (https://anywidget.dev).

import { Explorer } from "./explorer.js";

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
  }

  /** @param {string} name */
  has(name) {
    return name in this.model.get("_content");
  }

  /** @param {string} name */
  async bytes(name) {
    return copyBytes(this.model.get("_content")[name]);
  }
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
  const toModel = () => {
    const value = read();
    if (value === last || same(value, model.get(name))) return;
    last = value;
    model.set(name, value);
    model.save_changes();
  };
  const fromModel = () => {
    if (!same(read(), model.get(name))) show(model.get(name));
  };
  fromModel();
  toModel();
  explorer.changed.addEventListener("change", toModel, { signal: explorer.stop.signal });
  model.on(`change:${name}`, fromModel);
  explorer.stop.signal.addEventListener("abort", () => model.off(`change:${name}`, fromModel));
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
    () => explorer.chosen ?? NOTHING,
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
  /** @param {{kind: string, coloring: number}} message @param {DataView[]} buffers */
  const recolor = (message, buffers) => {
    if (message.kind !== "colors") return;
    model.get("_content")[`colors-${message.coloring}`] = buffers[0];
    explorer.recolor(message.coloring, copyBytes(buffers[0]));
  };
  model.on("msg:custom", recolor);
  explorer.stop.signal.addEventListener("abort", () => model.off("msg:custom", recolor));
}

/** @param {{model: Model, el: HTMLElement}} widget */
async function render({ model, el }) {
  const host = document.createElement("div");
  host.style.height = `${model.get("height")}px`;
  el.append(host);
  const root = host.attachShadow({ mode: "open" });
  root.innerHTML = model.get("_markup");
  const explorer = await Explorer.mount(root, new ModelSource(model), host);
  follow(explorer, model);
  return () => explorer.destroy();
}

export default { render };
