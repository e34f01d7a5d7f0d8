// Event handlers: pointer, buttons, search and keys.

import {
  clear,
  click,
  darkness,
  escape,
  helpOf,
  makeCommands,
  queryOf,
  search,
  selectInside,
  zoomToSelected,
} from "./commands.js";
import { listenToPointer } from "./pointer.js";
import { makeToolbar } from "./toolbar.js";
import { listenToVision } from "./vision.js";
import { listenToWalk } from "./walk.js";

/** @typedef {import("./explorer.js").Explorer} Explorer */
/** @typedef {import("./view.js").Place} Place */

const KEY_STEP = 80; // pixels
const TYPING = 120; // milliseconds to wait for the next letter

/**
 * Draw the map for paper, which is white and narrow, or for the screen again.
 * @param {Explorer} explorer
 * @param {boolean} isPrinted
 */
function print(explorer, isPrinted) {
  explorer.host.style.colorScheme = isPrinted ? "light" : explorer.state.theme;
  explorer.part("frame").classList.toggle("printed", isPrinted);
  explorer.resize();
  explorer.frames.draw();
}

/** @param {Explorer} explorer */
export function listen(explorer) {
  const { view } = explorer;
  /** @type {import("./pointer.js").Actions} */
  const actions = {
    move: (change) => explorer.move(change),
    point: (place) => explorer.update({ pointed: place ? explorer.rowAt(place) : -1 }),
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
  darkness.addEventListener("change", () => explorer.frames.redraw(), { signal });
  addEventListener("beforeprint", () => print(explorer, true), { signal });
  addEventListener("afterprint", () => print(explorer, false), { signal });
}

/** @param {Explorer} explorer */
function listenToPanel(explorer) {
  const query = queryOf(explorer);
  const size = /** @type {HTMLInputElement} */ (explorer.part("size"));
  size.addEventListener("input", () => explorer.update({ doublings: Number(size.value) }));
  explorer.part("colorings").addEventListener("change", ({ target }) => {
    explorer.showColoring(Number(/** @type {HTMLInputElement} */ (target).value));
  });
  explorer.part("layouts").addEventListener("change", ({ target }) => {
    explorer.showLayout(Number(/** @type {HTMLInputElement} */ (target).value));
  });
  explorer.part("compare").addEventListener("change", ({ target }) => {
    explorer.update({ compared: Number(/** @type {HTMLSelectElement} */ (target).value) });
  });
  let waiting = 0;
  query.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => search(explorer, query.value.trim()), TYPING);
  });
  explorer.part("search").addEventListener("submit", async (event) => {
    event.preventDefault();
    clearTimeout(waiting);
    await search(explorer, query.value.trim(), true);
    zoomToSelected(explorer);
  });
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
