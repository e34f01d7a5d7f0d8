// The panel: what a row is in the list, and what the selected rows have in common.

import { count, make, swatch } from "./dom.js";

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
 * The labels of the selected rows.
 * @param {import("./rows.js").Rows} rows
 * @param {number[]} selected
 */
export function summarize(rows, selected) {
  const counts = rows.countLabels(selected);
  const shown = counts
    .slice(0, N_LABELS)
    .map(([name, n]) => `${shorten(name) || "no label"} (${n.toLocaleString("en")})`);
  const rest = counts.length - N_LABELS;
  if (rest > 0) shown.push(count(rest, ["other label", "other labels"]));
  return shown.join(", ");
}
