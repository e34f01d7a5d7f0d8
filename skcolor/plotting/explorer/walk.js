// The map by keyboard: from point to point, each of which is spoken.

import { colorOf, spellColor } from "./color_names.js";
import { count } from "./dom.js";
import { pointSize } from "./marks.js";

/** @typedef {import("./explorer.js").Explorer} Explorer */
/** @typedef {import("./grid.js").Place} Place */

const STEP = 6; // pixels: points that lie closer are parted by zooming
const EDGE = 40; // pixels from the edge at which the map follows
const PAUSE = 150; // milliseconds: of steps in quick succession only the last is spoken
const LONGEST_SPOKEN = 200; // characters of a text that are spoken; the card has all

/** @type {Record<string, Place>} */
const DIRECTIONS = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

/**
 * The nearest row in the quarter of the plane around a direction, or -1.
 * @param {import("./grid.js").Grid} grid
 * @param {Place} from
 * @param {Place} direction along an axis
 * @param {number} closest smallest distance; nearer rows are passed over
 * @param {number} farthest
 * @param {Uint8Array | null} isWanted marks the rows to go to; null for all
 */
export function nearestToward(grid, [x, y], [right, up], closest, farthest, isWanted = null) {
  const { layout } = grid;
  for (let reach = Math.max(4 * closest, 1); ; reach *= 2) {
    let [found, best] = [-1, reach];
    grid.near(x - reach, y - reach, x + reach, y + reach, (row) => {
      if (isWanted && !isWanted[row]) return;
      const dx = layout[2 * row] - x;
      const dy = layout[2 * row + 1] - y;
      const along = dx * right + dy * up;
      const distance = Math.hypot(dx, dy);
      if (along <= 0 || along < Math.abs(dx * up - dy * right) || distance < closest) return;
      if (distance < best || (distance === best && row < found)) [found, best] = [row, distance];
    });
    if (found >= 0 || reach > farthest) return found;
  }
}

/**
 * What is said of a row.
 * @param {Explorer} explorer
 * @param {number} row
 */
export function tell(explorer, row) {
  const { rows, colorings, state } = explorer;
  const parts = [rows.text(row).slice(0, LONGEST_SPOKEN), rows.label(row)];
  parts.push(spellColor(colorOf(colorings[state.coloring], row)));
  const others = explorer.together(row).length - 1;
  if (others) parts.push(`${count(others, explorer.things)} more here`);
  if (explorer.selection.isChosen?.[row]) parts.push("selected");
  return parts.filter(Boolean).join(", ");
}

/**
 * Point at a row, and bring it into view.
 * @param {Explorer} explorer
 * @param {number} row
 */
function pointAt(explorer, row) {
  const { view, layout } = explorer;
  const [x, y] = view.toScreen(...layout.at(row));
  /** @param {number} c @param {number} side */
  const beyond = (c, side) => {
    const edge = Math.min(EDGE, side / 4);
    return Math.min(c - edge, 0) + Math.max(c - (side - edge), 0);
  };
  const [dx, dy] = [beyond(x, view.width), beyond(y, view.height)];
  if (dx || dy) explorer.move(() => view.pan(-dx, -dy));
  explorer.update({ pointed: row });
}

/**
 * Where a walk begins: at the point that was pointed at, or on the card, or in the middle.
 * @param {Explorer} explorer
 * @param {number} last
 */
function startOf(explorer, last) {
  const { view, layout, state } = explorer;
  const { isShown } = explorer.selection;
  for (const row of [last, state.pinned]) {
    if (row >= 0 && (isShown?.[row] ?? true) && view.isInView(...layout.at(row))) return row;
  }
  const middle = view.toMap(view.width / 2, view.height / 2);
  const [[left, bottom], [right, top]] = view.whole;
  const farthest = Math.hypot(right - left, top - bottom);
  for (let reach = STEP / view.scale; ; reach *= 2) {
    const found = layout.grid.nearest(middle, reach, isShown);
    if (found >= 0) return explorer.together(found)[0];
    if (reach > farthest) return -1;
  }
}

/**
 * The row at the next step; the first step only shows where the walk begins.
 * @param {Explorer} explorer
 * @param {Place} direction
 * @param {number} last
 */
function nextRow(explorer, direction, last) {
  const { view, layout, state } = explorer;
  const { isShown } = explorer.selection;
  if (state.pointed < 0) return startOf(explorer, last);
  const from = layout.at(state.pointed);
  const [[left, bottom], [right, top]] = view.whole;
  const farthest = Math.hypot(right - left, top - bottom);
  const step = Math.max(STEP, pointSize(view, explorer.n, state.doublings)) / view.scale;
  const found = nearestToward(layout.grid, from, direction, step, farthest, isShown);
  return found >= 0 ? found : nearestToward(layout.grid, from, direction, 0, farthest, isShown);
}

/**
 * Listen to the keys that walk.
 * @param {Explorer} explorer
 */
export function listenToWalk(explorer) {
  const { canvas } = explorer;
  const spoken = explorer.part("spoken");
  let last = -1;
  let waiting = 0;
  const speak = (/** @type {string} */ text) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => (spoken.textContent = text), PAUSE);
  };
  const walk = (/** @type {Place} */ direction) => {
    const row = nextRow(explorer, direction, last);
    if (row < 0) return speak("No point in this direction");
    last = row;
    pointAt(explorer, row);
    speak(tell(explorer, row));
  };
  const toggle = (/** @type {number} */ row) => {
    explorer.combine([row], explorer.selection.isChosen?.[row] ? "remove" : "add");
    pointAt(explorer, row);
    speak(tell(explorer, row));
  };
  canvas.addEventListener("keydown", (event) => {
    const { key, shiftKey, ctrlKey, metaKey, altKey } = event;
    const { pointed } = explorer.state;
    if (ctrlKey || metaKey || altKey) return;
    if (shiftKey && DIRECTIONS[key]) walk(DIRECTIONS[key]);
    else if (pointed >= 0 && key === "Enter") openCard(explorer, pointed);
    else if (pointed >= 0 && key === " ") toggle(pointed);
    else if (pointed >= 0 && pointed === last && key === "Escape") explorer.update({ pointed: -1 });
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  // What is said of a point holds for the coloring and the layout that are shown.
  let { coloring, layout } = explorer.state;
  explorer.changed.addEventListener("change", () => {
    const { state, about } = explorer;
    if (state.coloring === coloring && state.layout === layout) return;
    const name = state.layout === layout ? about.colorings[state.coloring] : explorer.layout.name;
    ({ coloring, layout } = state);
    speak(state.pointed < 0 ? name : `${name}: ${tell(explorer, state.pointed)}`);
  });
}

/**
 * @param {Explorer} explorer
 * @param {number} row
 */
function openCard(explorer, row) {
  explorer.update({ pinned: row });
  explorer.part("card").focus();
}
