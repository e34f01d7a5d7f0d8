"""Rows and layouts that the benchmarks read."""

import numpy as np


def load(vectors, layout):
    """Rows as float32, flattened, and their layout.

    Word vectors (100 columns) are brought to length 1, as their layout has seen them, and
    images (uint8) to [0, 1].
    """
    X = np.load(vectors)
    scale = 255 if X.dtype == np.uint8 else 1
    X = X.reshape(len(X), -1).astype(np.float32) / np.float32(scale)
    if X.shape[1] == 100:
        X /= np.linalg.norm(X, axis=1, keepdims=True)
    return X, np.load(layout)


def halves(n_rows, n_used, seed):
    """Indices of two random halves of `n_used` of the rows."""
    order = np.random.default_rng(seed).permutation(n_rows)[: min(n_used, n_rows)]
    return np.array_split(order, 2)
