// Find rows by words.

/**
 * Text in a form in which case, accents and ligatures make no difference: "É" and "e",
 * "straße" and "STRASSE", "ﬁ" and "fi".
 * @param {string} text
 */
export function fold(text) {
  if (/^[\0-\x7f]*$/.test(text)) return text.toLowerCase();
  const plain = text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "");
  // Upper case first, because it writes ß as SS and ı as I.
  return plain.toUpperCase().toLowerCase().normalize("NFKC");
}

/**
 * What is searched for, folded.
 * @param {string} query
 */
export function phraseOf(query) {
  return fold(query).trim().replace(/\s+/g, " ");
}

/**
 * Rows in whose text and label, taken together, all words occur: first those whose text is
 * the words, then those whose text starts with them, then those that hold them in one piece.
 * @param {string} query
 * @param {number} n
 * @param {string[] | null} texts folded
 * @param {string[] | null} labelNames folded
 * @param {Uint32Array | null} labels
 */
export function findRows(query, n, texts, labelNames, labels) {
  const phrase = phraseOf(query);
  const words = phrase.split(" ");
  const missing = labelNames?.map((name) => words.filter((word) => !name.includes(word)));
  /** @type {number[][]} */
  const found = [[], [], [], []];
  for (let row = 0; row < n; row++) {
    const text = texts ? texts[row] : "";
    const wanted = missing && labels ? missing[labels[row]] : words;
    if (!wanted.every((word) => text.includes(word))) continue;
    found[rankOf(text, phrase)].push(row);
  }
  return found.flat();
}

/**
 * How well a text matches; the best is 0.
 * @param {string} text folded
 * @param {string} phrase
 */
export function rankOf(text, phrase) {
  const at = text.indexOf(phrase);
  if (at !== 0) return at > 0 ? 2 : 3;
  return text.length === phrase.length ? 0 : 1;
}
