// The sections of the panel: colorings, what colors mean, the card, the selection.

import { fillCard } from "./card.js";
import { colorOf } from "./color_names.js";
import { compare } from "./comparison.js";
import { count, make, setText } from "./dom.js";
import { highlight, showLegend } from "./legend.js";
import { summarize } from "./panel.js";
import { rowsOfColor } from "./selection.js";

/** @typedef {import("./explorer.js").Explorer} Explorer */

const SETTLED = 60; // milliseconds between two comparisons of many rows

/**
 * The choices of layouts and colorings.
 * @param {Explorer} explorer
 */
export function fillChoices(explorer) {
  const { layouts = [], colorings } = explorer.about;
  const names = layouts.map((/** @type {{name: string}} */ { name }) => name);
  explorer.part("layouts").append(...makeChoices("layout", names));
  for (const id of ["layouts", "move", "about-move"]) {
    explorer.part(id).hidden = layouts.length < 2;
  }
  explorer.part("colorings").append(...makeChoices("coloring", colorings));
  explorer.part("compare").append(...colorings.map(makeOption));
  explorer.part("comparing").hidden = colorings.length < 2;
}

/**
 * A coloring to show beside the current one.
 * @param {string} name
 * @param {number} i
 */
function makeOption(name, i) {
  return make("option", { value: String(i) }, name);
}

/**
 * Radio buttons.
 * @param {"layout" | "coloring"} what
 * @param {string[]} names
 */
function makeChoices(what, names) {
  return names.map((text, i) => {
    const input = make("input", { type: "radio", name: what, value: String(i) });
    input.checked = i === 0;
    return make("label", { className: what }, input, make("span", { dir: "auto" }, text));
  });
}

/** @param {Explorer} explorer */
export function showQuery(explorer) {
  const query = /** @type {HTMLInputElement} */ (explorer.part("query"));
  if (query.value.trim() !== explorer.state.query) query.value = explorer.state.query;
}

/**
 * The current coloring, and the selected rows.
 * @param {Explorer} explorer
 */
export function showSelection(explorer) {
  const { coloring } = explorer.state;
  const { chosen } = explorer.selection;
  explorer.part("colorings").querySelectorAll("input")[coloring].checked = true;
  explorer.part("frame").dataset.selection = chosen ? "some" : "none";
  setText(explorer.part("selected"), chosen ? count(chosen.length, explorer.things) : "Nothing selected");
  explorer.part("summary").textContent = chosen ? summarize(explorer.rows, chosen) : "";
  explorer.part("list-view").hidden = Boolean(chosen);
  for (const id of ["zoom-selected", "save-list"]) explorer.part(id).hidden = !chosen?.length;
  explorer.part("clear").hidden = !chosen;
  showComparison(explorer);
  explorer.list.show(chosen?.length ?? 0);
}

/**
 * How the selected rows differ from all; not at each step of a brush.
 * @param {Explorer} explorer
 */
function showComparison(explorer) {
  clearTimeout(explorer.comparing);
  const show = () => explorer.part("comparison").replaceChildren(...compare(explorer));
  explorer.comparing = setTimeout(show, explorer.selection.chosen ? SETTLED : 0);
}

/** @param {Explorer} explorer */
export function showMeaning(explorer) {
  const { coloring } = explorer.state;
  const legend = explorer.legends[coloring] ?? null;
  explorer.part("legend").hidden = !legend;
  const meaning = explorer.part("meaning");
  showLegend(meaning, legend, (rgb) => {
    explorer.combine(rowsOfColor(explorer.colorings[coloring], rgb), "replace");
  });
  // What scrolls must scroll by keyboard, too.
  meaning.toggleAttribute("tabindex", false);
  if (meaning.scrollHeight > meaning.clientHeight) meaning.tabIndex = 0;
}

/** @param {Explorer} explorer */
export function highlightMeaning(explorer) {
  const { pointed, pinned, coloring } = explorer.state;
  const row = pointed < 0 ? pinned : pointed;
  const colors = explorer.colorings[coloring];
  highlight(explorer.part("meaning"), row < 0 ? null : colorOf(colors, row));
}

/**
 * Scroll the panel, and nothing around it, so that as much of the card is seen as fits.
 * @param {Explorer} explorer
 */
export function revealCard(explorer) {
  const card = explorer.part("card");
  const panel = /** @type {Element} */ (card.parentElement);
  const [{ top, bottom }, room] = [card.getBoundingClientRect(), panel.getBoundingClientRect()];
  const beyond = Math.min(Math.max(bottom - room.bottom, 0), top - room.top);
  panel.scrollTop += Math.min(top - room.top, 0) || beyond;
}

/** @param {Explorer} explorer */
export function showCard(explorer) {
  const { pinned } = explorer.state;
  explorer.part("card").hidden = pinned < 0;
  const parts = pinned < 0 ? [] : fillCard(explorer, pinned);
  explorer.part("about-point").replaceChildren(...parts);
}
