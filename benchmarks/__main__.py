"""``python -m benchmarks VECTORS LAYOUT``: compare recipes with the notebook's own steps.

The notebook and skcolor run alternately, each run in its own process. For each step, this
prints the seconds without loading the data; the peak memory beyond the loaded data; the
ratio of each pair, in seconds and in processor time (which is less sensitive to other
programs); the errors of both results against the exact one; and how far skcolor is from the
theoretical minimum time, given memory bandwidth and arithmetic.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from benchmarks._ceilings import floor, measure_ceilings
from benchmarks._data import load, synthetic

STEPS = (
    "pca",
    "pca_pack",
    "knn_distance",
    "argmax",
    "pca_argmax",
    "ica",
    "kmeans",
    "exemplars",
)
PEERS = {"pca": "umap_plot"}


def run_one(way, step, folder):
    """Run a step on the rows in a folder; print time and memory, save the result."""
    X, layout = np.load(folder / "X.npy"), np.load(folder / "layout.npy")
    from benchmarks import _ours, notebook

    arguments = (X, layout)
    if step == "exemplars":
        from sklearn.cluster import KMeans

        kmeans = KMeans(128, n_init=1, max_iter=5, random_state=0).fit(X[:20_000])
        arguments += (kmeans,)
    work = getattr(_ours if way == "skcolor" else notebook, step, None)
    work = work or getattr(_ours, way)
    Path("/proc/self/clear_refs").write_text("5")  # reset peak memory
    base, cpu, start = memory("VmRSS"), time.process_time(), time.perf_counter()
    result = work(*arguments)
    seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
    peak = memory("VmHWM") - base
    result = result() if callable(result) else result
    np.savez(folder / f"{way}-{step}.npz", **result)
    print(json.dumps({"seconds": seconds, "cpu": cpu, "mebibytes": peak}))


def memory(field):
    """Read a memory field of this process, in MiB."""
    lines = Path("/proc/self/status").read_text().splitlines()
    line = next(line for line in lines if line.startswith(field))
    return int(line.split()[1]) / 1024


def measure(way, step, folder):
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks"]
    command += ["--one", way, step, str(folder)]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)


def compare(step, folder, exact, ceilings, n_pairs):
    """Run the notebook and skcolor alternately, and print the results."""
    pairs = [
        (measure("notebook", step, folder), measure("skcolor", step, folder))
        for _ in range(n_pairs)
    ]
    cells = [
        f"{median(runs, 'seconds'):7.2f} s {median(runs, 'mebibytes'):5.0f} MiB"
        for runs in zip(*pairs, strict=True)
    ]
    spread = []
    for unit in ("seconds", "cpu"):
        ratios = sorted(theirs[unit] / ours[unit] for theirs, ours in pairs)
        ends = f"{ratios[0]:.1f} / {statistics.median(ratios):.1f} / {ratios[-1]:.1f}"
        spread.append(f"{ends:20s}")
    ours = np.load(folder / f"skcolor-{step}.npz")
    least = floor(step, exact.X.shape, int(ours.get("n_iter", 0)), ceilings)
    cells.append(f"{min(run['seconds'] for _, run in pairs) / least:5.1f} x {least:.3f} s")
    print(f"{step:13s}", *cells[:2], *spread, cells[2], sep=" | ", flush=True)
    for way in ("notebook", "skcolor"):
        if step != "tsne":
            result = np.load(folder / f"{way}-{step}.npz")
            print(f"    {way:9s} error: {exact.error_of(step, result)}", flush=True)
    if step in PEERS:
        peer = measure(PEERS[step], PEERS[step], folder)
        print(f"    {PEERS[step]} {peer['seconds']:.2f} s {peer['mebibytes']:.0f} MiB")


def median(runs, unit):
    return statistics.median(run[unit] for run in runs)


def limit_threads(n_threads):
    """Limit the threads of linear algebra and compiled loops in later processes."""
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ[name] = str(n_threads)


def main():
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("vectors", nargs="?")
    parser.add_argument("layout", nargs="?")
    parser.add_argument(
        "--synthetic", action="store_true", help="use rows of the notebook's size"
    )
    parser.add_argument("--steps", nargs="+", choices=[*STEPS, "tsne"], default=STEPS)
    parser.add_argument("--rows", type=int, help="use only the first rows, e.g. for tsne")
    parser.add_argument("--pairs", type=int, default=3)
    parser.add_argument(
        "--threads", type=int, help="threads of linear algebra: 1 on a busy machine"
    )
    parser.add_argument("--one", nargs=3, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        way, step, folder = arguments.one
        run_one(way, step, Path(folder))
        return
    if arguments.threads:
        limit_threads(arguments.threads)
    if arguments.synthetic:
        X, layout = synthetic()
    elif arguments.layout is None:
        parser.error("pass VECTORS and LAYOUT, or --synthetic")
    else:
        X, layout = load(arguments.vectors, arguments.layout)
    X, layout = X[: arguments.rows], layout[: arguments.rows]
    from benchmarks._exact import Exact

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        np.save(folder / "X.npy", X)
        np.save(folder / "layout.npy", layout)
        ceilings = measure_ceilings()
        print(
            f"{len(X)} x {X.shape[1]} float32; {os.cpu_count()} processors, load "
            f"{os.getloadavg()[0]:.1f}; memory {ceilings[0] / 1e9:.1f} GB/s, products "
            f"{ceilings[1] / 1e9:.0f} GFLOP/s"
        )
        print(
            "step | notebook | skcolor | ratio of seconds, min / median / max | "
            "of processor time | best vs. minimum time"
        )
        exact = Exact(X, layout)
        for step in arguments.steps:
            compare(step, folder, exact, ceilings, arguments.pairs)
        print(f"load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
