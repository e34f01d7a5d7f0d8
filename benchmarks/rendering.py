"""``python -m benchmarks.rendering``: maps of 10⁴ to 10⁷ points as PNGs of 1200 x 1200.

Each run has its own process, and the methods alternate. Prints the minimum processor
seconds from points and colors to the PNG, without imports, and the maximum peak memory
beyond the points. No method uses more than one core. datashader compiles on first use, so
both times are given.
"""

import argparse
import io
import json
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np

SIZES = (10_000, 100_000, 341_479, 1_000_000, 10_000_000)
WAYS = ("plt.scatter", "skcolor", "datashader")
PIXELS = 1200


def make_points(n_points):
    """Make 2,000 normal clusters in float32, each in its own color with some noise."""
    rng = np.random.default_rng(0)
    cluster = rng.integers(2_000, size=n_points)
    layout = rng.normal(size=(2_000, 2))[cluster] + 0.05 * rng.normal(size=(n_points, 2))
    colors = 0.8 * rng.random((2_000, 3))[cluster] + 0.2 * rng.random((n_points, 3))
    return layout.astype(np.float32), colors.astype(np.float32)


def draw_scatter(layout, colors):
    figure, ax = plt.subplots(figsize=(6, 6), layout="constrained")
    ax.set_axis_off()
    ax.scatter(*layout.T, c=colors, s=0.6, linewidths=0)
    figure.savefig(io.BytesIO(), dpi=PIXELS / 6)
    plt.close(figure)


def draw_skcolor(layout, colors):
    from skcolor.plotting import ColoringDisplay

    display = ColoringDisplay.from_colors(layout, colors)
    display.figure_.savefig(io.BytesIO(), dpi=PIXELS / 6)
    plt.close(display.figure_)


def draw_datashader(layout, colors):
    """Average the channels per pixel, with opacity by the logarithm of the count."""
    import datashader
    import pandas as pd
    from PIL import Image

    frame = pd.DataFrame(np.column_stack([layout, colors]), columns=list("xyrgb"))
    canvas = datashader.Canvas(PIXELS, PIXELS)
    means = {name: datashader.mean(name) for name in "rgb"}
    sums = canvas.points(frame, "x", "y", datashader.summary(**means, n=datashader.count()))
    counts = sums["n"].to_numpy()
    opacity = np.log1p(counts) / np.log1p(counts.max())
    image = np.dstack([*(np.nan_to_num(sums[name].to_numpy()) for name in "rgb"), opacity])
    Image.fromarray((255 * image).astype(np.uint8)).save(io.BytesIO(), format="png")


DRAW = dict(zip(WAYS, (draw_scatter, draw_skcolor, draw_datashader), strict=True))


def run_one(way, folder):
    mpl.use("agg")
    points = [np.load(Path(folder) / name) for name in ("layout.npy", "colors.npy")]
    if way == "datashader":
        import datashader  # noqa: F401
    if way == "skcolor":
        import skcolor.plotting  # noqa: F401
    base = peak_memory()
    seconds = []
    for _ in range(2):
        start = time.process_time()
        DRAW[way](*points)
        seconds.append(time.process_time() - start)
        if way != "datashader":
            break
    print(json.dumps({"seconds": seconds, "mebibytes": peak_memory() - base}))


def peak_memory():
    """Peak memory of this process in MiB; getrusage would include the parent's peak."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) / 1024


def measure(way, folder, repeats):
    command = [sys.executable, "-m", "benchmarks.rendering", "--one", way, folder]
    runs = [
        json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
        for _ in range(repeats)
    ]
    times = zip(*(run["seconds"] for run in runs), strict=True)
    seconds = " then ".join(f"{min(values):.2f}" for values in times)
    return f"{seconds} s, {max(run['mebibytes'] for run in runs):.0f} MiB"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--one", nargs=2, metavar=("WAY", "FOLDER"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        run_one(*arguments.one)
        return
    print("points", *WAYS, sep=" | ")
    for n_points in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            layout, colors = make_points(n_points)
            np.save(Path(folder) / "layout.npy", layout)
            np.save(Path(folder) / "colors.npy", colors)
            cells = [measure(way, folder, arguments.repeats) for way in WAYS]
        print(f"{n_points:,}", *cells, sep=" | ", flush=True)


if __name__ == "__main__":
    main()
