// Filters: which rows are shown.

import { binsOf, makeEdges } from "./histogram.js";

/** @typedef {{kept: string[], excluded: string[]}} NameFilter no names kept: all of them */
/** @typedef {{low: number | null, high: number | null}} RangeFilter from low to below high */
/** @typedef {NameFilter | RangeFilter} Filter */
/** @typedef {Record<string, Filter>} Filters by key of the facet */

/**
 * What rows can be filtered by.
 * @typedef {object} Facet
 * @property {string} key in the address
 * @property {string} title
 * @property {() => ArrayLike<number>} codes of each row: of its name, or its bin
 * @property {number} nCodes
 * @property {string[] | null} names
 * @property {import("./columns.js").Column | null} column
 * @property {number[]} edges of bins
 */

const MANY_BINS = 256;

/**
 * @param {import("./rows.js").Rows} rows
 * @returns {Facet[]}
 */
export function makeFacets(rows) {
  /** @type {Facet[]} */
  const facets = [];
  if (rows.labels && rows.labelNames) {
    const { labels: codes, labelNames: names } = rows;
    facets.push({ key: "label", title: "Label", codes: () => codes, nCodes: names.length, names, column: null, edges: [] });
  }
  for (const column of rows.columns) {
    const { name, kind, values, texts } = column;
    const shared = { key: `f.${name}`, title: name, column };
    if (kind === "texts") continue;
    if (kind === "names") {
      facets.push({ ...shared, codes: () => values, nCodes: texts.length, names: texts, edges: [] });
      continue;
    }
    const edges = makeEdges(values);
    if (!edges.length) continue;
    /** @type {Uint8Array | undefined} */
    let bins; // made when they are counted for the first time
    const codes = () => (bins ??= binsOf(values, edges));
    facets.push({ ...shared, codes, nCodes: MANY_BINS, names: null, edges });
  }
  return facets;
}

/**
 * Whether each row passes a filter.
 * @param {Facet} facet
 * @param {Filter} filter
 * @returns {(row: number) => boolean}
 */
function makeTest(facet, filter) {
  const { names, column } = facet;
  if ("kept" in filter) {
    const kept = new Set(filter.kept);
    const excluded = new Set(filter.excluded);
    const passes = (names ?? []).map((name) => (!kept.size || kept.has(name)) && !excluded.has(name));
    const codes = facet.codes();
    return (row) => passes[codes[row]];
  }
  const values = column?.values ?? [];
  const low = filter.low ?? -Infinity;
  const high = filter.high ?? Infinity;
  return (row) => values[row] >= low && (values[row] < high || high === Infinity);
}

/**
 * How many filters each row fails, and the index of the facet of one that it fails.
 * @param {Facet[]} facets
 * @param {Filters} filters
 * @param {number} n
 */
export function failures(facets, filters, n) {
  const failed = new Uint16Array(n);
  const by = new Uint16Array(n);
  for (const [i, facet] of facets.entries()) {
    const filter = filters[facet.key];
    if (!filter) continue;
    const passes = makeTest(facet, filter);
    for (let row = 0; row < n; row++) {
      if (passes(row)) continue;
      failed[row]++;
      by[row] = i;
    }
  }
  return { failed, by };
}

/** @typedef {ReturnType<typeof failures>} Failures */

/**
 * How many rows have each code: among the selected rows that pass all filters but that of the
 * facet itself, so that the counts tell what another choice would give.
 * @param {Facet} facet
 * @param {number} index of the facet
 * @param {Failures | null} failures
 * @param {Uint8Array | null} isSelected
 */
export function countCodes(facet, index, failures, isSelected) {
  const codes = facet.codes();
  const counts = new Uint32Array(facet.nCodes);
  for (let row = 0; row < codes.length; row++) {
    if (isSelected && !isSelected[row]) continue;
    const n = failures ? failures.failed[row] : 0;
    if (n === 0 || (n === 1 && failures?.by[row] === index)) counts[codes[row]]++;
  }
  return counts;
}

/**
 * Filters with one of them replaced, or dropped if it lets everything pass.
 * @param {Filters} filters
 * @param {string} key
 * @param {Filter} filter
 */
export function withFilter(filters, key, filter) {
  const others = { ...filters };
  delete others[key];
  const isOpen =
    "kept" in filter
      ? !filter.kept.length && !filter.excluded.length
      : filter.low === null && filter.high === null;
  return isOpen ? others : { ...others, [key]: filter };
}

/**
 * Keep a name, exclude it, or undo that.
 * @param {Filter | undefined} filter
 * @param {string} name
 * @param {"kept" | "excluded"} how
 * @returns {NameFilter}
 */
export function toggleName(filter, name, how) {
  const { kept, excluded } = filter && "kept" in filter ? filter : { kept: [], excluded: [] };
  const others = { kept: kept.filter((c) => c !== name), excluded: excluded.filter((c) => c !== name) };
  const was = (how === "kept" ? kept : excluded).includes(name);
  return was ? others : { ...others, [how]: [...others[how], name] };
}

/**
 * @param {Filters} filters
 * @param {URLSearchParams} parts of an address
 */
export function writeFilters(filters, parts) {
  for (const [key, filter] of Object.entries(filters)) {
    const value = "kept" in filter ? [filter.kept, filter.excluded] : [filter.low, filter.high];
    parts.set(key, JSON.stringify(value));
  }
}

/**
 * The filters of an address; what cannot be read is left out.
 * @param {Facet[]} facets
 * @param {URLSearchParams} parts
 */
export function readFilters(facets, parts) {
  /** @type {Filters} */
  let filters = {};
  for (const { key, names } of facets) {
    const filter = parseFilter(parts.get(key), names);
    if (filter) filters = withFilter(filters, key, filter);
  }
  return filters;
}

/**
 * @param {string | null} text
 * @param {string[] | null} names
 * @returns {Filter | null}
 */
function parseFilter(text, names) {
  try {
    const [first, second] = JSON.parse(text ?? "null");
    if (names) {
      const known = (/** @type {string[]} */ some) => some.filter((name) => names.includes(name));
      return { kept: known(first), excluded: known(second) };
    }
    const isLimit = (/** @type {unknown} */ c) => c === null || typeof c === "number";
    return isLimit(first) && isLimit(second) ? { low: first, high: second } : null;
  } catch {
    return null;
  }
}
