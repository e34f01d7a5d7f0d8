import assert from "node:assert/strict";
import { test } from "node:test";

import { Transition, placeOnScreen } from "../../skcolor/plotting/explorer/transition.js";
import { View } from "../../skcolor/plotting/explorer/view.js";

const [FROM, TO] = [Uint16Array.of(0, 0, 65535, 65535), Float32Array.of(500, 100, 0, 900)];

function makeViews() {
  const box = [[0, 0], [65535, 65535]];
  const view = new View(box, box, 2);
  view.resize(400, 300);
  const transition = new Transition(FROM, view, 5);
  const before = [0, 1].map((row) => view.toScreen(FROM[2 * row], FROM[2 * row + 1]));
  view.enter({ home: [[0, 0], [500, 900]], whole: [[0, 0], [500, 900]], largestScale: 128 });
  view.show(view.home);
  const after = [0, 1].map((row) => view.toScreen(TO[2 * row], TO[2 * row + 1]));
  return { view, transition, before, after };
}

function assertClose(actual, expected) {
  actual.forEach((c, i) => assert.ok(Math.abs(c - expected[i]) < 1e-9, `${actual}`));
}

test("rows leave where they were seen, and arrive where they will be, in a straight line", () => {
  const { view, transition, before, after } = makeViews();
  for (const share of [0, 0.3, 1]) {
    transition.share = share;
    for (const row of [0, 1]) {
      const place = placeOnScreen({ view, steps: TO, before: transition }, row);
      assertClose(place, before[row].map((c, i) => c + share * (after[row][i] - c)));
    }
  }
  assertClose(placeOnScreen({ view, steps: TO, before: null }, 1), after[1]);
});

test("a transition takes 600 ms, slowest at its ends", () => {
  const { transition } = makeViews();
  const shares = Array.from({ length: 13 }, (_, i) => {
    transition.go(1000 + 50 * i);
    return transition.share;
  });
  assert.equal(shares[0], 0);
  assert.equal(shares[6], 0.5);
  assert.equal(shares[12], 1);
  const strides = shares.slice(1).map((share, i) => share - shares[i]);
  assert.ok(strides.every((stride) => stride > 0));
  assert.ok(strides[0] < strides[3] && strides[11] < strides[8]);
  transition.go(9e9);
  assert.equal(transition.share, 1);
});

test("what the view does later does not change where rows came from", () => {
  const { view, transition, before } = makeViews();
  view.pan(50, 60);
  assertClose(placeOnScreen({ view, steps: TO, before: transition }, 1), before[1]);
});
