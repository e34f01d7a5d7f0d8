"""Exact neighbor search, and what searches have in common."""

from abc import ABC, abstractmethod
from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy.sparse import issparse
from scipy.spatial import cKDTree
from sklearn.base import clone
from sklearn.frozen import FrozenEstimator
from sklearn.neighbors import NearestNeighbors

from skcolor._compute.chunks import count_threads, row_chunks
from skcolor.neighbors._distances import in_order, nearest_first, neighbor_distances
from skcolor.neighbors._own_row import leave_out
from skcolor.neighbors._row_table import RowTable
from skcolor.neighbors._units import FLOAT64_EXPONENT, Units, find_units
from skcolor.neighbors._z_order import z_order

# Number of additional rows to search for, so that the first of several equally near rows
# is among them.
SPARE = 8
# So many rows are not a chunk of an ordered table, and are put in order for the search.
_MOST_IN_CHUNK = 2**13


class _Searched(ABC):
    """Base class of searches, which also looks up rows equal to known ones."""

    def __init__(self, X: npt.NDArray[np.floating]) -> None:
        self.X = X

    @abstractmethod
    def kneighbors(self, X, n_neighbors):
        """Find the nearest known rows of each row of X, nearest first."""

    def find_equal(self, X):
        """Find the index of the first known row that equals each row of X, or -1.

        Rows of different float types are compared in the less precise one.
        """
        dtype = min(X.dtype, self.X.dtype, key=lambda dtype: dtype.itemsize)
        # Not locked: two threads would make the same table.
        tables = vars(self).setdefault("_tables", {})
        if dtype not in tables:
            tables[dtype] = RowTable(self.X, dtype)
        return tables[dtype].find(X)

    def nearest(self, X):
        """Find the index of the nearest known row; of equal ones, the first."""
        index = self.find_equal(X)
        new = index < 0
        if new.any():
            index[new] = self.kneighbors(X[new], 1)[1][:, 0]
        return index

    def others(
        self, n_neighbors: int, rows: npt.NDArray[np.intp] | None = None
    ) -> tuple[npt.NDArray[np.floating], npt.NDArray[np.intp]]:
        """Find the nearest neighbors of known rows, excluding each row itself.

        Parameters
        ----------
        n_neighbors : int
            Number of neighbors, at most all other rows.
        rows : ndarray of shape (n_rows,), int, or None, default=None
            Indices of known rows; None means all.

        Returns
        -------
        distances, indices : ndarray of shape (n_rows, n_neighbors)
            As returned by ``kneighbors``.
        """
        X = self.X if rows is None else self.X[rows]
        rows = np.arange(len(X)) if rows is None else rows
        distances, indices = self.kneighbors(X, n_neighbors + 1)
        is_own = indices == rows[:, np.newaxis]
        # If a row was not found because others equal it, the last neighbor is left out.
        own = np.where(is_own.any(axis=1), is_own.argmax(axis=1), -1)
        return leave_out(own, distances), leave_out(own, indices)


class ExactNeighbors(_Searched):
    """Exact search: a k-d tree for up to three columns, else scikit-learn.

    Parameters
    ----------
    X : ndarray of shape (n_samples, n_features)
        The rows to search.
    n_jobs : int or None, default=None
        Number of threads for a search.
    """

    def __init__(self, X: npt.NDArray[np.floating], *, n_jobs: int | None = None) -> None:
        super().__init__(X)
        self.n_jobs = n_jobs

    @cached_property
    def _order(self) -> npt.NDArray[np.intp]:
        return z_order(self.X)

    @property
    def _tree_units(self) -> Units:
        # A tree compares differences, which do not cancel.
        return self._units._replace(shift=None)

    @cached_property
    def _tree(self) -> cKDTree:
        # A leaf of a tree refers to its rows, which are together only if they were before.
        return cKDTree(self._tree_units.of(self.X[self._order]), balanced_tree=False)

    @cached_property
    def _index(self) -> NearestNeighbors:
        return NearestNeighbors(n_jobs=self.n_jobs).fit(self._units.of(self.X))

    @cached_property
    def _units(self) -> Units:
        return find_units(self.X, FLOAT64_EXPONENT)

    def __getstate__(self):
        # Without an index, which can be rebuilt: files stay small, and skops users need
        # not trust more types.
        return {"X": self.X, "n_jobs": self.n_jobs}

    def __setstate__(self, state):
        vars(self).update(state)

    def kneighbors(self, X, n_neighbors):
        """Find the nearest rows of each row of X, nearest first; ties go to the first.

        This holds for up to `SPARE` rows tied with the last neighbor. With more, the
        choice depends only on the known rows, if there are up to three columns.

        Returns
        -------
        distances, indices : ndarray of shape (n_rows, n_neighbors)
            Euclidean distances, computed from differences of rows. Those of a brute-force
            search suffer from cancellation, so equal rows appear apart, and their last
            bits depend on the batch, which changes the order of neighbors.
        """
        n_found = min(n_neighbors + SPARE, len(self.X))
        if self.X.shape[1] <= 3:
            found = self._search_tree(X, n_neighbors, n_found)
        else:
            near = self._units.of(X)
            indices = self._index.kneighbors(near, n_found, return_distance=False)
            found = nearest_first(X, self.X, indices, self.n_jobs)
        return tuple(np.ascontiguousarray(a[:, :n_neighbors]) for a in found)

    def _search_tree(self, X, n_neighbors, n_found):
        # Only rows whose last neighbor ties with the next one need more than these two.
        found = self._query(X, min(n_neighbors + 1, n_found))
        is_tie = found[0][:, 1:] == found[0][:, :-1]
        tied = np.flatnonzero(is_tie.any(axis=1))
        if len(tied):
            more = in_order(*self._query(X[tied], n_found))
            for ours, theirs in zip(found, more, strict=True):
                ours[tied] = theirs[:, : ours.shape[1]]
        return found

    def _query(self, X, n_found):
        """Nearest rows from the tree, which leaves the order of ties open."""
        order = z_order(X) if len(X) > _MOST_IN_CHUNK else slice(None)
        distances = np.empty((len(X), n_found), dtype=self.X.dtype)
        indices = np.empty((len(X), n_found), dtype=np.intp)
        near, found = self._tree.query(
            self._tree_units.of(X[order]),
            np.arange(1, n_found + 1),
            workers=count_threads(self.n_jobs),
        )
        indices[order] = self._order.take(found, mode="clip")
        distances[order] = self._units.restore(near)
        is_far = np.isinf(distances[:, -1])
        if is_far.any():
            # From so far away that squares overflow, all rows are equally near.
            indices[is_far] = np.arange(n_found)
            distances[is_far] = neighbor_distances(X[is_far], self.X, indices[is_far])
        return distances, indices

    def local_order(self):
        """Order of the rows in which nearby ones follow each other, if it is known."""
        return self._order if self.X.shape[1] <= 3 else np.arange(len(self.X))


class EstimatorNeighbors(_Searched):
    """Search by an estimator of the user.

    Parameters
    ----------
    X : ndarray of shape (n_samples, n_features)
        The rows to search.
    neighbors : estimator
        See `find_neighbors`.
    """

    def __init__(self, X, neighbors):
        super().__init__(X)
        if not isinstance(neighbors, FrozenEstimator):
            self._index = clone(neighbors).fit(X)
            return
        self._index = neighbors
        known = getattr(neighbors, "_fit_X", X)  # not every search has it
        if known is not X:
            _check_same_rows(X, known, self.estimator)
            units = getattr(self.estimator, "_units", Units())
            if known.dtype == X.dtype and units.are_usual:
                self.X = known  # not to keep the rows twice

    @property
    def estimator(self):
        """The fitted estimator, without a `FrozenEstimator` around it."""
        if isinstance(self._index, FrozenEstimator):
            return self._index.estimator
        return self._index

    def __getstate__(self):
        # joblib would write the rows twice.
        shared = getattr(self._index, "_fit_X", None) is self.X
        return {"X": None if shared else self.X, "_index": self._index}

    def __setstate__(self, state):
        vars(self).update(state)
        if self.X is None:
            self.X = self._index._fit_X

    def kneighbors(self, X, n_neighbors):
        """Find neighbors of each row of X with the estimator, nearest first.

        Returns
        -------
        distances, indices : ndarray of shape (n_rows, n_neighbors)
            Euclidean distances, whatever the estimator's metric, and indices.

        Raises
        ------
        ValueError
            If the estimator finds fewer than `n_neighbors` rows.
        """
        if hasattr(self._index, "kneighbors"):
            indices = self._index.kneighbors(
                X, n_neighbors=n_neighbors, return_distance=False
            )
        else:
            indices = _smallest_entries(self._index.transform(X), n_neighbors, self._index)
        return nearest_first(X, self.X, np.asarray(indices, dtype=np.intp), None)


def _check_same_rows(X, known, estimator):
    def to_dtype(rows):
        return rows.astype(known.dtype, copy=False)

    convert = getattr(estimator, "in_float32", to_dtype)
    is_same = known.shape == X.shape and all(
        np.array_equal(known[rows], convert(X[rows]))
        for rows in row_chunks(len(X), X.itemsize * X.shape[1])
    )
    if not is_same:
        raise ValueError(
            f"neighbors={estimator}, which is frozen, must have been fitted to the same "
            f"rows as the colorer, of shape {X.shape}; got a search among "
            f"{'others' if known.shape == X.shape else f'rows of shape {known.shape}'}."
        )


def _smallest_entries(graph, n_neighbors, index):
    """Columns of the smallest entries in each row of a sparse distance graph."""
    if not issparse(graph):
        raise TypeError(
            "neighbors must have kneighbors, or transform rows to a sparse graph like "
            f"KNeighborsTransformer; got {type(index).__name__}."
        )
    graph = graph.tocsr()
    counts = np.diff(graph.indptr)
    if len(counts) and counts.min() < n_neighbors:
        raise ValueError(
            f"neighbors={index} found {counts.min()} neighbors of a row, but "
            f"{n_neighbors} are needed; set its n_neighbors to {n_neighbors} or more."
        )
    rows = np.repeat(np.arange(len(counts)), counts)
    order = np.lexsort((graph.data, rows))
    entries = graph.indptr[:-1, np.newaxis] + np.arange(n_neighbors)
    return graph.indices[order[entries]]
