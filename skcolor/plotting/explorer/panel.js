// The panel: the list of selected rows.

import { count, make, swatch } from "./dom.js";

const N_LISTED = 200;
const N_LABELS = 6;
const LONGEST = 60; // maximum length of a label in the summary

/**
 * The description of a row, in the list and beside the pointer.
 * @param {import("./rows.js").Rows} rows
 * @param {number} row
 * @param {Uint8Array} colors
 */
export function describe(rows, row, colors) {
  const picture = rows.picture(row);
  const label = rows.label(row);
  const words = make("span", { className: "words" });
  words.append(make("span", { className: "text", dir: "auto" }, rows.text(row)));
  if (label) words.append(make("span", { className: "label", dir: "auto" }, label));
  return picture ? [picture, words, swatch(colors, row)] : [swatch(colors, row), words];
}

/** @param {string} text */
function shorten(text) {
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}

/**
 * @param {HTMLElement} list
 * @param {import("./rows.js").Rows} rows
 * @param {number[]} selected
 * @param {Uint8Array} colors
 * @param {(row: number) => void} visit
 */
export function fillList(list, rows, selected, colors, visit) {
  const items = selected.slice(0, N_LISTED).map((row) => {
    const button = make("button", { type: "button" }, ...describe(rows, row, colors));
    button.addEventListener("click", () => visit(row));
    return make("li", {}, button);
  });
  list.replaceChildren(...items);
}

/**
 * The labels of the selected rows, and how many rows are not listed.
 * @param {import("./rows.js").Rows} rows
 * @param {number[]} selected
 */
export function summarize(rows, selected) {
  const parts = [];
  const counts = rows.countLabels(selected);
  if (counts.length) {
    const shown = counts
      .slice(0, N_LABELS)
      .map(([name, n]) => `${shorten(name) || "no label"} (${n.toLocaleString("en")})`);
    const rest = counts.length - N_LABELS;
    if (rest > 0) shown.push(count(rest, ["other label", "other labels"]));
    parts.push(shown.join(", "));
  }
  if (selected.length > N_LISTED) parts.push(`The first ${N_LISTED} are listed.`);
  return parts.join("\n");
}
