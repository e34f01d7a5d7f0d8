"""Rows found again by their bytes."""

import numpy as np

from skcolor._compute.chunks import map_rows


class RowTable:
    """Finds the first of some rows that is equal, number by number, to a given row.

    Parameters
    ----------
    X : ndarray of shape (n_samples, n_features)
        The rows to find.
    dtype : dtype
        The float type in which rows are compared: 0.1 in float32 is another number than
        in float64, and the same row.
    """

    def __init__(self, X, dtype):
        self._X = X
        self._dtype = dtype
        self._multipliers = np.random.default_rng(0).integers(
            2**63, size=X.shape[1], dtype=np.uint64
        )
        hashes = map_rows(self._hash_chunk, X, row_bytes=24 * X.shape[1])
        # Stable: the first of several equal rows is the one that is found.
        self._order = np.argsort(hashes, kind="stable")
        self._hashes = hashes[self._order]

    def find(self, X):
        """Index of the first row that each row of X equals, or -1."""
        return map_rows(self._find_chunk, X, row_bytes=24 * X.shape[1])

    def _find_chunk(self, X):
        hashes = self._hash_chunk(X)
        slots = np.searchsorted(self._hashes, hashes)
        slots = np.minimum(slots, len(self._hashes) - 1)
        rows = np.flatnonzero(self._hashes[slots] == hashes)
        found = self._order[slots[rows]]
        equal = (self._cast(X[rows]) == self._cast(self._X[found])).all(axis=1)
        index = np.full(len(X), -1)
        index[rows[equal]] = found[equal]
        return index

    def _cast(self, X):
        with np.errstate(over="ignore"):  # what float32 cannot hold is none of its rows
            return X.astype(self._dtype, copy=False)

    def _hash_chunk(self, X):
        numbers = self._cast(X).astype(np.float64) + 0.0  # -0 has other bits than 0
        bits = numbers.view(np.uint64)
        return (bits ^ (bits >> np.uint64(32))) @ self._multipliers
