import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { test } from "node:test";

import { parseNpy, unpack } from "../../skcolor/plotting/explorer/npy.js";

function makeFile(descr, bytes, { version = 1, fortran = "False" } = {}) {
  const header = Buffer.from(`{'descr': '${descr}', 'fortran_order': ${fortran}, 'shape': (2,), }\n`);
  const length = Buffer.alloc(version > 1 ? 4 : 2);
  length.writeUIntLE(header.length, 0, length.length);
  const file = Buffer.concat([Buffer.from([0x93]), Buffer.from("NUMPY"), Buffer.from([version, 0]), length, header, Buffer.from(bytes)]);
  return new Uint8Array(file);
}

test("arrays have their types and values", () => {
  assert.deepEqual(parseNpy(makeFile("|u1", [1, 255])), Uint8Array.from([1, 255]));
  assert.deepEqual(parseNpy(makeFile("<u2", [1, 2, 0, 1])), Uint16Array.from([513, 256]));
  assert.deepEqual(parseNpy(makeFile("<u4", [1, 0, 0, 1], { version: 2 })), Uint32Array.from([2 ** 24 + 1]));
  assert.deepEqual(parseNpy(makeFile("<f4", [0, 0, 128, 63])), Float32Array.from([1]));
});

test("arrays of other types or in another order are refused", () => {
  assert.throws(() => parseNpy(makeFile(">f4", [0, 0, 0, 0])), /cannot read an array of >f4/);
  assert.throws(() => parseNpy(makeFile("<f4", [0, 0, 0, 0], { fortran: "True" })), /cannot read/);
  assert.throws(() => parseNpy(new TextEncoder().encode("<html>not found</html>")), /unknown type/);
});

test("files are unpacked, if the server has not done so", async () => {
  const file = makeFile("|u1", [3, 4]);
  assert.deepEqual(await unpack(new Uint8Array(gzipSync(file))), file);
  assert.equal(await unpack(file), file);
});
