import assert from "node:assert/strict";
import { test } from "node:test";

import { MOST_FOUND, TileSearch, describeSearch } from "../../skcolor/plotting/explorer/tile_search.js";
import { readTiles } from "../../skcolor/plotting/explorer/tiles.js";

const N_TILES = 12;
const N = 300; // rows of a tile
const TILES = readTiles(Array.from({ length: N_TILES }, (_, i) => [i, N, 0, 0, 1, 1]));
const about = { folder: "tiles", hasTexts: true, columns: [], labels: null, nRows: N * N_TILES };

/** A server whose texts are "tile T row R", with those that were read. */
function serve(t) {
  const read = [];
  t.mock.method(globalThis, "fetch", async (name, { signal }) => {
    signal.throwIfAborted();
    read.push(name);
    const id = Number(/texts\/(\d+)\.json\.gz/.exec(name)[1]);
    const texts = Array.from({ length: N }, (_, row) => [`Tile ${id} row ${row}`]);
    return new Response(JSON.stringify(texts));
  });
  return read;
}

const search = (words, stop = new AbortController()) => new TileSearch(about, TILES, words, stop.signal);

test("a rare text is found in whatever tile it is", async (t) => {
  serve(t);
  const told = [];
  const hits = await search("TILE 11 row 299").run((text) => told.push(text));
  assert.deepEqual(hits.map(({ tile, place }) => [tile.id, place]), [[11, 299]]);
  assert.equal(told.length, N_TILES);
  assert.equal(told[0], "Found 0 points; searched 9 percent …");
  assert.equal(told.at(-1), "Found 1 point among all 3,600.");
});

test("a frequent text ends the search, which says so", async (t) => {
  const read = serve(t);
  let told = "";
  const hits = await search("row").run((text) => (told = text));
  assert.equal(hits.length, MOST_FOUND);
  assert.equal(new Set(hits.map(({ tile, place }) => `${tile.id} ${place}`)).size, MOST_FOUND);
  assert.ok(read.length < N_TILES);
  assert.equal(told, "Found 500 points in the first 17 percent of all; there may be more.");
});

test("a search goes on to the end as long as it keeps all that it finds", async (t) => {
  serve(t);
  const few = new TileSearch({ ...about, nRows: 600 }, TILES.slice(0, 2), "row 1", new AbortController().signal);
  let told = "";
  const hits = await few.run((text) => (told = text));
  assert.equal(hits.length, 438); // 138 numbers below 300 have a 1, and all rows of tile 1
  assert.equal(told, "Found 438 points among all 600.");
});

test("the best matches come first, from whatever tile", async (t) => {
  serve(t);
  const hits = await search("tile 1").run(() => {});
  const first = hits.slice(0, N).map(({ texts }) => texts[0]);
  assert.ok(first.every((text) => text.startsWith("Tile 1")));
  const exact = await search("tile 7 row 7").run(() => {});
  assert.equal(exact[0].texts[0], "Tile 7 row 7");
});

test("a search that is ended reads no more", async (t) => {
  const read = serve(t);
  const stop = new AbortController();
  await assert.rejects(search("none", stop).run(() => stop.abort()));
  const n = read.length;
  await new Promise((done) => setTimeout(done, 20));
  assert.ok(n < N_TILES && read.length === n);
});

test("all searched means all rows, not most", () => {
  assert.equal(describeSearch(3, 99, 100, false), "Found 3 points; searched 99 percent …");
  assert.equal(describeSearch(3, 100, 100, false), "Found 3 points among all 100.");
});
