"""``python -m benchmarks.neighbor_search VECTORS LAYOUT``: recall and time of searches.

Each search indexes all rows and finds the neighbors of a sample. The time for all rows is
extrapolated.
"""

import time

import numpy as np

from benchmarks._data import data_parser, load
from skcolor.neighbors import MRPTNeighbors, PyNNDescentNeighbors
from skcolor.neighbors._search import find_neighbors

N_NEIGHBORS = 16


def main():
    parser = data_parser(__doc__)
    parser.add_argument("--queries", type=int, default=2000)
    arguments = parser.parse_args()
    X, _ = load(arguments.vectors, arguments.layout)
    queries = np.random.default_rng(0).choice(len(X), arguments.queries, replace=False)
    searches = {
        "exact": None,
        "PyNNDescentNeighbors": PyNNDescentNeighbors(N_NEIGHBORS, n_jobs=-1),
        "MRPTNeighbors": MRPTNeighbors(N_NEIGHBORS),
    }
    true = None
    print(f"{'':22s}  build     all rows   recall of {N_NEIGHBORS}")
    for name, neighbors in searches.items():
        start = time.perf_counter()
        search = find_neighbors(X, neighbors, n_jobs=-1)
        search.kneighbors(X[queries[:10]], N_NEIGHBORS)  # compiles if needed
        built = time.perf_counter()
        _, found = search.kneighbors(X[queries], N_NEIGHBORS)
        seconds = (time.perf_counter() - built) / len(queries) * len(X)
        true = found if true is None else true
        common = [len(np.intersect1d(a, b)) for a, b in zip(found, true, strict=True)]
        recall = np.mean(common) / N_NEIGHBORS
        print(
            f"{name:22s}{built - start:6.0f} s   {seconds:6.0f} s   {recall:.3f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
