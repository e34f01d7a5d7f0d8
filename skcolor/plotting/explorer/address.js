// The state in the address of the page, so that a link shows the same.

import { readFilters, writeFilters } from "./filters.js";
import { VISIONS } from "./vision.js";

/** @typedef {import("./explorer.js").Explorer} Explorer */

const WAIT = 250; // milliseconds without a change

/**
 * @param {Explorer} explorer
 */
export function toAddress(explorer) {
  const { state, view, about, rows } = explorer;
  const parts = new URLSearchParams();
  if (state.pinned >= 0) parts.set("row", rows.address(state.pinned));
  if (state.layout > 0) parts.set("layout", explorer.layout.name);
  if (state.coloring > 0) parts.set("c", about.colorings[state.coloring]);
  if (state.vision) parts.set("vision", state.vision);
  if (state.compared >= 0) parts.set("beside", about.colorings[state.compared]);
  if (state.query) parts.set("q", state.query);
  if (!state.areNamed) parts.set("names", "off");
  writeFilters(state.filters, parts);
  if (!view.isHome) {
    const numbers = [...explorer.centerOf(), view.magnification];
    parts.set("view", numbers.map((c) => Number(c.toPrecision(6))).join(","));
  }
  return parts.toString();
}

/**
 * Show what an address says; what it does not say, or says wrongly, is left out.
 * @param {Explorer} explorer
 * @param {string} address
 */
export function goTo(explorer, address) {
  const parts = new URLSearchParams(address);
  const layout = explorer.layouts.findIndex(({ name }) => name === parts.get("layout"));
  explorer.showLayout(Math.max(layout, 0), false);
  const coloring = Math.max(explorer.about.colorings.indexOf(parts.get("c") ?? ""), 0);
  const compared = explorer.about.colorings.indexOf(parts.get("beside") ?? "");
  const pinned = explorer.rows.atAddress(parts.get("row") ?? "");
  const [x, y, magnification] = (parts.get("view") ?? "").split(",").map(Number);
  if (magnification > 0 && !Number.isNaN(x + y)) explorer.look(x, y, magnification);
  else explorer.move(() => explorer.view.show(explorer.view.home));
  const query = parts.get("q") ?? "";
  if (query && explorer.rows.isScanned) void explorer.rows.scan(query);
  else if (query) explorer.update({ selected: explorer.rows.find(query), query });
  const vision = VISIONS.find((name) => name === parts.get("vision")) ?? "";
  const filters = readFilters(explorer.facets, parts);
  const areNamed = parts.get("names") !== "off";
  explorer.update({ coloring, compared, pinned, vision, filters, areNamed });
}

/**
 * Follow the address of a window, and keep it up to date.
 * @param {Explorer} explorer
 * @param {Window} page
 */
export function followAddress(explorer, page) {
  const { signal } = explorer.stop;
  const read = () => goTo(explorer, page.location.hash.slice(1));
  if (page.location.hash.length > 1) read();
  let waiting = 0;
  explorer.changed.addEventListener(
    "change",
    () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => write(page, toAddress(explorer)), WAIT);
    },
    { signal },
  );
  page.addEventListener("hashchange", read, { signal });
}

/**
 * @param {Window} page
 * @param {string} address
 */
function write(page, address) {
  try {
    // Not `location.hash`, which would add each step to the history.
    page.history.replaceState(null, "", `#${address}`);
  } catch {
    // A page in a sandbox has no address of its own.
  }
}
