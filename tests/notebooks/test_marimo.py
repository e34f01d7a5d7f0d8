"""ColoringWidget in marimo."""

import pytest

pytest.importorskip("anywidget")
pytest.importorskip("marimo")
pytest.importorskip("selenium")

from tests.browser import open_browser
from tests.notebooks.servers import serve, until

NOTEBOOK = """
import marimo
app = marimo.App()

@app.cell
def _():
    import marimo as mo
    import numpy as np
    from skcolor.widget import ColoringWidget
    layout = np.random.default_rng(0).random((20, 2))
    inner = ColoringWidget(
        layout, {"one": np.zeros((20, 3)), "two": np.ones((20, 3))}, hover=range(20)
    )
    inner.set_colors("one", np.tile([1.0, 0, 0], (20, 1)))
    widget = mo.ui.anywidget(inner)
    widget
    return inner, mo, np, widget

@app.cell
def _(mo, widget):
    mo.md(f"count: {len(widget.selection)} {widget.coloring}")
    return

@app.cell
def _(inner, mo, np):
    def change(_):
        inner.selection, inner.coloring, inner.pinned = [1, 2, 3], "two", 7
        inner.set_colors("two", np.tile([0, 0.4, 0], (20, 1)))
    mo.ui.button(label="change", on_click=change)
    return
"""
VIEWS = """
const found = [];
const walk = (root) => {
  for (const { shadowRoot } of root.querySelectorAll('*')) {
    if (!shadowRoot) continue;
    if (shadowRoot.getElementById('map')) found.push(shadowRoot.host);
    walk(shadowRoot);
  }
};
walk(document);
return found.filter((host) => host.dataset.state === 'ready')[0];
"""


@pytest.fixture(scope="module", params=["light", "dark"])
def page(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("marimo")
    (folder / "map.py").write_text(NOTEBOOK, encoding="utf-8")
    settings = f'[tool.marimo.display]\ntheme = "{request.param}"\n'
    (folder / "pyproject.toml").write_text(settings, encoding="utf-8")
    command = ["marimo", "run", "map.py", "--headless", "--no-token", "--host=127.0.0.1"]
    with serve(command, folder) as address:
        browser = open_browser(folder, webgl=False, offline=False)
        try:
            browser.set_window_size(1280, 900)
            browser.get(address)
            view = until(
                lambda: browser.execute_script(VIEWS), of=lambda: browser.get_log("browser")
            )
            js = browser.execute_script
            yield (
                browser,
                lambda script: js(f"const root = arguments[0].shadowRoot; {script}", view),
            )
        finally:
            browser.quit()


def test_python_and_the_page_agree(page, request):
    browser, js = page
    paper = js("return getComputedStyle(root.getElementById('map')).backgroundColor")
    is_dark = browser.execute_script("return document.body.classList.contains('dark')")
    assert paper == ("rgb(18, 20, 23)" if is_dark else "rgb(255, 255, 255)")
    assert is_dark == ("dark" in request.node.callspec.id)
    colors = (
        "return [...root.querySelectorAll('#list .swatch')].map((e) => e.style.background)"
    )
    js("root.getElementById('list-view').click()")
    assert set(js(colors)) == {"rgb(255, 0, 0)"}
    text = "return document.body.innerText"
    until(lambda: "count: 20 one" in browser.execute_script(text))
    browser.execute_script(
        "document.querySelector('marimo-button').shadowRoot.querySelector('button').click()"
    )
    selected = "return root.getElementById('selected').textContent"
    until(lambda: js(selected) == "3 points")
    until(lambda: js("return root.querySelector('.coloring :checked').value") == "1")
    until(lambda: js("return root.querySelector('#card .whole')?.textContent") == "7")
    until(lambda: set(js(colors)) == {"rgb(0, 102, 0)"}, of=lambda: js(colors))
