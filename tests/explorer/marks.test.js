import assert from "node:assert/strict";
import { test } from "node:test";

import { markSize, pointSize, rimColor } from "../../skcolor/plotting/explorer/marks.js";

const view = { width: 900, height: 700, magnification: 1 };

test("selected points are never smaller than the others, and shrink without a jump", () => {
  for (const n of [5, 500, 50_000, 300_000]) {
    const size = pointSize(view, n, 0);
    let before = Infinity;
    for (let some = 1; some <= n; some = Math.ceil(some * 1.01)) {
      const { markSize: mark, ring } = markSize(view, some, size);
      assert.ok(mark >= size && mark - 2 * ring > 0 && mark <= before);
      assert.ok(before === Infinity || before - mark < 0.1 * before, `${n} ${some}`);
      before = mark;
    }
  }
});

test("a few selected points are large, with a ring", () => {
  assert.deepEqual(markSize(view, 3, 1.2), { markSize: 11, ring: 1.5 });
});

test("a rim lies between paper and ink, around points that are neither too small, nor too many, nor faded", () => {
  assert.deepEqual(rimColor(6, 9, [0, 100, 200], [100, 100, 100]), [48, 100, 152]);
  assert.equal(rimColor(6, 0, [0, 0, 0], [255, 255, 255]), null);
  assert.equal(rimColor(3.9, 9, [0, 0, 0], [255, 255, 255]), null);
  assert.equal(rimColor(6, 1e6, [0, 0, 0], [255, 255, 255]), null);
});
