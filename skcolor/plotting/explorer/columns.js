// Further columns of the rows: numbers, dates, names and texts.

import { readJSON } from "./source.js";

/** @typedef {"numbers" | "days" | "dates" | "names" | "texts"} Kind */

const ARRAYS = {
  int8: Int8Array,
  int16: Int16Array,
  int32: Int32Array,
  uint8: Uint8Array,
  uint16: Uint16Array,
  uint32: Uint32Array,
  float32: Float32Array,
  float64: Float64Array,
};

/** @typedef {InstanceType<typeof ARRAYS[keyof typeof ARRAYS]>} Numbers */

export class Column {
  /**
   * @param {string} name
   * @param {Kind} kind
   * @param {Numbers} values numbers, milliseconds since 1970, or codes of names
   * @param {string[]} texts the names; or the text of each row
   */
  constructor(name, kind, values, texts = []) {
    this.name = name;
    this.kind = kind;
    this.values = values;
    this.texts = texts;
  }

  /**
   * The entry of a row as text; empty if it is missing.
   * @param {number} row
   */
  text(row) {
    if (this.kind === "texts") return this.texts[row];
    if (this.kind === "names") return this.texts[this.values[row]];
    return this.say(this.values[row]);
  }

  /**
   * A number or a date as text.
   * @param {number} value
   */
  say(value) {
    if (Number.isNaN(value)) return "";
    if (this.kind === "days") return new Date(value).toISOString().split("T")[0];
    if (this.kind === "dates") return new Date(value).toISOString().replace("T", " ").replace(".000Z", "Z");
    return this.values instanceof Float32Array ? shortest(value) : String(value);
  }

  /**
   * The same with few digits.
   * @param {number} value
   */
  sayBriefly(value) {
    if (this.kind === "dates") return this.say(Math.round(value / 60_000) * 60_000).slice(0, 16);
    if (this.kind === "days") return this.say(Math.round(value / 86_400_000) * 86_400_000);
    const isPlain = Number.isInteger(value) && Math.abs(value) < 1e7;
    return isPlain ? String(value) : String(Number(value.toPrecision(4)));
  }
}

/**
 * The shortest decimal number that a float32 stands for.
 * @param {number} value
 */
function shortest(value) {
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return String(short);
  }
  return String(Number(value.toPrecision(9)));
}

/**
 * @param {import("./source.js").Source} source
 * @param {{name: string, kind: Kind, type?: keyof typeof ARRAYS}[]} about
 */
export async function readColumns(source, about) {
  const columns = [];
  for (const [i, { name, kind, type }] of about.entries()) {
    const id = `column-${i}`;
    if (kind === "texts" || !type) {
      columns.push(new Column(name, kind, new Uint8Array(), await readJSON(source, id)));
      continue;
    }
    const values = new ARRAYS[type]((await source.bytes(id)).buffer);
    const texts = kind === "names" ? await readJSON(source, `${id}-names`) : [];
    columns.push(new Column(name, kind, values, texts));
  }
  return columns;
}
