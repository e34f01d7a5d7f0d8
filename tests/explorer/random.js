/** The same random layout each time, in steps of a packed layout. */
export function randomLayout(n) {
  let state = 1;
  const next = () => (state = (state * 48271) % 2147483647) / 2147483647;
  return Uint16Array.from({ length: 2 * n }, () => Math.floor(next() * 65536));
}
