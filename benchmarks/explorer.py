"""``python -m benchmarks.explorer VECTORS LAYOUT WORDS``: compare the explorer with Bokeh.

Both pages show the same layout in the same three colorings, with a text for each point.
For each, this prints the file size, the seconds to write it, and the seconds from opening
it in Chromium until a screenshot shows the points. The two pages are opened alternately.
Needs bokeh, selenium, chromium and chromedriver.
"""

import statistics
import tempfile
import time
from io import BytesIO
from pathlib import Path

import matplotlib.image
import numpy as np

from benchmarks._data import data_parser, load
from skcolor.plotting import save_html
from skcolor.recipes import RECIPES
from tests.browser import open_browser

COLORINGS = ("pca", "pca_perceptual", "pca_argmax")


def save_skcolor(path, layout, colorings, words):
    save_html(path, layout, colorings, hover=words, title="Words")


def save_bokeh(path, layout, colorings, words):
    from bokeh.embed import file_html
    from bokeh.layouts import column
    from bokeh.models import ColumnDataSource, CustomJS, Select
    from bokeh.plotting import figure
    from bokeh.resources import INLINE

    x, y = layout.astype(np.float32).T
    packed = {name: pack(colors) for name, colors in colorings.items()}
    source = ColumnDataSource({"x": x, "y": y, "word": words, **packed})
    plot = figure(
        width=980,
        height=750,
        output_backend="webgl",
        tools="pan,wheel_zoom,lasso_select,reset,save",
    )
    points = plot.scatter("x", "y", color=COLORINGS[0], size=2, source=source)
    choice = Select(options=list(colorings), value=COLORINGS[0])
    change = "points.glyph.fill_color = points.glyph.line_color = {field: this.value}"
    choice.js_on_change("value", CustomJS(args={"points": points}, code=change))
    path.write_text(file_html(column(choice, plot), INLINE), encoding="utf-8")


def pack(colors):
    red, green, blue = np.rint(colors.T * 255).astype(np.uint32)
    return red << 24 | green << 16 | blue << 8 | 255


def save_picture(page, path):
    """Save a screenshot of a page with the pointer on a word."""
    from selenium.webdriver import ActionChains

    with tempfile.TemporaryDirectory() as folder:
        browser = open_browser(Path(folder))
        try:
            browser.execute_cdp_cmd(
                "Emulation.setDeviceMetricsOverride",
                {"width": 1280, "height": 800, "deviceScaleFactor": 1, "mobile": False},
            )
            browser.get(page.as_uri())
            time.sleep(5)
            root = browser.find_element("id", "explorer").shadow_root
            root.find_element("css selector", ".coloring:nth-of-type(2)").click()
            canvas = root.find_element("css selector", "#map")
            ActionChains(browser).move_to_element_with_offset(canvas, -115, -190).perform()
            time.sleep(1)
            browser.save_screenshot(path)
        finally:
            browser.quit()


def seconds_to_picture(path):
    """Measure seconds from opening a page until many of its central pixels are colored."""
    with tempfile.TemporaryDirectory() as folder:
        browser = open_browser(Path(folder))
        try:
            browser.set_window_size(1280, 900)
            browser.set_page_load_timeout(120)
            start = time.perf_counter()
            browser.get(path.as_uri())
            while True:
                picture = BytesIO(browser.get_screenshot_as_png())
                seconds = time.perf_counter() - start
                middle = matplotlib.image.imread(picture)[300:500, 400:600, :3]
                if (np.ptp(middle, axis=2) > 0.2).mean() > 0.1:
                    return seconds
        finally:
            browser.quit()


def main():
    parser = data_parser(__doc__)
    parser.add_argument("words")
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--picture", metavar="PNG", help="save a screenshot to this file")
    arguments = parser.parse_args()
    X, layout = load(arguments.vectors, arguments.layout)
    words = Path(arguments.words).read_text(encoding="utf-8").splitlines()
    colorings = {name: RECIPES[name]().fit_transform(X, layout) for name in COLORINGS}
    with tempfile.TemporaryDirectory() as folder:
        pages = {}
        for name, save in (("skcolor", save_skcolor), ("bokeh", save_bokeh)):
            pages[name] = Path(folder) / f"{name}.html"
            start = time.perf_counter()
            save(pages[name], layout, colorings, words)
            seconds = time.perf_counter() - start
            megabytes = pages[name].stat().st_size / 1e6
            print(f"{name}: {megabytes:.1f} MB, written in {seconds:.1f} s", flush=True)
        times = {name: [] for name in pages}
        for _ in range(arguments.pairs):
            for name, path in pages.items():
                times[name].append(seconds_to_picture(path))
        if arguments.picture:
            save_picture(pages["skcolor"], arguments.picture)
    for name, seconds in times.items():
        listed = ", ".join(f"{s:.2f}" for s in sorted(seconds))
        print(f"{name}: shown after {statistics.median(seconds):.2f} s ({listed})")


if __name__ == "__main__":
    main()
