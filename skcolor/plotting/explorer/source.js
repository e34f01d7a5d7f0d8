// The data of a page: typed arrays and texts as gzip in base64, one element each.

/**
 * What an explorer reads its data from: a page, or a widget.
 * @typedef {object} Source
 * @property {(name: string) => boolean} has
 * @property {(name: string) => Promise<Uint8Array<ArrayBuffer>>} bytes may be called once for each name
 */

/** @implements {Source} */
export class PageSource {
  /** @param {Document} page */
  constructor(page) {
    this.page = page;
  }

  /** @param {string} name */
  has(name) {
    return this.page.getElementById(name) !== null;
  }

  /** @param {string} name */
  async bytes(name) {
    const element = this.page.getElementById(name);
    if (!element) throw new Error(`the page has no data "${name}"`);
    const binary = atob(element.textContent ?? "");
    element.remove(); // frees the text
    const packed = new Uint8Array(binary.length);
    for (let i = 0; i < packed.length; i++) packed[i] = binary.charCodeAt(i);
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  }
}

/**
 * @param {Source} source
 * @param {string} name
 */
export async function readJSON(source, name) {
  return JSON.parse(new TextDecoder().decode(await source.bytes(name)));
}
