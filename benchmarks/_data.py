"""Rows and layouts for the benchmarks."""

import argparse

import numpy as np


def data_parser(description):
    """Parser of a command whose first arguments are the files of rows and layout."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("vectors")
    parser.add_argument("layout")
    return parser


def load(vectors, layout=None):
    """Load rows as float32, flattened, and their layout, if any.

    Word vectors (100 columns) are normalized, as they were for their layout. Images (uint8)
    are scaled to [0, 1].
    """
    X = np.load(vectors)
    scale = 255 if X.dtype == np.uint8 else 1
    X = X.reshape(len(X), -1).astype(np.float32) / np.float32(scale)
    if X.shape[1] == 100:
        X /= np.linalg.norm(X, axis=1, keepdims=True)
    return X, None if layout is None else np.load(layout)


def halves(n_rows, n_used, seed):
    """Draw `n_used` rows and return the indices of two random halves."""
    order = np.random.default_rng(seed).permutation(n_rows)[: min(n_used, n_rows)]
    return np.array_split(order, 2)


def synthetic(n_rows=358_359, n_columns=128):
    """Rows of the notebook's size in 60 clusters with a decaying spectrum, and a layout."""
    rng = np.random.default_rng(0)
    centers, positions = rng.normal(size=(60, n_columns)), 20 * rng.normal(size=(60, 2))
    label = rng.integers(60, size=n_rows)
    scale = 3 * np.arange(1, n_columns + 1, dtype=np.float32) ** -0.5
    turn = np.linalg.qr(rng.normal(size=(n_columns, n_columns)))[0].astype(np.float32)
    noise = rng.laplace(size=(n_rows, n_columns)).astype(np.float32) * scale
    X = noise @ turn + centers.astype(np.float32)[label]
    layout = positions[label] + rng.normal(size=(n_rows, 2))
    return X, layout.astype(np.float32)
