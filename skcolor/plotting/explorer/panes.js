// The panes of the map: one, or two side by side that show two colorings of the same view.

import { CanvasRenderer } from "./canvas_renderer.js";
import { WebGLRenderer } from "./webgl_renderer.js";

/** @typedef {import("./explorer.js").Explorer} Explorer */

class Pane {
  /**
   * @param {Explorer} explorer
   * @param {string} id of the canvas
   */
  constructor(explorer, id) {
    this.explorer = explorer;
    this.canvas = /** @type {HTMLCanvasElement} */ (explorer.part(id));
    this.renderer = this.open();
    this.canvas.addEventListener("webglcontextlost", (event) => event.preventDefault());
    this.canvas.addEventListener("webglcontextrestored", () => {
      this.renderer = this.open();
      explorer.frames.redraw();
    });
  }

  open() {
    const { canvas } = this;
    const { order } = this.explorer;
    return WebGLRenderer.open(canvas, order) ?? new CanvasRenderer(canvas, order);
  }
}

export class Panes {
  /** @param {Explorer} explorer */
  constructor(explorer) {
    this.explorer = explorer;
    this.first = new Pane(explorer, "map");
    /** @type {Pane | null} */
    this.second = null; // made when it is needed, because it takes memory
  }

  /** The panes that are shown, and the coloring of each. */
  shown() {
    const { coloring, compared } = this.explorer.state;
    /** @type {[Pane, number][]} */
    const panes = [[this.first, coloring]];
    if (compared < 0) return panes;
    this.second ??= new Pane(this.explorer, "second-map");
    return [...panes, /** @type {[Pane, number]} */ ([this.second, compared])];
  }

  /**
   * Give each pane its part of a room, in whole device pixels: a fractional canvas size would
   * be blurred. Returns the width and height of a pane in CSS pixels.
   * @param {DOMRect} room
   */
  resize(room) {
    const panes = this.shown();
    const ratio = devicePixelRatio;
    const width = Math.max(1, Math.floor((room.width * ratio) / panes.length));
    const height = Math.max(1, Math.floor(room.height * ratio));
    for (const [i, [{ canvas }]] of panes.entries()) {
      Object.assign(canvas, { width, height });
      canvas.style.width = `${width / ratio}px`;
      canvas.style.height = `${height / ratio}px`;
      canvas.style.left = `${(i * width) / ratio}px`;
    }
    return { width: width / ratio, height: height / ratio };
  }

  /**
   * Draw in all panes. Returns whether all points are drawn.
   * @param {Omit<import("./marks.js").Frame, "colors">} frame
   * @param {number} budget milliseconds
   */
  draw(frame, budget) {
    const panes = this.shown();
    const done = panes.map(([{ renderer }, coloring]) => {
      const colors = this.explorer.colorings[coloring];
      return renderer.draw({ ...frame, colors }, budget / panes.length);
    });
    return done.every(Boolean);
  }

  /**
   * Go on to draw. Returns whether all points are drawn.
   * @param {number} budget milliseconds
   */
  more(budget) {
    const panes = this.shown();
    return panes.map(([{ renderer }]) => renderer.more(budget / panes.length)).every(Boolean);
  }

  /** @param {Uint8Array | Uint32Array} values that are no longer drawn */
  forget(values) {
    for (const pane of [this.first, this.second]) pane?.renderer.forget(values);
  }

  /**
   * Draw anew what changed in an array.
   * @param {Float32Array | Uint8Array} values
   * @param {number} from
   * @param {number} to
   */
  refresh(values, from, to) {
    for (const pane of [this.first, this.second]) pane?.renderer.refresh(values, from, to);
  }

  close() {
    for (const pane of [this.first, this.second]) pane?.renderer.close();
  }

  /** What is drawn, as one picture. */
  picture() {
    const panes = this.shown();
    if (panes.length === 1) return this.first.canvas;
    const picture = document.createElement("canvas");
    const { width, height } = this.first.canvas;
    Object.assign(picture, { width: width * panes.length, height });
    const context = picture.getContext("2d");
    for (const [i, [{ canvas }]] of panes.entries()) context?.drawImage(canvas, i * width, 0);
    return picture;
  }
}
