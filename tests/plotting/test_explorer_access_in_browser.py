"""The explorer by keyboard, by screen reader, and for any eyes, in Chromium."""

import re
from pathlib import Path

import numpy as np
import pytest

from skcolor import ArgmaxColorer, ChannelColorer
from skcolor.paint import simulate_cvd
from skcolor.paint._spaces import linear_to_srgb, srgb_to_linear
from skcolor.plotting import ColoringLegend, save_html
from tests.browser import open_browser
from tests.plotting.test_explorer_in_browser import PLAY_CARD, Page

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
LAYOUT = np.array([[0, -1], [10, 1], [9, 8], [0, 6], [4, 4], [4, 4.0]])
X = np.random.default_rng(0).random((6, 3))
TEXTS = ["zero", "one", "two", "three", "middle", "middle too"]
COLORS = np.array(
    [[1, 0, 0], [0, 0.5, 0], [0, 0, 1], [1, 0.65, 0], [0.5, 0.5, 0.5], [0.5, 0.5, 0.5]]
)
KEY_CODES = {"Escape": 27, "Enter": 13, "Tab": 9, " ": 32, "Home": 36, "End": 35}
KEY_CODES |= {"ArrowLeft": 37, "ArrowUp": 38, "ArrowRight": 39, "ArrowDown": 40}
SHIFT = 8
SIZES = [(1280, 800), (390, 844), (844, 390), (320, 256)]


class Reader(Page):
    """A page, and what a reader without a mouse does with it."""

    def key(self, key, modifiers=0):
        event = {"key": key, "code": key, "modifiers": modifiers}
        event["windowsVirtualKeyCode"] = KEY_CODES.get(key, 0)
        if key == "Enter":
            event["text"] = "\r"
        self.device("Input.dispatchKeyEvent", {"type": "keyDown", **event})
        self.device("Input.dispatchKeyEvent", {"type": "keyUp", **event})

    def focused(self):
        return self.js("return root.activeElement?.id || root.activeElement?.name || ''")

    def focus(self, id):
        self.js(f"root.getElementById('{id}').focus()")

    def hears(self, text):
        self.wait(f"root.getElementById('spoken').textContent === {text!r}")

    def emulate(self, media="", **features):
        listed = [
            {"name": name.replace("_", "-"), "value": value}
            for name, value in features.items()
        ]
        self.device("Emulation.setEmulatedMedia", {"media": media, "features": listed})

    def style(self, selector, property, pseudo="null"):
        element = f"root.querySelector({selector!r})"
        return self.js(f"return getComputedStyle({element}, {pseudo})[{property!r}]")


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    browser = open_browser(tmp_path_factory.mktemp("downloads"), webgl=False)
    yield browser
    browser.quit()


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    colorers = {"labels": ArgmaxColorer(), "channels": ChannelColorer()}
    colorings = {name: colorer.fit_transform(X) for name, colorer in colorers.items()}
    legends = {name: ColoringLegend.from_estimator(c, X) for name, c in colorers.items()}
    path = tmp_path_factory.mktemp("page") / "map.html"
    save_html(
        path,
        {"first": LAYOUT, "second": LAYOUT[::-1, ::-1]},
        {"plain": COLORS, **colorings},
        hover=TEXTS,
        labels=list("aabbcc"),
        columns={"size": np.arange(6), "source": list("xxyyzz")},
        neighbors=[[1, 2], [0, 2], [1, 0], [0, 4], [5, 3], [4, 3]],
        legends=legends,
    )
    return path


@pytest.fixture
def page(browser, path):
    browser.get("about:blank")  # or an address that differs by its hash would not be loaded
    page = Reader(browser, path)
    yield page
    page.emulate()
    assert page.problems() == []


def test_arrows_go_from_point_to_point_and_each_is_spoken(page):
    page.focus("map")
    page.key("ArrowRight", SHIFT)
    page.hears("middle, c, gray #808080, 1 point more here")
    page.key("ArrowLeft", SHIFT)
    page.hears("three, b, orange #ffa600")
    page.key("ArrowRight", SHIFT)
    page.hears("middle, c, gray #808080, 1 point more here")
    page.key("ArrowRight", SHIFT)
    page.hears("two, b, blue #0000ff")
    page.key("ArrowDown", SHIFT)
    page.hears("one, a, green #008000")
    page.key("ArrowDown", SHIFT)
    page.hears("No point in this direction")
    assert page.js("return explorer.state.pointed") == 1
    assert not page.js("return root.getElementById('tip').hidden")


def test_enter_opens_the_card_and_escape_leads_back_step_by_step(page):
    page.focus("map")
    page.key("ArrowRight", SHIFT)
    page.key(" ")
    page.hears("middle, c, gray #808080, 1 point more here, selected")
    assert page.listed() == ["middle"]
    page.key("Enter")
    assert page.focused() == "card"
    assert page.js("return root.querySelector('#card .whole').textContent") == "middle"
    page.key("Escape")
    assert page.focused() == "map"
    assert page.js("return [explorer.state.pinned, explorer.state.pointed]") == [-1, -1]
    page.key("ArrowRight", SHIFT)  # the walk goes on where it was
    assert page.js("return explorer.state.pointed") == 4
    page.key("Escape")
    assert page.js("return explorer.state.pointed") == -1
    assert page.listed() == ["middle"]
    page.key("Escape")
    assert page.listed() == []


def test_escape_in_the_search_clears_it_and_keeps_the_card(page):
    page.js("explorer.update({ pinned: 2 })")
    page.find("#query").send_keys("middle")
    page.wait("explorer.state.query")
    page.key("Escape")
    assert page.js("return [explorer.state.query, explorer.state.pinned]") == ["", 2]
    assert page.js("return root.getElementById('query').value") == ""
    page.key("Escape")
    assert page.js("return explorer.state.pinned") == -1


def test_zooming_keeps_the_point_and_panning_by_steps_keeps_it_in_view(page):
    page.focus("map")
    page.key("ArrowRight", SHIFT)
    before = page.place(4)
    for _ in range(4):
        page.press("+")
    assert page.place(4) == pytest.approx(before)
    assert page.js("return explorer.state.pointed") == 4
    page.key("ArrowRight", SHIFT)
    row = page.js("return explorer.state.pointed")
    assert row in (1, 2)
    place = f"explorer.layout.at({row})"
    assert page.js(f"return explorer.view.isInView(...{place})")
    pan = page.place(row)
    page.key("ArrowRight")  # without Shift, arrows still pan
    assert page.place(row)[0] == pytest.approx(pan[0] - 80)


def test_another_layout_is_spoken_and_a_walk_goes_on_there(page):
    page.emulate(prefers_reduced_motion="reduce")
    page.pixels()
    page.press("m")
    page.hears("second")
    page.focus("map")
    page.key("ArrowRight", SHIFT)
    page.hears("zero, a, red #ff0000, 1 point more here")
    page.press("m")
    page.hears("first: zero, a, red #ff0000")
    assert page.js("return explorer.state.pointed") == 0
    page.key("ArrowUp", SHIFT)
    page.hears("middle, c, gray #808080, 1 point more here")


def test_only_the_last_of_quick_steps_is_spoken(page):
    page.js(
        "globalThis.said = [];"
        "const log = () => said.push(root.getElementById('spoken').textContent);"
        "const observer = new MutationObserver(log);"
        "observer.observe(root.getElementById('spoken'), { childList: true });"
        "const map = root.getElementById('map');"
        "const keys = ['Right', 'Left', 'Right', 'Right', 'Down'];"
        "for (const key of keys.map((name) => `Arrow${name}`))"
        "  map.dispatchEvent(new KeyboardEvent('keydown', { key, shiftKey: true }));"
    )
    page.wait("said.length")
    assert page.js("return said") == ["one, a, green #008000"]
    page.hover(*page.place(2))  # what a mouse points at is not spoken
    page.js("await new Promise((done) => setTimeout(done, 200))")
    assert page.js("return said.length") == 1
    page.press("]")
    page.wait("said.length > 1")
    assert page.js("return said[1]").startswith("labels: two, b, ")


def test_the_same_selection_is_not_spoken_twice(page):
    page.press("v")
    page.js(
        "globalThis.said = 0;"
        "new MutationObserver(() => said++)"
        ".observe(root.getElementById('selected'), { childList: true });"
    )
    page.press("]")
    page.press("[")
    page.js("await new Promise(requestAnimationFrame)")
    assert page.js("return said") == 0


def test_the_toolbar_is_one_stop_with_arrows_inside(page):
    page.focus("map")
    page.key("Tab")
    assert page.focused() == "zoom-in"
    for key, id in [
        ("ArrowDown", "zoom-out"),
        ("End", "save-view"),
        ("ArrowDown", "zoom-in"),
        ("ArrowUp", "save-view"),
        ("Home", "zoom-in"),
        ("ArrowRight", "zoom-out"),
    ]:
        page.key(key)
        assert page.focused() == id
    assert page.find("#tools").get_attribute("aria-orientation") == "vertical"
    page.key("Tab")
    assert page.focused() == "query"
    page.key("Tab", SHIFT)
    assert page.focused() == "zoom-out"  # where it was left
    page.resize(844, 390)
    page.js("root.getElementById('zoom-in').focus()")
    assert page.find("#tools").get_attribute("aria-orientation") == "horizontal"


def test_the_focus_is_never_lost(page):
    def click(selector):
        page.js(f"const one = root.querySelector({selector!r}); one.focus(); one.click()")
        return page.focused()

    assert click("#list-view") == "zoom-selected"  # which took its place
    assert click("#clear") == "list-view"
    page.js("explorer.update({ pinned: 0 })")
    assert click("#about-point li button") == "card"
    assert click("#close-card") == "map"
    page.js("root.getElementById('help').focus(); root.getElementById('help').click()")
    page.key("Escape")
    assert page.js("return root.querySelector('dialog').open") is False
    assert page.focused() == "help"


def test_a_listed_point_keeps_the_focus_when_it_scrolls_away(browser, tmp_path):
    layout = np.random.default_rng(0).random((400, 2))
    save_html(tmp_path / "map.html", layout, {"gray": np.full((400, 3), 0.5)})
    page = Reader(browser, tmp_path / "map.html")
    page.press("v")
    page.js("root.querySelector('#list button').focus()")
    page.js("root.getElementById('list').scrollTop = 5000")
    page.wait("!root.querySelector('#list li[data-i=\"3\"]')")
    assert page.js("return root.activeElement.closest('li').dataset.i") == "0"
    page.js("root.getElementById('list').scrollTop = 0")
    page.wait("root.querySelector('#list li[data-i=\"3\"]')")
    assert page.js("return root.querySelectorAll('#list li[data-i=\"0\"]').length") == 1


def tab_stops(page):
    """What the tab key reaches, in order, and whether the focus can be seen on each."""
    page.js("document.activeElement?.blur()")
    stops = []
    for _ in range(40):
        page.key("Tab")
        stop = page.js(
            "const one = root.activeElement; if (!one) return null;"
            "const shown = one.name === 'coloring' && getComputedStyle(one).opacity === '0'"
            "  ? one.parentElement : one;"
            "const { outlineStyle, outlineWidth } = getComputedStyle(shown);"
            "const { left, top, right, bottom } = one.getBoundingClientRect();"
            "const seen = right > 0 && bottom > 0"
            "  && left < innerWidth && top < innerHeight;"
            "return [one.id || one.name || one.textContent.trim(),"
            "  outlineStyle !== 'none' && parseFloat(outlineWidth) > 0 && seen]"
        )
        if stop is None or (stops and stop[0] == stops[0][0]):
            break
        stops.append(stop)
    return stops


@pytest.mark.parametrize("size", SIZES)
def test_the_tab_key_reaches_all_and_shows_where_it_is(page, size):
    page.resize(*size)
    page.js("explorer.update({ pinned: 4 })")
    stops = tab_stops(page)
    assert all(is_seen for _, is_seen in stops), stops
    reached = [name for name, _ in stops]
    for name in ["theme", "help", "map", "zoom-in", "query", "layout", "coloring", "size"]:
        assert name in reached
    assert "vision" in reached
    for name in ["go-to-point", "copy-point", "copy-link", "close-card", "list-view"]:
        assert name in reached


@pytest.fixture
def axe(page):
    if not AXE.exists():
        pytest.skip("axe-core is not installed (npm install)")
    page.browser.execute_script(AXE.read_text(encoding="utf-8"))

    def violations():
        return page.js(
            "const { violations } = await axe.run(document);"
            "const pick = ({ id, nodes }) => [id, ...nodes.map(({ html }) => html)];"
            "return violations.map(pick)"
        )

    return violations


@pytest.mark.parametrize(
    ("size", "theme"), [*zip(SIZES, ["light", "dark"] * 2, strict=True), (SIZES[0], "dark")]
)
def test_axe_finds_no_violation_in_any_state(page, axe, size, theme):
    page.resize(*size)
    page.emulate(prefers_color_scheme=theme)
    page.wait(f"root.getElementById('frame').offsetWidth === {size[0]}")
    states = {
        "ready": "",
        "pointed": "explorer.update({ pointed: 4 })",
        "labels": "explorer.update({ coloring: 1 })",
        "channels": "explorer.update({ coloring: 2, vision: 'deutan' })",
        "card": "explorer.update({ pinned: 4 })",
        "layout": "explorer.showLayout(1)",
        "side by side": "explorer.update({ compared: 1, pointed: 3 })",
        "filters": "root.getElementById('filters').open = true;"
        "for (const one of root.querySelectorAll('.facet')) one.open = true;"
        "explorer.filter({ label: { kept: ['a', 'c'], excluded: [] } })",
        "excluded": "explorer.filter({ label: { kept: [], excluded: ['b'] } })",
        "selection": "explorer.select([0, 1, 2]); explorer.update({ isLassoOn: true })",
        "no hit": "explorer.update({ selected: [], query: 'x', pinned: -1 })",
        "help": "root.getElementById('help').click()",
    }
    for name, script in states.items():
        page.js(script)
        assert (name, axe()) == (name, [])


def test_axe_finds_no_violation_while_data_is_loaded(page, axe):
    page.js("explorer.host.dataset.state = 'loading'; explorer.notify('Loading …')")
    assert axe() == []


def test_axe_would_find_a_violation(page, axe):
    page.js("root.getElementById('help').removeAttribute('aria-label')")
    page.js("root.getElementById('help').removeAttribute('title')")
    assert [one[0] for one in axe()] == ["button-name"]


def luminance(color):
    channels = [float(c) for c in re.findall(r"[\d.]+", color)[:3]]
    return srgb_to_linear(np.array(channels) / 255) @ [0.2126, 0.7152, 0.0722]


def contrast(one, other):
    low, high = sorted([luminance(one), luminance(other)])
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_controls_and_the_focus_stand_out_from_what_is_around(page, theme):
    page.emulate(prefers_color_scheme=theme)
    page.js("explorer.update({ isLassoOn: true, selected: [0] })")
    panel = page.style("#frame", "backgroundColor")
    paper = page.style("main", "backgroundColor")
    raised = page.style("#tools", "backgroundColor")
    for selector in ("#query", "#vision", "#clear"):
        for ground in (panel, page.style(selector, "backgroundColor")):
            assert contrast(page.style(selector, "borderTopColor"), ground) >= 3
    pressed = page.style("#draw-lasso", "backgroundColor")
    assert contrast(pressed, raised) >= 3
    assert contrast(page.style("#draw-lasso", "color"), pressed) >= 4.5
    page.focus("zoom-in")
    page.key("End")
    for ground in (panel, paper, raised):
        assert contrast(page.style("#save-view", "outlineColor"), ground) >= 3


def test_with_forced_colors_states_stand_out_and_swatches_keep_theirs(page):
    page.js("explorer.update({ isLassoOn: true, pinned: 0, coloring: 2 })")
    swatch = page.style("#about-point .swatch", "backgroundColor")
    bar = page.style(".bar", "backgroundImage")
    page.emulate(forced_colors="active")
    assert (
        page.style("#about-point .swatch", "backgroundColor") == swatch == "rgb(255, 0, 0)"
    )
    assert page.style(".bar", "backgroundImage") == bar
    pressed, other = (
        page.style(f"#{id}", "backgroundColor") for id in ("draw-lasso", "zoom-in")
    )
    assert contrast(pressed, other) >= 3
    chosen = page.style(".coloring:has(:checked)", "backgroundColor")
    assert (
        contrast(chosen, page.style("aside", "backgroundColor")) >= 3 or chosen == pressed
    )
    assert page.style("#zoom-in", "borderTopStyle") == "solid"
    page.focus("zoom-in")
    page.key("End")
    assert page.style("#save-view", "outlineStyle") == "solid"


def expected(colors, vision):
    if vision != "gray":
        return simulate_cvd(colors, vision)
    gray = srgb_to_linear(colors) @ [0.2126, 0.7152, 0.0722]
    return linear_to_srgb(np.stack([gray] * 3, axis=1))


@pytest.mark.parametrize("vision", ["protan", "deutan", "tritan", "gray"])
def test_a_simulated_vision_shows_what_simulate_cvd_computes(page, vision):
    page.js(
        "const choice = root.getElementById('vision');"
        f"choice.value = '{vision}';"
        "choice.dispatchEvent(new Event('change'));"
    )
    wanted = np.rint(255 * expected(COLORS, vision))
    assert np.abs(wanted - 255 * COLORS).max() > 40
    np.testing.assert_allclose(page.point_pixels(range(6)), wanted, atol=4)
    page.js("explorer.update({ pinned: 3 })")
    x, y = page.js(
        "const swatch = root.querySelector('#about-point .swatch');"
        "swatch.scrollIntoView({ block: 'center' });"
        "const box = swatch.getBoundingClientRect();"
        "return [box.left + box.width / 2, box.top + box.height / 2]"
    )
    np.testing.assert_allclose(page.pixels()[int(y), int(x)], wanted[3], atol=4)
    page.js("explorer.update({ coloring: 1 })")
    for part in ("#meaning .swatch", "#map"):
        assert page.style(part, "filter").startswith("url(")
    assert "dark brown" not in page.text(
        "about-point"
    )  # names and hex stay those of the data
    page.wait(f"location.hash.includes('vision={vision}')")
    address = page.js("return location.href")
    page.browser.get("about:blank")
    page.browser.get(address)
    page.wait("document.getElementById('explorer').dataset.state === 'ready'")
    assert page.js("return root.getElementById('vision').value") == vision
    page.js("location.hash = 'vision=owl'")
    page.wait("explorer.state.vision === ''")
    assert page.style("#map", "filter") == "none"


def clipped(page):
    """Controls that are cut off, or whose text is."""
    return page.js(
        "const hidden = [];"
        "const parts = 'button, select, input, .option, .coloring, summary, h1, #selected';"
        "for (const one of root.querySelectorAll(parts)) {"
        "  if (!one.checkVisibility() || one.closest('#list, dialog')) continue;"
        "  if (one.closest('fieldset')) one.scrollIntoView({ inline: 'nearest' });"
        "  const { left, right } = one.getBoundingClientRect();"
        "  const isCut = one.scrollWidth > one.clientWidth + 1;"
        "  if (left < -1 || right > innerWidth + 1 || isCut)"
        "    hidden.push(one.id || one.textContent);"
        "}"
        "return hidden"
    )


@pytest.mark.parametrize("size", SIZES)
def test_large_text_and_wide_spacing_cut_nothing_off(page, size):
    page.resize(*size)
    page.js("explorer.update({ pinned: 0, selected: [0, 1], coloring: 2 })")
    assert clipped(page) == []
    page.js(
        "const style = document.createElement('style');"
        "style.textContent = `* { line-height: 1.5 !important; letter-spacing: 0.12em"
        " !important; word-spacing: 0.16em !important; } p { margin-bottom: 2em"
        " !important; }`;"
        "root.append(style);"
    )
    assert clipped(page) == []
    page.js("document.documentElement.style.fontSize = '200%'")
    page.js("explorer.select([0, 1, 2])")
    assert clipped(page) == []
    sizes = page.js(
        "const item = root.querySelector('#list li');"
        "return [item.clientHeight, item.querySelector('button').scrollHeight]"
    )
    assert sizes[1] <= sizes[0]
    assert page.js("return document.documentElement.scrollWidth") == size[0]


@pytest.mark.parametrize("size", SIZES[1:])
def test_at_home_no_tool_covers_a_point_on_small_screens(page, size):
    page.resize(*size)
    page.wait(f"root.getElementById('frame').offsetWidth === {size[0]}")
    page.pixels()
    box = page.js("return root.getElementById('tools').getBoundingClientRect().toJSON()")
    for row in range(6):
        x, y = page.place(row)
        assert x > box["right"] or y > box["bottom"]
    assert page.js("return explorer.view.isHome")


def test_nothing_moves_for_who_wants_no_motion(page):
    page.emulate(prefers_reduced_motion="reduce")
    page.js(
        "const style = document.createElement('style');"
        "style.textContent = '#card { transition: opacity 9s; }';"
        "root.prepend(style)"
    )
    assert page.style("#card", "transitionDuration") in ("0s", "")
    assert page.js("return document.getAnimations().length") == 0


@pytest.mark.parametrize("webgl", [False, True])
def test_a_point_in_the_color_of_the_paper_has_a_rim(tmp_path, webgl):
    papers = {"light": "#ffffff", "dark": "#121417"}
    colors = np.array(
        [[int(hex[i : i + 2], 16) for i in (1, 3, 5)] for hex in papers.values()]
    )
    save_html(tmp_path / "map.html", [[0, 0], [1, 1]], {"paper": colors / 255})
    browser = open_browser(tmp_path, webgl=webgl)
    try:
        if webgl:
            script = {"source": PLAY_CARD}
            browser.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", script)
        page = Reader(browser, tmp_path / "map.html")
        for row, theme in enumerate(papers):
            page.emulate(prefers_color_scheme=theme)
            pixels = page.pixels()
            x, y = map(int, page.place(row))
            around = pixels[y - 12 : y + 12, x - 12 : x + 12].reshape(-1, 3)
            assert list(pixels[y, x]) == list(colors[row])
            ground = f"rgb{colors[row].tolist()}"
            assert max(contrast(f"rgb{c}", ground) for c in around.tolist()) >= 3
    finally:
        browser.quit()


def test_a_name_on_the_map_is_legible_with_forced_colors(page):
    page.emulate(forced_colors="active")
    page.js("clearTimeout(explorer.names.waiting); explorer.names.plan = () => {}")
    box = page.js(
        "const name = document.createElement('span'); name.textContent = '8888';"
        "root.getElementById('names').append(name);"
        "const { x, y, width, height } = name.getBoundingClientRect();"
        "return [x, y, x + width, y + height].map(Math.round)"
    )
    left, top, right, bottom = box
    dark = (page.pixels()[top:bottom, left:right] < 100).all(axis=2).mean()
    assert 0.1 < dark < 0.4
