"""Filters, comparisons and names on the map of a page, in Chromium."""

import time

import numpy as np
import pytest

from skcolor import ArgmaxColorer
from skcolor.plotting import ColoringLegend, save_html
from tests.browser import open_browser
from tests.plotting.test_explorer_access_in_browser import AXE
from tests.plotting.test_explorer_in_browser import Page

RNG = np.random.default_rng(0)
GROUP = np.repeat([0, 1, 2], 40)
LAYOUT = np.array([[0, 0], [10, 0], [5, 8]])[GROUP] + RNG.random((120, 2))
COLORS = {"only": RNG.random((120, 3))}
LABELS = np.array(["left", "right", "top"])[GROUP]
COLUMNS = {
    "size": np.arange(120) % 10,
    "source": ["scan", "fax", None, "scan"] * 30,
    "day": np.datetime64("2021-01-01") + np.arange(120),
    "note": [f"=note {i}" for i in range(120)],
}


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    downloads = tmp_path_factory.mktemp("downloads")
    browser = open_browser(downloads, webgl=False)
    browser.downloads = downloads
    yield browser
    browser.quit()


@pytest.fixture
def page(browser, tmp_path):
    path = tmp_path / "map.html"
    save_html(path, LAYOUT, COLORS, labels=LABELS, columns=COLUMNS)
    page = Page(browser, path)
    page.js("root.getElementById('filters').open = true")
    page.js("for (const facet of root.querySelectorAll('.facet')) facet.open = true")
    page.pixels()
    yield page
    assert page.problems() == []


def counts(page, facet):
    """What the lines of a facet say."""
    lines = f"root.querySelectorAll('.facet')[{facet}].querySelectorAll('.keep')"
    return page.js(f"return Array.from({lines}, (line) => line.textContent)")


def click(page, facet, line, button="keep"):
    page.js(
        f"root.querySelectorAll('.facet')[{facet}]"
        f".querySelectorAll('.{button}')[{line}].click()"
    )


def shown(page):
    return page.js(
        "const rows = explorer.selection.shown ?? explorer.order;"
        "return [...rows].sort((a, b) => a - b)"
    )


def test_names_are_kept_and_excluded_and_counts_follow(page):
    assert counts(page, 0) == ["left40", "right40", "top40"]
    assert counts(page, 2) == ["scan60", "fax30", "missing30"]
    click(page, 0, 1)
    assert shown(page) == list(range(40, 80))
    assert page.text("shown") == "40 of 120 points shown"
    assert counts(page, 0) == ["left40", "right40", "top40"]
    assert counts(page, 2) == ["scan20", "fax10", "missing10"]
    click(page, 2, 2, "exclude")
    assert shown(page) == [row for row in range(40, 80) if row % 4 != 2]
    page.find("#clear-filters").click()
    assert shown(page) == list(range(120))


def test_hidden_points_are_not_drawn_hovered_or_selected(page):
    page.js("explorer.update({ areNamed: false })")
    page.js("explorer.filter({ label: { kept: ['right'], excluded: [] } })")
    assert page.point_pixels([0])[0] == [255, 255, 255]
    assert page.point_pixels([119])[0] == [255, 255, 255]
    page.hover(*page.place(0))
    assert page.js("return explorer.state.pointed") == -1
    page.press("v")
    assert page.js("return explorer.selection.chosen") == list(range(40, 80))
    page.find("#clear-filters").click()
    assert page.js("return explorer.selection.chosen.length") == 40


def test_a_search_and_filters_combine(page):
    page.js("explorer.update({ selected: explorer.rows.find('left'), query: 'left' })")
    assert page.text("selected") == "40 points"
    page.js("explorer.filter({ 'f.size': { low: 4.5, high: null } })")
    assert page.text("selected") == "20 points"
    assert counts(page, 2) == ["scan10", "fax6", "missing4"]


def test_a_histogram_is_brushed_by_mouse_and_by_keys(page):
    histogram = "root.querySelectorAll('.histogram')[0]"
    page.js(f"{histogram}.scrollIntoView()")
    x, y, width = page.js(
        f"const box = {histogram}.querySelector('svg').getBoundingClientRect();"
        "return [box.left, box.top + box.height / 2, box.width]"
    )
    bar = width / 10
    page.drag([(x + 2.5 * bar, y), (x + 3 * bar, y), (x + 5.5 * bar, y)])
    assert (
        page.js(f"return {histogram}.querySelector('.range').textContent")
        == "2 \N{EN DASH} 5"
    )
    assert shown(page) == [row for row in range(120) if 2 <= row % 10 <= 5]
    page.js(f"{histogram}.querySelector('input').focus()")
    for kind in ("keyDown", "keyUp"):
        event = {"type": kind, "key": "ArrowRight", "windowsVirtualKeyCode": 39}
        page.device("Input.dispatchKeyEvent", event)
    assert shown(page) == [row for row in range(120) if 3 <= row % 10 <= 5]
    page.drag([(x + 2.5 * bar, y), (x + 2.5 * bar, y)])
    assert shown(page) == list(range(120))


def test_a_selection_is_compared_with_all(page):
    page.js("explorer.select(Array.from({ length: 42 }, (_, i) => i))")
    page.wait("root.querySelector('#comparison td')")
    text = page.js("return root.getElementById('comparison').innerText")
    assert text.split("\n")[:2] == [
        "Frequent here: Label",
        "left\t40\t2.9 \N{MULTIPLICATION SIGN}",
    ]
    assert "source" not in text  # as frequent as among all
    assert "size: median 4 (all: 4.5)" in text
    assert "day: median 2021-01-22 (all: 2021-03-02)" in text


def test_the_address_brings_filters_back(page, tmp_path):
    click(page, 0, 1)
    filters = "{ ...explorer.state.filters, 'f.size': { low: 4.5, high: null } }"
    page.js(f"explorer.filter({filters})")
    page.wait("location.hash.includes('f.size')")
    rows = shown(page)
    page.browser.refresh()
    page.wait("document.getElementById('explorer').dataset.state === 'ready'")
    assert shown(page) == rows == [row for row in range(40, 80) if row % 10 > 4]


def test_columns_are_on_the_card_and_in_the_list(page):
    page.js("explorer.update({ pinned: 2 })")
    facts = page.js("return root.querySelector('#about-point dl').innerText").split("\n")
    for name, text in (("size", "2"), ("source", "missing"), ("day", "2021-01-03")):
        assert facts[facts.index(name) + 1] == text
    page.js("explorer.select([2])")
    page.find("#save-list").click()
    table = page.browser.downloads / "selection.csv"
    end = time.monotonic() + 10
    while not table.exists():
        assert time.monotonic() < end
        time.sleep(0.02)
    head, line = table.read_text(encoding="utf-8-sig").splitlines()
    assert head.endswith('"size","source","day","note"')
    assert line.endswith('''"2","","2021-01-03","'=note 2"''')
    table.unlink()


def names(page):
    spans = "root.querySelectorAll('#names span')"
    return page.js(f"return Array.from({spans}, (span) => span.textContent)")


def test_labels_stand_on_the_map_where_their_points_are(page):
    page.wait("root.querySelectorAll('#names span').length === 3")
    assert sorted(names(page)) == ["left", "right", "top"]
    far = page.js(
        "const box = root.getElementById('map').getBoundingClientRect();"
        "return Array.from(root.querySelectorAll('#names span'), (name) => {"
        "const { x, y, width, height } = name.getBoundingClientRect();"
        "const row = explorer.rowAt([x + width / 2 - box.x, y + height / 2 - box.y]);"
        "return explorer.rows.label(row) === name.textContent })"
    )
    assert far == [True] * 3
    page.js("explorer.filter({ label: { kept: ['top', 'left'], excluded: [] } })")
    page.wait("root.querySelectorAll('#names span').length === 2")
    page.press("n")
    page.wait("root.getElementById('names').hidden")
    page.wait("location.hash.includes('names=off')")


def test_names_move_with_the_map(page):
    page.wait("root.querySelectorAll('#names span').length === 3")
    box = "root.querySelector('#names span').getBoundingClientRect()"
    before = page.js(f"return {box}")
    after = page.js(f"explorer.move(() => explorer.view.pan(30, -20)); return {box}")
    assert [after["x"] - before["x"], after["y"] - before["y"]] == pytest.approx([30, -20])


def test_a_line_of_the_legend_selects_its_points(browser, tmp_path):
    X = np.eye(3)[GROUP]
    colorer = ArgmaxColorer().fit(X)
    legends = {"only": ColoringLegend.from_estimator(colorer, X)}
    colorings = {"only": colorer.transform(X)}
    save_html(tmp_path / "map.html", LAYOUT, colorings, legends=legends)
    page = Page(browser, tmp_path / "map.html")
    page.js("root.querySelectorAll('#meaning td button')[1].click()")
    chosen = page.js("return explorer.selection.chosen")
    assert len(chosen) == 40
    assert len({*GROUP[chosen]}) == 1


@pytest.mark.parametrize("size", [(1280, 800), (390, 844), (320, 256)])
def test_filters_fit_the_panel(page, size):
    page.resize(*size)
    page.wait(f"innerWidth === {size[0]}")
    assert page.js(
        "const panel = root.querySelector('aside');"
        "return panel.scrollWidth <= panel.clientWidth"
    )
    clear = page.js("return root.getElementById('facets').getBoundingClientRect().width")
    assert clear > 100


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_no_violation_in_filters(page, theme):
    if not AXE.exists():
        pytest.skip("axe-core is not installed (npm install)")
    page.browser.execute_script(AXE.read_text(encoding="utf-8"))
    features = [{"name": "prefers-color-scheme", "value": theme}]
    page.device("Emulation.setEmulatedMedia", {"features": features})
    page.js("explorer.select(Array.from({ length: 20 }, (_, i) => i))")
    page.js("explorer.filter({ label: { kept: ['left'], excluded: ['top'] } })")
    page.wait("root.querySelector('#comparison').childNodes.length")
    found = page.js(
        "const { violations } = await axe.run(document);"
        "return violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)])"
    )
    assert found == []


def test_points_that_are_hidden_are_passed_over_by_keys(page):
    page.js("explorer.filter({ label: { kept: ['right'], excluded: [] } })")
    page.js("root.getElementById('map').focus()")
    for _ in range(6):
        event = {"key": "ArrowLeft", "windowsVirtualKeyCode": 37, "modifiers": 8}
        page.device("Input.dispatchKeyEvent", {"type": "keyDown", **event})
        assert 40 <= page.js("return explorer.state.pointed") < 80
