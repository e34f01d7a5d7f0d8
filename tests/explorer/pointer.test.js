import assert from "node:assert/strict";
import { test } from "node:test";

import { listenToPointer } from "../../skcolor/plotting/explorer/pointer.js";
import { View } from "../../skcolor/plotting/explorer/view.js";

/** A surface that listens, and what was asked for. */
function makeSurface(isLassoOn = false) {
  const surface = Object.assign(new EventTarget(), { setPointerCapture() {} });
  const view = new View([[0, 0], [1000, 1000]], [[0, 0], [1000, 1000]], 9);
  view.resize(500, 500);
  const asked = [];
  listenToPointer(surface, view, {
    move: (change) => change(),
    point: (place) => asked.push(["point", place]),
    click: (place) => asked.push(["click", place]),
    lasso: (path) => asked.push(["lasso", path.length]),
    isLassoOn: () => isLassoOn,
    sketch: () => {},
  });
  const send = (type, offsetX, offsetY, more = {}) =>
    surface.dispatchEvent(
      Object.assign(new Event(type), { offsetX, offsetY, button: 0, pointerId: 1, ...more }),
    );
  return { view, asked, send };
}

test("a press without movement is a click", () => {
  const { asked, send } = makeSurface();
  send("pointerdown", 10, 10);
  send("pointermove", 12, 11);
  send("pointerup", 12, 11);
  assert.deepEqual(asked.at(-1), ["click", [12, 11]]);
});

test("a drag pans", () => {
  const { view, asked, send } = makeSurface();
  const place = view.toMap(100, 100);
  send("pointerdown", 100, 100);
  send("pointermove", 160, 130);
  send("pointerup", 160, 130);
  assert.deepEqual(view.toScreen(...place).map(Math.round), [160, 130]);
  assert.ok(!asked.some(([what]) => what === "click" || what === "lasso"));
});

test("a drag with the lasso draws one, and a canceled one is dropped", () => {
  for (const [end, ends] of [["pointerup", true], ["pointercancel", false]]) {
    const { asked, send } = makeSurface(true);
    send("pointerdown", 0, 0);
    for (const [x, y] of [[50, 0], [50, 50], [0, 50]]) send("pointermove", x, y);
    send(end, 0, 50);
    assert.equal(asked.some(([what]) => what === "lasso"), ends);
  }
});

test("two fingers keep the places under them", () => {
  const { view, send } = makeSurface();
  const [left, right] = [view.toMap(200, 250), view.toMap(300, 250)];
  send("pointerdown", 200, 250);
  send("pointerdown", 300, 250, { pointerId: 2 });
  send("pointermove", 150, 250);
  send("pointermove", 350, 250, { pointerId: 2 });
  assert.deepEqual(view.toScreen(...left).map(Math.round), [150, 250]);
  assert.deepEqual(view.toScreen(...right).map(Math.round), [350, 250]);
});
