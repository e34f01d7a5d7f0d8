"""Explorers as widgets in JupyterLab: the same points, words and colors in each."""

import json
from contextlib import contextmanager

import numpy as np

from benchmarks._explorer_parts import Data, Explorer, skcolor_parts, timed
from tests.notebooks.jupyterlab import SERVER, Notebook
from tests.notebooks.servers import serve, write_notebook

HOST = """(measured.host?.isConnected ? measured.host : measured.host =
  [...document.querySelectorAll('.jp-OutputArea-output *')]
  .find((e) => e.shadowRoot?.getElementById('map')))?.shadowRoot"""
WIDGET_HEIGHT = 560
SHOW_CELL = """
jupyterapp.shell.currentWidget.content.activeCellIndex = 1;
jupyterapp.commands.execute('notebook:run-cell');
"""


@contextmanager
def jupyter_scatter(data, folder):
    with in_notebook("make_jupyter_scatter", data, folder) as explorer:
        explorer.map = "document.querySelector('.jp-OutputArea-output canvas')"
        explorer.tooltip = (
            "document.querySelector('.jp-OutputArea-output .word-value-text')?.textContent"
        )
        yield explorer


def make_jupyter_scatter(data):
    import jscatter
    import pandas as pd

    columns = {"x": data.layout[:, 0], "y": data.layout[:, 1], "word": data.words}
    table = pd.DataFrame({**columns, "label": pd.Categorical(data.labels)})
    colors = {label: tuple(color) for label, color in enumerate(data.palette)}
    scatter = jscatter.Scatter(data=table, x="x", y="y", height=WIDGET_HEIGHT)
    scatter.color(by="label", map=colors)
    scatter.tooltip(True, properties=["word"])
    return scatter.widget


@contextmanager
def skcolor_widget(data, folder):
    with in_notebook("make_skcolor_widget", data, folder) as explorer:
        vars(explorer).update(skcolor_parts(HOST))
        yield explorer


def make_skcolor_widget(data):
    from skcolor.widget import ColoringWidget

    return ColoringWidget(
        data.layout, {"K-Means": data.colors}, hover=data.words, height=WIDGET_HEIGHT
    )


@contextmanager
def in_notebook(name, data, folder):
    """A widget in JupyterLab; it is made before its display is measured."""
    arrays = {key: value for key, value in vars(data).items() if key != "scripts"}
    np.savez(folder / "data.npz", **arrays)
    import_make = "from benchmarks import _explorer_widgets as widgets"
    make = f"widget, facts = widgets.make_widget(widgets.{name}, 'data.npz')"
    write_notebook(folder / "map.ipynb", [f"{import_make}\n{make}", "widget"])
    explorer = Explorer(
        start=lambda browser: browser.execute_script(SHOW_CELL),
        map="",
        tooltip="",
        is_widget=True,
    )
    with serve(SERVER, folder) as address:

        def prepare(browser):
            browser.get(f"{address}/lab/tree/map.ipynb")
            notebook = Notebook(browser)
            notebook.js("jupyterapp.shell.currentWidget.content.activeCellIndex = 0")
            notebook.command("notebook:run-cell")
            explorer.facts |= json.loads(
                notebook.run_cell("import json; print(json.dumps(facts))")
            )
            notebook.command("notebook:delete-cell")

        explorer.prepare = prepare
        yield explorer


def make_widget(make, path):
    """Make a widget, and tell the size of its state and the seconds that this took."""
    from ipywidgets.widgets.widget import _remove_buffers

    data, made = Data(**np.load(path)), []
    facts = timed(lambda: made.append(make(data)))
    state, _, buffers = _remove_buffers(made[0].get_state())
    n_bytes = len(json.dumps(state, default=str)) + sum(
        memoryview(b).nbytes for b in buffers
    )
    return made[0], {**facts, "megabytes": n_bytes / 1e6}
