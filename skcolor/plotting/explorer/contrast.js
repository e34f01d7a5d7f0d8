// What is frequent in a selection.

const LARGEST_P = 0.01; // divided by the number of codes
const NEGLIGIBLE = 1e-12;

/** @type {number[]} */
const logFactorials = [0];

/** @param {number} n */
function logFactorial(n) {
  for (let i = logFactorials.length; i <= n; i++) {
    logFactorials.push(logFactorials[i - 1] + Math.log(i));
  }
  return logFactorials[n];
}

/**
 * @param {number} n
 * @param {number} k
 */
function logChoose(n, k) {
  return logFactorial(n) - logFactorial(k) - logFactorial(n - k);
}

/**
 * Natural logarithm of the probability that a sample without replacement of `m` of `n` rows
 * contains at least `k` of the `all` rows of a kind (hypergeometric distribution).
 * @param {number} k
 * @param {number} m
 * @param {number} all
 * @param {number} n
 */
export function logTail(k, m, all, n) {
  if (k <= Math.max(0, m + all - n)) return 0;
  if (k > Math.min(m, all)) return -Infinity;
  let term = 1;
  let sum = 1;
  for (let i = k; i < Math.min(m, all); i++) {
    term *= ((all - i) * (m - i)) / ((i + 1) * (n - all - m + i + 1));
    sum += term;
    if (term < NEGLIGIBLE * sum && i * n > m * all) break;
  }
  const first = logChoose(all, k) + logChoose(n - all, m - k) - logChoose(n, m);
  return Math.min(first + Math.log(sum), 0);
}

/**
 * The codes with a larger share among some rows than among all, as shown by a one-sided
 * hypergeometric test with Bonferroni's correction; the most certain first.
 * @param {ArrayLike<number>} counts of each code among some rows
 * @param {ArrayLike<number>} whole the same among all, these rows among them
 */
export function overrepresented(counts, whole) {
  const sum = (/** @type {ArrayLike<number>} */ some) => Array.from(some).reduce((a, b) => a + b, 0);
  const [m, n] = [sum(counts), sum(whole)];
  const limit = Math.log(LARGEST_P / Array.from(whole).filter(Boolean).length);
  const found = [];
  for (let code = 0; code < counts.length; code++) {
    const ratio = counts[code] / m / (whole[code] / n);
    if (!(ratio > 1)) continue;
    const logP = logTail(counts[code], m, whole[code], n);
    if (logP < limit) found.push({ code, n: counts[code], ratio, logP });
  }
  return found.sort((a, b) => a.logP - b.logP || b.ratio - a.ratio);
}
