// Several layouts of the same rows: read, chosen, and gone to.

import { count } from "./dom.js";
import { Layout } from "./layout.js";

/** @typedef {import("./explorer.js").Explorer} Explorer */

/**
 * The layouts after the first.
 * @param {import("./source.js").Source} source
 * @param {any} about
 */
export async function readFurther(source, { layouts = [] }) {
  const further = [];
  for (let i = 1; i < layouts.length; i++) {
    further.push(new Layout(layouts[i], (await source.bytes(`layout-${i}`)).buffer));
  }
  return further;
}

/**
 * The current layout, and how many points there are.
 * @param {Explorer} explorer
 */
export function showLayouts(explorer) {
  const { nOutside } = explorer.layout;
  const outside = nOutside ? `, ${count(nOutside, ["outside", "outside"])}` : "";
  explorer.part("count").textContent = count(explorer.layout.nRows) + outside;
  explorer.part("fit").title = nOutside ? "Whole map or back (0)" : "Whole map (0)";
  const choice = explorer.part("layouts").querySelectorAll("input")[explorer.state.layout];
  if (choice) choice.checked = true;
}

/**
 * Move the points to another layout. A view that was zoomed follows what is selected, or
 * else the point on the card or under the pointer.
 * @param {Explorer} explorer
 * @param {number} i
 * @param {boolean} isGradual
 */
export function moveTo(explorer, i, isGradual) {
  const layout = explorer.layouts[i];
  const { view, state, selection } = explorer;
  if (!layout || i === state.layout) return;
  const { isHome, magnification } = view;
  const row = state.pinned < 0 ? state.pointed : state.pinned;
  if (isGradual) explorer.frames.leave();
  view.enter(layout);
  if (!isHome && selection.chosen?.length) view.approach(layout.boxOf(selection.chosen));
  else if (!isHome && row >= 0) view.look(layout.at(row), magnification);
  else view.show(view.home);
  explorer.update({ layout: i, moves: state.moves + 1 });
}
