"""``python -m benchmarks VECTORS LAYOUT``: recipes against the notebook's own steps.

Each run is a process of its own, the two ways in turn. Printed are, for each step, the
seconds inside the process without loading the data; the peak memory above that of the
loaded data; the ratio of each pair, in seconds and in processor time (which other programs
on the machine disturb less); what is wrong with either result when it is held against the
exact one; and how far skcolor is from the least time that memory and arithmetic allow.
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
    """Do a step on the rows in a folder; print what it took, keep what came out."""
    X, layout = np.load(folder / "X.npy"), np.load(folder / "layout.npy")
    from benchmarks import _ours, notebook

    arguments = (X, layout)
    if step == "exemplars":
        from sklearn.cluster import KMeans

        kmeans = KMeans(128, n_init=1, max_iter=5, random_state=0).fit(X[:20_000])
        arguments += (kmeans,)
    work = getattr(_ours if way == "skcolor" else notebook, step, None)
    work = work or getattr(_ours, way)
    Path("/proc/self/clear_refs").write_text("5")  # peak memory counts from here
    base, cpu, start = memory("VmRSS"), time.process_time(), time.perf_counter()
    result = work(*arguments)
    seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
    peak = memory("VmHWM") - base
    result = result() if callable(result) else result
    np.savez(folder / f"{way}-{step}.npz", **result)
    print(json.dumps({"seconds": seconds, "cpu": cpu, "mebibytes": peak}))


def memory(field):
    """Memory of this process in MiB."""
    lines = Path("/proc/self/status").read_text().splitlines()
    line = next(line for line in lines if line.startswith(field))
    return int(line.split()[1]) / 1024


def measure(way, step, folder):
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks"]
    command += ["--one", way, step, str(folder)]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)


def compare(step, folder, exact, ceilings, n_pairs):
    """Run both ways in turn and print a line."""
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
            print(f"    {way:9s} off by {exact.error_of(step, result)}", flush=True)
    if step in PEERS:
        peer = measure(PEERS[step], PEERS[step], folder)
        print(f"    {PEERS[step]} {peer['seconds']:.2f} s {peer['mebibytes']:.0f} MiB")


def median(runs, unit):
    return statistics.median(run[unit] for run in runs)


def limit_threads(n_threads):
    """Give linear algebra and compiled loops of the processes to come so many threads."""
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ[name] = str(n_threads)


def main():
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("vectors", nargs="?")
    parser.add_argument("layout", nargs="?")
    parser.add_argument(
        "--synthetic", action="store_true", help="rows of the notebook's size instead"
    )
    parser.add_argument("--steps", nargs="+", choices=[*STEPS, "tsne"], default=STEPS)
    parser.add_argument("--rows", type=int, help="only the first rows, e.g. for tsne")
    parser.add_argument("--pairs", type=int, default=3)
    parser.add_argument(
        "--threads", type=int, help="of linear algebra: 1 where others use the machine"
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
        parser.error("give VECTORS and LAYOUT, or --synthetic")
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
            "of processor time | best over least time"
        )
        exact = Exact(X, layout)
        for step in arguments.steps:
            compare(step, folder, exact, ceilings, arguments.pairs)
        print(f"load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
