// The sections of the panel: colorings, what colors mean, the card, the selection.

import { fillCard } from "./card.js";
import { colorOf } from "./color_names.js";
import { compare } from "./comparison.js";
import { count, make, setText } from "./dom.js";
import { highlight, showLegend } from "./legend.js";
import { summarize } from "./panel.js";

/** @typedef {import("./explorer.js").Explorer} Explorer */

const SETTLED = 60; // milliseconds between two comparisons of many rows

/**
 * The choices of colorings, and how many points there are.
 * @param {Explorer} explorer
 */
export function fillChoices(explorer) {
  const { nOutside, colorings } = explorer.about;
  explorer.part("count").textContent = count(explorer.layout.nRows);
  if (nOutside) {
    explorer.part("count").textContent += `, ${count(nOutside, ["outside", "outside"])}`;
    explorer.part("fit").title = "Whole map or back (0)";
  }
  explorer.part("colorings").append(...colorings.map(makeChoice));
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
 * A radio button for a coloring.
 * @param {string} name
 * @param {number} i
 */
function makeChoice(name, i) {
  const input = make("input", { type: "radio", name: "coloring", value: String(i) });
  input.checked = i === 0;
  return make("label", { className: "coloring" }, input, make("span", { dir: "auto" }, name));
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
  const legend = explorer.legends[explorer.state.coloring] ?? null;
  explorer.part("legend").hidden = !legend;
  const meaning = explorer.part("meaning");
  showLegend(meaning, legend, (rgb) => explorer.selectColor(rgb));
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

/** @param {Explorer} explorer */
export function showCard(explorer) {
  const { pinned } = explorer.state;
  explorer.part("card").hidden = pinned < 0;
  const parts = pinned < 0 ? [] : fillCard(explorer, pinned);
  explorer.part("about-point").replaceChildren(...parts);
}
