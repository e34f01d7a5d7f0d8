"""Lookup of rows by their values."""

import numpy as np

from skcolor._compute.chunks import map_rows


class RowTable:
    """Table that finds the first row that equals a given row.

    Each row is hashed to one number, and the hashes are sorted. A binary search for the
    hash of a given row finds the only row that can equal it.

    Parameters
    ----------
    X : ndarray of shape (n_samples, n_features)
        The rows of the table.
    dtype : dtype
        Float type in which rows are compared. It makes 0.1 in float32 equal to 0.1 in
        float64, although the numbers differ.

    Examples
    --------
    >>> import numpy as np
    >>> from skcolor.neighbors._row_table import RowTable
    >>> table = RowTable(np.array([[1.0, 2.0], [3.0, 4.0], [1.0, 2.0]]), np.float64)
    >>> table.find(np.array([[3.0, 4.0], [1.0, 2.0], [1.0, 2.1]]))
    array([ 1,  0, -1])
    """

    def __init__(self, X, dtype):
        self._X = X
        self._dtype = dtype
        self._multipliers = np.random.default_rng(0).integers(
            2**63, size=X.shape[1], dtype=np.uint64
        )
        hashes = map_rows(self._hash, X, row_bytes=24 * X.shape[1])
        # Stable, so that the first of several equal rows is found.
        self._order = np.argsort(hashes, kind="stable")
        self._hashes = hashes[self._order]

    def find(self, X):
        """Find the index of the first row that equals each row of X, or -1."""
        return map_rows(self._find, X, row_bytes=24 * X.shape[1])

    def _find(self, X):
        positions = np.searchsorted(self._hashes, self._hash(X))
        candidates = self._order[np.minimum(positions, len(self._order) - 1)]
        is_equal = self._cast(X) == self._cast(self._X[candidates])
        return np.where(is_equal.all(axis=1), candidates, -1)

    def _hash(self, X):
        numbers = self._cast(X).astype(np.float64) + 0.0  # so that -0 hashes like 0
        bits = numbers.view(np.uint64)
        return (bits ^ (bits >> np.uint64(32))) @ self._multipliers

    def _cast(self, X):
        with np.errstate(over="ignore"):  # infinity equals no row
            return X.astype(self._dtype, copy=False)
