// Rows as a table in CSV.

import { colorOf, toHex } from "./color_names.js";

/**
 * A cell of text; a spreadsheet shows it and never computes it.
 * @param {unknown} value
 */
function quote(value) {
  const text = String(value);
  const isFormula = /^\s*[=+\-@]/.test(text) && Number.isNaN(Number(text));
  const safe = isFormula ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}

/**
 * @param {import("./explorer.js").Explorer} explorer
 * @param {ArrayLike<number>} some
 */
export function toCSV(explorer, some) {
  const { rows, about, colorings, layouts } = explorer;
  const places = layouts.map(({ name }) => (name ? [quote(`${name} x`), quote(`${name} y`)] : ["x", "y"]));
  const names = ["row", ...places.flat(), ...about.colorings.map(quote)];
  if (rows.hasTexts) names.push("text");
  if (rows.labelNames) names.push("label");
  names.push(...rows.columns.map(({ name }) => quote(name)));
  const lines = Array.from(some, (row) => {
    const cells = [String(rows.number(row))];
    for (const layout of layouts) cells.push(...layout.toUnits(layout.at(row)).map(String));
    for (const colors of colorings) cells.push(toHex(colorOf(colors, row)));
    if (rows.hasTexts) cells.push(quote(rows.text(row)));
    if (rows.labelNames) cells.push(quote(rows.label(row)));
    for (const column of rows.columns) cells.push(quote(column.text(row)));
    return cells.join(",");
  });
  return [names.join(","), ...lines, ""].join("\r\n");
}
