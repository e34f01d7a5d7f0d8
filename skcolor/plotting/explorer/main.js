// The page: its state, and how it is drawn.

const COVERAGE = 0.35; // share of the map that all points would cover side by side
const GROWTH = 0.75; // exponent of point size by magnification
const SMALLEST = 1.2; // pixels
const LARGEST = 14;
const FADE = 0.86; // how much unselected points blend into the background
const N_MARKED = 400; // up to this many selected points are drawn large, with a ring
const MARK_SIZE = 11;
const MARK_RING = 1.5;
const REACH = 14; // radius around the pointer to find a point, in pixels
const CLOSE = 30; // magnification when zooming to one point
// Array types of layouts, and the largest scale of each in pixels per step.
const LAYOUTS = { uint16: [Uint16Array, 2], float32: [Float32Array, 128] };

const part = (id) => document.getElementById(id);
for (const type of ["error", "unhandledrejection"]) {
  addEventListener(type, ({ message, reason }) => {
    part("notice").textContent = `Cannot show the map: ${message ?? reason}`;
  });
}
const canvas = part("map");
const about = await readJSON("about");
const [LayoutArray, largestScale] = LAYOUTS[about.layoutType];
const layout = new LayoutArray((await readBytes("layout")).buffer);
const n = layout.length / 2;
const colorings = [await readBytes("colors-0")];
const order = shuffledRows(n);
const grid = new Grid(layout);
const view = new View([[0, 0], about.home], boxOf(layout, order), largestScale);
let renderer = openRenderer();
let rows = null; // loaded after the first frame
let current = 0; // index of the current coloring
let selected = null; // rows in list order
let drawn = null; // the same rows in drawing order
let pointed = -1;
let awaited = 0;

function openRenderer() {
  return WebGLRenderer.open(canvas, layout, order) ?? new CanvasRenderer(canvas, layout, order);
}

function pointSize() {
  const side = Math.min(view.width, view.height);
  const suited = Math.sqrt(COVERAGE / n) * side * Math.max(view.magnification, 0.5) ** GROWTH;
  return Math.min(Math.max(suited, SMALLEST) * 2 ** Number(part("size").value), LARGEST);
}

function cssColor(property) {
  return getComputedStyle(canvas)[property].match(/\d+/g).slice(0, 3).map(Number);
}

function draw() {
  renderer.draw({
    view,
    ratio: canvas.width / view.width,
    colors: colorings[current],
    size: pointSize(),
    selected: drawn,
    marked: drawn?.length <= N_MARKED,
    background: cssColor("backgroundColor"),
    ink: cssColor("color"),
  });
}

function redraw() {
  awaited ||= requestAnimationFrame(() => {
    awaited = 0;
    draw();
    showPointed();
  });
}

function move(change) {
  change();
  pointed = -1; // the point has moved away
  redraw();
}

// Whole device pixels: a fractional canvas size would be blurred.
function resize() {
  const room = canvas.parentElement.getBoundingClientRect();
  for (const side of ["width", "height"]) {
    canvas[side] = Math.max(1, Math.floor(room[side] * devicePixelRatio));
    canvas.style[side] = `${canvas[side] / devicePixelRatio}px`;
  }
  view.resize(canvas.width / devicePixelRatio, canvas.height / devicePixelRatio);
  draw(); // immediately, because a resized canvas is empty
  showPointed();
}

function showColoring(i) {
  if (!colorings[i]) return;
  current = i;
  part("colorings").querySelectorAll("input")[i].checked = true;
  showSelection();
  redraw();
}

function select(found) {
  if (drawn) renderer.forget(drawn);
  selected = found;
  drawn = null;
  pointed = -1;
  if (found) {
    const isSelected = new Uint8Array(n);
    for (const row of found) isSelected[row] = 1;
    drawn = order.filter((row) => isSelected[row]);
  }
  showSelection();
  redraw();
}

function showSelection() {
  const nSelected = selected?.length ?? 0;
  document.body.dataset.selection = selected ? "some" : "none";
  part("selected").textContent = selected ? count(nSelected) : "Nothing selected";
  part("summary").textContent = selected ? summarize(rows, selected) : "";
  part("list-view").hidden = Boolean(selected);
  for (const id of ["zoom-selected", "save-list"]) part(id).hidden = !nSelected;
  part("clear").hidden = !selected;
  fillList(part("list"), rows, selected ?? [], colorings[current], visit);
}

function zoomTo(some) {
  move(() => view.show(...boxOf(layout, some), CLOSE));
}

function visit(row) {
  zoomTo([row]);
  pointed = row;
}

function point(place) {
  const reach = REACH / view.scale;
  pointed = place && rows ? grid.nearest(view.toMap(...place), reach) : -1;
  showPointed();
}

// The ring around the point under the pointer, and its tooltip.
function showPointed() {
  const [ring, tip] = [part("pointed"), part("tip")];
  ring.hidden = tip.hidden = pointed < 0;
  if (pointed < 0) return;
  const [x, y] = view.toScreen(layout[2 * pointed], layout[2 * pointed + 1]);
  ring.style.transform = `translate(${x}px, ${y}px)`;
  if (tip.dataset.shown !== `${pointed} ${current}`) {
    tip.dataset.shown = `${pointed} ${current}`;
    tip.replaceChildren(...describe(rows, pointed, colorings[current]));
  }
  const left = x + 16 + tip.offsetWidth > view.width ? x - 16 - tip.offsetWidth : x + 16;
  const top = Math.min(y + 12, view.height - tip.offsetHeight - 8);
  tip.style.transform = `translate(${Math.max(left, 8)}px, ${Math.max(top, 8)}px)`;
}

function addColorings() {
  for (const [i, name] of about.colorings.entries()) {
    const input = make("input", { type: "radio", name: "coloring", checked: i === 0 });
    input.addEventListener("change", () => showColoring(i));
    const text = make("span", { dir: "auto" }, name);
    part("colorings").append(make("label", { className: "coloring" }, input, text));
  }
}

addColorings();
part("count").textContent = count(n);
if (about.nOutside) {
  part("count").textContent += `, ${count(about.nOutside, ["outside", "outside"])}`;
  part("fit").title = "Whole map or back (0)";
}
await new Promise((done) => {
  new ResizeObserver(() => done(resize())).observe(canvas.parentElement);
});
performance.mark("drawn");
part("notice").textContent = "";
await new Promise((done) => requestAnimationFrame(() => setTimeout(done))); // lets the frame be painted
for (let i = 1; i < about.colorings.length; i++) colorings.push(await readBytes(`colors-${i}`));
rows = await Rows.read(n, about.imageShape);
part("search").hidden = !rows.searchable;
showSelection();
listen();
document.body.dataset.state = "ready";
// For the browser console.
globalThis.explorer = { view, layout, select, showColoring };
