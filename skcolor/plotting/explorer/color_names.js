// Names of colors, so that color is never the only carrier of what it says.

/** Hue angles in OKLCH, in degrees, at which the next name begins. */
const HUES = /** @type {[number, string][]} */ ([
  [10, "pink"],
  [40, "red"],
  [78, "orange"],
  [115, "yellow"],
  [132, "lime"],
  [165, "green"],
  [200, "teal"],
  [245, "blue"],
  [275, "blue"],
  [312, "purple"],
  [345, "magenta"],
  [360, "pink"],
]);
const NEUTRAL = 0.03; // chroma

/**
 * A color in OKLab (Ottosson 2020, as in CSS Color 4).
 * @param {number[]} rgb from 0 to 255
 */
export function toOKLab(rgb) {
  const [r, g, b] = rgb.map((c) => {
    const s = c / 255;
    return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4;
  });
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

/**
 * The lightness, chroma and hue of a color in OKLCH; hue in degrees.
 * @param {number[]} rgb from 0 to 255
 */
export function toOKLCH(rgb) {
  const [lightness, a, b] = toOKLab(rgb);
  const hue = (Math.atan2(b, a) * 180) / Math.PI;
  return { lightness, chroma: Math.hypot(a, b), hue: (hue + 360) % 360 };
}

/**
 * A name that most people would give a color: "dark teal", "light gray".
 * @param {number[]} rgb from 0 to 255
 */
export function nameColor(rgb) {
  const { lightness, chroma, hue } = toOKLCH(rgb);
  if (chroma < NEUTRAL) {
    if (lightness > 0.97) return "white";
    if (lightness < 0.18) return "black";
    return `${toneOf(lightness)}gray`;
  }
  const [, name] = HUES.find(([end]) => hue < end) ?? HUES[0];
  if (name === "orange" && lightness < 0.62) return lightness < 0.4 ? "dark brown" : "brown";
  if (name === "yellow" && lightness < 0.7) return `${lightness < 0.45 ? "dark " : ""}olive`;
  if (name === "pink" && lightness < 0.6) return `${toneOf(lightness)}magenta`;
  if (name === "magenta" && lightness < 0.6) return "purple";
  const isGrayish = chroma < 0.07 && lightness < 0.8;
  return `${toneOf(lightness)}${isGrayish ? "grayish " : ""}${name}`;
}

/** @param {number} lightness */
function toneOf(lightness) {
  if (lightness < 0.45) return "dark ";
  return lightness > 0.82 ? "light " : "";
}

/**
 * The color of a row, from 0 to 255.
 * @param {Uint8Array} colors
 * @param {number} row
 */
export function colorOf(colors, row) {
  return [...colors.subarray(3 * row, 3 * row + 3)];
}

/**
 * A color in words and in hex: "dark teal #0b5e5a".
 * @param {number[]} rgb from 0 to 255
 */
export function spellColor(rgb) {
  return `${nameColor(rgb)} ${toHex(rgb)}`;
}

/** @param {number[]} rgb from 0 to 255 */
export function toHex(rgb) {
  return `#${rgb.map((c) => c.toString(16).padStart(2, "0")).join("")}`;
}
