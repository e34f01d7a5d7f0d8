"""ColoringWidget in JupyterLab."""

import io
import json

import numpy as np
import pytest
from matplotlib.image import imread

pytest.importorskip("anywidget")
pytest.importorskip("jupyterlab")
pytest.importorskip("selenium")

from selenium import webdriver

from tests.notebooks.jupyterlab import open_notebook
from tests.notebooks.servers import until

CONTROL = webdriver.Keys.CONTROL
LAYOUT = np.random.default_rng(0).random((200, 2))
MAKE = """
import numpy as np
from skcolor.widget import ColoringWidget
layout = np.random.default_rng(0).random((200, 2))
widget = ColoringWidget(layout, {"one": np.zeros((200, 3)), "two": np.ones((200, 3))},
                        hover=range(200))
widget.set_colors("one", np.tile([1.0, 0, 0], (200, 1)))
"""


@pytest.fixture(scope="module")
def notebook(tmp_path_factory):
    with open_notebook(tmp_path_factory.mktemp("lab"), [MAKE + "widget"]) as notebook:
        notebook.command("notebook:run-all-cells")
        until(notebook.views, of=lambda: notebook.browser.get_log("browser"))
        yield notebook


@pytest.fixture
def read(notebook):
    """The value of an expression, in a new cell."""

    def read(expression):
        return json.loads(
            notebook.run_cell(f"import json; print(json.dumps({expression}))")
        )

    notebook.run_cell("widget.selection, widget.coloring, widget.pinned = [], 'one', -1")
    return read


@pytest.fixture
def mouse(notebook):
    notebook.js("arguments[0].scrollIntoView()", notebook.views()[0])
    return webdriver.ActionChains(notebook.browser, duration=20)


def has_pixels(notebook, color, view=0):
    """Whether many pixels of the map have a color."""
    notebook.js("arguments[0].scrollIntoView()", notebook.views()[view])
    png = notebook.part("map", view).screenshot_as_png
    pixels = np.rint(imread(io.BytesIO(png))[..., :3] * 255)
    return (pixels == color).all(axis=2).sum() > 100


def text(notebook, selector, view=0):
    return notebook.js(
        "return arguments[0].shadowRoot.querySelector(arguments[1])?.textContent",
        notebook.views()[view],
        selector,
    )


def test_colors_that_were_set_before_the_script_was_loaded_are_shown(notebook):
    until(lambda: has_pixels(notebook, [255, 0, 0]))


def test_a_lasso_is_read_in_the_next_cell(notebook, read, mouse):
    canvas = notebook.part("map")
    right, height = canvas.size["width"] // 2 - 5, canvas.size["height"] // 2 - 5
    mouse.click(notebook.part("draw-lasso"))
    mouse.move_to_element_with_offset(canvas, 0, -height).click_and_hold()
    for x, y in ((right, -height), (right, height), (0, height), (0, -height)):
        mouse.move_to_element_with_offset(canvas, x, y)
    mouse.release().click(notebook.part("draw-lasso")).perform()
    center, magnification = read("widget.camera")[:2], read("widget.camera")[2]
    assert center == pytest.approx((LAYOUT.min(axis=0) + LAYOUT.max(axis=0)) / 2, abs=1e-3)
    assert magnification == 1
    selected = read("widget.selection")
    apart = np.abs(LAYOUT[:, 0] - center[0]) > 0.01  # more than a pixel from the line
    is_right = LAYOUT[:, 0] > center[0]
    assert set(np.flatnonzero(is_right & apart)) <= set(selected)
    assert set(selected) <= set(np.flatnonzero(is_right | ~apart))


def test_what_python_sets_is_shown_in_all_views(notebook, read):
    notebook.run_cell("widget")
    until(lambda: len(notebook.views()) == 2)
    notebook.run_cell(
        "widget.selection = np.arange(200) < 3; widget.coloring = 'two'; widget.pinned = 7;"
        "widget.camera = [0.2, 0.3, 4]"
    )
    for view in (0, 1):
        until(lambda view=view: text(notebook, "#selected", view) == "3 points")
        assert text(notebook, ".coloring:has(:checked)", view) == "two"
        assert text(notebook, "#card .whole", view) == "7"
    assert read("widget.selection") == [0, 1, 2]
    assert read("widget.camera") == [0.2, 0.3, 4]
    notebook.part("fit", 1).click()
    until(lambda: read("widget.camera")[2] == 1)


def test_a_slider_recolors(notebook, read):
    notebook.run_cell(
        "import ipywidgets\n"
        "slider = ipywidgets.FloatSlider(1, min=0, max=1)\n"
        "paint = lambda c: widget.set_colors('one', np.tile([c.new, 0, 0], (200, 1)))\n"
        "slider.observe(paint, 'value')\n"
        "slider.value = 0.4"
    )
    for view in (0, 1):
        until(lambda view=view: has_pixels(notebook, [102, 0, 0], view))


def test_keys_stay_in_the_widget(notebook, read, mouse):
    n_cells = "return jupyterapp.shell.currentWidget.content.widgets.length"
    before = notebook.js(n_cells)
    mouse.click(notebook.part("map")).send_keys("a2xb").perform()
    assert read("widget.coloring") == "two"
    assert notebook.js(n_cells) == before + 1  # that of `read`
    mouse.click(notebook.part("map")).key_down(CONTROL).send_keys("s").key_up(CONTROL)
    mouse.perform()
    until(lambda: notebook.js("return !jupyterapp.shell.currentWidget.context.model.dirty"))


def test_the_theme_of_the_notebook_is_followed(notebook):
    (view, *_) = notebook.views()
    paper = "return getComputedStyle(arguments[0].shadowRoot.getElementById('map'))"
    for theme, color in (("Dark", "rgb(18, 20, 23)"), ("Light", "rgb(255, 255, 255)")):
        notebook.command("apputils:change-theme", theme=f"JupyterLab {theme}")
        until(lambda color=color: notebook.js(f"{paper}.backgroundColor", view) == color)
    notebook.js("arguments[0].click()", notebook.part("theme"))
    notebook.js("document.body.dataset.other = 'changed'")
    assert notebook.js(f"{paper}.backgroundColor", view) == "rgb(18, 20, 23)"


def test_a_wheel_that_scrolls_the_notebook_goes_on(notebook, read):
    turn = """
    const [view, start, done] = arguments;
    const map = view.shadowRoot.getElementById('map');
    const turn = (on) => {
      const { left, top } = on.getBoundingClientRect();
      const place = { clientX: left + 9, clientY: top + 9, deltaY: -100 };
      const event = new WheelEvent('wheel',
        { ...place, bubbles: true, cancelable: true, composed: true });
      on.dispatchEvent(event);
      return event.defaultPrevented; // then the notebook does not scroll
    };
    await new Promise((wait) => setTimeout(wait, 400));
    if (start) turn(document.body);
    done([turn(map), turn(map)]);
    """
    view = notebook.views()[0]
    run = notebook.browser.execute_async_script
    before = read("widget.camera")
    assert run(turn, view, True) == [False, False]
    assert read("widget.camera") == before
    assert run(turn, view, False) == [True, True]
    assert read("widget.camera")[2] > before[2]


def test_cells_that_run_again_leave_nothing(notebook):
    for _ in range(20):  # more than a browser allows contexts of WebGL
        notebook.js("jupyterapp.shell.currentWidget.content.activeCellIndex = 0")
        notebook.command("notebook:run-cell")
        until(notebook.views)
    until(lambda: has_pixels(notebook, [255, 0, 0]))
    is_drawn = "return arguments[0].getContext('webgl2')?.isContextLost()"
    assert notebook.js(is_drawn, notebook.part("map")) is False
    log = [entry["message"] for entry in notebook.browser.get_log("browser")]
    assert not [message for message in log if "WebGL" in message]
    notebook.run_cell("widget.close()")
    until(lambda: len(notebook.views()) == 1)  # of the widget that was made first
