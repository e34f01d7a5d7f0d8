// What the colors of a coloring mean.

import { nameColor, spellColor, toHex, toOKLab } from "./color_names.js";
import { make } from "./dom.js";

/**
 * @typedef {object} Strip
 * @property {string[]} strip colors from the low to the high end, in hex
 * @property {string[]} ends of the strip, perhaps with its middle between them
 */
/** @typedef {{kind: "values", missing?: [string, string]} & Strip} Values */
/** @typedef {{kind: "labels", heads: string[], lines: string[][]}} Labels */
/** @typedef {{kind: "channels", directions: (Strip & {title: string, share: string})[]}} Channels */
/** @typedef {(Values | Labels | Channels) & {note?: string}} Legend */

// Numbers of this length are not broken into lines, as long texts are.
const MOST_WHOLE = 9;

/**
 * @param {HTMLElement} place
 * @param {Legend | null} legend
 * @param {(rgb: number[]) => void} select rows of a color
 */
export function showLegend(place, legend, select) {
  /** @type {Node[]} */
  let parts = [];
  if (legend?.kind === "labels") parts = [makeTable(legend, select)];
  if (legend?.kind === "channels") parts = legend.directions.map(makeDirection);
  if (legend?.kind === "values") {
    parts = [makeStrip(legend)];
    if (legend.missing) parts.push(makeMissing(legend.missing));
  }
  if (legend?.note) parts.push(make("p", { dir: "auto" }, legend.note));
  place.replaceChildren(...parts);
}

/** @param {string} hex */
function makeSwatch(hex) {
  const swatch = make("span", { className: "swatch", title: spellColor(parseHex(hex)) });
  swatch.style.background = hex;
  swatch.dataset.color = hex;
  return swatch;
}

/**
 * @param {Labels} legend
 * @param {(rgb: number[]) => void} select
 */
function makeTable({ heads, lines }, select) {
  const head = make("tr", {}, make("td"), ...heads.map((text) => make("th", { scope: "col" }, text)));
  const body = lines.map(([color, ...texts]) => {
    const cells = texts.map(makeCell);
    const title = `Select the points of ${texts[0] ?? nameColor(parseHex(color))}`;
    const button = make("button", { type: "button", title }, ...(cells[0]?.childNodes ?? []));
    button.addEventListener("click", () => select(parseHex(color)));
    cells[0]?.append(button);
    return make("tr", {}, make("td", {}, makeSwatch(color)), ...cells);
  });
  return make("table", {}, make("thead", {}, head), make("tbody", {}, ...body));
}

/** @param {string} text */
function makeCell(text) {
  return make("td", { dir: "auto", className: text.length > MOST_WHOLE ? "" : "whole" }, text);
}

/** @param {Strip & {title?: string, share?: string}} direction */
function makeDirection(direction) {
  const { title = "", share = "" } = direction;
  const heading = make("p", { className: "direction", dir: "auto" }, title);
  if (share) heading.append(make("span", { className: "share" }, ` ${share}`));
  const part = makeStrip(direction);
  part.prepend(heading);
  return part;
}

/** @param {Strip} strip */
function makeStrip({ strip, ends }) {
  const width = 100 / strip.length;
  // In steps: a gradient would introduce other colors.
  const stops = strip.map((hex, i) => `${hex} ${i * width}% ${(i + 1) * width}%`);
  const bar = make("div", { className: "bar" }, make("span", { className: "here", hidden: true }));
  bar.style.background = `linear-gradient(to right, ${stops.join(", ")})`;
  bar.dataset.strip = strip.join(" ");
  const step = (strip.length - 1) / (ends.length - 1);
  const names = ends.map((_, i) => nameColor(parseHex(strip[Math.round(i * step)])));
  const texts = ends.map((end, i) => make("span", { dir: "auto", title: names[i] }, end));
  return make("div", { className: "strip" }, bar, make("div", { className: "ends" }, ...texts));
}

/** @param {[string, string]} missing */
function makeMissing([color, text]) {
  return make("p", { className: "missing" }, makeSwatch(color), ` ${text}`);
}

/**
 * Show where in the legend a color is; null for no color.
 * @param {HTMLElement} place
 * @param {number[] | null} rgb
 */
export function highlight(place, rgb) {
  for (const line of place.querySelectorAll("tr, .missing")) {
    const swatch = /** @type {HTMLElement | null} */ (line.querySelector("[data-color]"));
    const isHere = rgb !== null && swatch?.dataset.color === toHex(rgb);
    line.classList.toggle("here", isHere);
    if (isHere) line.scrollIntoView({ block: "nearest" });
  }
  for (const bar of /** @type {NodeListOf<HTMLElement>} */ (place.querySelectorAll(".bar"))) {
    const here = /** @type {HTMLElement} */ (bar.firstElementChild);
    here.hidden = rgb === null;
    if (rgb === null) continue;
    const colors = (bar.dataset.strip ?? "").split(" ");
    here.style.left = `${((nearestColor(colors, rgb) + 0.5) / colors.length) * 100}%`;
  }
}

/**
 * Index of the color that looks most like another.
 * @param {string[]} colors in hex
 * @param {number[]} rgb
 */
export function nearestColor(colors, rgb) {
  const wanted = toOKLab(rgb);
  const distances = colors.map((hex) => {
    const lab = toOKLab(parseHex(hex));
    return Math.hypot(...lab.map((c, i) => c - wanted[i]));
  });
  return distances.indexOf(Math.min(...distances));
}

/** @param {string} hex */
function parseHex(hex) {
  return [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16));
}
