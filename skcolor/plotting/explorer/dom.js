// Elements: made, and saved as files.

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, unknown>} properties
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

/**
 * A disc in the color of a row.
 * @param {Uint8Array} colors
 * @param {number} row
 */
export function swatch(colors, row) {
  const element = make("span", { className: "swatch" });
  element.style.background = `rgb(${colors.subarray(3 * row, 3 * row + 3).join(" ")})`;
  return element;
}

/**
 * @param {Blob} blob
 * @param {string} name
 */
export function download(blob, name) {
  const link = make("a", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/**
 * "1 point", "2,345 points".
 * @param {number} n
 * @param {[string, string]} things
 */
export function count(n, things = ["point", "points"]) {
  return `${n.toLocaleString("en")} ${things[n === 1 ? 0 : 1]}`;
}

/**
 * Set a text that is spoken when it changes, and only then.
 * @param {HTMLElement} element
 * @param {string} text
 */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
