"""``python -m benchmarks.tiles [N_ROWS]``: a map of 10,000,000 points as a folder of tiles.

The points are synthetic: a mixture of 200 clusters of all sizes, in two colorings, with
labels and texts, in memory-mapped files. Prints the CPU seconds and the memory of writing,
the size of the folder, and what a browser without a graphics card takes for the first view,
for a pan, and for a search. Needs selenium, chromium and chromedriver.
"""

import argparse
import statistics
import tempfile
import threading
import time
from pathlib import Path

import numpy as np

from skcolor.cli._serve import make_server
from skcolor.plotting import save_tiles
from tests.browser import open_browser

N_CLUSTERS = 200
BLOCK = 250_000
ROOT = "const root = document.getElementById('explorer').shadowRoot;"
SAMPLED = "/shown/.test(root.getElementById('sampled')?.textContent)"
SEARCHED = "/among all/.test(root.getElementById('searched').textContent)"
PAN = """
const times = [];
for (let i = 0; i < 21; i++) {
  const start = performance.now();
  explorer.move(() => explorer.view.pan(7, 3));
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  times.push(performance.now() - start);
}
return times;
"""
READ = """
const read = performance.getEntriesByType("resource");
return [performance.getEntriesByName("points")[0].startTime, performance.now(),
  explorer.selection.shown.length, read.reduce((sum, one) => sum + one.transferSize, 0)];
"""


class Texts:
    """A text for each row, made when it is asked for."""

    def __init__(self, groups):
        self.groups = groups
        self.shape = groups.shape

    def __len__(self):
        return len(self.groups)

    def __getitem__(self, rows):
        numbers = range(*rows.indices(len(self)))
        pairs = zip(numbers, self.groups[rows], strict=True)
        return [f"document {number} of group {group}" for number, group in pairs]


def make_rows(folder, n_rows):
    """Layout, two colorings and groups, as memory-mapped files."""
    rng = np.random.default_rng(0)
    kinds = {"layout": ("f4", 2), "shades": ("f4", 3), "groups": ("u1", 3)}
    files = {
        name: np.lib.format.open_memmap(folder / name, "w+", dtype, (n_rows, width))
        for name, (dtype, width) in kinds.items()
    }
    labels = np.lib.format.open_memmap(folder / "labels", "w+", "i2", (n_rows,))
    centers = 10 * rng.normal(size=(N_CLUSTERS, 2))
    spreads = np.exp(0.8 * rng.normal(size=N_CLUSTERS) - 1)
    weights = rng.dirichlet(np.full(N_CLUSTERS, 0.5))
    palette = rng.random((N_CLUSTERS, 3))
    for start in range(0, n_rows, BLOCK):
        rows = slice(start, min(start + BLOCK, n_rows))
        group = rng.choice(N_CLUSTERS, rows.stop - start, p=weights)
        noise = rng.normal(size=(len(group), 5))
        files["layout"][rows] = centers[group] + noise[:, :2] * spreads[group, None]
        files["shades"][rows] = np.clip(palette[group] + 0.05 * noise[:, 2:], 0, 1)
        files["groups"][rows] = np.rint(255 * palette)[group]
        labels[rows] = group
    del files, labels
    return [np.load(folder / name, mmap_mode="r") for name in (*kinds, "labels")]


def own_memory():
    """Memory of this process without mapped files, in MB."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("RssAnon")) / 1000


def write(path, layout, shades, groups, labels):
    """Write the folder, and print what it took."""
    before, peak, done = own_memory(), [0.0], threading.Event()

    def watch():
        while not done.wait(0.02):
            peak[0] = max(peak[0], own_memory())

    watcher = threading.Thread(target=watch)
    watcher.start()
    start = time.process_time()
    colorings = {"shades": shades, "groups": groups}
    save_tiles(path, layout, colorings, labels=labels, hover=Texts(labels), title="Mixture")
    seconds = time.process_time() - start
    done.set()
    watcher.join()
    print(
        f"written in {seconds:.0f} CPU seconds, {peak[0] - before:.0f} MB beyond the start"
    )
    sizes = {part.name: size_of(part) for part in path.glob("tiles-*/*")}
    print(f"arrays {sum(sizes.values()):.0f} MB: {sizes}")
    print(f"{len(list(path.glob('tiles-*/layout/*')))} tiles")


def size_of(folder):
    return round(sum(file.stat().st_size for file in folder.iterdir()) / 1e6, 1)


def look(path):
    """Open the folder in a browser, and print what that took."""
    server = make_server(path, 0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory() as downloads:
        browser = open_browser(Path(downloads), webgl=False, offline=False)
        browser.set_window_size(1280, 800)
        browser.get(f"http://127.0.0.1:{server.server_port}/")
        wait(browser, SAMPLED)
        first, settled, n_points, n_bytes = browser.execute_script(READ)
        print(f"first points after {first / 1000:.1f} s, all after {settled / 1000:.1f} s")
        print(f"{n_points:,} points, {n_bytes / 1e6:.1f} MB")
        frames = browser.execute_script(PAN)
        print(f"frame of a pan: {statistics.median(frames):.0f} ms")
        start = time.perf_counter()
        browser.execute_script(
            ROOT + "root.getElementById('query').value = 'document 1234567 of';"
            "root.getElementById('search').requestSubmit()"
        )
        wait(browser, SEARCHED)
        print(f"search for a rare text: {time.perf_counter() - start:.0f} s")
        browser.quit()
    server.shutdown()


def wait(browser, condition):
    end = time.monotonic() + 300
    while not browser.execute_script(f"{ROOT} return Boolean({condition})"):
        if time.monotonic() > end:
            raise TimeoutError(condition)
        browser.get_screenshot_as_png()  # makes a frame


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("n_rows", nargs="?", type=int, default=10_000_000)
    n_rows = parser.parse_args().n_rows
    with tempfile.TemporaryDirectory() as folder:
        rows = make_rows(Path(folder), n_rows)
        write(Path(folder) / "map", *rows)
        look(Path(folder) / "map")
