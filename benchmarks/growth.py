"""``python -m benchmarks.growth``: time and memory against the number of rows.

Recipes are fitted to memory-mapped rows of 32 float32 columns, from 10,000 to 10,000,000
rows, and color them, each in its own process. Prints the seconds, the memory beyond the
rows, and the log-log slope of the seconds from 100,000 rows on. Writes the figure
docs/images/growth.png.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from benchmarks.__main__ import memory

N_COLUMNS = 32
SIZES = (10_000, 30_000, 100_000, 300_000, 1_000_000, 3_000_000, 10_000_000)
RECIPES = ("pca", "pca_pack", "argmax", "pca_argmax", "ica", "kmeans_30", "knn_distance")
FIGURE = Path(__file__).parent.parent / "docs" / "images" / "growth.png"


def write_rows(folder, n_rows):
    """Write rows and their layout in parts."""
    rng = np.random.default_rng(0)
    shape = (n_rows, N_COLUMNS)
    X = np.lib.format.open_memmap(folder / "X.npy", "w+", np.float32, shape)
    layout = np.lib.format.open_memmap(folder / "layout.npy", "w+", np.float32, (n_rows, 2))
    scale = np.arange(1, N_COLUMNS + 1, dtype=np.float32) ** -0.5
    for start in range(0, n_rows, 100_000):
        rows = slice(start, start + 100_000)
        part = rng.exponential(size=X[rows].shape).astype(np.float32) * scale
        X[rows], layout[rows] = part, part[:, :2]


def run_one(recipe, n_rows, folder):
    """Fit a recipe to the first rows and color them; print time and memory."""
    from skcolor import recipes, transform_in_chunks

    X = np.load(folder / "X.npy", mmap_mode="r")[:n_rows]
    layout = np.load(folder / "layout.npy", mmap_mode="r")[:n_rows]
    pipeline = recipes.RECIPES[recipe]()
    recipes.RECIPES[recipe]().fit(X[:5000], layout[:5000])  # loads lazy imports
    Path("/proc/self/clear_refs").write_text("5")  # reset peak memory
    base, cpu, start = memory("RssAnon"), time.process_time(), time.perf_counter()
    pipeline.fit(X, layout)
    transform_in_chunks(pipeline, X, layout)
    seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
    # Mapped file pages count as resident, but the system can reclaim them.
    peak = memory("VmHWM") - base - memory("RssFile")
    print(json.dumps({"seconds": seconds, "cpu": cpu, "mebibytes": max(0.0, peak)}))


def measure(recipe, n_rows, folder):
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.growth"]
    command += ["--one", recipe, str(n_rows), str(folder)]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)


def slope(sizes, seconds):
    """Slope in log-log coordinates from 100,000 rows on."""
    large = np.asarray(sizes) >= 100_000
    if large.sum() < 2:
        return np.nan
    return np.polyfit(np.log(sizes)[large], np.log(seconds)[large], 1)[0]


def draw(sizes, results):
    from matplotlib.figure import Figure

    from skcolor.paint import distinct_palette

    figure = Figure(figsize=(10, 4.2), layout="constrained", facecolor="white")
    colors = distinct_palette(len(results))
    units = {"cpu": "processor seconds", "mebibytes": "MiB beyond the rows"}
    for ax, (unit, label) in zip(figure.subplots(1, 2), units.items(), strict=True):
        for (recipe, runs), color in zip(results.items(), colors, strict=True):
            values = [run[unit] for run in runs]
            name = f"{recipe} ({slope(sizes, values):.2f})" if unit == "cpu" else recipe
            ax.loglog(sizes, np.maximum(values, 0.01), "o-", color=color, label=name)
        ax.set(xlabel="rows", ylabel=label)
        ax.grid(alpha=0.3)
        ax.spines[["top", "right"]].set_visible(False)
    quarter = np.array(sizes) * N_COLUMNS * 4 / 2**20 / 4
    ax.loglog(sizes, quarter, "--", color="0.5", label="a quarter of the rows")
    for ax in figure.axes:
        ax.legend(frameon=False, fontsize=8)
    figure.axes[0].set_title("Time (slope from 100,000 rows on)", fontsize=10)
    figure.axes[1].set_title("Memory", fontsize=10)
    figure.savefig(FIGURE, dpi=110)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--recipes", nargs="+", default=RECIPES)
    parser.add_argument(
        "--most", type=int, default=SIZES[-1], help="largest number of rows"
    )
    parser.add_argument("--one", nargs=3, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        recipe, n_rows, folder = arguments.one
        run_one(recipe, int(n_rows), Path(folder))
        return
    sizes = [n for n in SIZES if n <= arguments.most]
    print("| | " + " | ".join(f"{n:,}" for n in sizes) + " | slope | memory |")
    print("|---" * (len(sizes) + 3) + "|")
    results = {}
    with tempfile.TemporaryDirectory() as name:
        write_rows(Path(name), sizes[-1])
        for recipe in arguments.recipes:
            runs = [measure(recipe, n_rows, name) for n_rows in sizes]
            results[recipe] = runs
            cells = [f"{run['cpu']:.2f} s" for run in runs]
            cells += [f"{slope(sizes, [run['cpu'] for run in runs]):.2f}"]
            cells += [f"{runs[-1]['mebibytes']:.0f} MiB"]
            print(f"| `{recipe}` | " + " | ".join(cells) + " |", flush=True)
    draw(sizes, results)


if __name__ == "__main__":
    main()
