// What buttons and keys do.

import { toAddress } from "./address.js";
import { describeRow } from "./card.js";
import { download } from "./dom.js";
import { toCSV } from "./table.js";

/** @typedef {import("./explorer.js").Explorer} Explorer */
/** @typedef {import("./view.js").Place} Place */

export const darkness = matchMedia("(prefers-color-scheme: dark)");

/**
 * Commands: the button, the keys, and the action.
 * @param {Explorer} explorer
 * @returns {[string, string, () => void][]}
 */
export function makeCommands(explorer) {
  const { view } = explorer;
  return [
    ["zoom-in", "+=", () => zoom(explorer, 1.5)],
    ["zoom-out", "-_", () => zoom(explorer, 1 / 1.5)],
    ["fit", "0", () => explorer.move(() => view.fit())],
    ["draw-lasso", "lL", () => explorer.update({ isLassoOn: !explorer.state.isLassoOn })],
    ["list-view", "vV", () => selectInside(explorer, cornersOf(view), "replace")],
    ["name-regions", "nN", () => explorer.update({ areNamed: !explorer.state.areNamed })],
    ["clear-filters", "", () => explorer.filter({})],
    ["zoom-selected", "zZ", () => zoomToSelected(explorer)],
    ["save-view", "sS", () => savePicture(explorer)],
    ["save-list", "", () => saveList(explorer)],
    ["clear", "", () => clear(explorer)],
    ["go-to-point", "", () => explorer.zoomTo([explorer.state.pinned])],
    ["copy-point", "", () => copy(explorer, describeRow(explorer, explorer.state.pinned))],
    ["copy-link", "", () => copy(explorer, linkTo(explorer))],
    ["close-card", "", () => explorer.update({ pinned: -1 })],
    ["", "cC", () => toggleComparison(explorer)],
    ["", "mM", () => explorer.showLayout((explorer.state.layout + 1) % explorer.layouts.length)],
    ["theme", "tT", () => toggleTheme(explorer)],
    ["help", "?", () => helpOf(explorer).showModal()],
  ];
}

/**
 * Zoom at the point that is pointed at, or at the middle.
 * @param {Explorer} explorer
 * @param {number} factor
 */
function zoom(explorer, factor) {
  const { view, layout, state } = explorer;
  const { pointed } = state;
  const place = pointed < 0 ? [] : view.toScreen(...layout.at(pointed));
  explorer.move(() => view.zoom(factor, ...place));
  explorer.update({ pointed });
}

/** @param {import("./view.js").View} view */
function cornersOf({ width, height }) {
  return /** @type {Place[]} */ ([
    [0, 0],
    [width, 0],
    [width, height],
    [0, height],
  ]);
}

/**
 * @param {Explorer} explorer
 * @param {Place[]} path on the screen
 * @param {import("./selection.js").How} how
 */
export function selectInside(explorer, path, how) {
  const { view, layout } = explorer;
  explorer.combine(layout.grid.inside(path.map((place) => view.toMap(...place))), how);
}

/** @param {Explorer} explorer */
export function zoomToSelected(explorer) {
  const { chosen } = explorer.selection;
  if (chosen?.length) explorer.zoomTo(chosen);
}

/** @param {Explorer} explorer */
function toggleComparison(explorer) {
  const { coloring, compared } = explorer.state;
  const n = explorer.colorings.length;
  if (n > 1) explorer.update({ compared: compared < 0 ? (coloring + 1) % n : -1 });
}

/** @param {Explorer} explorer */
function toggleTheme(explorer) {
  const { theme } = explorer.state;
  const isDark = theme ? theme === "dark" : darkness.matches;
  explorer.update({ theme: isDark ? "light" : "dark" });
}

/** @param {Explorer} explorer */
export function helpOf(explorer) {
  return /** @type {HTMLDialogElement} */ (explorer.part("keys"));
}

/** @param {Explorer} explorer */
export function queryOf(explorer) {
  return /** @type {HTMLInputElement} */ (explorer.part("query"));
}

/** @param {Explorer} explorer */
export function clear(explorer) {
  explorer.update({ isLassoOn: false });
  explorer.select(null);
  queryOf(explorer).value = "";
}

/**
 * Drop what was begun last: the lasso, the card, the selection.
 * @param {Explorer} explorer
 */
export function escape(explorer) {
  const { path, pinned } = explorer.state;
  if (path.length) explorer.pointer.cancel();
  else if (pinned >= 0) explorer.update({ pinned: -1, pointed: -1 });
  else clear(explorer);
}

/**
 * Show all about a point; with a modifier, add it to the selection or remove it.
 * @param {Explorer} explorer
 * @param {Place} place
 * @param {import("./selection.js").How} how
 */
export function click(explorer, place, how) {
  if (explorer.frames.transition) return;
  const row = explorer.rowAt(place);
  if (how === "replace") explorer.update({ pointed: row, pinned: row });
  else if (row >= 0) explorer.combine([row], explorer.selection.isChosen?.[row] ? "remove" : how);
}

/** @param {Explorer} explorer */
function linkTo(explorer) {
  return `${location.href.split("#")[0]}#${toAddress(explorer)}`;
}

/**
 * @param {Explorer} explorer
 * @param {string} text
 */
async function copy(explorer, text) {
  try {
    await navigator.clipboard.writeText(text);
    explorer.notify("Copied");
  } catch {
    explorer.notify(`This page may not copy. Here is the text: ${text}`);
  }
}

/** @param {Explorer} explorer */
function savePicture(explorer) {
  explorer.frames.draw(); // in the same task, because WebGL discards its buffer afterward
  const name = explorer.about.colorings[explorer.state.coloring];
  explorer.panes.picture().toBlob((blob) => blob && save(explorer, blob, `${name}.png`));
}

/** @param {Explorer} explorer */
async function saveList(explorer) {
  const chosen = explorer.selection.chosen ?? [];
  try {
    await explorer.rows.know(chosen);
  } catch (error) {
    return explorer.notify(`The list cannot be saved: ${/** @type {Error} */ (error).message}`);
  }
  // A byte order mark tells Excel that this is UTF-8.
  const table = ["\ufeff", toCSV(explorer, chosen)];
  save(explorer, new Blob(table, { type: "text/csv" }), "selection.csv");
}

/**
 * @param {Explorer} explorer
 * @param {Blob} blob
 * @param {string} name
 */
function save(explorer, blob, name) {
  download(blob, name);
  // A page in a frame cannot know whether the frame allows downloads.
  const isFramed = window.self !== window.top;
  explorer.notify(`Saved ${name}${isFramed ? ", if the page around this map allows it" : ""}`);
}

/**
 * @param {Explorer} explorer
 * @param {string} words
 * @param {boolean} isSubmitted
 */
export async function search(explorer, words, isSubmitted = false) {
  if (!words) return clear(explorer);
  if (explorer.rows.isScanned) return isSubmitted ? explorer.rows.scan(words) : undefined;
  const { view, layout } = explorer;
  const found = explorer.rows.find(words);
  explorer.update({ selected: found, query: words, pointed: -1 });
  /** @param {number} row */
  const isSeen = (row) => view.isInView(...layout.at(row));
  for (const box of [view.home, view.whole]) {
    if (found.length && !found.some(isSeen)) explorer.move(() => view.show(box));
  }
}
