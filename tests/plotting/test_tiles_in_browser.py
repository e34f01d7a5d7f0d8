"""A folder of tiles in Chromium, from a server on this machine."""

import csv
import shutil
import threading
import time
from contextlib import contextmanager
from types import SimpleNamespace

import numpy as np
import pytest

from skcolor.cli._serve import make_server
from skcolor.plotting import _tile_plan, save_tiles
from tests.browser import open_browser
from tests.plotting.test_explorer_in_browser import PLAY_CARD, Page

N_ROWS = 120_000
RNG = np.random.default_rng(0)
LAYOUT = RNG.normal(size=(N_ROWS, 2)).astype(np.float32)
COLORS = RNG.integers(0, 256, (N_ROWS, 3), dtype=np.uint8)
GROUPS = np.where(LAYOUT[:, 0] > 0, "right", "left")
# Of the groups alone, so that a region has one color.
FLAT = np.where(GROUPS[:, None] == "right", [[200, 0, 40]], [[0, 90, 200]])
SAMPLED = "root.getElementById('sampled').textContent"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("tiles") / "map"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_tile_plan, "TILE_ROWS", 4_000)
        save_tiles(
            path,
            LAYOUT,
            {"each": COLORS, "groups": FLAT.astype(np.uint8)},
            hover=np.char.add("row ", np.arange(N_ROWS).astype(str)),
            labels=GROUPS,
            columns={"double": 2 * np.arange(N_ROWS)},
        )
    return path


@contextmanager
def serving(folder):
    with make_server(folder, 0) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def address(folder):
    with serving(folder) as address:
        yield address


@pytest.fixture(scope="module", params=["WebGL", "Canvas 2D"])
def browser(request, tmp_path_factory):
    downloads = tmp_path_factory.mktemp("downloads")
    browser = open_browser(downloads, webgl=request.param == "WebGL", offline=False)
    if request.param == "WebGL":
        browser.execute_cdp_cmd(
            "Page.addScriptToEvaluateOnNewDocument", {"source": PLAY_CARD}
        )
    browser.downloads = downloads
    yield browser
    browser.quit()


class TilePage(Page):
    """A page of tiles, of which all that the view needs was read."""

    def __init__(self, browser, address):
        super().__init__(browser, SimpleNamespace(as_uri=lambda: address))
        self.settle()

    def settle(self):
        self.wait(f"/shown/.test({SAMPLED})")

    def look(self, magnification, row=0):
        x, y = LAYOUT[row].tolist()
        self.js(f"explorer.look({x}, {y}, {magnification})")
        self.js("await new Promise((ok) => setTimeout(ok, 50))")
        self.settle()

    def place_of(self, row):
        """Where a row of the map is in the window, in CSS pixels."""
        x, y = LAYOUT[row].tolist()
        return self.js(
            "const box = root.getElementById('map').getBoundingClientRect();"
            f"const place = explorer.layout.toSteps([{x}, {y}]);"
            "const [x, y] = explorer.view.toScreen(...place);"
            "return [x + box.left, y + box.top]"
        )

    def points(self, number=40):
        """Row numbers, places, colors and texts of some points that are shown."""
        return self.js(
            f"""
            const {{ selection, rows, layout, colorings }} = explorer;
            const step = Math.floor(selection.shown.length / {number});
            const some = [...selection.shown].filter((_, i) => i % step === 0);
            await rows.know(some);
            return some.map((row) => [
              rows.number(row),
              layout.toUnits(layout.at(row)),
              [...colorings[0].subarray(3 * row, 3 * row + 3)],
              rows.text(row),
              rows.label(row),
              rows.columns[0].text(row),
            ]);
            """
        )


@pytest.fixture
def page(browser, address):
    page = TilePage(browser, address)
    yield page
    assert page.problems() == []


def are_right(points):
    for number, place, color, text, label, double in points:
        assert place == pytest.approx(LAYOUT[number].tolist(), abs=1e-5)
        assert color == COLORS[number].tolist()
        assert text == f"row {number}"
        assert (label, double) == (GROUPS[number], str(2 * number))
    return len(points) > 0


def test_points_have_their_own_data_and_what_is_shown_is_said(page):
    page.resize(320, 256)
    page.js("explorer.resize()")
    page.settle()
    assert page.text("count") == "1 in 2 shown, of 120,000 points"
    n_shown = page.js("return explorer.selection.shown.length")
    assert n_shown == pytest.approx(60_000, rel=0.02)
    assert are_right(page.points())
    page.look(8)
    assert page.text("sampled") == "all in view shown"
    assert are_right(page.points())
    page.resize(1280, 800)


def test_only_what_is_shown_is_read(page):
    names = page.js(
        "return performance.getEntriesByType('resource').map((one) => one.name)"
    )
    kinds = {name.split("/")[4 if ".gz" in name else 3] for name in names}
    assert kinds == {"about.json", "layout", "labels", "colors-0"}
    page.press("2")
    page.settle()
    seen = page.js("return performance.getEntriesByType('resource').at(-1).name")
    assert "/colors-1/" in seen


def test_a_point_is_drawn_in_its_color_and_has_a_card(page):
    page.press("2")
    page.look(300, row=7)
    x, y = map(int, page.place_of(7))
    assert page.pixels()[y, x].tolist() == FLAT[7].tolist()
    page.drag([(x, y)])
    page.wait("/row 7/.test(root.getElementById('about-point').textContent)")
    page.wait("!/…/.test(root.getElementById('about-point').textContent)")
    card = page.text("about-point")
    assert card.startswith("row 7")
    assert f"#{bytes(COLORS[7].tolist()).hex()}" in card
    assert f"#{bytes(FLAT[7].tolist()).hex()}" in card
    assert "Row7" in card
    assert "double14" in card


def test_a_link_to_a_point_shows_it_again(page, browser, address):
    page.look(300, row=7)
    page.drag([page.place_of(7)])
    page.wait("location.hash.includes('row=')")
    link = page.js("return location.hash")
    browser.get("about:blank")
    again = TilePage(browser, address + link)
    again.wait("/row 7/.test(root.getElementById('about-point').textContent)")
    assert again.text("sampled") == "all in view shown"


def test_a_selection_counts_loaded_points_and_is_saved_with_row_numbers(page, browser):
    page.look(40, row=7)
    page.press("v")
    low = page.js(
        "const v = explorer.view; return explorer.layout.toUnits(v.toMap(0, v.height))"
    )
    high = page.js(
        "const v = explorer.view; return explorer.layout.toUnits(v.toMap(v.width, 0))"
    )
    inside = np.flatnonzero(((LAYOUT > low) & (LAYOUT < high)).all(axis=1))
    assert page.text("selected") == f"{len(inside):,} loaded points"
    page.wait("root.querySelector('#list .text')?.textContent.startsWith('row')")
    page.find("#save-list").click()
    path = browser.downloads / "selection.csv"
    end = time.monotonic() + 20
    while not path.exists() and time.monotonic() < end:
        page.pixels()
    with path.open(encoding="utf-8-sig", newline="") as file:
        table = list(csv.DictReader(file))
    path.unlink()
    assert sorted(int(line["row"]) for line in table) == inside.tolist()
    for line in table:
        row = int(line["row"])
        assert line["each"] == f"#{bytes(COLORS[row].tolist()).hex()}"
        assert line["groups"] == f"#{bytes(FLAT[row].tolist()).hex()}"
        assert (line["text"], line["label"]) == (f"row {row}", GROUPS[row])


def test_selected_points_stay_what_they_are_wherever_the_view_goes(page):
    page.look(40, row=7)
    page.press("v")
    before = page.js(
        "return explorer.state.selected.map((row) => explorer.layout.at(row).join())"
    )
    for row in range(5):
        page.look(60, row=row)
    after = page.js(
        "return explorer.state.selected.map((row) => explorer.layout.at(row).join())"
    )
    assert before == after


def search(page, words):
    page.js(f"root.getElementById('query').value = {words!r}")
    page.js("root.getElementById('search').requestSubmit()")
    page.wait("/among all|may be more/.test(root.getElementById('searched').textContent)")


@pytest.mark.parametrize("magnification", [1, 400])
def test_a_search_finds_rows_that_were_not_loaded(page, magnification):
    page.look(magnification, row=7)
    search(page, "ROW 77777")
    assert page.text("searched") == "Found 1 point among all 120,000."
    page.wait("explorer.selection.chosen?.length === 1")
    assert page.text("selected") == "1 loaded point"
    found = page.js(
        "const [row] = explorer.selection.chosen;"
        "const { rows, layout } = explorer;"
        "return [rows.number(row), layout.toUnits(layout.at(row))]"
    )
    assert found == [77_777, pytest.approx(LAYOUT[77_777].tolist(), abs=1e-5)]
    page.find("#list button").click()
    page.wait("!/…/.test(root.getElementById('about-point').textContent)")
    card = page.text("about-point")
    assert card.startswith("row 77777")
    assert f"#{bytes(COLORS[77_777].tolist()).hex()}" in card
    assert "double155554" in card
    page.settle()
    page.hover(*page.place_of(77_777))
    page.wait("root.getElementById('tip').textContent.startsWith('row 77777')")
    page.press("Escape")
    page.press("Escape")
    assert page.text("searched") == ""
    assert page.text("selected") == "Nothing selected"


def test_a_search_that_finds_many_says_that_there_may_be_more(page):
    search(page, "right")
    assert page.text("searched") == (
        "Found 500 points in the first 4 percent of all; there may be more."
    )
    page.wait("explorer.selection.chosen?.length === 500")
    assert page.text("summary") == "right (500)"


def test_a_search_in_the_address_is_run_again(page, browser, address):
    browser.get("about:blank")
    again = TilePage(browser, address + "#q=row%2077777")
    again.wait("explorer.selection.chosen?.length === 1")
    assert again.text("searched") == "Found 1 point among all 120,000."


def test_a_part_that_cannot_be_read_is_said(browser, folder, tmp_path):
    shutil.copytree(folder, tmp_path / "map")
    for file in (tmp_path / "map").glob("*/layout/1*.npy.gz"):
        file.unlink()
    with serving(tmp_path / "map") as address:
        page = Page(browser, SimpleNamespace(as_uri=lambda: address))
        page.wait(f"{SAMPLED} === 'some missing'")
        assert "Part of the map cannot be read: tiles-" in page.text("notice")
        assert page.js("return explorer.selection.shown.length") > 0
        assert any("404" in problem for problem in page.problems())


def test_from_disk_the_page_says_that_it_needs_a_server(browser, folder):
    browser.get((folder / "index.html").as_uri())
    page = Page.__new__(Page)
    page.browser = browser
    page.wait("/python -m skcolor serve/.test(root.getElementById('notice').textContent)")
    page.problems()
