import assert from "node:assert/strict";
import { test } from "node:test";

import { binsOf, makeEdges, medianOf, outline } from "../../skcolor/plotting/explorer/histogram.js";
import { randomLayout } from "./random.js";

test("a few whole numbers have a bin each", () => {
  assert.deepEqual(makeEdges([3, 1, NaN, 2, 1]), [0.5, 1.5, 2.5, 3.5]);
  assert.deepEqual([...binsOf([3, 1, NaN, 2], [0.5, 1.5, 2.5, 3.5])], [2, 0, 4, 1]);
  assert.deepEqual(makeEdges([7]), [6.5, 7.5]);
});

test("many whole numbers have bins of whole widths", () => {
  const edges = makeEdges(Array.from({ length: 100 }, (_, i) => i));
  assert.deepEqual([edges[0], edges[1], edges.at(-1), edges.length], [-0.5, 2.5, 99.5, 35]);
});

test("no finite number has no bins", () => {
  assert.deepEqual(makeEdges([NaN, Infinity]), []);
});

test("every number is between the edges of its bin, infinite ones at the ends", () => {
  const plain = Array.from(randomLayout(250), (c) => 13.37 * c - 3.3);
  for (const values of [plain, plain.map((c) => Math.exp(c / 1e5)), [0.1, 0.2, 0.3], [0.7, 0.7]]) {
    const edges = makeEdges(values);
    const bins = binsOf(values, edges);
    for (const [row, value] of values.entries()) {
      assert.ok(edges[bins[row]] <= value && value <= edges[bins[row] + 1], `${value}`);
    }
    assert.deepEqual([...binsOf([-Infinity, Infinity], edges)], [0, edges.length - 2]);
  }
});

test("positive numbers with a long tail have bins of equal ratio", () => {
  const edges = makeEdges([1, 1.5, 2, 1000]);
  assert.ok(Math.abs(edges[1] / edges[0] - edges[30] / edges[29]) < 1e-9);
});

test("a bar is as high as its share of the largest", () => {
  assert.equal(outline([2, 0, 4], 4), "M0 1V0.5000H1V1ZM2 1V0.0000H3V1Z");
});

test("the median leaves out missing numbers", () => {
  assert.equal(medianOf([9, 1, NaN, 4, 2], [0, 1, 2, 3]), 4);
  assert.equal(medianOf([9, 1, NaN, 4, 2], [0, 1, 3, 4]), 3);
  assert.ok(Number.isNaN(medianOf([NaN], [0])));
});
