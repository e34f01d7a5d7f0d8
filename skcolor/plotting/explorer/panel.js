// The panel: the list of selected rows.

const N_LISTED = 200;
const N_LABELS = 6;
const LONGEST = 60; // maximum length of a label in the summary

const count = (n, things = ["point", "points"]) =>
  `${n.toLocaleString("en")} ${things[n === 1 ? 0 : 1]}`;

function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

function swatch(colors, row) {
  const color = `rgb(${colors.subarray(3 * row, 3 * row + 3).join(" ")})`;
  const element = make("span", { className: "swatch" });
  element.style.background = color;
  return element;
}

// The description of a row, in the list and beside the pointer.
function describe(rows, row, colors) {
  const picture = rows.picture(row);
  const label = rows.label(row);
  return [
    picture ?? swatch(colors, row),
    make(
      "span",
      { className: "words" },
      make("span", { className: "text", dir: "auto" }, rows.text(row)),
      ...(label ? [make("span", { className: "label", dir: "auto" }, label)] : []),
    ),
    ...(picture ? [swatch(colors, row)] : []),
  ];
}

function shorten(text) {
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}

function fillList(list, rows, selected, colors, visit) {
  const items = Array.from(selected.slice(0, N_LISTED), (row) => {
    const button = make("button", { type: "button" }, ...describe(rows, row, colors));
    button.addEventListener("click", () => visit(row));
    return make("li", {}, button);
  });
  list.replaceChildren(...items);
}

function summarize(rows, selected) {
  const parts = [];
  if (rows.labelNames && selected.length) {
    const counts = rows.countLabels(selected);
    const format = ([name, n]) => `${shorten(name) || "no label"} (${n.toLocaleString("en")})`;
    const shown = counts.slice(0, N_LABELS).map(format);
    const rest = counts.length - N_LABELS;
    if (rest > 0) shown.push(count(rest, ["other label", "other labels"]));
    parts.push(shown.join(", "));
  }
  if (selected.length > N_LISTED) parts.push(`The first ${N_LISTED} are listed.`);
  return parts.join("\n");
}

function download(blob, name) {
  const link = make("a", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
