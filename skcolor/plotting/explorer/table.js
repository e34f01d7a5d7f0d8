// Rows as a table in CSV.

/** @param {unknown} text */
function quote(text) {
  return `"${String(text).replaceAll('"', '""')}"`;
}

/**
 * @param {import("./rows.js").Rows} rows
 * @param {ArrayLike<number>} some
 */
export function toCSV(rows, some) {
  const names = ["row"];
  if (rows.texts) names.push("text");
  if (rows.labelNames) names.push("label");
  const lines = Array.from(some, (row) => {
    const cells = [String(row)];
    if (rows.texts) cells.push(quote(rows.texts[row]));
    if (rows.labelNames) cells.push(quote(rows.label(row)));
    return cells.join(",");
  });
  return [names.join(","), ...lines, ""].join("\r\n");
}
