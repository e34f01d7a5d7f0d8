import assert from "node:assert/strict";
import { test } from "node:test";

import { chooseTiles, overlap, readTiles, sampledShare, shareOf } from "../../skcolor/plotting/explorer/tiles.js";

// Levels of 1, 2, 4 tiles of 100 points: the whole map, halves, quarters.
const TILES = readTiles([
  [0, 100, 0, 0, 8, 8],
  [1, 100, 0, 0, 4, 8],
  [1, 100, 4, 0, 8, 8],
  [2, 100, 0, 0, 4, 4],
  [2, 100, 4, 0, 8, 4],
  [2, 100, 0, 4, 4, 8],
  [2, 100, 4, 4, 8, 8],
]);
const WHOLE = [[0, 0], [8, 8]];
const ids = ({ chosen }) => chosen.map(({ id }) => id);

test("whole levels are chosen, as many as the budget allows", () => {
  assert.deepEqual(ids(chooseTiles(TILES, WHOLE, 700, 9)), [0, 1, 2, 3, 4, 5, 6]);
  for (const budget of [699, 300]) assert.deepEqual(ids(chooseTiles(TILES, WHOLE, budget, 9)), [0, 1, 2]);
  assert.deepEqual(ids(chooseTiles(TILES, WHOLE, 299, 9)), [0]);
  assert.equal(chooseTiles(TILES, WHOLE, 300, 9).level, 1);
});

test("the first level is always chosen", () => {
  assert.deepEqual(ids(chooseTiles(TILES, WHOLE, 1, 1)), [0]);
  assert.equal(chooseTiles(TILES, WHOLE, 1, 1).level, 0);
});

test("no more tiles are chosen than there is room for", () => {
  assert.deepEqual(ids(chooseTiles(TILES, WHOLE, 1e9, 6)), [0, 1, 2]);
  assert.deepEqual(ids(chooseTiles(TILES, WHOLE, 1e9, 2)), [0]);
});

test("closer, only points in the view count, and only tiles in the view are chosen", () => {
  const view = [[5, 5], [6, 6]];
  // 1/64 of the first, 1/32 of the second, 1/16 of the third tile is in view.
  assert.deepEqual(ids(chooseTiles(TILES, view, 11, 9)), [0, 2, 6]);
  assert.deepEqual(ids(chooseTiles(TILES, view, 10, 9)), [0, 2]);
});

test("in a level, tiles in the middle of the view come first", () => {
  assert.deepEqual(ids(chooseTiles(TILES, [[3, 0], [8, 7]], 1e9, 9)), [0, 2, 1, 4, 6, 3, 5]);
});

test("outside of the map no tile is chosen", () => {
  assert.deepEqual(ids(chooseTiles(TILES, [[9, 9], [10, 10]], 1e9, 9)), []);
});

test("boxes that touch overlap, and boxes without size have their whole share", () => {
  assert.ok(overlap([[0, 0], [1, 1]], [[1, 1], [2, 2]]));
  assert.ok(!overlap([[0, 0], [1, 1]], [[1.1, 0], [2, 1]]));
  assert.equal(shareOf([[1, 1], [1, 1]], WHOLE), 1);
  assert.equal(shareOf([[9, 1], [9, 1]], WHOLE), 0);
  assert.equal(shareOf([[-8, 0], [8, 8]], WHOLE), 0.5);
});

test("levels have a known part of all points", () => {
  assert.deepEqual([0, 1, 2].map((level) => sampledShare(TILES, level)), [1 / 7, 3 / 7, 1]);
});
