"""Measure a page in Chromium as its reader meets it: points, answers, frames, memory.

Times of answers are taken inside the page, from the event until the first animation frame
that finds the answer in the document. The browser draws on the processor.
"""

import base64
import statistics
import time
from io import BytesIO

import matplotlib.image
import numpy as np
import psutil

PATIENCE = 120  # seconds until points or results that do not come are given up
HOVER_PATIENCE = 10
ENOUGH = 20  # seconds after which a slow page is hovered or dragged no longer
N_PLACES = 12
N_STEPS = 20
N_LEAST = 5  # places and steps, however slow
N_CHANGED = 50  # pixels of the map that tell that rows were marked
PROBE = """
window.measured = {
  watch(type, read, patience) {
    const before = read();
    let start = 0;
    addEventListener(type, (e) => (start ||= e.timeStamp), { capture: true, once: true });
    measured.answer = new Promise((done) => {
      const look = () => {
        const seconds = (performance.now() - start) / 1000;
        const now = start ? read() : "";
        if (now && now !== before) done(seconds);
        else if (start && seconds > patience) done(null);
        else requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    });
  },
};
"""


class Unanswered(Exception):
    """The page did not do in time what was asked."""


class Probe:
    """A browser and the explorer in it."""

    def __init__(self, browser, explorer):
        self.browser = browser
        self.explorer = explorer
        self.device = browser.execute_cdp_cmd
        self.device("Page.addScriptToEvaluateOnNewDocument", {"source": PROBE})
        self.device("Performance.enable", {})
        browser.set_script_timeout(PATIENCE + 30)
        self.driver = psutil.Process(browser.service.process.pid)
        self.empty = self.memory()
        explorer.prepare(browser)
        self.prepared = self.memory()

    def js(self, script):
        return self.browser.execute_script(script)

    def processor_seconds(self):
        """Processor time of all processes of the browser."""
        times = [process.cpu_times() for process in self.driver.children(recursive=True)]
        return sum(time.user + time.system for time in times)

    def memory(self):
        """Memory of all processes of the browser in MB, shared pages in equal parts."""
        self.device("HeapProfiler.collectGarbage", {})
        processes = self.driver.children(recursive=True)
        return sum(process.memory_full_info().pss for process in processes) / 1e6

    def timed(self, measure):
        """What a measurement gives, and the processor time that it took."""
        start = self.processor_seconds()
        return measure(), self.processor_seconds() - start

    def place(self):
        """Left, top, width and height of the map in the window, or None."""
        return self.js(
            f"const box = ({self.explorer.map})?.getBoundingClientRect();"
            "return box?.width && [box.x, box.y, box.width, box.height]"
        )

    def picture(self, scale=1.0):
        """The map as it is on the screen."""
        x, y, width, height = self.place()
        clip = {"x": x, "y": y, "width": width, "height": height, "scale": scale}
        shot = self.device(
            "Page.captureScreenshot", {"clip": clip, "optimizeForSpeed": True}
        )
        return matplotlib.image.imread(BytesIO(base64.b64decode(shot["data"])))[..., :3]

    def first_points(self):
        """Seconds until a screenshot of the map has colored points."""
        start = time.perf_counter()
        self.explorer.start(self.browser)
        while time.perf_counter() - start < PATIENCE:
            if self.place() and is_colored(self.picture(0.5)).mean() > 0.01:
                return time.perf_counter() - start
        raise Unanswered("no points")

    def point(self, x, y, kind="mouseMoved", buttons=0):
        event = {
            "type": kind,
            "x": float(x),
            "y": float(y),
            "button": "left" if buttons else "none",
        }
        self.device(
            "Input.dispatchMouseEvent", {**event, "buttons": buttons, "clickCount": 1}
        )

    def colored_places(self, n):
        """Draw places in the window, in the middle of colored pixels and beside legends."""
        colored = is_colored(self.picture())
        width = colored.shape[1]
        colored[:, : width * 15 // 100] = colored[:, width * 80 // 100 :] = False
        inner = np.logical_and.reduce(
            [np.roll(colored, (i, j), (0, 1)) for i in (-2, 0, 2) for j in (-2, 0, 2)]
        )
        rows, columns = np.nonzero(inner)
        chosen = np.random.default_rng(0).integers(len(rows), size=n)
        left, top = self.place()[:2]
        return [(left + columns[i], top + rows[i]) for i in chosen]

    def answer(self, kind, read, act, patience):
        """Seconds from an event of an action until what is read has changed, or None."""
        self.js(f"measured.watch({kind!r}, () => {read}, {patience})")
        act()
        return self.browser.execute_async_script("measured.answer.then(arguments[0])")

    def hover(self, patience=HOVER_PATIENCE, n=N_PLACES):
        """Both kinds of seconds from moves of the pointer to tooltips, or None."""
        read, answers = self.explorer.tooltip, []
        for x, y in limited(self.colored_places(n)):
            answers.append(
                self.timed(
                    lambda x=x, y=y: self.answer(
                        "pointermove", read, lambda: self.point(x, y), patience
                    )
                )
            )
        return answers

    def first_answer(self):
        """Seconds until the pointer gets a tooltip."""
        start = time.perf_counter()
        end = time.perf_counter() + PATIENCE
        while time.perf_counter() < end:
            if any(wall for wall, _ in self.hover(0.5, 2)):
                return time.perf_counter() - start
        raise Unanswered("no tooltip")

    def pan(self):
        """Median seconds from a step of a drag until a small screenshot, and all steps."""
        x, y, width, height = self.place()
        x, y = x + width / 2, y + height / 2
        self.point(x, y)
        self.point(x, y, "mousePressed", 1)
        times = [time.perf_counter()]
        for step in limited(range(N_STEPS)):
            self.point(x + 4 * step, y + 2 * step, buttons=1)
            self.picture(0.05)
            times.append(time.perf_counter())
        self.point(x, y, buttons=1)
        self.point(x, y, "mouseReleased", 1)
        return statistics.median(np.diff(times)[2:]), len(times) - 1

    def open_search(self):
        if self.explorer.open_search:
            self.js(self.explorer.open_search)
        end = time.perf_counter() + PATIENCE
        while not self.js(f"return Boolean({self.explorer.query})"):
            if time.perf_counter() > end:
                raise Unanswered("no field to search")

    def search(self, word):
        """Seconds from typing a word until its results are shown, both kinds of time."""
        self.js(f"const query = {self.explorer.query}; query.focus(); query.select()")
        if self.explorer.results:
            results = self.explorer.results
            seconds, cpu = self.timed(
                lambda: self.answer("input", results, lambda: self.type(word), PATIENCE)
            )
        else:
            seconds, cpu = self.timed(lambda: self.change(lambda: self.type(word)))
            self.js(f"{self.explorer.query}.select()")
            self.change(lambda: self.type(""))
        if seconds is None:
            raise Unanswered(f"no results for {word!r}")
        return seconds, cpu

    def type(self, text):
        if text:
            self.device("Input.insertText", {"text": text})
        else:
            self.browser.switch_to.active_element.send_keys("\b")

    def change(self, act):
        """Seconds from an action until a screenshot of the map is another, or None."""
        before = self.picture()
        left, top = self.place()[:2]
        x, y, width, height = self.js(
            f"const box = {self.explorer.query}.getBoundingClientRect();"
            "return [box.x, box.y, box.width, box.height]"
        )
        rows = slice(max(int(y - top) - 2, 0), max(int(y - top + height) + 2, 0))
        columns = slice(max(int(x - left) - 2, 0), max(int(x - left + width) + 2, 0))
        start = time.perf_counter()
        act()
        while time.perf_counter() - start < PATIENCE:
            changed = (np.abs(self.picture() - before) > 0.1).any(axis=2)
            changed[rows, columns] = False  # the text that was typed
            if changed.sum() > N_CHANGED:
                return time.perf_counter() - start
        return None

    def heap(self):
        """Memory of the page's JavaScript objects in MB."""
        metrics = self.device("Performance.getMetrics", {})["metrics"]
        return {metric["name"]: metric["value"] for metric in metrics}[
            "JSHeapUsedSize"
        ] / 1e6


def is_colored(picture):
    return np.ptp(picture, axis=2) > 0.2


def limited(items):
    """The first items, as many as there is time for."""
    end = time.perf_counter() + ENOUGH
    for i, item in enumerate(items):
        if i >= N_LEAST and time.perf_counter() > end:
            return
        yield item
