import assert from "node:assert/strict";
import { test } from "node:test";

import { Grid } from "../../skcolor/plotting/explorer/grid.js";
import { randomLayout } from "./random.js";

test("the nearest row within reach is found", () => {
  const layout = randomLayout(500);
  const grid = new Grid(layout);
  for (const radius of [10, 1000, 30_000]) {
    for (let i = 0; i < 50; i++) {
      const [x, y] = [layout[2 * i] + 3 * i, layout[2 * i + 1] - 2 * i];
      const distance = (row) => Math.hypot(layout[2 * row] - x, layout[2 * row + 1] - y);
      const rows = [...Array(500).keys()];
      const nearest = rows.reduce((a, b) => (distance(b) < distance(a) ? b : a));
      assert.equal(grid.nearest([x, y], radius), distance(nearest) <= radius ? nearest : -1);
    }
  }
});

test("rows inside a polygon are found in row order", () => {
  const layout = randomLayout(500);
  const triangle = [[10_000, 10_000], [60_000, 12_000], [30_000, 62_000]];
  const side = (x, y, [ax, ay], [bx, by]) => (bx - ax) * (y - ay) - (by - ay) * (x - ax) > 0;
  const isInside = (row) =>
    triangle.every((a, i) => side(layout[2 * row], layout[2 * row + 1], a, triangle[(i + 1) % 3]));
  const expected = [...Array(500).keys()].filter(isInside);
  assert.ok(expected.length > 50);
  assert.deepEqual(new Grid(layout).inside(triangle), expected);
});

test("outlying rows are found too", () => {
  const grid = new Grid(new Float32Array([1e6, 5, -1e6, 9, 100, 100]));
  assert.equal(grid.nearest([1e6, 5], 14), 0);
  assert.equal(grid.nearest([-1e6, 9], 14), 1);
  assert.equal(grid.nearest([5e5, 5], 14), -1);
});
