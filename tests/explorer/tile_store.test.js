import assert from "node:assert/strict";
import { test } from "node:test";

import { TileGrid } from "../../skcolor/plotting/explorer/tile_layout.js";
import { TileStore } from "../../skcolor/plotting/explorer/tile_store.js";
import { readTiles } from "../../skcolor/plotting/explorer/tiles.js";

const TILES = readTiles([0, 1, 2, 3].map((i) => [i, 2 + (i % 2), i, 0, i + 1, 1]));

/** Places of a tile, the k-th of which is k hundredths to the right of its corner. */
const placesOf = ({ id, n }) => Float32Array.from({ length: 2 * n }, (_, k) => (k % 2 ? 0.5 : id + k / 200));

function fill(store, ids, needed = []) {
  return ids.map((id) => store.add(TILES[id], placesOf(TILES[id]), [id, id, id].slice(0, TILES[id].n), new Set(needed)));
}

test("tiles have blocks of their own", () => {
  const store = new TileStore(TILES, 1, 3);
  const [a, b] = fill(store, [1, 0]);
  assert.deepEqual([a.first, b.first, store.firstFound], [0, 3, 9]);
  assert.deepEqual([...store.labels.slice(0, 6)], [1, 1, 1, 0, 0, 0]);
  assert.equal(store.of(2).tile, TILES[1]);
  assert.equal(store.of(3).tile, TILES[0]);
  assert.throws(() => store.of(6), /no tile has row 6/);
});

test("the tile that was not needed for the longest time gives its block", () => {
  const store = new TileStore(TILES, 1, 3);
  fill(store, [0, 1, 2]);
  store.touch([TILES[0]]);
  store.show([store.held.get(1), store.held.get(2)]);
  const [last] = fill(store, [3], [2]);
  assert.deepEqual([...store.held.keys()], [2, 0, 3]);
  assert.equal(store.of(last.first).tile, TILES[3]);
  assert.deepEqual(store.shown.map(({ tile }) => tile.id), [2]);
});

test("a tile that is needed keeps its block", () => {
  const store = new TileStore(TILES, 1, 2);
  fill(store, [0, 1]);
  assert.deepEqual(fill(store, [2], [0, 1]), [null]);
  assert.deepEqual([...store.held.keys()], [0, 1]);
});

test("a tile that is read twice at once has one block", () => {
  const store = new TileStore(TILES, 1, 3);
  const [first, second] = fill(store, [0, 0]);
  assert.equal(first, second);
  assert.equal(store.blocks.filter(Boolean).length, 1);
});

test("a tile that is read again has nothing of what had its block before", () => {
  const store = new TileStore(TILES, 2, 1);
  const [first] = fill(store, [0]);
  store.addColors(first, 1, [1, 2, 3, 4, 5, 6]);
  fill(store, [1]);
  const [again] = fill(store, [0]);
  assert.equal(again.colorings.size, 0);
});

test("rows that are shown are in the order of their tiles, and no others are marked", () => {
  const store = new TileStore(TILES, 1, 3);
  const [a, b, c] = fill(store, [0, 1, 2]);
  assert.deepEqual([...store.show([c, a])], [6, 7, 0, 1]);
  assert.deepEqual([...store.show([b])], [3, 4, 5]);
  assert.deepEqual([...store.isShown].slice(0, 9), [0, 0, 0, 1, 1, 1, 0, 0, 0]);
  assert.ok(!store.isShown.subarray(9).some(Boolean));
});

test("files of another size than the tile are refused", () => {
  const store = new TileStore(TILES, 1, 3);
  assert.throws(() => store.add(TILES[0], new Float32Array(6), null, new Set()), /another size/);
  const [held] = fill(store, [0]);
  assert.throws(() => store.addColors(held, 0, new Uint8Array(9)), /another size/);
});

test("points are found in the tiles that are shown", () => {
  const store = new TileStore(TILES, 1, 3);
  const [a, b] = fill(store, [0, 1]);
  const grid = new TileGrid(store);
  store.show([a]);
  assert.equal(grid.nearest([0.02, 0.5], 0.5), 1);
  assert.equal(grid.nearest([1.01, 0.5], 0.1), -1);
  store.show([a, b]);
  assert.equal(grid.nearest([1.011, 0.5], 0.1), 4);
  assert.deepEqual(grid.inside([[0.005, 0], [1.005, 0], [1.005, 1], [0.005, 1]]), [1, 3]);
});

test("what was found is held beside the tiles, and found unless its tile is shown", () => {
  const store = new TileStore(TILES, 1, 2);
  const [a] = fill(store, [0]);
  const hits = [{ tile: TILES[3], place: 1, texts: ["three"] }, { tile: TILES[0], place: 0, texts: ["zero"] }];
  const values = { layout: [3.005, 0.5, 0, 0.5], rows: [31, 7], "colors-0": [1, 2, 3, 4, 5, 6], labels: [3, 0] };
  const held = store.hold(hits, values, [[0, 0], [4, 1]]);
  assert.equal(held.first, store.firstFound);
  assert.equal(store.of(held.first + 1), held);
  assert.deepEqual([held.numbers[1], held.texts[1], store.labels[held.first]], [7, ["zero"], 3]);
  const grid = new TileGrid(store);
  assert.equal(grid.nearest([0, 0.5], 0.001), held.first + 1);
  store.show([a]);
  assert.equal(grid.nearest([0, 0.5], 0.001), a.first);
  assert.equal(grid.nearest([3.005, 0.5], 0.001), held.first);
});
