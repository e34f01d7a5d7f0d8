// Event handlers: pointer, buttons, search and keys.

import { toAddress } from "./address.js";
import { describeRow } from "./card.js";
import { download } from "./dom.js";
import { listenToPointer } from "./pointer.js";
import { toCSV } from "./table.js";
import { makeToolbar } from "./toolbar.js";
import { listenToVision } from "./vision.js";
import { listenToWalk } from "./walk.js";

/** @typedef {import("./explorer.js").Explorer} Explorer */
/** @typedef {import("./view.js").Place} Place */

const KEY_STEP = 80; // pixels
const TYPING = 120; // milliseconds to wait for the next letter
const darkness = matchMedia("(prefers-color-scheme: dark)");

/**
 * Commands: the button, the keys, and the action.
 * @param {Explorer} explorer
 * @returns {[string, string, () => void][]}
 */
function makeCommands(explorer) {
  const { view } = explorer;
  return [
    ["zoom-in", "+=", () => zoom(explorer, 1.5)],
    ["zoom-out", "-_", () => zoom(explorer, 1 / 1.5)],
    ["fit", "0", () => explorer.move(() => view.fit())],
    ["draw-lasso", "lL", () => explorer.update({ isLassoOn: !explorer.state.isLassoOn })],
    ["list-view", "vV", () => selectInside(explorer, cornersOf(view), "replace")],
    ["zoom-selected", "zZ", () => zoomToSelected(explorer)],
    ["save-view", "sS", () => savePicture(explorer)],
    ["save-list", "", () => saveList(explorer)],
    ["clear", "", () => clear(explorer)],
    ["go-to-point", "", () => explorer.zoomTo([explorer.state.pinned])],
    ["copy-point", "", () => copy(explorer, describeRow(explorer, explorer.state.pinned))],
    ["copy-link", "", () => copy(explorer, linkTo(explorer))],
    ["close-card", "", () => explorer.update({ pinned: -1 })],
    ["", "cC", () => toggleComparison(explorer)],
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
  const place = pointed < 0 ? [] : view.toScreen(layout[2 * pointed], layout[2 * pointed + 1]);
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
 * @param {"replace" | "add" | "remove"} how
 */
function selectInside(explorer, path, how) {
  const { view, grid } = explorer;
  explorer.combine(grid.inside(path.map((place) => view.toMap(...place))), how);
}

/** @param {Explorer} explorer */
function zoomToSelected(explorer) {
  const { selected } = explorer.state;
  if (selected?.length) explorer.zoomTo(selected);
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
function helpOf(explorer) {
  return /** @type {HTMLDialogElement} */ (explorer.part("keys"));
}

/** @param {Explorer} explorer */
function queryOf(explorer) {
  return /** @type {HTMLInputElement} */ (explorer.part("query"));
}

/** @param {Explorer} explorer */
function clear(explorer) {
  explorer.update({ isLassoOn: false });
  explorer.select(null);
  queryOf(explorer).value = "";
}

/**
 * Drop what was begun last: the lasso, the card, the selection.
 * @param {Explorer} explorer
 */
function escape(explorer) {
  const { path, pinned } = explorer.state;
  if (path.length) explorer.pointer.cancel();
  else if (pinned >= 0) explorer.update({ pinned: -1, pointed: -1 });
  else clear(explorer);
}

/**
 * Show all about a point; with a modifier, add it to the selection or remove it.
 * @param {Explorer} explorer
 * @param {Place} place
 * @param {"replace" | "add" | "remove"} how
 */
function click(explorer, place, how) {
  const row = explorer.rowAt(place);
  if (how === "replace") explorer.update({ pointed: row, pinned: row });
  else if (row >= 0) explorer.combine([row], explorer.isSelected?.[row] ? "remove" : how);
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
  explorer.draw(); // in the same task, because WebGL discards its buffer afterward
  const name = explorer.about.colorings[explorer.state.coloring];
  explorer.panes.picture().toBlob((blob) => blob && save(explorer, blob, `${name}.png`));
}

/** @param {Explorer} explorer */
function saveList(explorer) {
  // A byte order mark tells Excel that this is UTF-8.
  const table = ["\ufeff", toCSV(explorer, explorer.state.selected ?? [])];
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
 * Draw the map for paper, which is white, or for the screen again.
 * @param {Explorer} explorer
 * @param {string} theme
 */
function printIn(explorer, theme) {
  explorer.host.style.colorScheme = theme;
  explorer.draw();
}

/** @param {Explorer} explorer */
export function listen(explorer) {
  const { view } = explorer;
  /** @type {import("./pointer.js").Actions} */
  const actions = {
    move: (change) => explorer.move(change),
    point: (place) => explorer.point(place),
    click: (place, how) => click(explorer, place, how),
    lasso: (path, how) => selectInside(explorer, path, how),
    isLassoOn: () => explorer.state.isLassoOn,
    sketch: (path) => explorer.update({ path }),
  };
  const pointers = ["map", "second-map"].map((id) =>
    listenToPointer(explorer.part(id), view, actions),
  );
  explorer.pointer = { cancel: () => pointers.forEach((pointer) => pointer.cancel()) };
  const commands = makeCommands(explorer);
  for (const [id, , run] of commands) if (id) explorer.part(id).addEventListener("click", run);
  listenToPanel(explorer);
  listenToVision(explorer);
  listenToWalk(explorer);
  makeToolbar(explorer.part("tools"));
  listenToKeys(explorer, commands);
  const { signal } = explorer.stop;
  darkness.addEventListener("change", () => explorer.redraw(), { signal });
  addEventListener("beforeprint", () => printIn(explorer, "light"), { signal });
  addEventListener("afterprint", () => printIn(explorer, explorer.state.theme), { signal });
}

/** @param {Explorer} explorer */
function listenToPanel(explorer) {
  const query = queryOf(explorer);
  const size = /** @type {HTMLInputElement} */ (explorer.part("size"));
  size.addEventListener("input", () => explorer.update({ doublings: Number(size.value) }));
  explorer.part("colorings").addEventListener("change", ({ target }) => {
    explorer.showColoring(Number(/** @type {HTMLInputElement} */ (target).value));
  });
  explorer.part("compare").addEventListener("change", ({ target }) => {
    explorer.update({ compared: Number(/** @type {HTMLSelectElement} */ (target).value) });
  });
  let waiting = 0;
  query.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => search(explorer, query.value.trim()), TYPING);
  });
  explorer.part("search").addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(waiting);
    search(explorer, query.value.trim());
    zoomToSelected(explorer);
  });
}

/**
 * @param {Explorer} explorer
 * @param {string} words
 */
function search(explorer, words) {
  if (!words) return clear(explorer);
  const { view, layout } = explorer;
  const found = explorer.rows.find(words);
  explorer.update({ selected: found, query: words, pointed: -1 });
  /** @param {number} row */
  const isSeen = (row) => view.isInView(layout[2 * row], layout[2 * row + 1]);
  for (const box of [view.home, view.whole]) {
    if (found.length && !found.some(isSeen)) explorer.move(() => view.show(box));
  }
}

/**
 * @param {Explorer} explorer
 * @param {[string, string, () => void][]} commands
 */
function listenToKeys(explorer, commands) {
  const { view, canvas } = explorer;
  /** @type {Record<string, Place>} */
  const steps = {
    ArrowLeft: [KEY_STEP, 0],
    ArrowRight: [-KEY_STEP, 0],
    ArrowUp: [0, KEY_STEP],
    ArrowDown: [0, -KEY_STEP],
  };
  canvas.addEventListener("keydown", ({ key, shiftKey }) => {
    if (steps[key] && !shiftKey) explorer.move(() => view.pan(...steps[key]));
  });
  /** @param {KeyboardEvent} event */
  const press = (event) => {
    const { key } = event;
    const target = /** @type {Element} */ (event.composedPath()[0]);
    if (event.ctrlKey || event.metaKey || event.altKey || helpOf(explorer).open) return;
    if (key === "Escape") {
      event.preventDefault(); // or a browser would also empty the search
      return target === queryOf(explorer) && explorer.state.query ? clear(explorer) : escape(explorer);
    }
    if (target.matches?.('input[type="search"]') || key.length > 1) return;
    const { coloring } = explorer.state;
    if (key === "/") queryOf(explorer).focus();
    else if (key === "[") explorer.showColoring(coloring - 1);
    else if (key === "]") explorer.showColoring(coloring + 1);
    else if (key >= "1" && key <= "9") explorer.showColoring(Number(key) - 1);
    else return void commands.find(([, keys]) => keys.includes(key))?.[2]();
    event.preventDefault();
  };
  const { keys } = explorer;
  keys.addEventListener("keydown", /** @type {EventListener} */ (press), {
    signal: explorer.stop.signal,
  });
}
