// Shows a folder of tiles, next to the page, as an explorer that fills it.

import { followAddress } from "./address.js";
import { listen } from "./controls.js";
import { Explorer } from "./explorer.js";
import { make } from "./dom.js";
import { TileLayout, TileSelection } from "./tile_layout.js";
import { TileLoader, readFile } from "./tile_loader.js";
import { TileRows } from "./tile_rows.js";
import { TileStore } from "./tile_store.js";
import { readTiles } from "./tiles.js";

const host = /** @type {HTMLElement} */ (document.getElementById("explorer"));
const root = /** @type {ShadowRoot} */ (host.shadowRoot);
for (const type of ["error", "unhandledrejection"]) {
  addEventListener(type, (event) => {
    const { message, reason } = /** @type {any} */ (event);
    const notice = root.getElementById("notice");
    if (notice) notice.textContent = `Cannot show the map: ${message ?? reason}`;
  });
}
if (location.protocol === "file:") {
  throw new Error(
    "a browser reads a folder of tiles only from a server. Run python -m skcolor serve FOLDER",
  );
}
const about = JSON.parse(new TextDecoder().decode(await readFile("about.json", { cache: "no-cache" })));
const explorer = await showTiles(about);
followAddress(explorer, window);
// For the browser console.
Object.assign(globalThis, { explorer });

/** @param {any} about */
async function showTiles(about) {
  const tiles = readTiles(about.tiles);
  const store = new TileStore(tiles, about.colorings.length);
  const explorer = new Explorer(root, about, new TileLayout(about, store), store.colorings[0], document);
  explorer.colorings = store.colorings;
  explorer.legends = about.legends;
  explorer.selection = new TileSelection(explorer, store);
  await explorer.appear();
  explorer.part("count").prepend(make("span", { id: "sampled" }), ", of "); // first, as rooms may be narrow
  explorer.part("search").append(make("p", { id: "searched", role: "status" }));
  const loader = new TileLoader(explorer, store, tiles);
  explorer.rows = new TileRows(explorer, store, loader);
  loader.follow();
  explorer.part("self-contained").textContent =
    "The page reads parts of the map from its own server; it sends nothing. It counts, lists " +
    "and selects the points that it has loaded.";
  explorer.part("search").hidden = !explorer.rows.searchable;
  const query = /** @type {HTMLInputElement} */ (explorer.part("query"));
  query.placeholder = "Search in all points: press Enter";
  listen(explorer);
  explorer.update({ isReady: true });
  return explorer;
}
