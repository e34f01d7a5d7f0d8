// What sets the rows of a part of the map apart, by the labels or the words of the rows.

/**
 * Tokens of rows: their labels, or the words of their texts.
 * @typedef {object} Tokens
 * @property {string[]} names of the tokens
 * @property {Uint32Array} starts where the tokens of each row start in `codes`
 * @property {Uint32Array} codes
 * @property {Uint32Array} totals number of rows with each token
 * @property {boolean} areLabels
 */

/**
 * @typedef {object} Region
 * @property {string} name
 * @property {import("./view.js").Place} place on the map
 * @property {number} score
 */

const N_TEXTS_SAMPLED = 4096;
const MOST_WORDS = 60; // of each text
const LONGEST_TEXT = 600; // characters that are read
const LONGEST_EXAMPLE = 28;
const FEWEST = 10; // rows in a part that has a name
const SMALLEST_SHARE = 0.1; // of the rows in a part, that have the token
const RUNNER_UP = 0.5; // share of the score of the first word, for a second one
const MOST_LABELS = 3; // in a part
const N_SHIFTS = 2; // how often the place of a name is moved to the middle of its rows nearby
const N_SPOTS = 6; // on each side of a part, to find dense ones
const DENSE = 0.5; // share of the number of rows in the densest spot
const WORD = /[\p{L}\p{N}][\p{L}\p{M}\p{N}'’-]+/gu;
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Khmer}\p{Script=Lao}]/u;

/**
 * The distinct words of a text, without numbers.
 * @param {string} text
 */
export function wordsOf(text) {
  const read = text.slice(0, LONGEST_TEXT).toLowerCase();
  const words = UNSPACED.test(read) ? segment(read) : (read.match(WORD) ?? []);
  return [...new Set(words.filter((word) => !/^\p{N}/u.test(word)))].slice(0, MOST_WORDS);
}

/** @param {string} text in a script without spaces */
function segment(text) {
  if (!("Segmenter" in Intl)) return [];
  const parts = new Intl.Segmenter(undefined, { granularity: "word" }).segment(text);
  return Array.from(parts).filter((part) => part.isWordLike).map((part) => part.segment);
}

/**
 * Whether words repeat, so that they can tell what rows have in common.
 * @param {string[]} texts
 */
export function doWordsRepeat(texts) {
  const step = Math.max(1, Math.floor(texts.length / N_TEXTS_SAMPLED));
  const words = [];
  for (let row = 0; row < texts.length; row += step) words.push(...wordsOf(texts[row]));
  return new Set(words).size < words.length / 2;
}

/**
 * Read the words of texts; pauses after every thousand.
 * @param {string[]} texts
 * @returns {Generator<void, Tokens>}
 */
export function* readWords(texts) {
  /** @type {Map<string, number>} */
  const known = new Map();
  const starts = new Uint32Array(texts.length + 1);
  const codes = [];
  const totals = [];
  for (const [row, text] of texts.entries()) {
    for (const word of wordsOf(text)) {
      let code = known.get(word);
      if (code === undefined) {
        known.set(word, (code = known.size));
        totals.push(0);
      }
      totals[code]++;
      codes.push(code);
    }
    starts[row + 1] = codes.length;
    if (row % 1000 === 999) yield;
  }
  const names = [...known.keys()];
  return { names, starts, codes: Uint32Array.from(codes), totals: Uint32Array.from(totals), areLabels: false };
}

/**
 * @param {Uint32Array} labels
 * @param {string[]} names
 * @returns {Tokens}
 */
export function readLabels(labels, names) {
  const totals = new Uint32Array(names.length);
  for (const label of labels) totals[label]++;
  const starts = Uint32Array.from({ length: labels.length + 1 }, (_, row) => row);
  return { names, starts, codes: labels, totals, areLabels: true };
}

export class RegionNamer {
  /**
   * @param {Uint16Array | Float32Array} layout
   * @param {Tokens | null} tokens
   * @param {string[]} texts to take examples from, without tokens
   * @param {(corner: import("./view.js").Place, side: number) => number[]} rowsIn a square
   */
  constructor(layout, tokens, texts, rowsIn) {
    this.rowsIn = rowsIn;
    this.layout = layout;
    this.tokens = tokens;
    this.texts = texts;
    this.counts = new Uint32Array(tokens ? tokens.names.length : N_SPOTS * N_SPOTS);
  }

  /**
   * The names of rows in a square part of the map.
   * @param {import("./view.js").Place} corner the lower left
   * @param {number} side
   * @returns {Region[]}
   */
  name(corner, side) {
    const rows = this.rowsIn(corner, side);
    if (rows.length < FEWEST) return [];
    return this.tokens ? this.nameByTokens(rows, side, this.tokens) : this.pickExample(rows, corner, side);
  }

  /**
   * @param {number[]} rows
   * @param {number} side
   * @param {Tokens} tokens
   * @returns {Region[]}
   */
  nameByTokens(rows, side, tokens) {
    const found = this.findTelling(rows, tokens);
    const { names, areLabels } = tokens;
    /** @param {number} code @param {string} name @param {number} score */
    const regionOf = (code, name, score) => ({ name, score, place: this.placeOf(code, rows, side, tokens) });
    if (areLabels) {
      return found.slice(0, MOST_LABELS).map(({ code, score }) => regionOf(code, names[code], score));
    }
    if (!found.length) return [];
    const [{ code, score }, ...others] = found;
    const second = others.find((other) => !isForm(names[other.code], names[code]));
    const hasTwo = second && second.score >= RUNNER_UP * score;
    return [regionOf(code, hasTwo ? `${names[code]}, ${names[second.code]}` : names[code], score)];
  }

  /**
   * The tokens that most set rows apart, with their scores.
   * @param {number[]} rows
   * @param {Tokens} tokens
   */
  findTelling(rows, { starts, codes, totals, names }) {
    const { counts } = this;
    const n = starts.length - 1;
    const touched = [];
    for (const row of rows) {
      for (let i = starts[row]; i < starts[row + 1]; i++) {
        if (counts[codes[i]]++ === 0) touched.push(codes[i]);
      }
    }
    const fewest = Math.max(3, SMALLEST_SHARE * rows.length);
    const found = touched
      .filter((code) => counts[code] >= fewest && names[code])
      .map((code) => ({ code, score: counts[code] * Math.log((counts[code] * n) / (rows.length * totals[code])) }))
      .filter(({ score }) => score > 0)
      .sort((a, b) => b.score - a.score || a.code - b.code);
    for (const code of touched) counts[code] = 0;
    return found;
  }

  /**
   * The middle of the rows with a token, not cut off by the edge of the part.
   * @param {number} code
   * @param {number[]} rows
   * @param {number} side
   * @param {Tokens} tokens
   */
  placeOf(code, rows, side, { starts, codes }) {
    const hasToken = (/** @type {number} */ row) => {
      for (let i = starts[row]; i < starts[row + 1]; i++) if (codes[i] === code) return true;
      return false;
    };
    let place = middleOf(this.layout, rows.filter(hasToken));
    for (let i = 0; i < N_SHIFTS; i++) {
      const near = this.rowsIn([place[0] - side / 2, place[1] - side / 2], side).filter(hasToken);
      if (near.length) place = middleOf(this.layout, near);
    }
    return place;
  }

  /**
   * The first row in a dense spot.
   * @param {number[]} rows
   * @param {import("./view.js").Place} corner
   * @param {number} side
   * @returns {Region[]}
   */
  pickExample(rows, corner, side) {
    const { counts, layout } = this;
    const spotOf = (/** @type {number} */ row) => {
      const [x, y] = [0, 1].map((i) => {
        const at = Math.floor(((layout[2 * row + i] - corner[i]) / side) * N_SPOTS);
        return Math.min(Math.max(at, 0), N_SPOTS - 1);
      });
      return N_SPOTS * y + x;
    };
    counts.fill(0);
    for (const row of rows) counts[spotOf(row)]++;
    const dense = DENSE * counts.reduce((a, b) => Math.max(a, b));
    const first = rows.reduce((best, row) => (row < best && counts[spotOf(row)] >= dense ? row : best), Infinity);
    const text = this.texts[first].split("\n")[0].trim();
    if (!text) return [];
    const name = text.length > LONGEST_EXAMPLE ? `${text.slice(0, LONGEST_EXAMPLE - 1)}…` : text;
    return [{ name, place: middleOf(layout, [first]), score: rows.length }];
  }
}

/**
 * Whether one word is the start of the other, as a singular of a plural, or the same.
 * @param {string} a
 * @param {string} b
 */
function isForm(a, b) {
  return a.startsWith(b) || b.startsWith(a);
}

/**
 * @param {Uint16Array | Float32Array} layout
 * @param {number[]} rows
 * @returns {import("./view.js").Place}
 */
function middleOf(layout, rows) {
  let [x, y] = [0, 0];
  for (const row of rows) [x, y] = [x + layout[2 * row], y + layout[2 * row + 1]];
  return [x / rows.length, y / rows.length];
}
