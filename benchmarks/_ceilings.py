"""The machine's limits, and the theoretical minimum time of each step."""

import time

import numpy as np

_N_ITER_KMEANS, _ROWS_PER_CLUSTER = 20, 256


def measure_ceilings(clock=time.perf_counter):
    """Measure memory reads in bytes per second, and float32 products in FLOP per second.

    Takes the best of several runs, since other programs can only slow them down.
    """
    X = np.ones(2**25, dtype=np.float32)  # touched before timing
    bandwidth = max(X.nbytes / _seconds(lambda: np.add.reduce(X), clock) for _ in range(7))
    A = np.ones((2048, 2048), dtype=np.float32)
    rate = max(2 * 2048**3 / _seconds(lambda: A @ A, clock) for _ in range(7))
    return bandwidth, rate


def floor(step, shape, n_iter, ceilings):
    """Theoretical minimum seconds for the bytes read and operations of a step."""
    n, d = shape
    pass_, scatter = 4 * n * d, n * d * d
    work = {
        "pca": (2 * pass_ + 12 * n, scatter + 2 * n * d * 3),
        "pca_pack": (2 * pass_ + 2 * 4 * n * 24, scatter + 2 * n * d * 24),
        "knn_distance": (10 * pass_, 3 * n * d * 9),
        "argmax": (2 * pass_ + 12 * n, 0),
        "pca_argmax": (2 * pass_ + 2 * 4 * n * 30, scatter + 2 * n * d * 30),
        "ica": (
            2 * pass_ + 4 * n * 24 * (n_iter + 1),
            scatter + 2 * n * d * 24 + 4 * n * 24**2 * n_iter,
        ),
        "kmeans": (
            pass_,
            2 * d * 128 * (n + _N_ITER_KMEANS * min(n, _ROWS_PER_CLUSTER * 128)),
        ),
        "exemplars": (pass_, 2 * n * d * 128),
    }
    if step not in work:
        return np.nan
    bandwidth, rate = ceilings
    n_bytes, n_operations = work[step]
    return max(n_bytes / bandwidth, n_operations / rate)


def _seconds(function, clock):
    start = clock()
    function()
    return clock() - start
