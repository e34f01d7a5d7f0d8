"""The page that save_html writes, in Chromium, from disk and without a network."""

import time
from io import BytesIO

import numpy as np
import pytest
from matplotlib.image import imread
from sklearn.cluster import KMeans

from skcolor import ArgmaxColorer, ChannelColorer, ClusterColorer, ValueColorer
from skcolor.export import to_hex
from skcolor.plotting import ColoringLegend, save_html
from tests.browser import open_browser

LAYOUT = np.array([[0.0, 0.0], [10.0, 0.0], [10.0, 8.0], [2.0, 8.0], [4.0, 4.0]])
RNG = np.random.default_rng(0)
COLORINGS = {"first": RNG.random((5, 3)), "</script> & 'second'": RNG.random((5, 3))}
TEXTS = ["</script><b>bold</b>", "\"quotes' & more", "漢字 \u2028 é", "plain", "Plain too"]
LABELS = ["corner", "corner", "corner", "corner", "<i>middle</i>"]
PLAY_CARD = """
const ask = WebGL2RenderingContext.prototype.getParameter;
WebGL2RenderingContext.prototype.getParameter = function (what) {
  const answer = ask.call(this, what);
  return typeof answer === "string" ? "a graphics card" : answer;
};
"""
IMAGES = RNG.integers(0, 256, (5, 3, 4, 3))


class Page:
    """A page in a browser, and where its points are on the screen."""

    def __init__(self, browser, path):
        self.browser = browser
        self.device = browser.execute_cdp_cmd
        browser.execute_script("performance.clearResourceTimings()")
        self.resize(1280, 800)
        browser.get(path.as_uri())
        self.wait("document.getElementById('explorer').dataset.state === 'ready'")

    def js(self, script):
        """The value of a script, in which `root` holds the elements of the explorer."""
        root = "const root = document.getElementById('explorer').shadowRoot;"
        return self.browser.execute_script(root + script)

    def find(self, selector):
        return self.js(f"return root.querySelector({selector!r})")

    def wait(self, condition):
        end = time.monotonic() + 20
        while not self.js(f"return Boolean({condition})"):
            assert time.monotonic() < end, f"{condition}: {self.problems()}"
            self.pixels()  # makes a frame, in which a browser tells of changes

    def problems(self):
        log = self.browser.get_log("browser")
        return [entry["message"] for entry in log if entry["level"] == "SEVERE"]

    def resize(self, width, height, ratio=1, *, phone=False):
        self.device(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": height, "deviceScaleFactor": ratio, "mobile": phone},
        )

    def text(self, id):
        return self.js(f"return root.getElementById('{id}').textContent")

    def listed(self):
        items = "root.querySelectorAll('#list .text')"
        return self.js(f"return Array.from({items}, (item) => item.textContent)")

    def place(self, row):
        """Where a row is in the window, in CSS pixels."""
        return self.js(
            "const box = root.getElementById('map').getBoundingClientRect();"
            f"const [x, y] = explorer.view.toScreen(...explorer.layout.at({row}));"
            "return [x + box.left, y + box.top]"
        )

    def pixels(self):
        self.js("await new Promise((ok) => requestAnimationFrame(() => setTimeout(ok)))")
        picture = imread(BytesIO(self.browser.get_screenshot_as_png()))
        return np.rint(255 * picture[..., :3]).astype(int)

    def point_pixels(self, rows=range(5), ratio=1):
        pixels = self.pixels()
        places = [np.array(self.place(row)) * ratio for row in rows]
        return [list(pixels[int(y), int(x)]) for x, y in places]

    def mouse(self, kind, x, y, **more):
        event = {"type": f"mouse{kind}", "x": x, "y": y, **more}
        self.device("Input.dispatchMouseEvent", event)

    def hover(self, x, y):
        self.mouse("Moved", x, y)
        self.js("await new Promise(requestAnimationFrame)")

    def drag(self, path, **more):
        self.mouse("Pressed", *path[0], button="left", buttons=1, clickCount=1, **more)
        for place in path[1:]:
            self.mouse("Moved", *place, button="left", buttons=1, **more)
        self.mouse("Released", *path[-1], button="left", clickCount=1, **more)

    def press(self, key):
        for kind in ("keyDown", "keyUp"):
            event = {"type": kind, "key": key}
            if kind == "keyDown" and len(key) == 1:
                event["text"] = key
            self.device("Input.dispatchKeyEvent", event)

    def touch(self, kind, *places):
        points = [{"x": x, "y": y, "id": i} for i, (x, y) in enumerate(places)]
        event = {"type": f"touch{kind}", "touchPoints": points}
        self.device("Input.dispatchTouchEvent", event)


@pytest.fixture(scope="module", params=["WebGL", "Canvas 2D"])
def browser(request, tmp_path_factory):
    downloads = tmp_path_factory.mktemp("downloads")
    browser = open_browser(downloads, webgl=request.param == "WebGL")
    if request.param == "WebGL":
        # Without a graphics card the page would do without WebGL.
        browser.execute_cdp_cmd(
            "Page.addScriptToEvaluateOnNewDocument", {"source": PLAY_CARD}
        )
    browser.downloads = downloads
    browser.draws_with = request.param
    yield browser
    browser.quit()


@pytest.fixture
def page(browser, tmp_path):
    path = tmp_path / "map #1 %.html"
    save_html(path, LAYOUT, COLORINGS, hover=TEXTS, labels=LABELS, images=IMAGES)
    page = Page(browser, path)
    yield page
    assert page.problems() == []
    assert page.js("return performance.getEntriesByType('resource').length") == 0


def rounded(colors):
    return np.rint(colors * 255).astype(int).tolist()


def test_points_have_exactly_their_colors_in_every_coloring(page):
    first, second = map(rounded, COLORINGS.values())
    assert page.point_pixels() == first
    page.press("2")
    assert page.point_pixels() == second
    page.press("[")
    assert page.point_pixels() == first
    radios = page.js("return [...root.querySelectorAll('.coloring')]")
    assert [radio.text for radio in radios] == list(COLORINGS)
    radios[1].click()
    assert page.point_pixels() == second


def test_it_draws_with_what_it_should_draw_with(page):
    context = {"WebGL": "webgl2", "Canvas 2D": "2d"}[page.browser.draws_with]
    other = {"WebGL": "2d", "Canvas 2D": "webgl2"}[page.browser.draws_with]
    canvas = "root.getElementById('map')"
    assert page.js(f"return {canvas}.getContext('{context}') !== null")
    assert page.js(f"return {canvas}.getContext('{other}') === null")


def test_the_page_itself_forbids_the_network(page):
    script = "try { await fetch('data:,x'); return 'let' } catch { return 'refused' }"
    assert page.js(script) == "refused"
    assert any("Content Security Policy" in problem for problem in page.problems())


def test_the_pointer_tells_what_is_under_it(page):
    for row, text in enumerate(TEXTS):
        x, y = page.place(row)
        page.hover(x + 3, y - 2)
        assert page.text("tip") == text + LABELS[row]
        assert page.js("return root.querySelectorAll('#tip b, #tip i').length") == 0
        shown = page.js(
            "const canvas = root.querySelector('#tip canvas');"
            "const context = canvas.getContext('2d');"
            "return [...context.getImageData(0, 0, canvas.width, canvas.height).data]"
        )
        np.testing.assert_array_equal(np.reshape(shown, (3, 4, 4))[..., :3], IMAGES[row])
    page.hover(x + 100, y)
    assert page.js("return root.getElementById('tip').hidden")


def test_search_lists_marks_and_dims(page):
    page.find("#query").send_keys("plain")
    page.wait("root.getElementById('selected').textContent === '2 points'")
    assert page.listed() == ["plain", "Plain too"]  # the exact one first
    assert page.text("summary") == "corner (1), <i>middle</i> (1)"
    expected = rounded(COLORINGS["first"])
    shown = page.point_pixels()
    assert shown[3:] == expected[3:]
    np.testing.assert_allclose(
        shown[:3], 0.14 * np.array(expected[:3]) + 0.86 * 255, atol=1
    )
    page.press("Escape")
    assert page.listed() == []
    assert page.point_pixels() == expected


def test_labels_are_searched_and_a_listed_point_is_visited(page):
    page.find("#query").send_keys("MIDDLE\n")
    page.wait("root.getElementById('selected').textContent === '1 point'")
    assert page.js("return explorer.view.magnification") > 2
    page.find("#fit").click()
    page.find("#list button").click()
    width = page.js("return explorer.view.width")
    assert page.place(4)[0] == pytest.approx(width / 2)
    page.wait("!root.getElementById('card').hidden")
    assert page.text("about-point").startswith("Plain tooLabel<i>middle</i>Row4Place4, 4")


def test_what_is_found_out_of_sight_is_brought_into_it(page):
    page.js("explorer.view.zoom(20, 900, 790)")
    page.find("#query").send_keys("bold")
    page.wait("root.getElementById('selected').textContent === '1 point'")
    assert page.js("return explorer.view.magnification") == 1
    assert page.js("return explorer.view.isInView(...explorer.layout.at(0))")


def test_a_lasso_lists_what_is_inside(page):
    x, y = page.place(0)
    right = page.place(4)[0] + 30
    top = page.place(4)[1] - 30
    path = [(x - 20, y + 20), (x - 20, top), (right, top), (right, y + 20)]
    page.drag(path, modifiers=8)  # Shift
    assert page.listed() == [TEXTS[0], TEXTS[4]]
    page.press("Escape")
    page.find("#draw-lasso").click()
    page.drag(path)
    assert page.listed() == [TEXTS[0], TEXTS[4]]
    assert page.place(0) == [x, y]  # the map did not move
    page.press("0")
    page.press("v")
    assert page.listed() == TEXTS


def test_shift_adds_to_the_selection_and_alt_removes_from_it(page):
    def around(row):
        x, y = page.place(row)
        return [(x - 20, y - 20), (x + 20, y - 20), (x + 20, y + 20), (x - 20, y + 20)]

    for row in (3, 0):
        page.drag(around(row), modifiers=8)  # Shift
    assert page.listed() == [TEXTS[0], TEXTS[3]]
    page.drag([page.place(4)], modifiers=8)
    assert page.listed() == [TEXTS[0], TEXTS[3], TEXTS[4]]
    page.drag(around(3), modifiers=1)  # Alt
    page.drag([page.place(4)], modifiers=1)
    assert page.listed() == [TEXTS[0]]


def test_a_lasso_replaces_a_search_and_escape_drops_only_the_lasso(page):
    page.find("#query").send_keys("plain")
    page.wait("root.getElementById('selected').textContent === '2 points'")
    page.drag([page.place(0)], modifiers=8)
    assert page.js("return root.getElementById('query').value") == ""
    x, y = page.place(4)
    page.find("#draw-lasso").click()
    page.mouse("Pressed", x - 30, y - 30, button="left", buttons=1, clickCount=1)
    page.mouse("Moved", x + 30, y - 30, button="left", buttons=1)
    page.mouse("Moved", x + 30, y + 30, button="left", buttons=1)
    assert page.js("return explorer.state.path.length") == 3
    page.press("Escape")
    page.mouse("Moved", x - 30, y + 30, button="left", buttons=1)
    page.mouse("Released", x - 30, y + 30, button="left", clickCount=1)
    assert page.js("return explorer.state.path.length") == 0
    assert page.listed() == [TEXTS[0], TEXTS[3], TEXTS[4]]
    assert page.place(4) == [x, y]


def test_a_click_shows_all_about_a_point_until_escape(page):
    x, y = page.place(2)
    page.drag([(x + 2, y + 1)])
    assert page.js("return root.querySelector('#card .whole').textContent") == TEXTS[2]
    facts = page.js(
        "return [...root.querySelectorAll('#card dt, #card dd')].map((e) => e.textContent)"
    )
    facts = dict(zip(facts[::2], facts[1::2], strict=True))
    hexes = {name: to_hex(colors)[2] for name, colors in COLORINGS.items()}
    assert list(facts) == ["Label", "Row", "Place", *hexes]
    assert (facts["Label"], facts["Row"], facts["Place"]) == ("corner", "2", "10, 8")
    assert all(facts[name].endswith(color) for name, color in hexes.items())
    page.find("#close-card").click()
    assert page.js("return root.getElementById('card').hidden")
    assert page.js("return root.activeElement.id") == "map"
    page.drag([page.place(2)])
    page.press("Escape")
    assert page.js("return root.getElementById('card').hidden")


def test_the_panel_scrolls_to_the_card(page):
    page.resize(390, 844)
    page.wait("root.getElementById('map').offsetWidth === 390")
    boxes = (
        "return ['#card', 'aside'].map((part) => root.querySelector(part))"
        ".map((part) => part.getBoundingClientRect().toJSON())"
    )
    page.js("root.querySelector('aside').scrollTop = 0")
    page.drag([page.place(4)])
    card, panel = page.js(boxes)
    # From its top, because it is longer than the panel.
    assert card["top"] == pytest.approx(panel["top"], abs=1.5)
    assert card["height"] > 844 - card["top"]
    page.js("root.querySelector('aside').scrollTop += 50")
    page.js("explorer.update({ coloring: 1 })")  # not a reason to scroll
    assert page.js(boxes)[0]["top"] == pytest.approx(card["top"] - 50, abs=1)
    page.drag([page.place(1)])
    assert page.js(boxes)[0]["top"] == pytest.approx(card["top"], abs=1)


def test_the_legend_tells_what_colors_mean_and_where_the_pointed_one_is(browser, tmp_path):
    colorers = {
        "labels": ArgmaxColorer(palette=[[1, 0, 0], [0, 0.5, 1]]),
        "values": ValueColorer(vmin=0, vmax=1, cmap="gray"),
        "channels": ChannelColorer(),
    }
    X = np.array([[1, 0], [0.1, 1], [0, 1], [0.5, 0.2], [0.9, 0]])
    colorings = {name: c.fit_transform(X) for name, c in colorers.items()}
    legends = {name: ColoringLegend.from_estimator(c, X) for name, c in colorers.items()}
    save_html(tmp_path / "map.html", LAYOUT, colorings, legends=legends)
    page = Page(browser, tmp_path / "map.html")
    lines = (
        "return [...root.querySelectorAll('#meaning tr.here')].map((e) => e.textContent)"
    )
    for row, label in enumerate(["03", "12", "12", "03", "03"]):
        page.hover(*page.place(row))
        assert page.js(lines) == [label]
    page.press("2")
    for row, value in enumerate(X[:, 0]):
        page.hover(*page.place(row))
        here = page.js("return root.querySelector('.bar .here').style.left")
        assert float(here.rstrip("%")) == pytest.approx(100 * value, abs=2)
    page.hover(700, 700)
    assert page.js("return root.querySelector('.bar .here').hidden")
    page.press("3")
    assert page.js("return root.querySelectorAll('#meaning .bar').length") == 2
    assert page.problems() == []


def test_numbers_in_the_legend_are_not_broken(browser, tmp_path):
    n_labels = 1200
    X = np.random.default_rng(0).random((n_labels, 2))
    colorer = ClusterColorer(KMeans(n_labels, n_init=1, max_iter=1)).fit(X)
    names = ["a name of a row that is too long for one line of the legend"] * n_labels
    legend = ColoringLegend.from_estimator(colorer, X, row_names=names)
    path = tmp_path / "map.html"
    save_html(path, X, {"clusters": colorer.transform(X)}, legends={"clusters": legend})
    page = Page(browser, path)
    heights = """return [...root.querySelectorAll('#meaning td, #meaning th')]
        .filter((e) => /^(\\d+|label|rows)$/.test(e.textContent))
        .map((e) => { const range = document.createRange();
            range.selectNodeContents(e); return range.getBoundingClientRect().height })"""
    found = page.js(heights)
    assert len(found) > 20
    assert max(found) < 25


def test_the_card_lists_and_connects_the_nearest_rows(browser, tmp_path):
    nearest = [[3, 1], [0, 2], [1, 0], [0, 4], [3, 2]]
    page = show(browser, tmp_path, LAYOUT, hover=TEXTS, neighbors=nearest)
    page.drag([page.place(0)])
    listed = (
        "return [...root.querySelectorAll('#about-point li')].map((e) => e.textContent)"
    )
    assert page.js(listed) == [TEXTS[3], TEXTS[1]]
    lines = page.js("return root.getElementById('neighbor-lines').getAttribute('d')")
    ends = [line.split("L")[1] for line in lines.split("M")[1:]]
    left = page.js("return root.getElementById('map').getBoundingClientRect().top")
    for end, row in zip(ends, nearest[0], strict=True):
        x, y = map(float, end.split(","))
        assert [x, y + left] == pytest.approx(page.place(row))
    page.find("#about-point li button").click()
    assert page.js("return explorer.state.pinned") == 3
    page.js("root.querySelector('#about-point .actions button').click()")
    assert page.listed() == [TEXTS[3], TEXTS[0], TEXTS[4]]


def test_the_address_brings_back_the_view(page, tmp_path):
    second = list(COLORINGS)[1]
    page.drag([page.place(4)])
    page.press("2")
    page.js("explorer.move(() => explorer.view.zoom(5, 400, 300))")
    page.find("#query").send_keys("plain")
    page.wait("location.hash.includes('plain') && location.hash.includes('row=4')")
    place, address = page.place(1), page.js("return location.href")
    page.browser.get("about:blank")
    page.browser.get(address)
    page.wait("document.getElementById('explorer').dataset.state === 'ready'")
    assert page.place(1) == pytest.approx(place, abs=2)
    assert page.js("return explorer.about.colorings[explorer.state.coloring]") == second
    assert page.listed() == ["plain", "Plain too"]
    assert page.js("return explorer.state.pinned") == 4
    for wrong in ("row=99&c=x&view=1,b,3", "row=-1&view=,,", "%%%"):
        page.js(f"location.hash = '{wrong}'")
        page.wait("explorer.view.isHome && explorer.state.pinned === -1")


def test_two_colorings_are_shown_side_by_side(page):
    first, second = map(rounded, COLORINGS.values())
    page.press("c")
    half = page.js("return explorer.view.width")
    box = page.js("return root.querySelector('main').getBoundingClientRect()")
    assert 2 * half == pytest.approx(box["width"], abs=2)
    pixels = page.pixels()
    for row in range(5):
        x, y = map(int, page.place(row))
        assert list(pixels[y, x]) == first[row]
        assert list(pixels[y, x + int(half)]) == second[row]
    names = [page.text("first-name"), page.text("second-name")]
    assert names == list(COLORINGS)
    x, y = page.place(2)
    page.hover(x + half + 1, y)  # on the second map
    assert page.text("tip") == TEXTS[2] + LABELS[2]
    assert not page.js("return root.getElementById('second-pointed').hidden")
    page.drag([(half + 200, 500), (half + 250, 520)])
    assert page.place(2) == pytest.approx([x + 50, y + 20])
    page.wait("location.hash.includes('beside=')")
    page.press("c")
    assert page.js("return explorer.view.width") == pytest.approx(box["width"], abs=1)
    page.press("0")
    assert page.point_pixels() == first


def test_a_marked_point_is_hovered_before_those_under_it(browser, tmp_path):
    layout = np.vstack([np.random.default_rng(0).random((3000, 2)), [[0.5, 0.5]]])
    page = show(browser, tmp_path, layout, hover=[str(i) for i in range(3001)])
    page.js("explorer.select([3000])")
    x, y = page.place(3000)
    for dx, dy in [(2, 0), (0, -3), (-3, 3), (4, 0)]:
        page.hover(x + dx, y + dy)
        assert page.text("tip") == "3000"


def test_rows_in_one_place_are_counted_and_listed(browser, tmp_path):
    layout = np.vstack([np.zeros((100, 2)), [[1.0, 1.0]]])
    page = show(browser, tmp_path, layout, hover=[f"text {i}" for i in range(101)])
    x, y = page.place(0)
    page.hover(x, y)
    assert page.text("tip").endswith("+ 99 here")
    page.drag([(x, y)])
    page.find("#about-point button").click()
    assert page.text("selected") == "100 points"


def test_a_list_of_any_length_scrolls_and_its_keys_go_on(browser, tmp_path):
    n = 20_000
    layout = np.random.default_rng(0).random((n, 2))
    page = show(browser, tmp_path, layout, hover=[f"text {i}" for i in range(n)])
    page.press("v")
    assert page.text("selected") == "20,000 points"
    assert page.listed()[0] == "text 0"
    page.js("root.getElementById('list').scrollTop = 1e9")
    page.wait("root.querySelector('#list li:last-of-type').textContent === 'text 19999'")
    assert len(page.listed()) < 100
    page.js("root.querySelector('#list li[data-i=\"19990\"] button').focus()")
    for _ in range(9):
        page.press("ArrowDown")
    assert page.js("return root.activeElement.textContent") == "text 19999"
    page.press("PageUp")
    assert page.js("return root.activeElement.textContent") == "text 19991"


def test_the_map_is_sharp_after_only_the_resolution_has_changed(page):
    page.resize(1280, 800, 2)
    page.wait(
        "root.getElementById('map').width === 2 * root.getElementById('map').clientWidth"
    )
    assert page.point_pixels(ratio=2) == rounded(COLORINGS["first"])


def test_it_prints_on_white(page):
    features = [{"name": "prefers-color-scheme", "value": "dark"}]
    page.device("Emulation.setEmulatedMedia", {"media": "print", "features": features})
    page.js("window.dispatchEvent(new Event('beforeprint'))")
    assert page.pixels()[790, 500].tolist() == [255] * 3
    is_shown = "return root.getElementById('tools').checkVisibility()"
    assert not page.js(is_shown)
    assert page.point_pixels() == rounded(COLORINGS["first"])
    page.js("window.dispatchEvent(new Event('afterprint'))")
    page.device("Emulation.setEmulatedMedia", {"media": "screen", "features": features})
    assert page.js(is_shown)
    page.device("Emulation.setEmulatedMedia", {"media": "", "features": []})


def test_the_map_is_drawn_in_the_width_of_paper(page):
    width = "const { width } = root.getElementById('map').getBoundingClientRect();"
    widths = f"{width} return [width, explorer.view.width]"
    before = page.js(widths), page.place(4)
    page.js("window.dispatchEvent(new Event('beforeprint'))")
    assert page.js(widths) == [704, 704]
    page.js("window.dispatchEvent(new Event('afterprint'))")
    assert (page.js(widths), page.place(4)) == before


def test_names_and_marks_of_two_maps_follow_the_size(page):
    page.js("explorer.update({ compared: 1 })")
    page.js("window.dispatchEvent(new Event('beforeprint'))")
    right = page.js(
        "const [map, name] = ['second-map', 'second-name'].map((id) =>"
        " root.getElementById(id).getBoundingClientRect().right); return map - name"
    )
    copy = page.js(
        "return Number(root.getElementById('second-sketches').getAttribute('x'))"
    )
    page.js(
        "window.dispatchEvent(new Event('afterprint')); explorer.update({ compared: -1 })"
    )
    assert right == pytest.approx(12, abs=1)
    assert copy == 352


def test_drag_moves_and_the_wheel_zooms_at_the_pointer(page):
    x, y = page.place(4)
    page.drag([(600, 500), (650, 520), (680, 540)])
    assert page.place(4) == pytest.approx([x + 80, y + 40])
    page.mouse("Wheel", x + 80, y + 40, deltaX=0, deltaY=-400)
    page.wait("explorer.view.magnification > 2")
    assert page.place(4) == pytest.approx([x + 80, y + 40], abs=1)
    page.press("0")
    assert page.place(4) == pytest.approx([x, y])


def show(browser, tmp_path, layout, **kwargs):
    colors = np.full((len(layout), 3), 0.5)
    save_html(tmp_path / "map.html", layout, {"gray": colors}, **kwargs)
    return Page(browser, tmp_path / "map.html")


@pytest.mark.parametrize("place", [[0.0, 0.0], [7.0, 3.0], [1e8, -1e-8]])
@pytest.mark.parametrize("n", [1, 3])
def test_points_in_one_place_stand_in_the_middle(browser, tmp_path, place, n):
    page = show(browser, tmp_path, np.tile(place, (n, 1)))
    box = page.js("return root.getElementById('map').getBoundingClientRect()")
    middle = [box["left"] + box["width"] / 2, box["top"] + box["height"] / 2]
    assert page.place(0) == pytest.approx(middle)
    assert page.point_pixels([0]) == [[128] * 3]
    assert page.problems() == []


@pytest.mark.parametrize("turned", [False, True])
def test_a_narrow_map_lies_in_the_middle_and_its_points_can_be_parted(
    browser, tmp_path, turned
):
    layout = np.array([[0.0, 0.0], [500.0, 0.4], [500.0, 0.6], [1000.0, 1.0]])
    page = show(browser, tmp_path, layout[:, ::-1] if turned else layout)
    assert page.point_pixels(range(4)) == [[128] * 3] * 4
    page.js("explorer.view.zoom(1e6)")
    apart = np.subtract(page.place(1), page.place(2))
    assert np.abs(apart).max() > 1000
    assert page.problems() == []


def test_a_point_far_off_is_told_of_and_can_be_reached(browser, tmp_path):
    bulk = np.random.default_rng(0).random((50, 2))
    layout = np.vstack([[[1e5, 0.5]], bulk])
    hover, labels = ["afar", *map(str, range(50))], [None, *["near"] * 50]
    page = show(browser, tmp_path, layout, hover=hover, labels=labels)
    page.js("explorer.update({ areNamed: false })")
    is_seen = "explorer.view.isInView(...explorer.layout.at({0}))"
    assert page.text("count") == "51 points, 1 outside"
    start = page.place(1)
    assert page.js(f"return {' && '.join(is_seen.format(row) for row in range(1, 51))}")
    assert not page.js(f"return {is_seen.format(0)}")
    for _ in range(2):
        page.press("0")
        assert page.point_pixels([0, 1]) == [[128] * 3] * 2
        page.press("0")
        assert page.place(1) == pytest.approx(start)
    page.find("#query").send_keys("afar")
    page.wait("root.getElementById('selected').textContent === '1 point'")
    assert page.js(f"return {is_seen.format(0)}")
    assert page.text("summary") == "no label (1)"
    x, y = page.place(0)
    page.hover(x + 2, y)
    assert page.text("tip") == "afar"
    assert page.problems() == []


def test_light_and_dark_as_the_system_and_by_choice(page):
    corner = np.s_[790, 500]
    for theme, sum_of_channels in (("light", 765), ("dark", 0x12 + 0x14 + 0x17)):
        features = [{"name": "prefers-color-scheme", "value": theme}]
        page.device("Emulation.setEmulatedMedia", {"features": features})
        assert page.pixels()[corner].sum() == sum_of_channels
        assert page.point_pixels() == rounded(COLORINGS["first"])
    page.find("#theme").click()
    assert page.pixels()[corner].sum() == 765


def test_picture_and_list_are_saved(page):
    page.press("s")
    page.press("v")
    page.find("#save-list").click()
    picture, table = (
        page.browser.downloads / name for name in ("first.png", "selection.csv")
    )
    end = time.monotonic() + 10
    while not (picture.exists() and table.exists()):
        assert time.monotonic() < end
        time.sleep(0.02)
    pixels = np.rint(255 * imread(picture)).astype(int)
    box = page.js("return root.getElementById('map').getBoundingClientRect()")
    assert pixels.shape[:2] == (box["height"], box["width"])
    x, y = page.place(2)
    color = pixels[int(y - box["top"]), int(x - box["left"]), :3]
    assert list(color) == rounded(COLORINGS["first"])[2]
    lines = table.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == """row,x,y,"first","</script> & 'second'",text,label"""
    colors = [to_hex(colors)[1] for colors in COLORINGS.values()]
    row, x, y, *rest = lines[2].split(",", 5)
    assert (row, *rest) == ("1", *colors, '"""quotes\' & more","corner"')
    assert [float(x), float(y)] == pytest.approx([10, 0], abs=1e-3)
    picture.unlink()
    table.unlink()


def test_on_a_phone_fingers_move_and_pinch_and_nothing_is_cut_off(page):
    page.resize(390, 844, 2, phone=True)
    page.device("Emulation.setTouchEmulationEnabled", {"enabled": True})
    page.wait("explorer.view.width === 390")
    assert page.point_pixels(ratio=2) == rounded(COLORINGS["first"])
    assert page.js("return document.documentElement.scrollWidth") == 390
    x, y = page.place(4)
    page.touch("Start", (x - 40, y))
    page.touch("Start", (x - 40, y), (x + 40, y))
    page.touch("Move", (x - 80, y), (x + 80, y))
    page.touch("End")
    page.wait("explorer.view.magnification > 1.9")
    assert page.place(4) == pytest.approx([x, y], abs=0.5)
    page.touch("Start", (x, y))
    page.touch("End")
    page.wait("!root.getElementById('tip').hidden")
    assert page.text("tip").startswith("Plain too")
    page.device("Emulation.setTouchEmulationEnabled", {"enabled": False})


@pytest.mark.parametrize(
    ("width", "height"),
    [(1280, 800), (390, 844), (844, 390), (700, 300), (320, 568), (320, 256), (1000, 200)],
)
def test_at_any_size_all_can_be_reached(browser, tmp_path, width, height):
    names = [f"{title} of many directions" for title in ("What the map hides", *"abcd")]
    colorings = dict.fromkeys(names, COLORINGS["first"])
    save_html(tmp_path / "map.html", LAYOUT, colorings, hover=TEXTS, labels=LABELS)
    page = Page(browser, tmp_path / "map.html")
    page.resize(width, height)
    page.wait(f"root.getElementById('frame').offsetWidth === {width}")
    root = "document.documentElement"
    assert page.js(f"return [{root}.scrollWidth, {root}.scrollHeight]") == [width, height]
    page.press("v")
    hidden = page.js(
        "const inside = (one, box) => one.left >= box.left && one.right <= box.right"
        "  && one.top >= box.top && one.bottom <= box.bottom;"
        "const boxOf = (one) => one.getBoundingClientRect();"
        "const map = boxOf(root.querySelector('main'));"
        "const tools = [...root.querySelectorAll('#tools button')];"
        "const hidden = tools.filter((one) => !inside(boxOf(one), map));"
        "const parts = [...root.querySelectorAll('.coloring, #list button, #save-list')];"
        "for (const one of parts) {"
        "  one.scrollIntoView({ block: 'nearest', inline: 'nearest' });"
        "  const { left, right, top, bottom } = boxOf(one);"
        "  const seen = root.elementFromPoint((left + right) / 2, (top + bottom) / 2);"
        "  if (!one.contains(seen)) hidden.push(one);"
        "}"
        "return hidden.map((one) => one.textContent || one.id)"
    )
    assert hidden == []


def test_a_group_that_comes_later_does_not_hide_an_earlier_one(browser, tmp_path):
    n = 40_000
    layout = np.random.default_rng(0).random((n, 2))
    is_red = (np.arange(n) < n // 2)[:, np.newaxis]
    colors = np.where(is_red, [1.0, 0, 0], [0, 0, 1.0])
    save_html(tmp_path / "map.html", layout, {"red, then blue": colors})
    page = Page(browser, tmp_path / "map.html")
    # So large that points lie upon each other many times.
    page.js("explorer.update({ doublings: 2 })")
    page.js("await new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
    middle = page.pixels()[300:500, 400:600]
    red, blue = ((middle == c).all(axis=2).mean() for c in ([255, 0, 0], [0, 0, 255]))
    assert red + blue > 0.5
    assert 0.4 < red / (red + blue) < 0.6


def test_a_lost_graphics_card_comes_back(page):
    if page.browser.draws_with != "WebGL":
        pytest.skip("draws without one")
    page.js(
        "const gl = root.getElementById('map').getContext('webgl2');"
        "const card = gl.getExtension('WEBGL_lose_context');"
        "card.loseContext();"
        "await new Promise((done) => setTimeout(done, 50));"
        "card.restoreContext();"
        "await new Promise((done) => setTimeout(done, 200));"
    )
    assert page.point_pixels() == rounded(COLORINGS["first"])
