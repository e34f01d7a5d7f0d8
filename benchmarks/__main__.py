"""``python -m benchmarks VECTORS LAYOUT``: compare recipes with the notebook's own steps.

The notebook, skcolor, peers and the theoretical minimum run in turn, each in its own
process, which first does the step on a few rows. Prints a table in Markdown: the ratio of
the notebook's time to ours, and that of ours to the minimum given memory bandwidth and
arithmetic (measured anew each time), as median and range over all rounds, and the peak
memory beyond the rows. Ratios of processor time are less sensitive to other programs, and
are right with ``--threads 1`` only. Below are the errors of both results against the exact
one. ``--quick`` takes a minute, on a few synthetic rows, to see that all steps run.
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
PEERS = {"pca": ["umap_plot"]}
# Rows on which each process tries a step first.
N_WARM = 2000


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
    work(X[:N_WARM], layout[:N_WARM], *arguments[2:])  # loads what is loaded late
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


def run_floor():
    """Print the rates of this process, in wall-clock and in processor time."""
    rates = [measure_ceilings(clock) for clock in (time.perf_counter, time.process_time)]
    print(json.dumps(dict(zip(("seconds", "cpu"), rates, strict=True))))


def measure(*arguments):
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks", "--one"]
    command += [str(argument) for argument in arguments]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)


def compare(step, folder, exact, n_pairs):
    """Run all ways in turn, and print a row of the table."""
    ways = ["notebook", "skcolor", *PEERS.get(step, [])]
    runs = [[measure(way, step, folder) for way in ways] for _ in range(n_pairs // 2)]
    rates = [measure("floor") for _ in runs]
    for _ in range(n_pairs - len(runs)):
        rates.append(measure("floor"))
        runs.append([measure(way, step, folder) for way in ways])
    ours = np.load(folder / f"skcolor-{step}.npz")
    n_iter = int(ours.get("n_iter", 0))
    cells = [f"{median(run[i] for run in runs)}" for i in (0, 1)]
    for unit in ("seconds", "cpu"):
        least = [floor(step, exact.X.shape, n_iter, rate[unit]) for rate in rates]
        theirs, own = ([run[i][unit] for run in runs] for i in (0, 1))
        cells += [spread(theirs, own), spread(own, least)]
        if unit == "seconds":
            cells[-1] += f" x {1000 * statistics.median(least):.0f} ms"
    print(f"| {step} | " + " | ".join(cells) + " |", flush=True)
    for i, way in enumerate(ways[2:], start=2):
        ratio = spread([run[i]["seconds"] for run in runs], [r[1]["seconds"] for r in runs])
        print(f"| {step}, {way} | {median(run[i] for run in runs)} | | {ratio} | | | |")
    return [
        f"{step}, {way}: {exact.error_of(step, np.load(folder / f'{way}-{step}.npz'))}"
        for way in ("notebook", "skcolor")
        if step != "tsne"
    ]


def spread(above, below):
    """Median and range of ratios."""
    ratios = [a / b for a, b in zip(above, below, strict=True)]
    return f"{statistics.median(ratios):.1f} ({min(ratios):.1f} to {max(ratios):.1f})"


def median(runs):
    runs = list(runs)
    seconds, mebibytes = (
        statistics.median(run[unit] for run in runs) for unit in ("seconds", "mebibytes")
    )
    return f"{seconds:.3g} s, {mebibytes:.0f} MiB"


def limit_threads(n_threads):
    """Limit the threads of linear algebra and compiled loops in later processes."""
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ[name] = str(n_threads)


def read_arguments():
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("vectors", nargs="?")
    parser.add_argument("layout", nargs="?")
    parser.add_argument(
        "--synthetic", action="store_true", help="use rows of the notebook's size"
    )
    parser.add_argument("--steps", nargs="+", choices=[*STEPS, "tsne"], default=STEPS)
    parser.add_argument("--rows", type=int, help="use only the first rows, e.g. for tsne")
    parser.add_argument("--pairs", type=int, default=6, help="number of rounds")
    parser.add_argument("--quick", action="store_true", help="few rows, one round")
    parser.add_argument(
        "--threads", type=int, help="threads of linear algebra: 1 on a busy machine"
    )
    parser.add_argument("--one", nargs="+", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.quick:
        arguments.synthetic, arguments.rows, arguments.pairs = True, 20_000, 1
    if not (arguments.synthetic or arguments.layout or arguments.one):
        parser.error("pass VECTORS and LAYOUT, or --synthetic, or --quick")
    return arguments


def main():
    arguments = read_arguments()
    if arguments.one == ["floor"]:
        run_floor()
        return
    if arguments.one:
        way, step, folder = arguments.one
        run_one(way, step, Path(folder))
        return
    if arguments.threads:
        limit_threads(arguments.threads)
    if arguments.synthetic:
        X, layout = synthetic(arguments.rows or 358_359)
    else:
        X, layout = load(arguments.vectors, arguments.layout)
    X, layout = X[: arguments.rows], layout[: arguments.rows]
    from benchmarks._exact import Exact

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        np.save(folder / "X.npy", X)
        np.save(folder / "layout.npy", layout)
        bandwidth, rate = measure("floor")["seconds"]
        print(
            f"{len(X):,} x {X.shape[1]} float32; {os.cpu_count()} processors, load "
            f"{os.getloadavg()[0]:.1f}; memory {bandwidth / 1e9:.1f} GB/s, products "
            f"{rate / 1e9:.0f} GFLOP/s; {arguments.pairs} rounds\n"
        )
        print(
            "| step | notebook | skcolor | notebook / skcolor | skcolor / minimum | "
            "notebook / skcolor, processor time | skcolor / minimum |"
        )
        print("|---" * 7 + "|")
        exact, errors = Exact(X, layout), []
        for step in arguments.steps:
            errors += compare(step, folder, exact, arguments.pairs)
        print("", *errors, f"load {os.getloadavg()[0]:.1f}", sep="\n")


if __name__ == "__main__":
    main()
