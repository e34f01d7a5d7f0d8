import assert from "node:assert/strict";
import { test } from "node:test";

import { CanvasRenderer } from "../../skcolor/plotting/explorer/canvas_renderer.js";
import { shuffledRows } from "../../skcolor/plotting/explorer/order.js";
import { Transition } from "../../skcolor/plotting/explorer/transition.js";
import { View } from "../../skcolor/plotting/explorer/view.js";
import { randomLayout } from "./random.js";

const [WIDTH, HEIGHT, N] = [120, 90, 70_000];

const layout = randomLayout(N);

/** A stand-in for a canvas. */
function makeCanvas() {
  const createImageData = (width, height) => ({
    width,
    height,
    data: new Uint8ClampedArray(4 * width * height),
  });
  const canvas = { width: WIDTH, height: HEIGHT };
  canvas.getContext = () => ({ canvas, createImageData, putImageData() {} });
  return canvas;
}

function makeRenderer() {
  return new CanvasRenderer(makeCanvas(), shuffledRows(N));
}

function makeFrame(colors, selected = null) {
  const box = [[0, 0], [65535, 65535]];
  const view = new View(box, box, 2);
  view.resize(WIDTH, HEIGHT);
  const ink = { background: [255, 250, 240], ink: [0, 0, 0] };
  return { view, steps: layout, ratio: 1, colors, size: 3, selected, markSize: 3, ring: 0, ...ink };
}

const colors = Uint8Array.from({ length: 3 * N }, (_, i) => (i * 7919) % 251);

test("drawn in pieces, a map is the same", () => {
  for (const selected of [null, Uint32Array.from([5, 17, 60_000])]) {
    const [whole, pieces] = [makeRenderer(), makeRenderer()];
    assert.ok(whole.draw(makeFrame(colors, selected), Infinity));
    let n = 1;
    assert.ok(!pieces.draw(makeFrame(colors, selected), 0));
    while (!pieces.more(0)) n++;
    assert.equal(n, 3); // blocks of 20,000
    assert.deepEqual(pieces.image.data, whole.image.data);
  }
});

test("the last in drawing order is on top", () => {
  const renderer = makeRenderer();
  renderer.draw(makeFrame(colors), Infinity);
  const { order } = renderer;
  const last = order[N - 1];
  const { view } = makeFrame(colors);
  const [x, y] = view.toScreen(layout[2 * last], layout[2 * last + 1]).map(Math.floor);
  const at = 4 * (y * WIDTH + x);
  const seen = [...renderer.image.data.slice(at, at + 3)];
  assert.deepEqual(seen, [...colors.slice(3 * last, 3 * last + 3)]);
});

test("another coloring is drawn in its own colors", () => {
  const renderer = makeRenderer();
  renderer.draw(makeFrame(colors), Infinity);
  renderer.draw(makeFrame(new Uint8Array(3 * N).fill(9)), Infinity);
  const seen = new Set(new Uint32Array(renderer.image.data.buffer));
  assert.ok(seen.size <= 2);
});

/** The image of a frame. */
function imageOf(frame) {
  const renderer = makeRenderer();
  assert.ok(renderer.draw(frame, Infinity));
  return new Uint32Array(renderer.image.data.buffer);
}

test("on their way, points are drawn between their places in both layouts", () => {
  const turned = layout.map((c) => 65535 - c);
  const [from, to] = [makeFrame(colors), { ...makeFrame(colors), steps: turned }];
  const before = new Transition(layout, from.view, 3);
  assert.deepEqual(imageOf({ ...to, before }), imageOf(from));
  before.share = 1;
  assert.deepEqual(imageOf({ ...to, before }), imageOf(to));
  before.share = 0.5; // all meet in the middle
  const [ground, ...seen] = new Set(imageOf({ ...to, before }));
  assert.equal(seen.length, 1);
  const { length } = imageOf({ ...to, before }).filter((pixel) => pixel !== ground);
  assert.ok(length <= 9 * 4);
});

test("a filter and a selection hold on the way", () => {
  const turned = layout.map((c) => 65535 - c);
  const rows = Uint32Array.of(5, 17, 60_000);
  const from = { ...makeFrame(colors, rows), rows };
  const before = new Transition(layout, from.view, 3);
  assert.deepEqual(imageOf({ ...from, steps: turned, before }), imageOf(from));
});

test("of many points, some are drawn on their way, the same ones in each frame", () => {
  const n = 160_000;
  const steps = randomLayout(n);
  const renderer = new CanvasRenderer(makeCanvas(), shuffledRows(n));
  const frame = { ...makeFrame(new Uint8Array(3 * n)), steps };
  assert.ok(renderer.draw({ ...frame, before: new Transition(steps, frame.view, 3) }, Infinity));
  assert.equal(renderer.next, 150_000);
  assert.ok(renderer.draw(frame, Infinity));
  assert.equal(renderer.next, n);
});
