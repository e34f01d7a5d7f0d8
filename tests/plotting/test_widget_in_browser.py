"""The script of ColoringWidget, in Chromium, with a stand-in for a notebook's model."""

import base64
import json

import numpy as np
import pytest

from skcolor.plotting._explorer_content import explorer_content
from skcolor.plotting._explorer_page import fill_markup, join_modules
from tests.browser import open_browser

LAYOUT = np.array([[0.0, 0.0], [10.0, 0.0], [10.0, 8.0], [2.0, 8.0], [4.0, 4.0]])
LAYOUTS = {"left": LAYOUT, "right": [10, 8] + 20 * LAYOUT}
COLORINGS = {name: np.random.default_rng(0).random((5, 3)) for name in ("one", "two")}
MODEL = """
class Model {
  constructor(values) { this.values = values; this.listeners = []; this.saved = 0; }
  get(name) { return this.values[name]; }
  set(name, value) { this.values[name] = value; this.tell(`change:${name}`); }
  save_changes() { this.saved++; }
  on(event, listener) { this.listeners.push([event, listener]); }
  off(event, listener) {
    this.listeners = this.listeners.filter(([e, l]) => e !== event || l !== listener);
  }
  tell(event, ...values) {
    for (const [e, listener] of this.listeners) if (e === event) listener(...values);
  }
}
"""


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    browser = open_browser(tmp_path_factory.mktemp("downloads"), webgl=False)
    yield browser
    browser.quit()


@pytest.fixture
def js(browser, tmp_path):
    """Run a script in a page with two views of one model; `root` is that of the first."""
    content = explorer_content(LAYOUTS, COLORINGS, hover=list("abcde"))
    packed = {name: base64.b64encode(part).decode() for name, part in content.items()}
    values = {
        "_markup": fill_markup("Map"),
        "height": 400,
        "selection": [1],
        "coloring": "two",
        "layout_name": "left",
        "vision": "",
        "camera": [],
        "hovered": -1,
        "pinned": -1,
        "_legends": [None, None],
    }
    script = join_modules("widget.js").replace("export default", "const widget =")
    page = f"""<!doctype html><body style="margin:0"><div id="a"></div><div id="b"></div>
    <script type="module">{script}{MODEL}
    const toView = (text) =>
      new DataView(Uint8Array.from(atob(text), (c) => c.charCodeAt(0)).buffer);
    const values = {json.dumps(values).replace("<", chr(92) + "u003c")};
    const packed = {json.dumps(packed)};
    values._content = Object.fromEntries(
      Object.entries(packed).map(([name, text]) => [name, toView(text)]));
    for (const i of [0, 1]) values[`_colors_${{i}}`] = values._content[`colors-${{i}}`];
    globalThis.model = new Model(values);
    globalThis.ends = [];
    for (const id of ["a", "b"])
      ends.push(await widget.render({{ model, el: document.getElementById(id) }}));
    document.body.dataset.state = "ready";
    </script>"""
    (tmp_path / "widget.html").write_text(page, encoding="utf-8")
    browser.get((tmp_path / "widget.html").as_uri())
    roots = "const [root, other] = ['a', 'b'].map((id) =>"
    roots += " document.getElementById(id).firstChild.shadowRoot);"
    run = browser.execute_script
    for _ in range(500):
        if run("return document.body.dataset.state === 'ready'"):
            break
    else:
        pytest.fail(str(browser.get_log("browser")))
    return lambda script: run(
        f"{roots if 'root' in script or 'other' in script else ''}{script}"
    )


def test_the_model_is_shown_when_it_begins(js):
    assert js("return root.getElementById('selected').textContent") == "1 point"
    assert js("return root.querySelector('.coloring :checked').value") == "1"
    assert js("return model.get('camera')") == pytest.approx([5, 4, 1], abs=1e-3)


def test_what_a_reader_does_reaches_the_model_and_the_other_view(js):
    js("root.getElementById('clear').click(); root.getElementById('list-view').click()")
    assert js("return model.get('selection')") == [0, 1, 2, 3, 4]
    assert js("return other.getElementById('selected').textContent") == "5 points"
    assert js("return model.saved") > 0
    js("root.querySelector('.coloring input').click()")
    assert js("return model.get('coloring')") == "one"
    js("root.getElementById('zoom-in').click()")
    assert js("return model.get('camera')[2]") == pytest.approx(1.5)


def test_what_python_sets_is_shown_in_both_views(js):
    js("model.set('selection', [0, 3]); model.set('pinned', 2)")
    for view in ("root", "other"):
        listed = (
            f"return [...{view}.querySelectorAll('#list .text')].map((e) => e.textContent)"
        )
        assert js(listed) == ["a", "d"]
        assert js(f"return {view}.querySelector('#card .whole').textContent") == "c"
    js("model.set('camera', [10, 8, 4])")
    assert js("return model.get('camera')") == pytest.approx([10, 8, 4], abs=1e-3)


def test_colors_are_replaced_without_a_reload(js):
    js(
        "const colors = new Uint8Array(15).fill(7);"
        "model.set('_colors_1', new DataView(colors.buffer))"
    )
    shown = js(
        "await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));"
        "const map = root.getElementById('map');"
        "const { width, height } = map;"
        "const { data } = map.getContext('2d').getImageData(0, 0, width, height);"
        "for (let i = 0; i < data.length; i += 4)"
        "  if (data[i] === 7 && data[i + 1] === 7 && data[i + 2] === 7) return true;"
        "return false"
    )
    assert shown


def test_all_that_shows_a_color_shows_the_new_one(js):
    colors = "new DataView(new Uint8Array(15).fill(7).buffer)"
    js(f"model.set('pinned', 2); model.set('_colors_1', {colors})")
    swatches = "[...root.querySelectorAll('#about-point .swatch, #list .swatch')]"
    shown = js(
        f"return {swatches}.map((e) => e.style.backgroundColor || e.style.background)"
    )
    assert len(shown) == 3  # of two colorings, and of the selected row
    assert shown[1:] == ["rgb(7, 7, 7)"] * 2
    end = "{ kind: 'values', ends: ['least', 'most'], strip: ['#000000', '#ffffff'] }"
    js(f"model.set('_legends', [null, {end}])")
    assert "most" in js("return root.getElementById('meaning').textContent")
    js("model.set('_legends', [null, null])")
    assert js("return root.getElementById('legend').hidden")


def test_what_is_set_at_once_is_all_shown(js):
    js(
        "Object.assign(model.values, { selection: [0, 3], coloring: 'one', pinned: 4,"
        " camera: [10, 8, 4] });"
        "for (const name of ['selection', 'coloring', 'pinned', 'camera'])"
        " model.tell(`change:${name}`)"
    )
    assert js("return model.get('selection')") == [0, 3]
    assert js("return model.get('coloring')") == "one"
    assert js("return model.get('pinned')") == 4
    assert js("return model.get('camera')") == [10, 8, 4]
    js("root.getElementById('zoom-in').click()")
    assert js("return model.get('camera')[2]") == pytest.approx(6)


def test_the_layout_and_the_vision_go_both_ways(js):
    shown = "root.querySelector('.layout :checked').value"
    js("model.set('layout_name', 'right'); model.set('vision', 'gray')")
    for view in ("root", "other"):
        assert js(f"return {view}.querySelector('.layout :checked').value") == "1"
        assert js(f"return {view}.getElementById('frame').dataset.vision") == "gray"
    # The camera is in units of the new layout.
    assert js("return model.get('camera')") == pytest.approx([110, 88, 1], abs=1e-2)
    js("root.querySelector('.layout input').click()")
    assert js("return model.get('layout_name')") == "left"
    assert js("return other.querySelector('.layout :checked').value") == "0"
    assert js("return model.get('camera')") == pytest.approx([5, 4, 1], abs=1e-3)
    js(
        "const choice = root.getElementById('vision'); choice.value = 'tritan';"
        "choice.dispatchEvent(new Event('change'))"
    )
    assert js("return model.get('vision')") == "tritan"
    assert js(f"return {shown}") == "0"


@pytest.mark.parametrize("order", [("camera", "layout_name"), ("layout_name", "camera")])
def test_a_camera_that_is_set_with_a_layout_is_in_its_units(js, order):
    js(
        "Object.assign(model.values, { layout_name: 'right', camera: [170, 128, 3] });"
        f"for (const name of {list(order)}) model.tell(`change:${{name}}`)"
    )
    assert js("return model.get('layout_name')") == "right"
    assert js("return model.get('camera')") == [170, 128, 3]
    js("root.getElementById('zoom-in').click()")
    assert js("return model.get('camera')[2]") == pytest.approx(4.5)
    assert js("return model.get('camera')")[:2] == pytest.approx([170, 128], abs=15)


def test_keys_are_heard_inside_the_widget_only(js):
    key = "new KeyboardEvent('keydown', { key: '1', bubbles: true, composed: true })"
    js(f"document.body.dispatchEvent({key})")
    assert js("return model.get('coloring')") == "two"
    js(f"root.getElementById('map').dispatchEvent({key})")
    assert js("return model.get('coloring')") == "one"


def test_nothing_outlives_the_widget(js):
    js("for (const end of ends) end()")
    assert js("return model.listeners.length") == 0
    assert js("return root.childElementCount") == 0
    js("model.set('selection', [2]); dispatchEvent(new Event('beforeprint'))")
    js("dispatchEvent(new Event('resize'))")
