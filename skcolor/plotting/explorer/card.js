// The card: all that is known of one point.

import { colorOf, spellColor } from "./color_names.js";
import { count, make, swatch } from "./dom.js";
import { describe } from "./panel.js";

/** @typedef {import("./explorer.js").Explorer} Explorer */

/**
 * The contents of the card.
 * @param {Explorer} explorer
 * @param {number} row
 */
export function fillCard(explorer, row) {
  const { rows } = explorer;
  const parts = [];
  const picture = rows.picture(row);
  if (picture) parts.push(picture);
  parts.push(make("p", { className: "whole", dir: "auto" }, rows.text(row)));
  const facts = make("dl", {});
  const add = (/** @type {string} */ term, /** @type {(Node | string)[]} */ ...value) => {
    facts.append(make("dt", {}, term), make("dd", { dir: "auto" }, ...value));
  };
  if (rows.labelNames) add("Label", rows.label(row) || "none");
  for (const column of rows.columns) add(column.name, column.text(row) || "missing");
  add("Row", String(rows.number(row)));
  for (const layout of explorer.layouts) {
    const name = layout.name ? `Place in ${layout.name}` : "Place";
    add(name, layout.toUnits(layout.at(row)).map(inBrief).join(", "));
  }
  for (const [i, colors] of explorer.colorings.entries()) {
    if (!rows.isColored(row, i)) {
      add(explorer.about.colorings[i], "…");
      continue;
    }
    const color = spellColor(colorOf(colors, row));
    add(explorer.about.colorings[i], swatch(colors, row), ` ${color}`);
  }
  parts.push(facts);
  if (rows.neighbors) parts.push(...listNeighbors(explorer, row));
  const others = explorer.together(row).length - 1;
  if (others) parts.push(listOthers(explorer, row, others));
  return parts;
}

/**
 * @param {Explorer} explorer
 * @param {number} row
 */
function listNeighbors(explorer, row) {
  const { rows, colorings, state } = explorer;
  const nearest = rows.nearest(row);
  const items = nearest.map((other) => {
    const parts = describe(rows, other, colorings[state.coloring]);
    const button = make("button", { type: "button" }, ...parts);
    button.addEventListener("click", () => explorer.update({ pinned: other }));
    return make("li", {}, button);
  });
  const all = make("button", { type: "button" }, "Select them");
  all.addEventListener("click", () => explorer.select([row, ...nearest]));
  const found = rows.percentFound < 100 ? ` (${rows.percentFound}% found)` : "";
  return [
    make("h3", {}, `Nearest rows${found}`),
    make("ol", {}, ...items),
    make("p", { className: "actions" }, all),
  ];
}

/**
 * @param {Explorer} explorer
 * @param {number} row
 * @param {number} others
 */
function listOthers(explorer, row, others) {
  const text = `List ${count(others + 1, explorer.things)} in this place`;
  const button = make("button", { type: "button" }, text);
  button.addEventListener("click", () => {
    explorer.update({ selected: explorer.together(row), query: "" });
  });
  return make("p", { className: "actions" }, button);
}

/**
 * What the card says, as text to copy.
 * @param {Explorer} explorer
 * @param {number} row
 */
export function describeRow(explorer, row) {
  const { rows, state, about, colorings } = explorer;
  const color = spellColor(colorOf(colorings[state.coloring], row));
  const lines = [rows.text(row), rows.label(row), `row ${rows.number(row)}`];
  for (const column of rows.columns) lines.push(`${column.name}: ${column.text(row) || "missing"}`);
  lines.push(`${about.colorings[state.coloring]}: ${color}`);
  return lines.filter(Boolean).join("\n");
}

/**
 * A number with four digits.
 * @param {number} c
 */
function inBrief(c) {
  return String(Number(c.toPrecision(4)));
}
