"""Rows that are projected onto components when they are needed, a chunk at a time."""

from contextlib import contextmanager
from contextvars import ContextVar

import numpy as np

from skcolor._compute.chunks import map_rows
from skcolor._compute.linear_algebra import (
    block_rows,
    linear_algebra_threads,
    project,
    reused_array,
)

# The reducer whose next output may be projected rows.
_ASKED: ContextVar = ContextVar("asked", default=None)


class ProjectedRows:
    """The table ``(X - shift) @ weights``, computed where it is sliced.

    A slice has the same bytes as the rows of the whole table. It lasts until the same
    thread takes another.

    Parameters
    ----------
    X : ndarray of shape (n_samples, n_features)
        Rows.
    weights : ndarray of shape (n_features, n_columns)
        Weights, in the float type of the result.
    shift : ndarray of shape (n_features,)
        Subtracted from the rows first.
    moments : Moments or None, default=None
        Moments of the columns, if known.
    """

    ndim = 2

    def __init__(self, X, weights, shift, moments=None):
        self.X, self.weights, self.shift = X, weights, shift
        self.moments = moments
        self.kept = None
        self.shape = len(X), weights.shape[1]
        self.dtype = weights.dtype
        # Chunks of whole blocks take the least time.
        self.step = block_rows(len(weights), weights.dtype)
        self.row_bytes = X.itemsize * sum(weights.shape)

    def __len__(self):
        return len(self.X)

    def __getitem__(self, key):
        if self.kept is not None:
            return self.kept[key]
        rows, columns = key if isinstance(key, tuple) else (key, slice(None))
        X = self.X[rows]
        out = reused_array("projected", len(X), *self.shape[1:], self.dtype)
        return project(X, self.weights, self.shift, out)[:, columns]

    def keep(self):
        """Compute the whole table, which is sliced from now on, and return it.

        Its owner may overwrite slices that nobody needs any more.
        """
        self.kept = np.asarray(self)
        return self.kept

    def __array__(self, dtype=None, copy=None):
        rows = map_rows(
            lambda rows: project(rows, self.weights, self.shift),
            self.X,
            row_bytes=self.row_bytes,
            step=self.step,
            n_jobs=linear_algebra_threads(),
        )
        return rows if dtype is None else rows.astype(dtype, copy=False)


@contextmanager
def ask_for_projected_rows(reducer):
    """Context in which a reducer may return `ProjectedRows` instead of an array."""
    token = _ASKED.set(reducer)
    try:
        yield
    finally:
        _ASKED.reset(token)


def is_asked(reducer):
    """Whether the caller of a reducer takes `ProjectedRows`."""
    return _ASKED.get() is reducer
