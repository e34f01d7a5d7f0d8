"""``python -m benchmarks.layouts VECTORS``: the time and quality of layouts.

For each way to lay out the first ``--rows`` rows, this prints the processor time and the
share of the ten nearest neighbors in X of 2,000 rows that are among the ten nearest in the
layout. Both are also given as a share of those of openTSNE with its defaults, unless
``--no-baseline`` leaves it out, which takes long for many rows. Layouts are made with
Euclidean distances, so a stored layout made with others is not comparable.
"""

import argparse
import time

import numpy as np
from openTSNE import TSNE

from skcolor.cli._embed import embed
from skcolor.neighbors._search import find_neighbors

N_NEIGHBORS = 10
N_SAMPLED = 2_000


def recall(X, layout):
    """Share of the nearest neighbors of rows that are nearest in the layout, too."""
    n_rows = min(N_SAMPLED, len(X))
    rows = np.random.default_rng(0).choice(len(X), n_rows, replace=False)
    _, true = find_neighbors(X, None, n_jobs=-1).others(N_NEIGHBORS, rows)
    _, found = find_neighbors(layout, None, n_jobs=-1).others(N_NEIGHBORS, rows)
    return (found[:, :, np.newaxis] == true[:, np.newaxis]).any(axis=2).mean()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("vectors")
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--no-baseline", action="store_true")
    arguments = parser.parse_args()
    X = np.load(arguments.vectors, mmap_mode="r")[: arguments.rows].astype(np.float32)
    ways = {
        "openTSNE": lambda: np.asarray(
            TSNE(neighbors="exact", n_jobs=-1, random_state=0).fit(X), dtype=np.float32
        ),
        "skcolor tsne": lambda: embed(X, "tsne"),
        "skcolor pca": lambda: embed(X, "pca"),
    }
    if arguments.no_baseline:
        del ways["openTSNE"]
    first = None
    print(f"{'':14s} CPU s  share  recall  share")
    for name, lay_out in ways.items():
        start = time.process_time()
        layout = lay_out()
        seconds, kept = time.process_time() - start, recall(X, layout)
        first = first or (seconds, kept)
        print(
            f"{name:14s}{seconds:6.1f}  {seconds / first[0]:5.2f}   {kept:.3f}  "
            f"{kept / first[1]:5.2f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
