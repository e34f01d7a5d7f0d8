"""``python -m benchmarks.local_dimension VECTORS LAYOUT``: compare with a loop of PCAs.

Both use the same precomputed neighbors. The loop does what ``umap.plot`` does: one
`sklearn.decomposition.PCA` per row.
"""

import time

import numpy as np
from sklearn.decomposition import PCA

from benchmarks._data import data_parser, load
from skcolor import LocalDimensionColorer


class Given:
    """A neighbor search among rows X with precomputed results."""

    def __init__(self, X, distances, indices):
        self.X = X
        self.found = distances, indices

    def kneighbors(self, X, n_neighbors):
        """Return the precomputed results, whatever the arguments."""
        return self.found


def loop(X, near):
    freedom = near.shape[1] - 1
    dimension = []
    for indices in near:
        variance = PCA().fit(X[indices]).explained_variance_.astype(float)
        ratio = variance.sum() ** 2 / (variance**2).sum()
        dimension.append(((freedom + 1) * ratio - 2) / (freedom - ratio))
    return np.minimum(dimension, X.shape[1])


def main():
    parser = data_parser(__doc__)
    parser.add_argument("--rows", type=int, default=5000)
    parser.add_argument("--pairs", type=int, default=3)
    arguments = parser.parse_args()
    X = load(arguments.vectors, arguments.layout)[0][: arguments.rows]
    colorer = LocalDimensionColorer().fit(X)
    found = colorer._neighbors.kneighbors(X, colorer.n_neighbors + 1)
    colorer._neighbors = Given(X, *found)
    for _ in range(arguments.pairs):
        start = time.perf_counter()
        slow = loop(X, found[1][:, 1:])
        middle = time.perf_counter()
        fast = colorer._encode(X, None)
        end = time.perf_counter()
        print(
            f"loop {middle - start:.2f} s   batched {end - middle:.3f} s   "
            f"{(middle - start) / (end - middle):.0f} times   "
            f"largest relative difference {np.max(np.abs(fast / slow - 1)):.1e}"
        )


if __name__ == "__main__":
    main()
