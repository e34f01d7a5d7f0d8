// How the state is shown: each part is shown anew when what it depends on has changed.

import { keepFocus } from "./focus.js";
import { showLayouts } from "./layouts.js";
import { showLasso, showNeighbors, showPanes, showPath, showPointed } from "./overlays.js";
import {
  highlightMeaning,
  revealCard,
  showCard,
  showMeaning,
  showQuery,
  showSelection,
} from "./sections.js";
import { showVision } from "./vision.js";

/** @typedef {import("./explorer.js").Explorer} Explorer */
/** @typedef {import("./state.js").State} State */

/**
 * Show what has changed.
 * @param {Explorer} explorer
 * @param {State} before
 */
export function showChange(explorer, before) {
  const { state, selection } = explorer;
  const changed = (/** @type {(keyof State)[]} */ ...keys) =>
    keys.some((key) => state[key] !== before[key]);
  const keep = (/** @type {() => void} */ show) =>
    keepFocus(explorer.root, explorer.canvas, show);
  if (changed("filters")) selection.filter();
  if (changed("filters")) explorer.names.forget();
  if (changed("layout")) explorer.names.leave();
  if (changed("selected", "filters")) selection.choose();
  if (changed("theme")) explorer.host.style.colorScheme = state.theme;
  if (changed("vision")) showVision(explorer);
  if (changed("isLassoOn")) showLasso(explorer);
  if (changed("path")) showPath(explorer);
  if (changed("query")) showQuery(explorer);
  if (changed("selected", "filters", "coloring", "isReady", "changes")) {
    keep(() => showSelection(explorer));
  }
  if (changed("selected", "filters", "isReady")) keep(() => explorer.showFilters());
  if (changed("compared")) explorer.resize();
  if (changed("coloring")) showPanes(explorer);
  if (changed("layout")) showLayouts(explorer);
  if (changed("areNamed", "moves")) explorer.names.update();
  if (changed("pointed", "pinned", "coloring", "moves", "changes", "reads")) showPointed(explorer);
  if (changed("pinned", "changes", "layout", "reads")) keep(() => showCard(explorer));
  if (changed("pinned") && state.pinned >= 0) revealCard(explorer);
  if (changed("pinned", "moves")) showNeighbors(explorer);
  if (changed("coloring", "isReady", "changes")) showMeaning(explorer);
  if (changed("pointed", "pinned", "coloring", "isReady", "changes")) highlightMeaning(explorer);
  if (changed("selected", "filters", "coloring", "theme", "doublings", "moves", "changes")) {
    explorer.frames.redraw();
  }
  if (changed("reads")) keep(() => explorer.list.refresh());
  if (changed("isReady")) explorer.host.dataset.state = "ready";
}
