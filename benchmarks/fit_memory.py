"""``python -m benchmarks.fit_memory``: peak memory of fitting reducers.

It is given relative to the rows, to a float64 d x d matrix, and to the smaller of the
matrices of column products and of row products.
"""

import tracemalloc

import numpy as np

from skcolor import CovariancePCA, OrderedICA, ResidualPCA

SHAPES = ((200, 2500), (1000, 2500), (5000, 1000))
REDUCERS = (
    CovariancePCA(3),
    CovariancePCA(),
    OrderedICA(3, max_iter=20, tol=1.0),
    ResidualPCA(3),
)


def peak_bytes(reducer, X, layout):
    tracemalloc.start()
    reducer.fit(X, layout)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def main():
    rng = np.random.default_rng(0)
    print("| | rows x columns | / rows | / (d x d) | / smaller products |")
    print("|---|---|---|---|---|")
    for n, d in SHAPES:
        X = rng.exponential(size=(n, d)).astype(np.float32)
        layout = rng.normal(size=(n, 2))
        for reducer in REDUCERS:
            reducer.fit(X[:100, :10], layout[:100])  # imports take memory too
            peak = peak_bytes(reducer, X, layout)
            units = (X.nbytes, 8 * d**2, 8 * min(n, d) ** 2)
            cells = " | ".join(f"{peak / unit:.2f}" for unit in units)
            print(f"| `{reducer}` | {n:,} x {d:,} | {cells} |")


if __name__ == "__main__":
    main()
