import assert from "node:assert/strict";
import { test } from "node:test";

import { logTail, overrepresented } from "../../skcolor/plotting/explorer/contrast.js";

test("the tail of the hypergeometric distribution", () => {
  // Of 10 rows 4 are of a kind; a sample of 3 has at least 2 of them in (6 * 6 + 4) of 120.
  assert.ok(Math.abs(Math.exp(logTail(2, 3, 4, 10)) - 40 / 120) < 1e-12);
  assert.equal(logTail(0, 3, 4, 10), 0);
  // As scipy.stats.hypergeom.logsf(59, 341479, 3000, 200).
  assert.ok(Math.abs(logTail(60, 200, 3000, 341479) - -166.47656) < 1e-4);
});

test("what is more frequent than by chance is listed, the most certain first", () => {
  const found = overrepresented([50, 10, 40, 0], [100, 100, 400, 400]);
  assert.deepEqual(found.map(({ code, n, ratio }) => [code, n, ratio]), [[0, 50, 5]]);
  assert.deepEqual(overrepresented([1, 1], [2, 2]), []);
});
