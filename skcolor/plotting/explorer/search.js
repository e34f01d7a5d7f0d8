// Find rows by words.

/**
 * Text without case.
 * @param {string} text
 */
export function fold(text) {
  return text.toLowerCase();
}

/**
 * Rows whose text or label contains the words: exact matches of the text first, then texts
 * that start with the words.
 * @param {string} words
 * @param {number} n
 * @param {string[] | null} texts folded
 * @param {string[] | null} labelNames folded
 * @param {Uint32Array | null} labels
 */
export function findRows(words, n, texts, labelNames, labels) {
  const wanted = fold(words);
  const isNamed = labelNames?.map((name) => name.includes(wanted));
  /** @type {number[][]} */
  const found = [[], [], []];
  for (let row = 0; row < n; row++) {
    const at = texts ? texts[row].indexOf(wanted) : -1;
    if (texts && at === 0) found[texts[row].length === wanted.length ? 0 : 1].push(row);
    else if (at > 0 || (labels && isNamed?.[labels[row]])) found[2].push(row);
  }
  return found.flat();
}
