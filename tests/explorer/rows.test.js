import assert from "node:assert/strict";
import { test } from "node:test";

import { Layout } from "../../skcolor/plotting/explorer/layout.js";
import { shuffledRows } from "../../skcolor/plotting/explorer/order.js";
import { Rows } from "../../skcolor/plotting/explorer/rows.js";
import { fold } from "../../skcolor/plotting/explorer/search.js";
import { toCSV } from "../../skcolor/plotting/explorer/table.js";

function makeRows() {
  const rows = new Rows(4);
  rows.texts = ["plain", "Plain too", 'a "quote", and\nmore', "other"];
  rows.labelNames = ["first", "second"];
  rows.labels = new Uint32Array([0, 1, 1, 0]);
  return rows;
}

function makeLayout(name) {
  const about = { name, layoutType: "uint16", home: [1, 1], origin: [0.5, -1], unit: 0.25 };
  return new Layout(about, Uint16Array.of(0, 0, 1, 1, 2, 0).buffer);
}

test("exact texts come first, then those that start with the words, then the rest", () => {
  const rows = makeRows();
  assert.deepEqual(rows.find("PLAIN"), [0, 1]);
  assert.deepEqual(rows.find("o"), [3, 1, 2]);
  assert.deepEqual(rows.find("second"), [1, 2]);
  assert.deepEqual(rows.find("nothing"), []);
});

test("labels are counted, the most frequent first", () => {
  assert.deepEqual(makeRows().countLabels([1, 2, 3]), [["second", 2], ["first", 1]]);
});

test("accents, case, ligatures and forms of Unicode make no difference", () => {
  for (const [text, query] of [
    ["\u00e9l\u00e8ve", "ELE\u0300VE"],
    ["STRASSE", "stra\u00dfe"],
    ["\ufb01sh", "fish"],
    ["\u0130stanbul", "istanbul"],
    ["\uff21\uff22", "ab"],
    ["\u03a3\u039f\u03a6\u039f\u03a3", "\u03c3\u03bf\u03c6\u03bf\u03c2"],
    ["\ud55c\uad6d", "\u1112\u1161\u11ab\uad6d"],
  ]) {
    assert.equal(fold(text), fold(query), `${text} ${query}`);
  }
  assert.notEqual(fold("\u0915\u093f"), fold("\u0915\u0940")); // vowels of Hindi stay
});

test("words may stand in the text and in the label", () => {
  const rows = makeRows();
  assert.deepEqual(rows.find("second plain"), [1]);
  assert.deepEqual(rows.find("too plain"), [1]);
  assert.deepEqual(rows.find("first too"), []);
});

test("a table quotes texts, and gives places and colors", () => {
  const explorer = {
    rows: makeRows(),
    about: { colorings: ["a, b"] },
    colorings: [new Uint8Array([0, 0, 0, 0, 0, 0, 255, 128, 0])],
    layouts: [makeLayout()],
  };
  assert.deepEqual(toCSV(explorer, [2]).split("\r\n"), [
    'row,x,y,"a, b",text,label',
    '2,1,-1,#ff8000,"a ""quote"", and\nmore","second"',
    "",
  ]);
});

test("a table of several layouts gives the place in each", () => {
  const layouts = ["PCA", "=t-SNE"].map(makeLayout);
  const explorer = { rows: new Rows(3), about: { colorings: [] }, colorings: [], layouts };
  assert.deepEqual(toCSV(explorer, [1]).split("\r\n"), [
    'row,"PCA x","PCA y","\'=t-SNE x","\'=t-SNE y"',
    "1,0.75,-0.75,0.75,-0.75",
    "",
  ]);
});

test("no spreadsheet computes a cell", () => {
  const rows = new Rows(4);
  rows.texts = ["=1+1", "-5", "@SUM(A1)", " +cmd|x"];
  const layouts = [{ at: () => [0, 0], toUnits: (place) => place }];
  const explorer = { rows, about: { colorings: [] }, colorings: [], layouts };
  const cells = toCSV(explorer, [0, 1, 2, 3]).split("\r\n").slice(1, 5);
  assert.deepEqual(cells, ['0,0,0,"\'=1+1"', '1,0,0,"-5"', '2,0,0,"\'@SUM(A1)"', '3,0,0,"\' +cmd|x"']);
});

test("shuffled rows are all rows, in the same order each time", () => {
  const rows = shuffledRows(1000);
  assert.deepEqual([...rows].sort((a, b) => a - b), [...Array(1000).keys()]);
  assert.deepEqual(rows, shuffledRows(1000));
  assert.notDeepEqual(rows.slice(0, 9), Uint32Array.from([0, 1, 2, 3, 4, 5, 6, 7, 8]));
});
