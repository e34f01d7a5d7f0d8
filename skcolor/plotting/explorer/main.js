// The page put together: what is shown, and how it is drawn.

const COVERAGE = 0.35; // share of the map that all points cover side by side
const GROWTH = 0.75; // points grow with this power of the magnification
const SMALLEST = 1.2; // pixels
const LARGEST = 14;
const FADE = 0.86; // how far points that are not selected go towards the background
const N_MARKED = 400; // so few selected points are drawn large, with a ring
const MARK_SIZE = 11;
const MARK_RING = 1.5;
const REACH = 14; // pixels from the pointer within which a point is found
const CLOSE = 30; // how far one point is magnified
// How layouts are kept, and how many pixels their steps may have at most.
const LAYOUTS = { uint16: [Uint16Array, 2], float32: [Float32Array, 128] };

const part = (id) => document.getElementById(id);
for (const type of ["error", "unhandledrejection"]) {
  addEventListener(type, ({ message, reason }) => {
    part("notice").textContent = `The map cannot be shown. ${message ?? reason}`;
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
let rows = null; // what else is known of the rows comes after the first picture
let current = 0; // the coloring that is shown
let selected = null; // rows in the order of the list
let drawn = null; // the same in the order of drawing
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
  pointed = -1; // it is elsewhere now
  redraw();
}

// Whole pixels of the screen: a canvas of 752.5 would be drawn blurred.
function resize() {
  const room = canvas.parentElement.getBoundingClientRect();
  for (const side of ["width", "height"]) {
    canvas[side] = Math.max(1, Math.floor(room[side] * devicePixelRatio));
    canvas.style[side] = `${canvas[side] / devicePixelRatio}px`;
  }
  view.resize(canvas.width / devicePixelRatio, canvas.height / devicePixelRatio);
  draw(); // at once: a resized canvas is empty
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

// The ring on the point under the pointer, and what is known of it.
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
  part("fit").title = "Whole map, and back (0)";
}
await new Promise((done) => {
  new ResizeObserver(() => done(resize())).observe(canvas.parentElement);
});
performance.mark("drawn");
part("notice").textContent = "";
await new Promise((done) => requestAnimationFrame(() => setTimeout(done))); // lets it be seen
for (let i = 1; i < about.colorings.length; i++) colorings.push(await readBytes(`colors-${i}`));
rows = await Rows.read(n, about.imageShape);
part("search").hidden = !rows.searchable;
showSelection();
listen();
document.body.dataset.state = "ready";
// For the browser's console.
globalThis.explorer = { view, layout, select, showColoring };
