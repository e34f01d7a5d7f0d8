"""The center nearest to each row, the same whatever the other rows are."""

from functools import cached_property

import numpy as np
import numpy.typing as npt

from skcolor.neighbors._distances import neighbor_distances

# Rows and their products with centers that are in the cache at a time, in bytes.
_BLOCK_BYTES = 2**20


class NearestCenter:
    """Finds the center nearest to each row; of equally near ones, the first.

    The last bits of a matrix product depend on the batch. So a product in the float type
    of the rows decides only where its error cannot matter. Where it can, one in float64
    does, and where that cannot either, differences do.

    Parameters
    ----------
    centers : ndarray of shape (n_centers, n_features)
        The centers, at least one.
    dtype : dtype
        Float type of the rows.

    Examples
    --------
    >>> import numpy as np
    >>> from skcolor.neighbors._nearest_center import NearestCenter
    >>> nearest = NearestCenter(np.array([[0.0], [2.0]]), np.float64)
    >>> nearest.find(np.array([[-5.0], [1.0], [1.1]]))
    array([0, 0, 1])
    """

    def __init__(self, centers: npt.NDArray[np.floating], dtype: npt.DTypeLike) -> None:
        self._centers = centers.astype(np.float64)
        self._dtype = dtype = np.dtype(dtype)
        # The shift avoids cancellation far from the origin.
        with np.errstate(over="ignore", invalid="ignore"):
            self._shift = self._centers.mean(axis=0).astype(dtype)
            shifted = self._centers - self._shift
            squares = np.einsum("nd,nd->n", shifted, shifted)
            # The product with (x, 1) is c·c - 2 x·c, smallest for the nearest center c.
            self._weights = np.vstack([-2 * shifted.T, squares]).astype(dtype)
            self._sizes = np.sqrt(squares).astype(dtype)
            self._size = self._sizes.max()
        # Bound of the error of the difference of two products, as a share of their size.
        n_features = centers.shape[1]
        self._error = dtype.type(2 * (n_features + 4) * np.finfo(dtype).eps)

    def find(
        self,
        X: npt.NDArray[np.floating],
        bounds: npt.NDArray[np.floating] | None = None,
    ) -> npt.NDArray[np.intp]:
        """Find the index of the center nearest to each row of X.

        Parameters
        ----------
        X : ndarray of shape (n_samples, n_features)
            Rows of the float type given.
        bounds : ndarray of shape (n_samples, 2) or None, default=None
            Array to fill with a lower and an upper bound of the squared distance of each
            row to its center, also of the one computed from differences.

        Returns
        -------
        ndarray of shape (n_samples,), int
        """
        n_centers, n_features = self._centers.shape
        n_rows = max(1, _BLOCK_BYTES // (self._dtype.itemsize * (n_features + n_centers)))
        block = np.ones((min(n_rows, len(X)), n_features + 1), dtype=self._dtype)
        labels = np.empty(len(X), dtype=np.intp)
        for start in range(0, len(X), n_rows):
            part = slice(start, start + n_rows)
            rows, around = X[part], None if bounds is None else bounds[part]
            labels[part] = self._find(rows, block[: len(rows)], around)
        return labels

    def _find(self, rows, shifted, bounds):
        away = shifted[:, :-1]
        with np.errstate(over="ignore", invalid="ignore"):
            np.subtract(rows, self._shift, out=away)
            products = shifted @ self._weights
            squares = np.einsum("nd,nd->n", away, away)
            length = np.sqrt(squares)
            margin = self._error * self._size * (length + self._size)
            margin += np.finfo(self._dtype).tiny  # where products underflow
        labels = products.argmin(axis=1)
        limits = products[np.arange(len(rows)), labels] + margin
        # A center whose product overflows may be the nearest.
        is_farther = products > limits[:, np.newaxis]
        if np.count_nonzero(is_farther) < len(rows) * (len(self._centers) - 1):
            candidates = ~is_farther
            several = np.flatnonzero(candidates.sum(axis=1) > 1)
            labels[several] = self._decide(rows[several], candidates[several])
        if bounds is not None:
            own = products[np.arange(len(rows)), labels]
            with np.errstate(over="ignore", invalid="ignore"):
                squares += own
                margin = self._error * np.square(length + self._sizes[labels])
                margin += np.finfo(self._dtype).tiny
                bounds[:, 0], bounds[:, 1] = squares - margin, squares + margin
        return labels

    def _decide(self, rows, candidates):
        if self._dtype != np.float64:
            return self._in_float64.find(rows.astype(np.float64))
        distances = np.full(candidates.shape, np.inf)
        for center in np.flatnonzero(candidates.any(axis=0)):
            those = np.flatnonzero(candidates[:, center])
            only = np.zeros((len(those), 1), dtype=np.intp)
            near = neighbor_distances(rows[those], self._centers[[center]], only)
            distances[those, center] = near[:, 0]
        return distances.argmin(axis=1)

    @cached_property
    def _in_float64(self):
        return NearestCenter(self._centers, np.float64)
