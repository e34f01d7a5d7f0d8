"""Scatter of the deviations of rows from their layout neighbors."""

from dataclasses import dataclass

import numpy as np

from skcolor._compute.chunks import map_rows, row_chunks, spread_rows, sum_parts
from skcolor._compute.linear_algebra import add_squares, mirror
from skcolor._fitting.far_rows import find_far_rows
from skcolor._summaries.moments import column_means
from skcolor._summaries.weighted import weighted_quantiles
from skcolor.neighbors._distances import neighbor_distances
from skcolor.neighbors._exact import ExactNeighbors

# Robust sums leave out rows whose median distance to their `_N_NEAREST` nearest rows in the
# layout is more than this many times the median of such distances.
_N_MEDIANS, _N_NEAREST = 6, 5
# The scatter of more rows is estimated from so many.
_MOST_ROWS = 100_000
_TINY, _ROUNDING = np.finfo(np.float64).tiny, 1e-9


@dataclass(frozen=True)
class WithinSums:
    """Sums over rows, which can be added over batches and blocks.

    Attributes
    ----------
    n_rows : int or float
        Number of rows, or the sum of their weights.
    total : ndarray of shape (n_features,)
        Sum of the rows.
    scatter : ndarray of shape (n_features, n_features)
        Sum of outer products of deviations from the mean of the neighbors.
    """

    n_rows: float
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
    weights : ndarray of shape (n_samples,) or None, default=None
        How often each row counts, also as a neighbor of others, and of itself if more than
        once; those of 0 are left out.
    """

    def __init__(self, layout, n_neighbors, left_out=(), weights=None):
        if weights is not None:
            left_out = np.union1d(left_out, np.flatnonzero(weights == 0))
        kept = np.delete(np.arange(len(layout)), np.asarray(left_out, dtype=np.intp))
        self._kept = kept if len(kept) < len(layout) else None
        self._search = ExactNeighbors(layout if self._kept is None else layout[self._kept])
        self.weights = None if weights is None else weights[kept]
        self._wanted = n_neighbors
        self.n_neighbors = min(n_neighbors, len(self._search.X) - 1)
        # Process neighbors one after another: their data is then in the processor's cache.
        self.order = self._search.local_order()

    @property
    def n_rows(self):
        """Number of rows that are not left out, or the sum of their weights."""
        return len(self.order) if self.weights is None else self.weights.sum()

    def sum(self, X):
        """Sum of the rows that are not left out."""
        if self.weights is not None:
            weights = np.zeros(len(X))
            weights[slice(None) if self._kept is None else self._kept] = self.weights
            return column_means(X, weights) * self.n_rows
        if self._kept is None:
            return X.sum(axis=0, dtype=np.float64)
        kept = np.zeros((len(X), 1), dtype=bool)
        kept[self._kept] = True
        return X.sum(axis=0, dtype=np.float64, where=kept)

    def find(self, part):
        """Indices of rows and of their neighbors, for a part of `order`.

        With weights, also the share of each neighbor in the mean of all neighbors of a
        row. Its own share, if it counts several times, is the rest.
        """
        _, others = self._search.others(self.n_neighbors, part)
        shares = None if self.weights is None else self._share(part, others)
        if self._kept is None:
            return part, others, shares
        return self._kept[part], self._kept[others], shares

    def _share(self, part, others):
        weights = self.weights[others]
        most = min(self._wanted, self.n_rows - 1)
        own = np.clip(self.weights[part] - 1, 0, most)[:, np.newaxis]
        # The nearest count first, until there are enough.
        counts = np.clip(most - own - np.cumsum(weights, axis=1) + weights, 0, weights)
        return counts / np.maximum(own + counts.sum(axis=1, keepdims=True), _TINY)

    def sample(self, most):
        """Rows spread evenly over the layout, and how often each counts."""
        if self.weights is None:
            rows = self.order[spread_rows(len(self.order), most)]
            return rows, np.full(len(rows), len(self.order) / len(rows))
        weights = self.weights[self.order]
        if len(weights) <= most:
            return self.order, weights
        ends = np.cumsum(weights)
        ranks = np.floor(np.linspace(0, max(ends[-1] - 1, 0), most))
        places = np.searchsorted(ends, ranks, side="right")
        rows, counts = np.unique(np.minimum(places, len(ends) - 1), return_counts=True)
        return self.order[rows], counts * (ends[-1] / most)


def find_layout_outliers(X, layout, n_jobs=None, weights=None):
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
    weights : ndarray of shape (n_samples,) or None, default=None
        How often each row counts; those of 0 are not looked at.

    Returns
    -------
    ndarray of shape (n_outliers,), int
        Rows whose median distance to their five nearest rows is more than six times the
        median of all nonzero distances of this kind, and rows far beyond all others.
    """
    neighborhoods = Neighborhoods(layout, _N_NEAREST, weights=weights)
    distances = np.zeros(len(X), dtype=X.dtype)
    for chunk in row_chunks(len(neighborhoods.order), 16 * (_N_NEAREST + 1)):
        part = neighborhoods.order[chunk]
        rows, others, shares = neighborhoods.find(part)
        measured = neighbor_distances(X[rows], X, others, n_jobs=n_jobs)
        if shares is None:
            distances[rows] = np.median(measured, axis=1)
        else:
            n = min(_N_NEAREST, neighborhoods.n_rows - 1)
            distances[rows] = _weighted_medians(measured, n * shares, n)
    # Far rows that are neighbors of each other are found only by comparison with others.
    is_unusual = _is_unusual(distances, weights)
    return np.union1d(np.flatnonzero(is_unusual), find_far_rows(X, weights)[0])


def _is_unusual(distances, weights=None):
    """Whether distances are more than six times the median of those that are not 0."""
    apart = distances > 0
    if not apart.any():
        usual = np.inf
    elif weights is None:
        usual = np.median(distances[apart])
    else:
        (usual,) = weighted_quantiles(distances[apart], weights[apart], [0.5])
    return distances > _N_MEDIANS * usual


def _weighted_medians(distances, counts, n):
    """Median of `n` distances for each row; those that are not given are 0."""
    order = np.argsort(distances, axis=1, kind="stable")
    ordered = np.pad(np.take_along_axis(distances, order, axis=1), ((0, 0), (1, 0)))
    counts = np.take_along_axis(counts, order, axis=1)
    n_zero = n - counts.sum(axis=1, keepdims=True)
    ends = np.hstack([n_zero, counts]).cumsum(axis=1)
    # Counts are exact only up to rounding.
    below, above = (
        np.minimum((ends <= rank + _ROUNDING).sum(axis=1), distances.shape[1])
        for rank in (np.floor((n - 1) / 2), np.ceil((n - 1) / 2))
    )
    rows = np.arange(len(ordered))
    return (ordered[rows, below] + ordered[rows, above]) / 2


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
    sample, counts = neighborhoods.sample(_MOST_ROWS)
    # Of a sample without weights, all rows count alike.
    roots = None if neighborhoods.weights is None else np.sqrt(counts)

    def add_up(part):
        scatter = np.zeros((X.shape[1], X.shape[1]))
        for chunk in row_chunks(len(part), 16 * (neighborhoods.n_neighbors + 1)):
            found = deviations(X, *neighborhoods.find(sample[part[chunk]]))
            if roots is not None:
                found *= roots[part[chunk], np.newaxis]
            add_squares(scatter, found)
        return (scatter,)

    (scatter,) = sum_parts(add_up, np.arange(len(sample)), n_jobs=n_jobs)
    if roots is None:
        scatter *= counts[0]
    return WithinSums(neighborhoods.n_rows, neighborhoods.sum(X), mirror(scatter))


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


def deviations(X, rows, others, counts=None):
    """For some rows, the mean of their neighbors minus the row itself, in float64.

    Neighbors may count several times. A row that counts several times is its own neighbor.
    """
    return map_rows(
        lambda rows, others, shares: _deviation(X, rows, others, shares),
        rows,
        others,
        counts,
        row_bytes=2 * X.itemsize * X.shape[1] * max(1, others.shape[1]),
    )


def _deviation(X, rows, others, shares):
    # Differences first, because a mean of large float32 values would lose precision.
    differences = X[others]
    differences -= X[rows][:, np.newaxis, :]
    if shares is not None:
        shares = shares.astype(X.dtype)[:, np.newaxis, :]
        return (shares @ differences)[:, 0].astype(np.float64)
    weights = np.full(others.shape[1], 1 / others.shape[1], dtype=X.dtype)
    return (weights @ differences).astype(np.float64)
