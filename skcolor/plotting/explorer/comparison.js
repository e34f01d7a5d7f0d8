// How the selected rows differ from all that are shown.

import { overrepresented } from "./contrast.js";
import { make } from "./dom.js";
import { medianOf } from "./histogram.js";

/** @typedef {import("./explorer.js").Explorer} Explorer */
/** @typedef {import("./filters.js").Facet} Facet */

const N_LINES = 5; // for each facet
const EXPLANATION =
  "Share among the selected points, divided by that among all shown points. Listed if " +
  "larger with p < 0.01 in a hypergeometric test, corrected for the number of names.";

/**
 * A table for each facet of names, and the medians of numbers; nothing for all or no rows.
 * @param {Explorer} explorer
 */
export function compare(explorer) {
  const { facets, n, selection } = explorer;
  const { chosen } = selection;
  const shown = selection.shown ?? explorer.order;
  if (!chosen?.length || chosen.length === shown.length || n < 2) return [];
  const parts = facets.map((facet) =>
    facet.names ? compareNames(facet, facet.names, chosen, shown) : compareMedians(facet, chosen, shown),
  );
  return parts.flat();
}

/**
 * @param {ArrayLike<number>} codes
 * @param {ArrayLike<number>} rows
 * @param {number} nCodes
 */
function countOf(codes, rows, nCodes) {
  const counts = new Uint32Array(nCodes);
  for (let i = 0; i < rows.length; i++) counts[codes[rows[i]]]++;
  return counts;
}

/**
 * @param {Facet} facet
 * @param {string[]} names
 * @param {number[]} chosen
 * @param {Uint32Array} shown
 */
function compareNames({ title, codes, nCodes }, names, chosen, shown) {
  const [here, all] = [chosen, shown].map((rows) => countOf(codes(), rows, nCodes));
  const found = overrepresented(here, all);
  if (!found.length) return [];
  const lines = found.slice(0, N_LINES).map(({ code, n, ratio }) => {
    const times = `${ratio >= 100 ? Math.round(ratio) : Number(ratio.toPrecision(2))} ×`;
    return make(
      "tr",
      {},
      make("td", { dir: "auto" }, names[code] || "missing"),
      make("td", {}, n.toLocaleString("en")),
      make("td", {}, times),
    );
  });
  const caption = make("caption", { title: EXPLANATION, dir: "auto" }, `Frequent here: ${title}`);
  return [make("table", {}, caption, make("tbody", {}, ...lines))];
}

/**
 * @param {Facet} facet
 * @param {number[]} chosen
 * @param {Uint32Array} shown
 */
function compareMedians({ title, column }, chosen, shown) {
  if (!column) return [];
  const [here, all] = [chosen, shown].map((rows) => medianOf(column.values, rows));
  const text = Number.isNaN(here) ? "all missing" : `median ${column.sayBriefly(here)}`;
  const whole = Number.isNaN(all) ? "" : ` (all: ${column.sayBriefly(all)})`;
  return [make("p", { dir: "auto" }, `${title}: ${text}${whole}`)];
}
