import assert from "node:assert/strict";
import { test } from "node:test";

import { nearestColor } from "../../skcolor/plotting/explorer/legend.js";

test("the color that looks most alike is found", () => {
  const grays = Array.from({ length: 64 }, (_, i) => `#${(4 * i).toString(16).padStart(2, "0").repeat(3)}`);
  for (const i of [0, 13, 63]) assert.equal(nearestColor(grays, [4 * i, 4 * i, 4 * i]), i);
  assert.equal(nearestColor(["#ff0000", "#00ff00", "#0000ff"], [30, 10, 200]), 2);
});
