// Shows the data of the page as an explorer that fills it.

import { followAddress } from "./address.js";
import { Explorer } from "./explorer.js";
import { PageSource } from "./source.js";

const host = /** @type {HTMLElement} */ (document.getElementById("explorer"));
for (const type of ["error", "unhandledrejection"]) {
  addEventListener(type, (event) => {
    const { message, reason } = /** @type {any} */ (event);
    const notice = host.shadowRoot?.getElementById("notice");
    if (notice) notice.textContent = `Cannot show the map: ${message ?? reason}`;
  });
}
const root = /** @type {ShadowRoot} */ (host.shadowRoot);
const explorer = await Explorer.mount(root, new PageSource(document), document);
followAddress(explorer, window);
// For the browser console.
Object.assign(globalThis, { explorer });
