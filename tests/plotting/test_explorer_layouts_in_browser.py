"""Several layouts of the same rows in one page, in Chromium."""

import numpy as np
import pytest

from skcolor.plotting import save_html
from tests.browser import open_browser
from tests.plotting.test_explorer_in_browser import PLAY_CARD, Page

SQUARE = np.array([[0.0, 0.0], [10.0, 0.0], [10.0, 8.0], [2.0, 8.0], [4.0, 4.0]])
TURNED = 100 + 7 * SQUARE[[1, 2, 3, 4, 0]]
LINE = np.array([[0, 0], [1e4, 1], [2e4, 2], [3e4, 1], [4e4, 0]])  # needs float32
LAYOUTS = {"square": SQUARE, "turned & <b>": TURNED, "line": LINE}
COLORINGS = {name: np.random.default_rng(0).random((5, 3)) for name in ("one", "two")}
HALFWAY = "explorer.frames.transition.go = function () { this.share = 0.5; };"


@pytest.fixture(scope="module", params=["WebGL", "Canvas 2D"])
def browser(request, tmp_path_factory):
    webgl = request.param == "WebGL"
    browser = open_browser(tmp_path_factory.mktemp("downloads"), webgl=webgl)
    if webgl:
        script = {"source": PLAY_CARD}
        browser.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", script)
    yield browser
    browser.quit()


class Layouts(Page):
    """A page with several layouts."""

    def go(self, i):
        """Choose a layout, and wait until the points are there."""
        self.js(f"root.querySelectorAll('.layout input')[{i}].click()")
        self.arrive()

    def arrive(self):
        self.wait("!explorer.frames.transition")
        self.pixels()

    def expected(self, row, layout):
        """Where a row of a layout is in the window, if all of it is in view."""
        low, high = layout.min(axis=0), layout.max(axis=0)
        box = self.js("return root.getElementById('map').getBoundingClientRect().toJSON()")
        size = np.array([box["width"], box["height"]])
        scale = 0.94 * (size / (high - low)).min()
        offset = (layout[row] - (low + high) / 2) * [scale, -scale]
        return list(offset + size / 2 + [box["left"], box["top"]])


def open_page(browser, tmp_path, **kwargs):
    browser.get("about:blank")
    given = {"layout": LAYOUTS, "colorings": COLORINGS, "hover": list("abcde"), **kwargs}
    save_html(tmp_path / "map.html", **given)
    page = Layouts(browser, tmp_path / "map.html")
    page.device(
        "Emulation.setEmulatedMedia",
        {"features": [{"name": "prefers-reduced-motion", "value": "no-preference"}]},
    )
    return page


@pytest.fixture
def page(browser, tmp_path):
    nearest = [[3, 1], [0, 2], [1, 0], [0, 4], [3, 2]]
    page = open_page(browser, tmp_path, labels=list("xxyyz"), neighbors=nearest)
    yield page
    assert page.problems() == []


def rounded(colors):
    return np.rint(colors * 255).astype(int).tolist()


def test_points_arrive_in_their_places_and_keep_their_colors(page):
    names = "return [...root.querySelectorAll('.layout')].map((e) => e.textContent)"
    assert page.js(names) == [*LAYOUTS]
    for i in (1, 2, 0):
        page.go(i)
        layout = [*LAYOUTS.values()][i]
        for row in range(5):
            assert page.place(row) == pytest.approx(page.expected(row, layout), abs=1.5)
        assert page.point_pixels() == rounded(COLORINGS["one"])
    page.go(1)
    page.press("2")
    assert page.point_pixels() == rounded(COLORINGS["two"])


@pytest.mark.parametrize("layout", [1, 2])
def test_halfway_points_and_marks_are_halfway(page, layout):
    page.js("explorer.update({ pinned: 3 })")
    before = [np.array(page.place(row)) for row in range(5)]
    page.js(f"explorer.showLayout({layout}); {HALFWAY}")
    places = [(here + page.place(row)) / 2 for row, here in enumerate(before)]
    page.pixels()
    pixels = page.pixels()
    shown = [list(pixels[int(y), int(x)]) for x, y in places]
    colors = rounded(COLORINGS["one"])
    assert shown[1:3] == colors[1:3]  # the others are under the ring and its lines
    ring = page.js("return root.getElementById('pointed').getBoundingClientRect().toJSON()")
    middle = [ring["left"] + ring["width"] / 2, ring["top"] + ring["height"] / 2]
    assert middle == pytest.approx(list(places[3]), abs=1)
    page.js("delete explorer.frames.transition.go; explorer.update({ pinned: -1 })")
    page.arrive()
    assert page.point_pixels() == colors


def test_points_jump_for_who_wants_no_motion(page):
    page.device(
        "Emulation.setEmulatedMedia",
        {"features": [{"name": "prefers-reduced-motion", "value": "reduce"}]},
    )
    page.pixels()
    page.js("explorer.showLayout(1)")
    assert page.js("return explorer.frames.transition") is None
    assert page.point_pixels() == rounded(COLORINGS["one"])


def test_card_selection_colors_and_filters_stay(page):
    page.press("2")
    page.js("explorer.update({ pinned: 0, selected: [0, 1, 2] })")
    page.js("explorer.filter({ label: { kept: ['x', 'y'], excluded: [] } })")
    card = page.text("about-point")
    page.go(1)
    assert page.listed() == ["a", "b", "c"]
    assert page.text("about-point") == card
    assert "Place in square0, 0Place in turned & <b>170, 100Place in line0, 0" in card
    colors = rounded(COLORINGS["two"])
    assert page.point_pixels([2]) == [colors[2]]
    assert page.point_pixels([4]) == [[255] * 3]  # hidden
    lines = page.js("return root.getElementById('neighbor-lines').getAttribute('d')")
    top = page.js("return root.getElementById('map').getBoundingClientRect().top")
    ends = [line.split("L")[1].split(",") for line in lines.split("M")[1:]]
    for (x, y), row in zip(ends, [3, 1], strict=True):
        assert [float(x), float(y) + top] == pytest.approx(page.place(row))


def test_pointer_and_lasso_find_rows_where_they_are_now(page):
    page.go(1)
    for row, text in enumerate("abcde"):
        page.hover(*page.place(row))
        assert page.text("tip").startswith(text)
    x, y = page.place(3)
    path = [(x - 30, y - 30), (x + 30, y - 30), (x + 30, y + 30), (x - 30, y + 30)]
    page.drag(path, modifiers=8)  # Shift
    assert page.listed() == ["d"]


def test_a_click_on_the_way_changes_nothing(page):
    page.js("explorer.update({ pinned: 4 })")
    page.js(f"explorer.showLayout(1); {HALFWAY}")
    page.drag([page.place(0)])
    assert page.js("return explorer.state.pinned") == 4


def test_where_the_view_goes(page):
    page.js("explorer.select([3])")
    page.go(1)
    assert page.js("return explorer.view.isHome")  # because it was
    page.js("explorer.zoomTo([3])")
    page.go(0)
    width = page.js("return explorer.view.width")
    assert page.place(3)[0] == pytest.approx(width / 2)
    page.js("explorer.select([0, 1]); explorer.move(() => explorer.view.zoom(9, 1, 1))")
    page.go(1)
    for row in (0, 1):
        assert page.js(f"return explorer.view.isInView(...explorer.layout.at({row}))")
    page.js("explorer.select(null); explorer.visit(2)")
    page.js("explorer.move(() => explorer.view.zoom(0.5))")
    before = page.js("return explorer.view.magnification")
    page.go(0)
    assert page.place(2)[0] == pytest.approx(width / 2)
    assert page.js("return explorer.view.magnification") == pytest.approx(before)
    page.js("explorer.update({ pinned: -1 })")
    page.go(1)
    assert page.js("return explorer.view.isHome")


def test_the_address_brings_back_the_layout_without_motion(page):
    page.go(1)
    page.js("explorer.look(150, 120, 3)")
    page.wait("location.hash.includes('view=')")
    address, place = page.js("return location.href"), page.place(2)
    page.browser.get("about:blank")
    page.browser.get(address)
    page.wait("document.getElementById('explorer').dataset.state === 'ready'")
    assert page.js("return explorer.frames.transition") is None
    assert page.js("return explorer.layout.name") == "turned & <b>"
    assert page.place(2) == pytest.approx(place, abs=0.5)
    assert page.js("return root.querySelector('.layout :checked').value") == "1"
    page.js("location.hash = 'layout=nowhere'")
    page.wait("explorer.state.layout === 0")


def test_side_by_side_both_panes_move(page):
    page.js("explorer.update({ compared: 1 })")
    page.go(1)
    pixels = page.pixels()
    width = page.js("return explorer.view.width")
    for row in range(5):
        x, y = page.place(row)
        for pane, colors in enumerate(COLORINGS.values()):
            shown = list(pixels[int(y), int(x + pane * width)])
            assert shown == rounded(colors)[row]


def test_the_count_tells_what_is_outside_of_this_layout(browser, tmp_path):
    rng = np.random.default_rng(0)
    near = rng.random((60, 2))
    far = np.vstack([near[:59], [[1e6, 0]]])
    colors = {"only": rng.random((60, 3))}
    page = open_page(
        browser, tmp_path, layout={"near": near, "far": far}, colorings=colors, hover=None
    )
    assert page.text("count") == "60 points"
    page.press("m")
    page.arrive()
    assert page.text("count") == "60 points, 1 outside"
    page.press("0")
    assert page.js("return explorer.view.isInView(...explorer.layout.at(59))")
    page.press("M")
    page.arrive()
    assert page.text("count") == "60 points"
    assert page.js("return explorer.view.isHome")


def test_names_stand_where_their_rows_are(browser, tmp_path):
    group = np.repeat([0, 1, 2], 40)
    spread = np.random.default_rng(0).random((120, 2))
    corners = np.array([[0, 0], [10, 0], [5, 8]])
    layouts = {"a": corners[group] + spread, "b": corners[(group + 1) % 3] + spread}
    page = open_page(
        browser,
        tmp_path,
        layout=layouts,
        colorings={"only": np.full((120, 3), 0.5)},
        hover=None,
        labels=np.array(["left", "right", "top"])[group],
    )
    for i in range(2):
        page.go(i)
        page.wait("root.querySelectorAll('#names span').length === 3")
        for name, rows in (("left", 20), ("right", 60), ("top", 100)):
            box = page.js(
                "const span = [...root.querySelectorAll('#names span')]"
                f".find((one) => one.textContent === '{name}');"
                "return span.getBoundingClientRect().toJSON()"
            )
            x, y = box["left"] + box["width"] / 2, box["top"] + box["height"] / 2
            assert np.hypot(*(np.array([x, y]) - page.place(rows))) < 60


def test_one_layout_leaves_no_choice(browser, tmp_path):
    page = open_page(browser, tmp_path, layout=SQUARE)
    for id in ("layouts", "move", "about-move"):
        assert page.js(f"return root.getElementById('{id}').checkVisibility()") is False
    page.press("m")
    assert page.js("return explorer.state.layout") == 0
    assert page.js("return explorer.frames.transition") is None
    assert page.point_pixels() == rounded(COLORINGS["one"])
