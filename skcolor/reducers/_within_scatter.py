"""Scatter of the deviations of rows from their layout neighbors."""

from dataclasses import dataclass

import numpy as np

from skcolor._compute.chunks import map_rows, row_chunks, spread_rows, sum_parts
from skcolor._compute.linear_algebra import add_squares, mirror
from skcolor._fitting.far_rows import find_far_rows
from skcolor.neighbors._exact import ExactNeighbors, neighbor_distances

# Robust sums leave out rows whose median distance to their `_N_NEAREST` nearest rows in the
# layout is more than this many times the median of such distances.
_N_MEDIANS, _N_NEAREST = 6, 5
# The scatter of more rows is estimated from so many.
_MOST_ROWS = 100_000


@dataclass(frozen=True)
class WithinSums:
    """Sums over rows, which can be added over batches and blocks.

    Attributes
    ----------
    n_rows : int
        Number of rows.
    total : ndarray of shape (n_features,)
        Sum of the rows.
    scatter : ndarray of shape (n_features, n_features)
        Sum of outer products of deviations from the mean of the neighbors.
    """

    n_rows: int
    total: np.ndarray
    scatter: np.ndarray

    def __add__(self, other):
        return WithinSums(
            self.n_rows + other.n_rows,
            self.total + other.total,
            self.scatter + other.scatter,
        )


class Neighborhoods:
    """The layout neighbors of all rows, except of those that are left out.

    Parameters
    ----------
    layout : ndarray of shape (n_samples, 2) or (n_samples, 3)
        The layout.
    n_neighbors : int
        Number of neighbors, excluding the row itself.
    left_out : array-like of shape (n_left_out,), int, default=()
        Rows that have no neighbors, and are neighbors of none.
    """

    def __init__(self, layout, n_neighbors, left_out=()):
        kept = np.delete(np.arange(len(layout)), np.asarray(left_out, dtype=np.intp))
        self._kept = kept if len(kept) < len(layout) else None
        self._search = ExactNeighbors(layout if self._kept is None else layout[self._kept])
        self.n_neighbors = min(n_neighbors, len(self._search.X) - 1)
        # Process neighbors one after another: their data is then in the processor's cache.
        self.order = self._search.local_order()

    def sum(self, X):
        """Sum of the rows that are not left out."""
        if self._kept is None:
            return X.sum(axis=0, dtype=np.float64)
        kept = np.zeros((len(X), 1), dtype=bool)
        kept[self._kept] = True
        return X.sum(axis=0, dtype=np.float64, where=kept)

    def find(self, part):
        """Indices of rows and of their neighbors, for a part of `order`."""
        _, others = self._search.others(self.n_neighbors, part)
        return (
            (part, others) if self._kept is None else (self._kept[part], self._kept[others])
        )


def find_layout_outliers(X, layout, n_jobs=None):
    """Find rows that are far in X from their nearest rows in the layout.

    They would dominate the scatter, both as rows and as neighbors of other rows.

    Parameters
    ----------
    X : ndarray of shape (n_samples, n_features)
        The rows.
    layout : ndarray of shape (n_samples, 2) or (n_samples, 3)
        The layout.
    n_jobs : int or None, default=None
        Number of threads.

    Returns
    -------
    ndarray of shape (n_outliers,), int
        Rows whose median distance to their five nearest rows is more than six times the
        median of all nonzero distances of this kind, and rows far beyond all others.
    """
    neighborhoods = Neighborhoods(layout, _N_NEAREST)
    distances = np.empty(len(X), dtype=X.dtype)
    for chunk in row_chunks(len(X), 16 * (_N_NEAREST + 1)):
        rows, others = neighborhoods.find(neighborhoods.order[chunk])
        measured = neighbor_distances(X[rows], X, others, n_jobs=n_jobs)
        distances[rows] = np.median(measured, axis=1)
    # Far rows that are neighbors of each other are found only by comparison with others.
    return np.union1d(np.flatnonzero(_is_unusual(distances)), find_far_rows(X)[0])


def _is_unusual(distances):
    """Whether distances are more than six times the median of those that are not 0."""
    apart = distances[distances > 0]
    usual = np.median(apart) if len(apart) else np.inf
    return distances > _N_MEDIANS * usual


def sums_within(X, neighborhoods, *, n_jobs=None):
    """Compute sums of rows and of deviations from the mean of their layout neighbors.

    The scatter is estimated from at most 100,000 rows, spread evenly over the layout.

    Parameters
    ----------
    X : ndarray of shape (n_samples, n_features)
        The rows, read in chunks.
    neighborhoods : Neighborhoods
        The neighbors that each row is compared with.
    n_jobs : int or None, default=None
        Number of threads. The result does not depend on it.

    Returns
    -------
    WithinSums
        Sums over the rows that are not left out.
    """
    order = neighborhoods.order
    sample = order[spread_rows(len(order), _MOST_ROWS)]

    def add_up(part):
        scatter = np.zeros((X.shape[1], X.shape[1]))
        for chunk in row_chunks(len(part), 16 * (neighborhoods.n_neighbors + 1)):
            add_squares(scatter, deviations(X, *neighborhoods.find(part[chunk])))
        return (scatter,)

    (scatter,) = sum_parts(add_up, sample, n_jobs=n_jobs)
    scatter *= len(order) / len(sample)
    return WithinSums(len(order), neighborhoods.sum(X), mirror(scatter))


def sums_of_block(X, deviation, *, robust=False):
    """`sums_within` of a block of rows whose deviations from neighbors are known.

    Robust sums leave out rows that deviate by more than six times the median.
    """
    if robust:
        kept = ~_is_unusual(np.linalg.norm(deviation, axis=1))
        X, deviation = X[kept], deviation[kept]
    scatter = np.zeros((X.shape[1], X.shape[1]))
    add_squares(scatter, deviation)
    return WithinSums(len(X), X.sum(axis=0, dtype=np.float64), mirror(scatter))


def deviations(X, rows, others):
    """For some rows, the mean of their neighbors minus the row itself, in float64."""
    return map_rows(
        lambda rows, others: _deviation(X, rows, others),
        rows,
        others,
        row_bytes=2 * X.itemsize * X.shape[1] * others.shape[1],
    )


def _deviation(X, rows, others):
    # Differences first, because a mean of large float32 values would lose precision.
    differences = X[others]
    differences -= X[rows][:, np.newaxis, :]
    weights = np.full(others.shape[1], 1 / others.shape[1], dtype=X.dtype)
    return (weights @ differences).astype(np.float64)
