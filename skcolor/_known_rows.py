"""Rows that have a place already, and places for other rows among them."""

from functools import cached_property

import numpy as np

from skcolor._chunks import map_rows
from skcolor._neighbors import find_neighbors, neighbor_distances

_N_INTERPOLATED = 5
# How many rows tell how large rows are.
_N_MEASURED = 10_000


def row_tolerance(X):
    """How far apart two copies of one row may lie after rounding.

    The same row comes out of a projection with other last bits in another batch. So two
    rows count as one up to the square root of the float type's precision, times the
    median distance of the rows of X, or of some ten thousand of them, from their mean.
    """
    some = X[:: max(1, len(X) // _N_MEASURED)]
    center = some.mean(axis=0, dtype=np.float64)
    return tolerance_of(np.median(distances_from(some, center)), X.dtype)


def distances_from(X, center):
    """Euclidean distance of each row from one point."""
    zeros = np.zeros((len(X), 1), dtype=np.intp)
    return neighbor_distances(X, center.astype(X.dtype)[np.newaxis], zeros)[:, 0]


def tolerance_of(median_radius, dtype):
    """`row_tolerance` of rows of a type, at this median distance from their mean."""
    return float(np.sqrt(np.finfo(dtype).eps) * median_radius)


class KnownRows:
    """Rows with a place each, and the places of other rows among them.

    Parameters
    ----------
    X : ndarray of shape (n_samples, n_features)
        The known rows.
    places : ndarray of shape (n_samples, n_components)
        Their places.
    neighbors : estimator or None, default=None
        How the nearest known rows are searched; see `find_neighbors`.
    n_jobs : int or None, default=None
        Number of threads of a search.
    """

    def __init__(self, X, places, *, neighbors=None, n_jobs=None):
        self.places = places
        self.tolerance = row_tolerance(X)
        self.neighbors = find_neighbors(X, neighbors, n_jobs=n_jobs)

    @cached_property
    def _table(self):
        # Only for rows that come without a layout; two threads would make the same one.
        return _RowTable(self.neighbors.X, self.tolerance)

    def __getstate__(self):
        return {key: value for key, value in vars(self).items() if key != "_table"}

    def place(self, X, embed=None):
        """Places of rows: a known row keeps its own, the first of several equal ones.

        Any other row gets ``embed(rows)``; without `embed`, the mean place of its
        nearest known rows, weighted by inverse distance (Shepard, 1968).
        """
        places = np.empty((len(X), self.places.shape[1]), dtype=self.places.dtype)
        index = self._table.find(X)
        places[index >= 0] = self.places[index[index >= 0]]
        if (index < 0).any():
            places[index < 0] = self._search(X[index < 0], embed)
        return places

    def _search(self, X, embed):
        n_neighbors = min(_N_INTERPOLATED, len(self.places))
        distances, indices = self.neighbors.kneighbors(X, n_neighbors)
        same = distances <= self.tolerance
        known = same[:, 0]
        places = np.empty((len(X), self.places.shape[1]), dtype=self.places.dtype)
        first = np.where(same[known], indices[known], len(self.places)).min(axis=1)
        places[known] = self.places[first]
        if not known.all():
            places[~known] = (
                _inverse_distance_mean(self.places, distances[~known], indices[~known])
                if embed is None
                else embed(X[~known])
            )
        return places


def _inverse_distance_mean(places, distances, indices):
    # Relative to the nearest, so that no scale of X overflows.
    weights = distances[:, :1] / distances
    weights /= weights.sum(axis=1, keepdims=True)
    return np.einsum("nk,nkc->nc", weights, places[indices])


class UnkeptRows:
    """Stands for known rows that do not fit in memory: they have no place to give.

    Parameters
    ----------
    tolerance : float
        See `row_tolerance`.
    """

    def __init__(self, tolerance):
        self.tolerance = tolerance

    def place(self, X, embed=None):
        """Raise a ValueError."""
        raise ValueError(
            "A colorer that was fitted to a dask array cannot place rows; pass their "
            "layout as y: transform(X, layout)."
        )


class _RowTable:
    """Finds most rows that are known by their hash, without a search.

    Rows are rounded to the tolerance first, so that other last bits seldom matter. A row
    that is not found may be known nevertheless: where rounding parts two copies.
    """

    def __init__(self, X, tolerance):
        self._X = X
        self._tolerance = tolerance
        self._multipliers = np.random.default_rng(0).integers(
            2**63, size=X.shape[1], dtype=np.uint64
        )
        hashes = map_rows(self._hash_chunk, X, row_bytes=24 * X.shape[1])
        # Stable: the first of several equal rows is the one that is found.
        self._order = np.argsort(hashes, kind="stable")
        self._hashes = hashes[self._order]

    def find(self, X):
        """Index of the known row that each row equals, or -1."""
        return map_rows(self._find_chunk, X, row_bytes=24 * X.shape[1])

    def _find_chunk(self, X):
        hashes = self._hash_chunk(X)
        slots = np.searchsorted(self._hashes, hashes)
        slots = np.minimum(slots, len(self._hashes) - 1)
        found = self._order[slots]
        known = self._hashes[slots] == hashes
        index = np.full(len(X), -1)
        if known.any():
            found = found[known]
            distances = neighbor_distances(X[known], self._X, found[:, np.newaxis])
            equal = distances[:, 0] <= self._tolerance
            index[np.flatnonzero(known)[equal]] = found[equal]
        return index

    def _hash_chunk(self, X):
        with np.errstate(over="ignore"):
            steps = np.rint(X.astype(np.float64) / (self._tolerance or 1.0))
        bits = (steps + 0.0).view(np.uint64)  # + 0: -0 has other bits than 0
        return (bits ^ (bits >> np.uint64(32))) @ self._multipliers
