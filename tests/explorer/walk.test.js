import assert from "node:assert/strict";
import { test } from "node:test";

import { Grid } from "../../skcolor/plotting/explorer/grid.js";
import { nearestToward } from "../../skcolor/plotting/explorer/walk.js";
import { randomLayout } from "./random.js";

const DIRECTIONS = [
  [1, 0],
  [-1, 0],
  [0, 1],
  [0, -1],
];
const FAR = 2 * 65536;

/** The same by a look at every row. */
function naive(layout, [x, y], [right, up], closest) {
  const candidates = [];
  for (let row = 0; row < layout.length / 2; row++) {
    const [dx, dy] = [layout[2 * row] - x, layout[2 * row + 1] - y];
    const [along, across] = right ? [right * dx, dy] : [up * dy, dx];
    const distance = Math.hypot(dx, dy);
    if (along > 0 && Math.abs(across) <= along && distance >= closest) candidates.push([distance, row]);
  }
  candidates.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  return candidates.length ? candidates[0][1] : -1;
}

test("a step goes to the nearest row in its quarter of the plane", () => {
  const layout = randomLayout(300);
  const grid = new Grid(layout);
  for (let row = 0; row < 300; row += 7) {
    const from = [layout[2 * row], layout[2 * row + 1]];
    for (const direction of DIRECTIONS) {
      for (const closest of [0, 900, 9000]) {
        const got = nearestToward(grid, from, direction, closest, FAR);
        assert.equal(got, naive(layout, from, direction, closest));
      }
    }
  }
});

test("steps reach every place of a map, also far outside", () => {
  const layout = Float32Array.from(randomLayout(200));
  layout.set([5e6, -3e6]);
  layout.set([layout[4], layout[5]], 2); // two rows in one place
  const grid = new Grid(layout);
  const reached = new Set([7]);
  for (const row of reached) {
    for (const direction of DIRECTIONS) {
      const next = nearestToward(grid, [layout[2 * row], layout[2 * row + 1]], direction, 0, 1e7);
      if (next >= 0) reached.add(next);
    }
  }
  assert.equal(reached.size, 199); // of the two rows the first stands for both
});

test("beyond the last row there is none", () => {
  const grid = new Grid(Uint16Array.of(5, 5, 5, 5, 5, 9));
  assert.equal(nearestToward(grid, [5, 5], [1, 0], 0, FAR), -1);
  assert.equal(nearestToward(grid, [5, 5], [0, -1], 0, FAR), -1);
  assert.equal(nearestToward(grid, [5, 5], [0, 1], 0, FAR), 2);
  assert.equal(nearestToward(grid, [5, 9], [0, -1], 0, FAR), 0);
});
