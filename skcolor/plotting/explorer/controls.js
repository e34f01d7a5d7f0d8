// Event handlers: pointer, buttons, search and keys.

const KEY_STEP = 80; // pixels
const darkness = matchMedia("(prefers-color-scheme: dark)");
let isLassoOn = false;

// Commands: the button, the keys, and the action.
const commands = [
  ["zoom-in", "+=", () => move(() => view.zoom(1.5))],
  ["zoom-out", "-_", () => move(() => view.zoom(1 / 1.5))],
  ["fit", "0", () => move(() => view.fit())],
  ["draw-lasso", "lL", () => toggleLasso(!isLassoOn)],
  ["list-view", "vV", () => selectInside([[0, 0], [1, 0], [1, 1], [0, 1]].map(toCorner))],
  ["zoom-selected", "zZ", () => selected?.length && zoomTo(selected)],
  ["save-view", "sS", savePicture],
  ["save-list", "", saveList],
  ["clear", "", clear],
  ["theme", "tT", toggleTheme],
  ["help", "?", () => part("keys").showModal()],
];

function toggleLasso(on) {
  isLassoOn = on;
  part("draw-lasso").setAttribute("aria-pressed", on);
  canvas.classList.toggle("drawing", on);
}

function toggleTheme() {
  const { style } = document.documentElement;
  const isDark = style.colorScheme ? style.colorScheme === "dark" : darkness.matches;
  style.colorScheme = isDark ? "light" : "dark";
  redraw();
}

function toCorner([right, down]) {
  return [right * view.width, down * view.height];
}

function selectInside(path) {
  select(grid.inside(path.map((place) => view.toMap(...place))));
}

function clear() {
  part("query").value = "";
  toggleLasso(false);
  select(null);
}

function savePicture() {
  draw(); // in the same task, because WebGL discards its buffer afterward
  canvas.toBlob((blob) => download(blob, `${about.colorings[current]}.png`));
}

function saveList() {
  const table = ["\ufeff", rows.toCSV(selected)]; // a byte order mark tells Excel that this is UTF-8
  download(new Blob(table, { type: "text/csv" }), "selection.csv");
}

function listen() {
  listenToPointer(canvas, view, {
    move,
    point,
    click: point,
    lasso: selectInside,
    isLassoOn: () => isLassoOn,
    sketch: (path) => part("sketch").setAttribute("points", path.join(" ")),
  });
  for (const [id, , run] of commands) part(id).addEventListener("click", run);
  listenToSearch();
  listenToKeys();
  part("size").addEventListener("input", redraw);
  darkness.addEventListener("change", redraw);
  canvas.addEventListener("webglcontextlost", (event) => event.preventDefault());
  canvas.addEventListener("webglcontextrestored", () => {
    renderer = openRenderer();
    redraw();
  });
}

function listenToSearch() {
  const query = part("query");
  let waiting = 0;
  const search = () => {
    const words = query.value.trim();
    if (!words) return clear();
    select(rows.find(words));
    const isSeen = (row) => view.isInView(layout[2 * row], layout[2 * row + 1]);
    for (const box of [view.home, view.whole]) {
      if (selected.length && !selected.some(isSeen)) move(() => view.show(...box));
    }
  };
  query.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(search, 120); // debounce typing
  });
  part("search").addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(waiting);
    search();
    if (selected?.length) zoomTo(selected);
  });
}

function listenToKeys() {
  const steps = {
    ArrowLeft: [KEY_STEP, 0],
    ArrowRight: [-KEY_STEP, 0],
    ArrowUp: [0, KEY_STEP],
    ArrowDown: [0, -KEY_STEP],
  };
  canvas.addEventListener("keydown", ({ key }) => {
    if (steps[key]) move(() => view.pan(...steps[key]));
  });
  document.addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || part("keys").open) return;
    if (key === "Escape") return clear();
    if (target.matches('input[type="search"]') || key.length > 1) return;
    if (key === "/") part("query").focus();
    else if (key === "[") showColoring(current - 1);
    else if (key === "]") showColoring(current + 1);
    else if (key >= "1" && key <= "9") showColoring(Number(key) - 1);
    else return void commands.find(([, keys]) => keys.includes(key))?.[2]();
    event.preventDefault();
  });
}
