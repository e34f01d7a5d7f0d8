import assert from "node:assert/strict";
import { test } from "node:test";

import { nameColor, toHex, toOKLCH } from "../../skcolor/plotting/explorer/color_names.js";

test("OKLCH is that of CSS Color 4", () => {
  const { lightness, chroma, hue } = toOKLCH([255, 0, 0]);
  assert.ok(Math.abs(lightness - 0.628) < 1e-3);
  assert.ok(Math.abs(chroma - 0.2577) < 1e-3);
  assert.ok(Math.abs(hue - 29.23) < 0.1);
});

test("colors of CSS have the names that they have there", () => {
  for (const [rgb, name] of [
    [[255, 0, 0], "red"],
    [[255, 165, 0], "orange"],
    [[255, 255, 0], "light yellow"],
    [[0, 128, 0], "green"],
    [[0, 128, 128], "teal"],
    [[0, 0, 255], "blue"],
    [[128, 0, 128], "purple"],
    [[255, 192, 203], "light pink"],
    [[139, 69, 19], "brown"],
    [[128, 128, 0], "olive"],
    [[128, 128, 128], "gray"],
    [[255, 255, 255], "white"],
    [[0, 0, 0], "black"],
  ]) {
    const got = nameColor(rgb);
    assert.equal(got, name);
  }
});

test("hex has two digits for each channel", () => {
  assert.equal(toHex([0, 5, 255]), "#0005ff");
});
