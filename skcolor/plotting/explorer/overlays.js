// What lies on the map: the lasso, the ring and the tooltip of a point, lines to its nearest
// rows, and the names of two panes.

import { make } from "./dom.js";
import { describe } from "./panel.js";

/** @typedef {import("./explorer.js").Explorer} Explorer */

/** @param {Explorer} explorer */
export function showLasso(explorer) {
  const { isLassoOn } = explorer.state;
  explorer.part("draw-lasso").setAttribute("aria-pressed", String(isLassoOn));
  for (const id of ["map", "second-map"]) {
    explorer.part(id).classList.toggle("drawing", isLassoOn);
  }
}

/** @param {Explorer} explorer */
export function showPath(explorer) {
  explorer.part("sketch").setAttribute("points", explorer.state.path.join(" "));
}

/**
 * The second map and the names of both, if there are two.
 * @param {Explorer} explorer
 */
export function showPanes(explorer) {
  const { coloring, compared } = explorer.state;
  const isDouble = compared >= 0;
  const { width } = explorer.view;
  for (const [id, shown, left] of /** @type {[string, number, number][]} */ ([
    ["first-name", coloring, 0],
    ["second-name", compared, width],
  ])) {
    const name = explorer.part(id);
    name.hidden = !isDouble;
    name.textContent = explorer.about.colorings[shown] ?? "";
    name.style.right = `calc(100% - ${left + width}px + 0.75rem)`;
  }
  explorer.part("second-map").hidden = !isDouble;
  const copy = explorer.part("second-sketches");
  copy.toggleAttribute("hidden", !isDouble);
  copy.setAttribute("x", String(width));
  /** @type {HTMLSelectElement} */ (explorer.part("compare")).value = String(compared);
}

/**
 * Lines from the point on the card to its nearest rows.
 * @param {Explorer} explorer
 */
export function showNeighbors(explorer) {
  const { pinned } = explorer.state;
  const place = (/** @type {number} */ row) => explorer.onScreen(row).join();
  const paths = explorer.rows.nearest(pinned).map((row) => `M${place(pinned)}L${place(row)}`);
  explorer.part("neighbor-lines").setAttribute("d", paths.join(""));
}

/**
 * The ring around the point under the pointer or on the card, and the tooltip.
 * @param {Explorer} explorer
 */
export function showPointed(explorer) {
  const { pointed, pinned, compared, isReady } = explorer.state;
  const [ring, tip] = [explorer.part("pointed"), explorer.part("tip")];
  const second = explorer.part("second-pointed");
  const row = pointed < 0 ? pinned : pointed;
  ring.hidden = row < 0 || !isReady;
  tip.hidden = pointed < 0 || !isReady;
  second.hidden = ring.hidden || compared < 0;
  if (ring.hidden) return;
  const [x, y] = explorer.onScreen(row);
  ring.style.transform = `translate(${x}px, ${y}px)`;
  second.style.transform = `translate(${x + explorer.view.width}px, ${y}px)`;
  if (!tip.hidden) showTip(explorer, tip, row, [x, y]);
}

/**
 * @param {Explorer} explorer
 * @param {HTMLElement} tip
 * @param {number} row
 * @param {import("./view.js").Place} place on the screen
 */
function showTip(explorer, tip, row, [x, y]) {
  const { view, layout, rows, colorings, state } = explorer;
  tip.replaceChildren(...describe(rows, row, colorings[state.coloring]));
  const others = explorer.together(row).length - 1;
  if (others) tip.append(make("span", { className: "others" }, `+ ${others}${layout.isPartial ? " loaded" : ""} here`));
  const left = x + 16 + tip.offsetWidth > view.width ? x - 16 - tip.offsetWidth : x + 16;
  const top = Math.min(y + 12, view.height - tip.offsetHeight - 8);
  tip.style.transform = `translate(${Math.max(left, 8)}px, ${Math.max(top, 8)}px)`;
}
