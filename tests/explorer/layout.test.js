import assert from "node:assert/strict";
import { test } from "node:test";

import { Layout } from "../../skcolor/plotting/explorer/layout.js";

const ABOUT = { layoutType: "uint16", home: [100, 40], origin: [-3, 8], unit: 0.5 };

test("a layout knows where rows are, in steps and in units", () => {
  const layout = new Layout(ABOUT, Uint16Array.of(0, 0, 100, 40, 6, 9).buffer);
  assert.equal(layout.n, 3);
  assert.deepEqual(layout.at(2), [6, 9]);
  assert.deepEqual(layout.toUnits(layout.at(2)), [0, 12.5]);
  assert.deepEqual(layout.toSteps([0, 12.5]), [6, 9]);
  assert.deepEqual(layout.boxOf([0, 2]), [[0, 0], [6, 9]]);
});

test("the whole layout contains also what is outside of its bulk", () => {
  const about = { ...ABOUT, layoutType: "float32" };
  const layout = new Layout(about, Float32Array.of(-900, 5, 100, 40, 0, 0).buffer);
  assert.deepEqual(layout.whole, [[-900, 0], [100, 40]]);
  assert.deepEqual(layout.home, [[0, 0], [100, 40]]);
});

test("with all rows in one place, a unit is a step", () => {
  const layout = new Layout({ ...ABOUT, unit: 0 }, Uint16Array.of(0, 0).buffer);
  assert.deepEqual(layout.toSteps([-2, 8]), [1, 0]);
  assert.deepEqual(layout.toUnits([5, 5]), [-3, 8]);
});
