import assert from "node:assert/strict";
import { test } from "node:test";

import { placeBoxes } from "../../skcolor/plotting/explorer/region_names.js";
import {
  RegionNamer,
  doWordsRepeat,
  readLabels,
  readWords,
  wordsOf,
} from "../../skcolor/plotting/explorer/regions.js";

/** @param {Generator<void, import("../../skcolor/plotting/explorer/regions.js").Tokens>} work */
function finish(work) {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}

// 40 rows: the left half around (10, 10), the right half around (90, 10).
const layout = Uint16Array.from({ length: 80 }, (_, i) =>
  i % 2 ? 5 + (i % 10) : (i < 40 ? 5 : 85) + (i % 10),
);
/** @type {(corner: [number, number], side: number) => number[]} */
const rowsIn = ([left, bottom], side) =>
  Array.from({ length: 40 }, (_, row) => row).filter((row) => {
    const [x, y] = [layout[2 * row] - left, layout[2 * row + 1] - bottom];
    return x >= 0 && y >= 0 && x < side && y < side;
  });

test("words are those of any script, each once, without numbers", () => {
  assert.deepEqual(wordsOf("The Río, the río: 42 1a œuvre's x"), ["the", "río", "œuvre's"]);
  assert.deepEqual(wordsOf("Привет мир"), ["привет", "мир"]);
  assert.ok(wordsOf("東京は日本の首都").includes("東京"));
});

test("the words that set rows apart name them, not those that are frequent everywhere", () => {
  const texts = Array.from({ length: 40 }, (_, row) => (row < 20 ? "the red cat" : "the blue cats"));
  assert.ok(doWordsRepeat(texts));
  const namer = new RegionNamer(layout, finish(readWords(texts)), texts, rowsIn);
  const [left] = namer.name([0, 0], 50);
  const [right] = namer.name([50, 0], 50);
  assert.deepEqual([left.name, right.name], ["red, cat", "blue, cats"]);
  assert.ok(Math.abs(left.place[0] - 9) < 1);
  assert.deepEqual(namer.name([200, 200], 50), []);
});

test("labels name the parts that they fill; a missing label is no name", () => {
  const labels = Uint32Array.from({ length: 40 }, (_, row) => (row < 20 ? 0 : 1));
  const namer = new RegionNamer(layout, readLabels(labels, ["left", ""]), [], rowsIn);
  assert.deepEqual(namer.name([0, 0], 50).map(({ name }) => name), ["left"]);
  assert.deepEqual(namer.name([50, 0], 50), []);
});

test("one label for all names nothing", () => {
  const namer = new RegionNamer(layout, readLabels(new Uint32Array(40), ["all"]), [], rowsIn);
  assert.deepEqual(namer.name([0, 0], 50), []);
});

test("single words are examples: the first row of a dense spot", () => {
  const texts = Array.from({ length: 40 }, (_, row) => `word${row}`);
  assert.ok(!doWordsRepeat(texts));
  const namer = new RegionNamer(layout, null, texts, rowsIn);
  const [{ name, place }] = namer.name([50, 0], 50);
  assert.equal(name, "word20");
  assert.deepEqual(place, [layout[40], layout[41]]);
});

test("names do not overlap, leave the screen or repeat nearby; the highest score wins", () => {
  const box = { width: 40, height: 10, y: 50, score: 1 };
  const none = { name: "", x: 0, y: 0, width: 0, height: 0 };
  const boxes = [
    { ...box, name: "low", x: 100 },
    { ...box, name: "high", x: 110, score: 2 },
    { ...box, name: "high", x: 200 },
    { ...box, name: "high", x: 400 },
    { ...box, name: "edge", x: 490 },
  ];
  const chosen = placeBoxes(boxes, 500, 100, none);
  assert.deepEqual(chosen.map(({ name, x }) => [name, x]), [["high", 110], ["high", 400]]);
  const tools = { ...box, name: "", x: 110 };
  assert.deepEqual(placeBoxes(boxes, 500, 100, tools).map(({ x }) => x), [200]);
});
