// The filters in the panel: names to keep or exclude, histograms to brush.

import { count, make } from "./dom.js";
import { countCodes, toggleName, withFilter } from "./filters.js";
import { outline } from "./histogram.js";

/** @typedef {import("./explorer.js").Explorer} Explorer */
/** @typedef {import("./filters.js").Facet} Facet */
/** @typedef {import("./filters.js").Filter} Filter */

const N_NAMES = 10; // shown at first
const MOST_NAMES = 500;

/**
 * Build the filters, one for each facet; return what shows their state.
 * @param {Explorer} explorer
 */
export function makeFilterPanel(explorer) {
  const { facets } = explorer;
  const shows = facets.map((facet, i) => makeSection(explorer, facet, i, facets.length < 4));
  explorer.part("filters").hidden = !facets.length;
  explorer.part("facets").replaceChildren(...shows.map(({ section }) => section));
  return () => {
    const { filters } = explorer.state;
    const n = Object.keys(filters).length;
    explorer.part("filter-count").textContent = n ? ` (${n})` : "";
    explorer.part("shown").textContent = n
      ? `${(explorer.selection.shown?.length ?? explorer.n).toLocaleString("en")} of ${count(explorer.n)} shown`
      : "";
    explorer.part("clear-filters").hidden = !n;
    for (const { show } of shows) show();
  };
}

/**
 * @param {Explorer} explorer
 * @param {Facet} facet
 * @param {number} index
 * @param {boolean} open
 */
function makeSection(explorer, facet, index, open) {
  const title = make("summary", { dir: "auto" }, facet.title);
  const section = make("details", { className: "facet", open }, title);
  const body = facet.names ? makeNames(explorer, facet) : makeRange(explorer, facet);
  section.append(body.element);
  const show = () => {
    const filter = explorer.state.filters[facet.key];
    section.classList.toggle("active", Boolean(filter));
    const isSeen = section.open && /** @type {any} */ (explorer.part("filters")).open;
    if (!isSeen) return; // counting takes time
    const { failures, isChosen } = explorer.selection;
    body.show(countCodes(facet, index, failures, isChosen), filter);
  };
  section.addEventListener("toggle", show);
  explorer.part("filters").addEventListener("toggle", show);
  return { section, show };
}

/**
 * @param {Explorer} explorer
 * @param {Facet} facet
 */
function makeNames(explorer, facet) {
  const names = facet.names ?? [];
  const totals = countCodes(facet, -1, null, null);
  const codes = Array.from(names.keys()).sort((a, b) => totals[b] - totals[a]);
  const list = make("ul", {});
  const more = make("button", { type: "button", className: "more" });
  /** @type {Map<number, ReturnType<typeof makeName>>} */
  const lines = new Map();
  const add = (/** @type {number} */ end) => {
    for (const code of codes.slice(0, end)) if (!lines.has(code)) addLine(code);
    const rest = Math.min(codes.length, MOST_NAMES) - end;
    more.hidden = rest <= 0;
    more.textContent = `Show ${rest.toLocaleString("en")} more`;
  };
  const addLine = (/** @type {number} */ code) => {
    const line = makeName(explorer, facet.key, names[code]);
    lines.set(code, line);
    list.append(line.element);
  };
  more.addEventListener("click", () => {
    add(MOST_NAMES);
    explorer.showFilters();
  });
  add(codes.length <= N_NAMES + 2 ? codes.length : N_NAMES);
  /** @param {Uint32Array} counts @param {Filter | undefined} filter */
  const show = (counts, filter) => {
    const { kept, excluded } = filter && "kept" in filter ? filter : { kept: [], excluded: [] };
    for (const name of [...kept, ...excluded]) {
      const code = names.indexOf(name);
      if (!lines.has(code)) addLine(code);
    }
    const largest = counts.reduce((a, b) => Math.max(a, b), 1);
    for (const [code, line] of lines) {
      line.show(counts[code], largest, kept.includes(names[code]), excluded.includes(names[code]));
    }
  };
  return { element: make("div", {}, list, more), show };
}

/**
 * A name with its count, and buttons to keep and to exclude it.
 * @param {Explorer} explorer
 * @param {string} key
 * @param {string} name
 */
function makeName(explorer, key, name) {
  const text = name || "missing";
  const number = make("span", { className: "number" });
  const label = make("span", { className: "name", dir: "auto" }, text);
  const keep = make("button", { type: "button", className: "keep", title: `Only ${text}` }, label, number);
  const exclude = make("button", { type: "button", className: "exclude", title: `Without ${text}` }, "−");
  exclude.setAttribute("aria-label", `Without ${text}`);
  const choose = (/** @type {"kept" | "excluded"} */ how) => {
    const { filters } = explorer.state;
    explorer.filter(withFilter(filters, key, toggleName(filters[key], name, how)));
  };
  keep.addEventListener("click", () => choose("kept"));
  exclude.addEventListener("click", () => choose("excluded"));
  /** @param {number} n @param {number} largest @param {boolean} isKept @param {boolean} isExcluded */
  const show = (n, largest, isKept, isExcluded) => {
    number.textContent = n.toLocaleString("en");
    keep.style.setProperty("--share", `${(100 * n) / largest}%`);
    keep.setAttribute("aria-pressed", String(isKept));
    exclude.setAttribute("aria-pressed", String(isExcluded));
  };
  return { element: make("li", {}, keep, exclude), show };
}

/**
 * A histogram to drag a range in, and two sliders for keys.
 * @param {Explorer} explorer
 * @param {Facet} facet
 */
function makeRange(explorer, facet) {
  const { edges, column, key, title } = facet;
  const nBins = edges.length - 1;
  /** @type {Uint32Array | undefined} */
  let totals;
  const [picture, paths] = makePicture(nBins, explorer.part("lasso").namespaceURI);
  const sliders = ["from", "to"].map((end) => {
    const slider = make("input", { type: "range", min: "0", max: String(nBins) });
    slider.setAttribute("aria-label", `${title} ${end}`);
    return slider;
  });
  const text = make("p", { className: "range", role: "status" });
  const choose = (/** @type {number} */ a, /** @type {number} */ b) => {
    const [first, last] = [Math.min(a, b), Math.max(a, b)];
    const low = first <= 0 ? null : edges[first];
    const high = last >= nBins ? null : edges[last];
    explorer.filter(withFilter(explorer.state.filters, key, { low, high }));
  };
  for (const slider of sliders) {
    slider.addEventListener("input", () => {
      const [a, b] = sliders.map(({ value }) => Number(value));
      if (a < b) choose(a, b);
      else slider.value = String(slider === sliders[0] ? Math.max(b - 1, 0) : Math.min(a + 1, nBins));
    });
  }
  listenToBrush(picture, nBins, choose);
  const say = (/** @type {number} */ value) => column?.sayBriefly(value) ?? String(value);
  /** @param {Uint32Array} counts @param {Filter | undefined} filter */
  const show = (counts, filter) => {
    totals ??= countCodes(facet, -1, null, null);
    const { low, high } = filter && "low" in filter ? filter : { low: null, high: null };
    const [first, last] = [low === null ? 0 : place(edges, low), high === null ? nBins : place(edges, high)];
    [sliders[0].value, sliders[1].value] = [String(first), String(last)];
    showBars(paths, totals.subarray(0, nBins), counts.subarray(0, nBins), first, last);
    const isWhole = edges.every((edge) => Math.abs(edge % 1) === 0.5);
    text.textContent = sayRange(low ?? edges[0], high ?? edges[nBins], isWhole, say);
    for (const [i, slider] of sliders.entries()) {
      slider.setAttribute("aria-valuetext", say(edges[i ? last : first]));
    }
    const missing = counts[edges.length];
    if (missing && !filter) text.textContent += `, ${missing.toLocaleString("en")} missing`;
  };
  return { element: make("div", { className: "histogram" }, picture, ...sliders, text), show };
}

/**
 * Index of the edge nearest to a value.
 * @param {number[]} edges
 * @param {number} value
 */
function place(edges, value) {
  const distances = edges.map((edge) => Math.abs(edge - value));
  return distances.indexOf(Math.min(...distances));
}

/**
 * "3 – 7": the limits of a range, or the first and the last whole number in it.
 * @param {number} low
 * @param {number} high not in the range
 * @param {boolean} isWhole
 * @param {(value: number) => string} say
 */
function sayRange(low, high, isWhole, say) {
  const [first, last] = isWhole ? [Math.ceil(low), Math.ceil(high) - 1] : [low, high];
  return first >= last ? say(first) : `${say(first)} – ${say(last)}`;
}

/**
 * @param {number} nBins
 * @param {string | null} space the namespace of SVG
 * @returns {[SVGSVGElement, SVGElement[]]}
 */
function makePicture(nBins, space) {
  const makeShape = (/** @type {string} */ tag) => document.createElementNS(space, tag);
  const picture = /** @type {SVGSVGElement} */ (makeShape("svg"));
  picture.setAttribute("viewBox", `0 0 ${nBins} 1`);
  picture.setAttribute("preserveAspectRatio", "none");
  picture.setAttribute("aria-hidden", "true");
  const shapes = ["path", "path", "rect", "rect"].map(
    (tag) => /** @type {SVGElement} */ (makeShape(tag)),
  );
  const classes = ["whole", "current", "off", "off"];
  for (const [i, shape] of shapes.entries()) shape.setAttribute("class", classes[i]);
  picture.append(...shapes);
  return [picture, shapes];
}

/**
 * Both histograms as shares of their rows, and shade over what is out of the range.
 * @param {SVGElement[]} shapes
 * @param {Uint32Array} totals
 * @param {Uint32Array} counts
 * @param {number} first
 * @param {number} last
 */
function showBars(shapes, totals, counts, first, last) {
  const [all, some] = [totals, counts].map((c) => c.reduce((a, b) => a + b, 0) || 1);
  const largest = Math.max(...totals.map((c) => (1e6 * c) / all), ...counts.map((c) => (1e6 * c) / some), 1) / 1e6;
  shapes[0].setAttribute("d", outline(totals, largest * all));
  shapes[1].setAttribute("d", outline(counts, largest * some));
  for (const [shape, x, end] of /** @type {[SVGElement, number, number][]} */ ([
    [shapes[2], 0, first],
    [shapes[3], last, totals.length],
  ])) {
    shape.setAttribute("x", String(x));
    shape.setAttribute("width", String(Math.max(end - x, 0)));
    shape.setAttribute("height", "1");
  }
}

/**
 * Dragging chooses the bins that it touches; a click chooses all.
 * @param {SVGSVGElement} picture
 * @param {number} nBins
 * @param {(first: number, last: number) => void} choose
 */
function listenToBrush(picture, nBins, choose) {
  let start = -1;
  const binAt = (/** @type {PointerEvent} */ { clientX }) => {
    const { left, width } = picture.getBoundingClientRect();
    return Math.min(Math.max(Math.floor(((clientX - left) / width) * nBins), 0), nBins - 1);
  };
  picture.addEventListener("pointerdown", (event) => {
    start = binAt(event);
    picture.setPointerCapture(event.pointerId);
  });
  picture.addEventListener("pointermove", (event) => {
    if (start < 0) return;
    const end = binAt(event);
    if (end !== start) choose(Math.min(start, end), Math.max(start, end) + 1);
  });
  picture.addEventListener("pointerup", (event) => {
    if (start === binAt(event)) choose(0, nBins);
    start = -1;
  });
  picture.addEventListener("pointercancel", () => (start = -1));
}
