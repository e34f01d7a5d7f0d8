"""The one door to neighbour search."""

import numpy as np
from joblib import effective_n_jobs
from scipy.spatial import cKDTree
from sklearn.neighbors import NearestNeighbors

from skcolor._chunks import map_rows


class ExactNeighbors:
    """The nearest of some rows, exactly: a k-d tree for layouts, else scikit-learn.

    Parameters
    ----------
    X : ndarray of shape (n_samples, n_features)
        The rows to search.
    n_jobs : int or None, default=None
        Number of threads of a search.
    """

    def __init__(self, X, *, n_jobs=None):
        self.X = X
        self.n_jobs = n_jobs
        if X.shape[1] <= 3:
            self._index = cKDTree(X, balanced_tree=False)
        else:
            self._index = NearestNeighbors(n_jobs=n_jobs).fit(X)

    def kneighbors(self, X, n_neighbors):
        """Nearest rows of each row of X, nearest first.

        Returns
        -------
        distances, indices : ndarray of shape (n_rows, n_neighbors)
            Euclidean distances, taken from the rows themselves: the ones that a brute
            force search returns cancel, so that equal rows seem apart.
        """
        if isinstance(self._index, cKDTree):
            distances, indices = self._index.query(
                X, np.arange(1, n_neighbors + 1), workers=effective_n_jobs(self.n_jobs)
            )
            return distances.astype(self.X.dtype, copy=False), indices
        indices = self._index.kneighbors(X, n_neighbors, return_distance=False)
        distances = neighbor_distances(X, self.X, indices, n_jobs=self.n_jobs)
        order = np.argsort(distances, axis=1, kind="stable")
        return tuple(np.take_along_axis(a, order, axis=1) for a in (distances, indices))


def neighbor_distances(X, others, indices, *, n_jobs=None):
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
        difference = others[neighbors] - rows[:, np.newaxis, :]
        with np.errstate(over="ignore", under="ignore"):
            squares = np.einsum("nkd,nkd->nk", difference, difference)
        distances = np.sqrt(squares)
        # Squares of very large or very small numbers leave the range of the float type:
        # those few pairs are measured again, in units of their largest difference.
        extreme = ~((squares > limits.tiny / limits.eps) & (squares < limits.max))
        if extreme.any():
            distances[extreme] = _scaled_norm(difference[extreme])
        return distances

    return map_rows(
        measure,
        X,
        indices,
        row_bytes=2 * X.itemsize * X.shape[1] * indices.shape[1],
        n_jobs=n_jobs,
    )


def _scaled_norm(difference):
    scale = np.abs(difference).max(axis=1)
    unit = difference / np.where(scale > 0, scale, 1)[:, np.newaxis]
    return np.sqrt(np.einsum("nd,nd->n", unit, unit)) * scale
