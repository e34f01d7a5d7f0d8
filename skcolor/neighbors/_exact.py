"""The one door to neighbor search."""

from abc import ABC, abstractmethod

import numpy as np
import numpy.typing as npt
from scipy.sparse import issparse
from scipy.spatial import cKDTree
from sklearn.base import clone
from sklearn.neighbors import NearestNeighbors

from skcolor._compute.chunks import count_threads, map_rows
from skcolor.neighbors._own_row import leave_out
from skcolor.neighbors._row_table import RowTable

# How many more rows are searched than asked for, so that the first of several equally near
# ones is among them.
_SPARE = 8


def find_neighbors(X, neighbors=None, *, n_jobs=None):
    """Something with ``kneighbors`` that finds the nearest of the rows X.

    Parameters
    ----------
    X : ndarray of shape (n_samples, n_features)
        The rows to search.
    neighbors : estimator or None, default=None
        None searches exactly. Else an estimator that is cloned and fitted to X, and has
        ``kneighbors`` as scikit-learn's, or a ``transform`` into a sparse graph as
        ``KNeighborsTransformer`` and pynndescent's have.
    n_jobs : int or None, default=None
        Number of threads of an exact search.

    Returns
    -------
    ExactNeighbors or EstimatorNeighbors
        What has ``kneighbors(X, n_neighbors)``.
    """
    if neighbors is None:
        return ExactNeighbors(X, n_jobs=n_jobs)
    return EstimatorNeighbors(X, neighbors)


class _Searched(ABC):
    """Rows that are searched, and found again where they come once more."""

    def __init__(self, X: npt.NDArray[np.floating]) -> None:
        self.X = X

    @abstractmethod
    def kneighbors(self, X, n_neighbors):
        """Nearest searched rows of each row of X, nearest first."""

    def find_equal(self, X):
        """Index of the first searched row that equals each row of X, or -1.

        Rows of two float types are compared in the coarser one.
        """
        dtype = min(X.dtype, self.X.dtype, key=lambda dtype: dtype.itemsize)
        # Two threads would make the same table.
        tables = vars(self).setdefault("_tables", {})
        if dtype not in tables:
            tables[dtype] = RowTable(self.X, dtype)
        return tables[dtype].find(X)

    def nearest(self, X):
        """Index of the nearest searched row, the first of several that equal it."""
        index = self.find_equal(X)
        new = index < 0
        if new.any():
            index[new] = self.kneighbors(X[new], 1)[1][:, 0]
        return index

    def others(
        self, n_neighbors: int, rows: npt.NDArray[np.intp] | None = None
    ) -> tuple[npt.NDArray[np.floating], npt.NDArray[np.intp]]:
        """Nearest searched rows of searched rows, each left out among its own.

        Parameters
        ----------
        n_neighbors : int
            How many others, at most all.
        rows : ndarray of shape (n_rows,), int, or None, default=None
            Indices of searched rows; None is all of them.

        Returns
        -------
        distances, indices : ndarray of shape (n_rows, n_neighbors)
            As ``kneighbors`` has them.
        """
        X = self.X if rows is None else self.X[rows]
        rows = np.arange(len(X)) if rows is None else rows
        distances, indices = self.kneighbors(X, n_neighbors + 1)
        is_own = indices == rows[:, np.newaxis]
        # The last goes where the row itself is hidden behind rows equal to it.
        own = np.where(is_own.any(axis=1), is_own.argmax(axis=1), -1)
        return leave_out(own, distances), leave_out(own, indices)


class ExactNeighbors(_Searched):
    """The nearest of some rows, exactly: a k-d tree for layouts, else scikit-learn.

    Parameters
    ----------
    X : ndarray of shape (n_samples, n_features)
        The rows to search.
    n_jobs : int or None, default=None
        Number of threads of a search.
    """

    def __init__(self, X: npt.NDArray[np.floating], *, n_jobs: int | None = None) -> None:
        super().__init__(X)
        self.n_jobs = n_jobs
        self._build()

    def _build(self):
        if self.X.shape[1] <= 3:
            self._index = cKDTree(self.X, balanced_tree=False)
        else:
            self._index = NearestNeighbors(n_jobs=self.n_jobs).fit(self.X)

    def __getstate__(self):
        # Without the index: it is made again as it was, and neither grows a file nor puts
        # in types that those who load it with skops would have to trust.
        return {"X": self.X, "n_jobs": self.n_jobs}

    def __setstate__(self, state):
        vars(self).update(state)
        self._build()

    def kneighbors(self, X, n_neighbors):
        """Nearest rows of each row of X, nearest first; of equally near ones, the first.

        The rule holds for up to `_SPARE` rows that are as near as the last neighbor; of
        more, which are found depends in up to three columns on the searched rows alone.

        Returns
        -------
        distances, indices : ndarray of shape (n_rows, n_neighbors)
            Euclidean distances, taken from the rows themselves: the ones that a brute
            force search returns cancel, so that equal rows seem apart, and have other
            last bits in another batch, so that others seem nearest.
        """
        n_found = min(n_neighbors + _SPARE, len(self.X))
        if isinstance(self._index, cKDTree):
            distances, indices = self._index.query(
                X, np.arange(1, n_found + 1), workers=count_threads(self.n_jobs)
            )
            found = _in_order(distances.astype(self.X.dtype, copy=False), indices)
        else:
            indices = self._index.kneighbors(X, n_found, return_distance=False)
            found = _nearest_first(X, self.X, indices, self.n_jobs)
        return tuple(np.ascontiguousarray(a[:, :n_neighbors]) for a in found)

    def local_order(self):
        """The rows in an order in which near ones follow each other, if one is known."""
        if isinstance(self._index, cKDTree):
            return self._index.indices
        return np.arange(len(self.X))


class EstimatorNeighbors(_Searched):
    """The nearest of some rows as an estimator of the user finds them.

    Parameters
    ----------
    X : ndarray of shape (n_samples, n_features)
        The rows to search.
    neighbors : estimator
        See `find_neighbors`.
    """

    def __init__(self, X, neighbors):
        super().__init__(X)
        self._index = clone(neighbors).fit(X)

    def __getstate__(self):
        # joblib writes an array as often as it comes: the rows once.
        shared = getattr(self._index, "_fit_X", None) is self.X
        return {"X": None if shared else self.X, "_index": self._index}

    def __setstate__(self, state):
        vars(self).update(state)
        if self.X is None:
            self.X = self._index._fit_X

    def kneighbors(self, X, n_neighbors):
        """Rows that the estimator finds near each row of X, nearest first.

        Returns
        -------
        distances, indices : ndarray of shape (n_rows, n_neighbors)
            Euclidean distances, whatever the estimator measures, and indices.

        Raises
        ------
        ValueError
            If the estimator finds fewer than `n_neighbors`.
        """
        if hasattr(self._index, "kneighbors"):
            indices = self._index.kneighbors(
                X, n_neighbors=n_neighbors, return_distance=False
            )
        else:
            indices = _strongest(self._index.transform(X), n_neighbors, self._index)
        return _nearest_first(X, self.X, np.asarray(indices, dtype=np.intp), None)


def _nearest_first(X, others, indices, n_jobs):
    distances = neighbor_distances(X, others, indices, n_jobs=n_jobs)
    return _in_order(distances, indices)


def _in_order(distances, indices):
    """By distance, and by index where distances are equal."""
    order = np.lexsort((indices, distances), axis=1)
    return tuple(np.take_along_axis(a, order, axis=1) for a in (distances, indices))


def _strongest(graph, n_neighbors, index):
    """Columns of the smallest entries of each row of a sparse graph of distances."""
    if not issparse(graph):
        raise TypeError(
            "neighbors must have kneighbors, or transform rows into a sparse graph as "
            f"KNeighborsTransformer does; got {type(index).__name__}."
        )
    graph = graph.tocsr()
    counts = np.diff(graph.indptr)
    if len(counts) and counts.min() < n_neighbors:
        raise ValueError(
            f"neighbors={index} found {counts.min()} neighbors of a row, and "
            f"{n_neighbors} are needed; set its n_neighbors to {n_neighbors} or more."
        )
    rows = np.repeat(np.arange(len(counts)), counts)
    order = np.lexsort((graph.data, rows))
    entries = graph.indptr[:-1, np.newaxis] + np.arange(n_neighbors)
    return graph.indices[order[entries]]


def neighbor_distances(
    X: npt.NDArray[np.floating],
    others: npt.NDArray[np.floating],
    indices: npt.NDArray[np.intp],
    *,
    n_jobs: int | None = None,
) -> npt.NDArray[np.floating]:
    """Euclidean distances from each row of X to the rows ``others[indices]``.

    Parameters
    ----------
    X : ndarray of shape (n, d)
        Rows.
    others : ndarray of shape (m, d)
        What `indices` points into.
    indices : ndarray of shape (n, k)
        For each row of X, the rows to measure to.
    n_jobs : int or None, default=None
        Number of threads.

    Returns
    -------
    ndarray of shape (n, k)
        Distances in the dtype of X. Differences are squared, never dot products
        subtracted, so that equal rows are at distance 0.
    """
    limits = np.finfo(X.dtype)

    def measure(rows, neighbors):
        difference = others.take(neighbors, axis=0)
        difference -= rows[:, np.newaxis, :]
        with np.errstate(over="ignore", under="ignore"):
            squares = np.einsum("nkd,nkd->nk", difference, difference)
        distances = np.sqrt(squares)
        # Squares of very large or very small numbers leave the range of the float type:
        # those few pairs are measured again, in units of their largest difference.
        extreme = ~((squares > limits.tiny / limits.eps) & (squares < limits.max))
        difference = difference[extreme]
        if difference.any():  # not only those of a row from itself
            distances[extreme] = _scaled_norm(difference)
        return distances

    return map_rows(
        measure,
        X,
        indices,
        row_bytes=X.itemsize * X.shape[1] * indices.shape[1],
        n_jobs=n_jobs,
    )


def _scaled_norm(difference):
    scale = np.abs(difference).max(axis=1)
    unit = difference / np.where(scale > 0, scale, 1)[:, np.newaxis]
    return np.sqrt(np.einsum("nd,nd->n", unit, unit)) * scale
