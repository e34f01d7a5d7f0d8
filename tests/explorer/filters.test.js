import assert from "node:assert/strict";
import { test } from "node:test";

import { Column } from "../../skcolor/plotting/explorer/columns.js";
import {
  countCodes,
  failures,
  makeFacets,
  readFilters,
  toggleName,
  withFilter,
  writeFilters,
} from "../../skcolor/plotting/explorer/filters.js";
import { Rows } from "../../skcolor/plotting/explorer/rows.js";

function makeRows() {
  const rows = new Rows(6);
  rows.labelNames = ["a", "b"];
  rows.labels = new Uint32Array([0, 0, 0, 1, 1, 1]);
  rows.columns = [
    new Column("size", "numbers", new Float32Array([1, 2, 3, 1, 2, NaN])),
    new Column("note", "texts", new Uint8Array(), ["", "x", "y", "z", "u", "v"]),
    new Column("a=b&c", "names", new Uint8Array([0, 1, 0, 1, 0, 1]), ["", "é"]),
  ];
  return rows;
}

/** @param {import("../../skcolor/plotting/explorer/filters.js").Filters} filters */
function shownBy(filters) {
  const { failed } = failures(makeFacets(makeRows()), filters, 6);
  return Array.from(failed.keys()).filter((row) => failed[row] === 0);
}

test("rows are filtered by names and ranges; several filters all have to pass", () => {
  assert.deepEqual(shownBy({}), [0, 1, 2, 3, 4, 5]);
  assert.deepEqual(shownBy({ label: { kept: ["a"], excluded: [] } }), [0, 1, 2]);
  assert.deepEqual(shownBy({ label: { kept: [], excluded: ["a"] } }), [3, 4, 5]);
  // The upper end is open, a missing number is in no range.
  assert.deepEqual(shownBy({ "f.size": { low: 2, high: 3 } }), [1, 4]);
  assert.deepEqual(shownBy({ "f.size": { low: null, high: 2 } }), [0, 3]);
  assert.deepEqual(shownBy({ "f.size": { low: 2, high: null }, label: { kept: ["a"], excluded: [] } }), [1, 2]);
  assert.deepEqual(shownBy({ "f.a=b&c": { kept: [""], excluded: [] } }), [0, 2, 4]);
});

test("texts that do not repeat are no facet", () => {
  assert.deepEqual(makeFacets(makeRows()).map(({ title }) => title), ["Label", "size", "a=b&c"]);
});

test("the counts of a facet heed all filters but its own, and the selection", () => {
  const facets = makeFacets(makeRows());
  const found = failures(facets, { label: { kept: ["a"], excluded: [] }, "f.size": { low: 2, high: null } }, 6);
  assert.deepEqual([...countCodes(facets[0], 0, found, null)], [2, 1]);
  assert.deepEqual([...countCodes(facets[1], 1, found, null)].slice(0, 3), [1, 1, 1]);
  assert.deepEqual([...countCodes(facets[2], 2, found, null)], [1, 1]);
  const isSelected = Uint8Array.of(0, 1, 0, 0, 1, 1);
  assert.deepEqual([...countCodes(facets[0], 0, found, isSelected)], [1, 1]);
});

test("a name is kept, excluded, or neither", () => {
  const kept = toggleName(undefined, "a", "kept");
  assert.deepEqual(kept, { kept: ["a"], excluded: [] });
  assert.deepEqual(toggleName(kept, "a", "excluded"), { kept: [], excluded: ["a"] });
  assert.deepEqual(withFilter({ label: kept }, "label", toggleName(kept, "a", "kept")), {});
});

test("an address brings filters back, and what it says wrongly is left out", () => {
  const facets = makeFacets(makeRows());
  const filters = {
    label: { kept: ["a"], excluded: ["b"] },
    "f.size": { low: 2, high: null },
    "f.a=b&c": { kept: ["é"], excluded: [] },
  };
  const parts = new URLSearchParams();
  writeFilters(filters, parts);
  assert.deepEqual(readFilters(facets, new URLSearchParams(parts.toString())), filters);
  for (const wrong of ["label=[1]", "label=x", 'f.size=["a",3]', 'label=[["no such"],[]]', "f.size=3"]) {
    assert.deepEqual(readFilters(facets, new URLSearchParams(wrong)), {});
  }
});
