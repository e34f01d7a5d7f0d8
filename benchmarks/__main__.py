"""``python -m benchmarks VECTORS LAYOUT``: recipes against the notebook's own steps.

Each run is a process of its own, the two ways in turn; printed are the seconds inside the
process without loading the data, the peak memory of the process above that of one that
only loads, and the ratio of each pair.
"""

import argparse
import json
import resource
import statistics
import subprocess
import sys
import time

import numpy as np

STEPS = ("knn_distance", "pca_pack", "pca_argmax")


def run_one(way, step, vectors, layout):
    X = np.load(vectors).astype(np.float32)
    L = np.load(layout)
    base = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    if way == "skcolor":
        from skcolor import recipes

        parameters = {"n_jobs": -1} if step == "knn_distance" else {}
        pipeline = recipes.RECIPES[step](**parameters)
        start = time.perf_counter()
        pipeline.fit_transform(X, L)
    else:
        from benchmarks import notebook

        start = time.perf_counter()
        getattr(notebook, step)(X, L)
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({"seconds": seconds, "mebibytes": (peak - base) / 1024}))


def measure(way, step, arguments):
    command = [sys.executable, "-m", "benchmarks", arguments.vectors, arguments.layout]
    command += ["--one", way, step]
    return json.loads(subprocess.run(command, check=True, capture_output=True).stdout)


def main():
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("vectors")
    parser.add_argument("layout")
    parser.add_argument("--pairs", type=int, default=3)
    parser.add_argument("--one", nargs=2, metavar=("WAY", "STEP"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        run_one(*arguments.one, arguments.vectors, arguments.layout)
        return
    print("step             notebook         skcolor          ratio min / median / max")
    for step in STEPS:
        pairs = [
            (measure("notebook", step, arguments), measure("skcolor", step, arguments))
            for _ in range(arguments.pairs)
        ]
        ratios = sorted(theirs["seconds"] / ours["seconds"] for theirs, ours in pairs)
        cells = [
            f"{statistics.median(run['seconds'] for run in runs):6.2f} s"
            f"{statistics.median(run['mebibytes'] for run in runs):5.0f} MiB"
            for runs in zip(*pairs, strict=True)
        ]
        spread = f"{ratios[0]:.1f} / {statistics.median(ratios):.1f} / {ratios[-1]:.1f}"
        print(f"{step:14s}", *cells, spread, sep="   ", flush=True)


if __name__ == "__main__":
    main()
