// Arrays of NumPy, and what gzip has compressed.

/** @type {Record<string, new (buffer: ArrayBuffer) => Float32Array | Uint8Array | Uint16Array | Uint32Array>} */
const NPY_ARRAYS = { "<f4": Float32Array, "|u1": Uint8Array, "<u2": Uint16Array, "<u4": Uint32Array };
const LENGTH_AT = 8; // of the length of the header

/**
 * The numbers of a file of NumPy, row by row.
 * @param {Uint8Array<ArrayBuffer>} file
 */
export function parseNpy(file) {
  const isLong = file[6] > 1; // the version
  const numbers = new DataView(file.buffer, file.byteOffset);
  const start = LENGTH_AT + (isLong ? 4 : 2);
  const length = isLong ? numbers.getUint32(LENGTH_AT, true) : numbers.getUint16(LENGTH_AT, true);
  const header = new TextDecoder().decode(file.subarray(start, start + length));
  const type = /'descr': '([^']+)'/.exec(header)?.[1] ?? "";
  if (!NPY_ARRAYS[type] || header.includes("'fortran_order': True")) {
    throw new Error(`cannot read an array of ${type || "an unknown type"}`);
  }
  return new NPY_ARRAYS[type](file.slice(start + length).buffer);
}

/**
 * The content of a file that gzip has compressed, if the server has not unpacked it already.
 * @param {Uint8Array<ArrayBuffer>} file
 */
export async function unpack(file) {
  if (file[0] !== 0x1f || file[1] !== 0x8b) return file;
  const stream = new Blob([file]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
