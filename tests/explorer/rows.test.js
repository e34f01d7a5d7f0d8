import assert from "node:assert/strict";
import { test } from "node:test";

import { shuffledRows } from "../../skcolor/plotting/explorer/order.js";
import { Rows } from "../../skcolor/plotting/explorer/rows.js";
import { toCSV } from "../../skcolor/plotting/explorer/table.js";

function makeRows() {
  const rows = new Rows(4);
  rows.texts = ["plain", "Plain too", 'a "quote", and\nmore', "other"];
  rows.labelNames = ["first", "second"];
  rows.labels = new Uint32Array([0, 1, 1, 0]);
  return rows;
}

test("exact texts come first, then those that start with the words, then the rest", () => {
  const rows = makeRows();
  assert.deepEqual(rows.find("PLAIN"), [0, 1]);
  assert.deepEqual(rows.find("o"), [3, 1, 2]);
  assert.deepEqual(rows.find("second"), [1, 2]);
  assert.deepEqual(rows.find("nothing"), []);
});

test("labels are counted, the most frequent first", () => {
  assert.deepEqual(makeRows().countLabels([1, 2, 3]), [["second", 2], ["first", 1]]);
});

test("a table quotes texts", () => {
  const lines = toCSV(makeRows(), [2]).split("\r\n");
  assert.deepEqual(lines, ["row,text,label", '2,"a ""quote"", and\nmore","second"', ""]);
});

test("shuffled rows are all rows, in the same order each time", () => {
  const rows = shuffledRows(1000);
  assert.deepEqual([...rows].sort((a, b) => a - b), [...Array(1000).keys()]);
  assert.deepEqual(rows, shuffledRows(1000));
  assert.notDeepEqual(rows.slice(0, 9), Uint32Array.from([0, 1, 2, 3, 4, 5, 6, 7, 8]));
});
