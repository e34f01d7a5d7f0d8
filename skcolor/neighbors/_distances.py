"""Distances of rows to given neighbors."""

from functools import lru_cache

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array, issparse

from skcolor._compute.chunks import map_rows
from skcolor.neighbors._sparse import sparse_distances

# Differences of rows are computed for chunks that fill a share of the cache of 1 / this.
_CHUNK_SHARE = 5


def neighbor_distances(
    X: npt.NDArray[np.floating] | csr_array,
    others: npt.NDArray[np.floating] | csr_array,
    indices: npt.NDArray[np.intp],
    *,
    n_jobs: int | None = None,
) -> npt.NDArray[np.floating]:
    """Compute Euclidean distances from each row of X to the rows ``others[indices]``.

    Parameters
    ----------
    X : ndarray or csr_array of shape (n, d)
        Rows.
    others : ndarray or csr_array of shape (m, d)
        Rows that `indices` refers to.
    indices : ndarray of shape (n, k)
        Indices of other rows, for each row of X.
    n_jobs : int or None, default=None
        Number of threads.

    Returns
    -------
    ndarray of shape (n, k)
        Distances in the dtype of X. They are computed from differences, not from dot
        products, so the distance of equal rows is exactly 0.
    """
    if issparse(X):
        return sparse_distances(X, others, indices, n_jobs=n_jobs)
    return map_rows(
        lambda rows, neighbors: _measure(rows, others, neighbors),
        X,
        indices,
        row_bytes=X.itemsize * X.shape[1] * min(indices.shape[1], _CHUNK_SHARE),
        n_jobs=n_jobs,
    )


def _measure(rows, others, neighbors):
    """Distances of a chunk of rows to their neighbors, one column at a time."""
    # One buffer, because memory that is used for the first time is slow.
    difference = np.empty(rows.shape, others.dtype)
    squares = np.empty(neighbors.shape, others.dtype)
    for column, near in enumerate(neighbors.T):
        _subtract(others, near, rows, difference)
        squares[:, column] = np.einsum("nd,nd->n", difference, difference)
    distances = np.sqrt(squares)
    least, most = _range_of_squares(others.dtype)
    extreme = ~((squares > least) & (squares < most))
    for column in np.flatnonzero(extreme.any(axis=0)):
        _subtract(others, neighbors[:, column], rows, difference)
        those = extreme[:, column]
        few = difference if those.all() else difference[those]
        if few.any():  # not only differences of equal rows
            distances[those, column] = _scaled_norm(few)
    return distances


def _subtract(others, indices, rows, out):
    # With mode="raise", NumPy would use another buffer.
    others.take(indices, axis=0, out=out, mode="clip")
    np.subtract(out, rows, out=out, casting="same_kind")


@lru_cache
def _range_of_squares(dtype):
    """Squares of very large or very small numbers overflow or underflow outside of it."""
    limits = np.finfo(dtype)
    return limits.tiny / limits.eps, limits.max


def _scaled_norm(difference):
    """Lengths of rows, whose squares are computed in units of their largest value."""
    scale = np.abs(difference).max(axis=1)
    unit = difference / np.where(scale > 0, scale, 1)[:, np.newaxis]
    return np.sqrt(np.einsum("nd,nd->n", unit, unit)) * scale


def share_found(true: npt.NDArray[np.floating], found: npt.NDArray[np.floating]) -> float:
    """Share of the true neighbors that were found, from distances, nearest first.

    Of rows that are equally near, any may be found.
    """
    if not true.size:
        return 1.0
    return float((found <= true[:, -1:] * (1 + 8 * np.finfo(found.dtype).eps)).mean())


def nearest_first(X, others, indices, n_jobs):
    """Distances to the neighbors of each row, and their indices, nearest first."""
    distances = neighbor_distances(X, others, indices, n_jobs=n_jobs)
    return in_order(distances, indices)


def in_order(distances, indices):
    """Sort neighbors by distance, and ties by index."""
    order = np.lexsort((indices, distances), axis=1)
    return tuple(np.take_along_axis(a, order, axis=1) for a in (distances, indices))
