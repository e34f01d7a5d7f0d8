"""``python -m benchmarks.explorers VECTORS LAYOUT WORDS``: compare four explorers.

Each shows the same layout with a text for each point, in the colors of 30 K-Means labels,
in Chromium without a graphics card: the page of skcolor, DataMapPlot with its scripts in
the file, the static export of embedding-atlas from a server on this machine, and the
widgets of jupyter-scatter and skcolor in JupyterLab. Prints a table in Markdown; processor
seconds are those of all processes of the browser, or in the first row those of Python.

Needs datamapplot, embedding-atlas<0.23 (later ones show no map without a graphics card),
jupyter-scatter, jupyterlab, psutil, selenium, chromium and chromedriver. Without a network,
give DataMapPlot its scripts: ``npm install --prefix FOLDER deck.gl@9.1 apache-arrow`` and
``--scripts FOLDER/node_modules``.
"""

import tempfile
from importlib.metadata import version
from pathlib import Path

import numpy as np

from benchmarks._data import data_parser, load
from benchmarks._explorer_pages import datamapplot, embedding_atlas, skcolor_page
from benchmarks._explorer_parts import Data
from benchmarks._explorer_probe import Probe, Unanswered
from benchmarks._explorer_widgets import jupyter_scatter, skcolor_widget
from skcolor.recipes import RECIPES
from tests.browser import open_browser

TOOLS = {
    "skcolor": skcolor_page,
    "datamapplot": datamapplot,
    "embedding-atlas": embedding_atlas,
    "jupyter-scatter": jupyter_scatter,
    "skcolor-widget": skcolor_widget,
}
QUERIES = ("water", "music", "doctor")
ROWS = {
    "made": "made in",
    "size": "file, or what is sent to the browser",
    "map": "map, in pixels",
    "points": "first points after",
    "answer": "first tooltip after",
    "pan": "a step of a drag, with a screenshot",
    "hover": "tooltip after the pointer moves",
    "tooltips": "tooltips at colored places",
    "first_search": "first search",
    "search": "later searches",
    "heap": "JavaScript objects",
    "memory": "memory of the browser, beyond an empty page",
}
NOT_AVAILABLE = "not available"  # the tool has no such function


def main():
    parser = data_parser(__doc__)
    parser.add_argument("words")
    parser.add_argument("--n", type=int, help="only the first rows")
    parser.add_argument("--tools", nargs="+", choices=TOOLS, default=list(TOOLS))
    parser.add_argument("--scripts", metavar="FOLDER", help="node_modules, for DataMapPlot")
    parser.add_argument("--pictures", metavar="FOLDER", help="save a screenshot of each")
    arguments = parser.parse_args()
    data = load_data(arguments)
    columns = {}
    for tool in arguments.tools:
        columns[tool] = measure(tool, data, arguments.pictures)
        print(tool, columns[tool], flush=True)
    print_row("", [named(tool) for tool in columns])
    print_row("---", ["---"] * len(columns))
    for key, text in ROWS.items():
        print_row(text, [cells.get(key, "not reached") for cells in columns.values()])


def print_row(name, cells):
    print("|", " | ".join([name, *cells]), "|")


def load_data(arguments):
    X, layout = load(arguments.vectors, arguments.layout)
    words = Path(arguments.words).read_text(encoding="utf-8").splitlines()
    X, layout, words = X[: arguments.n], layout[: arguments.n], words[: arguments.n]
    colorer = RECIPES["kmeans_30"]().fit(X, layout)
    labels = colorer.predict(X)
    return Data(layout, words, labels, colorer[-1].palette_, arguments.scripts)


def named(tool):
    name, kind, _ = tool.partition("-widget")
    return " ".join([name, version(name), *["widget"] * bool(kind)])


def measure(tool, data, pictures):
    """The cells of one tool; those after a step that did not come are left out."""
    cells = {}
    with (
        tempfile.TemporaryDirectory() as folder,
        TOOLS[tool](data, Path(folder)) as explorer,
    ):
        browser = open_browser(Path(folder), offline=False)
        try:
            browser.set_window_size(1280, 1000)
            probe = Probe(browser, explorer)
            fill(cells, probe)
        except Unanswered as error:
            print(f"{tool}: {error}", flush=True)
        finally:
            if pictures:
                browser.save_screenshot(str(Path(pictures) / f"{tool}.png"))
            browser.quit()
    facts = explorer.facts
    cells["made"] = seconds(facts["seconds"], facts["processor_seconds"])
    cells["size"] = f"{facts['megabytes']:.1f} MB"
    return cells


def fill(cells, probe):
    explorer = probe.explorer
    points, points_cpu = probe.timed(probe.first_points)
    cells["points"] = seconds(points, points_cpu)
    cells["map"] = "{2:.0f} x {3:.0f}".format(*probe.place())
    answer, answer_cpu = probe.timed(probe.first_answer)
    cells["answer"] = seconds(points + answer, points_cpu + answer_cpu)
    (frame, n_steps), cpu = probe.timed(probe.pan)
    cells["pan"] = seconds(frame, cpu / n_steps)
    answers = probe.hover()
    came = [answer for answer in answers if answer[0] is not None]
    cells["tooltips"] = f"{len(came)} of {len(answers)}"
    cells["hover"] = seconds(*np.median(came, axis=0)) if came else "none"
    memory = probe.memory()
    cells["memory"] = f"{memory - probe.empty:.0f} MB"
    if explorer.is_widget:
        cells["memory"] += f", {probe.prepared - probe.empty:.0f} without the widget"
    cells["heap"] = f"{probe.heap():.0f} MB"
    if not explorer.query:
        cells["first_search"] = cells["search"] = NOT_AVAILABLE
        return
    probe.open_search()
    searches = [probe.search(query) for query in QUERIES]
    cells["first_search"] = seconds(*searches[0])
    cells["search"] = seconds(*np.mean(searches[1:], axis=0))


def seconds(wall, processor):
    """Both times, in milliseconds if they are short."""
    if wall < 1:
        return f"{1000 * wall:.0f} ms ({1000 * processor:.0f})"
    return f"{wall:.1f} s ({processor:.1f})"


if __name__ == "__main__":
    main()
