import assert from "node:assert/strict";
import { test } from "node:test";

import { View, boxOf } from "../../skcolor/plotting/explorer/view.js";

function makeView() {
  const view = new View([[0, 0], [65535, 40000]], [[-90_000, 0], [65535, 40000]], 2);
  view.resize(800, 600);
  return view;
}

function assertClose(actual, expected) {
  actual.forEach((c, i) => assert.ok(Math.abs(c - expected[i]) < 1e-6, `${actual}`));
}

test("screen and map are inverse to each other, with y upward on the map", () => {
  const view = makeView();
  view.zoom(7, 100, 50);
  assertClose(view.toScreen(...view.toMap(123, 456)), [123, 456]);
  assert.ok(view.toMap(0, 0)[1] > view.toMap(0, 600)[1]);
});

test("zooming keeps the place under the pointer", () => {
  const view = makeView();
  const place = view.toMap(300, 200);
  view.zoom(3, 300, 200);
  assertClose(view.toScreen(...place), [300, 200]);
});

test("fit goes home, and from home to the whole map", () => {
  const view = makeView();
  view.zoom(5);
  assert.ok(!view.isHome);
  view.fit();
  assert.ok(view.isHome);
  view.fit();
  assert.ok(view.isInView(-90_000, 0));
});

test("a resized view keeps its magnification and center", () => {
  const view = makeView();
  view.zoom(4, 300, 300);
  const center = [...view.center];
  view.resize(400, 900);
  assertClose(view.center, center);
  assertClose([view.magnification], [4]);
});

test("the map cannot be lost", () => {
  const view = makeView();
  view.pan(1e9, -1e9);
  assertClose(view.center, [-90_000, 0]);
  view.zoom(1e-9);
  assert.ok(view.scale >= view.scaleOf(view.whole) / 2);
});

test("the box of rows holds them", () => {
  const layout = new Uint16Array([5, 6, 1, 9, 3, 3]);
  assert.deepEqual(boxOf(layout, [0, 1]), [[1, 6], [5, 9]]);
});

test("the home view keeps clear of what covers the map, at every size", () => {
  const home = [
    [0, 0],
    [100, 100],
  ];
  const view = new View(home, home, 1000);
  for (const [width, height, covered] of [
    [390, 400, [60, 0]],
    [500, 300, [0, 50]],
    [800, 600, [0, 0]],
  ]) {
    view.resize(width, height, covered);
    assert.ok(view.isHome);
    const [left, bottom] = view.toScreen(0, 0);
    const [right, top] = view.toScreen(100, 100);
    assert.ok(left > covered[0] && right < width && top > covered[1] && bottom < height);
    assert.ok(Math.abs(left - covered[0] - (width - right)) < 1e-6);
    assert.ok(Math.abs(top - covered[1] - (height - bottom)) < 1e-6);
  }
});
