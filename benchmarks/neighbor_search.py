"""``python -m benchmarks.neighbor_search ROWS``: recall, time and memory of searches.

ROWS is a file of vectors, or one of `patches`, 200,000 of 8 x 8 gray pixels from the sample
images of scikit-learn, `gaussian`, 300,000 rows of 128 columns, and `million`, 1,000,000
rows of 32. Each search finds the neighbors of all rows, each in its own process and one
after the other, as often as ``--runs`` says; those that are too slow for all rows find
those of a sample, from which their time is extrapolated. With ``--layout``, the colorers
that search neighbors of all rows are timed as well. ``--some`` takes fewer rows.
"""

import argparse
import multiprocessing
import re
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
from sklearn.datasets import load_sample_images
from sklearn.feature_extraction.image import extract_patches_2d
from sklearn.frozen import FrozenEstimator

from benchmarks._data import load
from skcolor import LocalDimensionColorer, NeighborOverlapColorer
from skcolor._external import import_optional
from skcolor.neighbors import IVFNeighbors, MRPTNeighbors, PyNNDescentNeighbors
from skcolor.neighbors._search import find_neighbors

N_QUERIES = 2000
# What each is, and whether it is fast enough for all rows.
SEARCHES = {
    "exact": (lambda k: None, False),
    "IVFNeighbors": (lambda k: IVFNeighbors(k, n_jobs=-1), True),
    "PyNNDescentNeighbors": (lambda k: PyNNDescentNeighbors(k, n_jobs=-1), True),
    "MRPTNeighbors": (MRPTNeighbors, False),
}
NEEDS = {"PyNNDescentNeighbors": "pynndescent", "MRPTNeighbors": "mrpt"}


def load_rows(name, some=None):
    """The rows, or some of them."""
    X = load_all(name)
    if some is None:
        return X
    return X[np.sort(np.random.default_rng(0).choice(len(X), some, replace=False))]


def load_all(name):
    rng = np.random.default_rng(0)
    if name == "gaussian":
        return rng.normal(size=(300_000, 128)).astype(np.float32)
    if name == "million":
        return rng.normal(size=(1_000_000, 32)).astype(np.float32)
    if name == "patches":
        images = [image.mean(axis=2) / 255 for image in load_sample_images().images]
        parts = [
            extract_patches_2d(x, (8, 8), max_patches=100_000, random_state=0)
            for x in images
        ]
        return np.concatenate(parts).reshape(-1, 64).astype(np.float32)
    return load(name)[0]


def measure(name, source, some, n_neighbors):
    """Seconds of both cores to build and to query, memory, and neighbors of the sample."""
    X = load_rows(source, some)
    make, is_fast = SEARCHES[name]
    queries = np.random.default_rng(1).choice(len(X), min(N_QUERIES, len(X)), replace=False)
    before = memory("VmRSS")
    Path("/proc/self/clear_refs").write_text("5")  # reset peak memory
    start, wall = time.process_time(), time.perf_counter()
    search = find_neighbors(X, make(n_neighbors), n_jobs=-1)
    search.kneighbors(X[queries[:10]], n_neighbors)  # compiles if needed
    built, wall_built = time.process_time(), time.perf_counter()
    rows = X if is_fast else X[queries]
    found = search.kneighbors(rows, n_neighbors)[1]
    share = len(X) / len(rows)
    return (
        built - start,
        share * (time.process_time() - built),
        wall_built - wall + share * (time.perf_counter() - wall_built),
        memory("VmHWM") - before,
        found[queries] if is_fast else found,
    )


def memory(name):
    """A figure of this process in MiB."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.search(rf"{name}:\s+(\d+) kB", status)[1]) / 1024


def color(layout, source):
    """Seconds of colorers on all rows, alone and with one search for both."""
    X, places = load_rows(source), np.load(layout)
    colorers = [NeighborOverlapColorer(n_jobs=-1), LocalDimensionColorer(n_jobs=-1)]
    for colorer in colorers:
        start, wall = time.process_time(), time.perf_counter()
        colorer.fit_transform(X, places)
        report(type(colorer).__name__, start, wall, colorer.recall_)
    start, wall = time.process_time(), time.perf_counter()
    search = FrozenEstimator(IVFNeighbors(31, n_jobs=-1).fit(X))
    for colorer in colorers:
        colorer.set_params(neighbors=search).fit_transform(X, places)
    report("both, one search", start, wall, search.recall_)


def report(name, start, wall, recall):
    cpu, wall = time.process_time() - start, time.perf_counter() - wall
    print(f"{name:22s}{cpu:7.1f} CPU s {wall:7.1f} s   recall {recall:.3f}", flush=True)


def is_installed(name):
    try:
        import_optional(NEEDS.get(name, "numpy"), extra=NEEDS.get(name, ""))
    except ImportError:
        return False
    return True


def run_alone(function, *arguments):
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=spawn) as pool:
        return pool.submit(function, *arguments).result()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows")
    parser.add_argument("--layout", help="a file")
    parser.add_argument("--some", type=int, help="number of rows")
    parser.add_argument("--neighbors", type=int, default=16, help="with the row itself")
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--only", nargs="*", choices=SEARCHES, default=[*SEARCHES])
    arguments = parser.parse_args()
    names = [name for name in SEARCHES if name in arguments.only and is_installed(name)]
    print(f"{'':22s}   build   all rows, CPU s       wall     MiB  recall   / exact")
    true, exact = None, np.nan
    for _ in range(arguments.runs):
        for name in names:
            build, query, wall, peak, found = run_alone(
                measure, name, arguments.rows, arguments.some, arguments.neighbors
            )
            if name == "exact":
                true, exact = found, build + query
            recall = np.nan
            if true is not None:
                pairs = zip(found, true, strict=True)
                recall = np.mean([np.isin(a, b).mean() for a, b in pairs])
            print(
                f"{name:22s}{build:8.1f}   {query:16.1f}   {wall:8.1f} {peak:7.0f}  "
                f"{recall:.3f}  {exact / (build + query):8.1f}",
                flush=True,
            )
    if arguments.layout:
        run_alone(color, arguments.layout, arguments.rows)


if __name__ == "__main__":
    main()
