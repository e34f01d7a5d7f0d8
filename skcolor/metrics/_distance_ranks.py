"""Ranks of some rows among all, by their distance to a row."""

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
from scipy.sparse import issparse
from sklearn.utils import gen_batches

from skcolor._compute.chunks import map_rows, sum_parts
from skcolor._compute.rounding import rounding_share
from skcolor.neighbors._exact import neighbor_distances

# Rows that are compared with a part of the sample at a time; their number fits in a byte.
_BLOCK, _PART = 128, 1024
# Distances that differ by a smaller share are equal, whatever the precision of the rows.
_LEAST_SHARE = 1e-12

# ndarray or csr_array, which mypy cannot tell apart by ``issparse``
_Rows: TypeAlias = Any


def distance_ranks(
    X: _Rows, rows: npt.NDArray[np.intp], others: npt.NDArray[np.intp]
) -> npt.NDArray[np.intp]:
    """Rank other rows among all rows of X by their distance to some rows.

    Parameters
    ----------
    X : ndarray or csr_array of shape (n_samples, n_features)
        All rows.
    rows : ndarray of shape (n_rows,), int
        Indices of some rows.
    others : ndarray of shape (n_rows, n_others), int
        Indices of other rows to rank, for each of `rows`.

    Returns
    -------
    ndarray of shape (n_rows, n_others), int
        1 plus the number of rows that are nearer, not counting the row itself. Rows whose
        distances are equal up to rounding share the smallest of their ranks.

    Notes
    -----
    Most rows are compared by matrix products. Where their rounding error could matter,
    differences decide: cancellation in products puts equal rows at different distances.

    Examples
    --------
    >>> import numpy as np
    >>> from skcolor.metrics._distance_ranks import distance_ranks
    >>> X = np.array([[0.1], [0.2], [0.3], [0.7]])
    >>> distance_ranks(X, np.array([1]), np.array([[0, 2, 3]]))
    array([[1, 1, 3]])
    """
    center = 0.0 if issparse(X) else np.median(X[rows], axis=0).astype(np.float64)
    unit = _power_of_two(X)

    def prepare(some: npt.NDArray[np.intp] | slice) -> _Rows:
        found = X[some].astype(np.float64) / unit
        return found if issparse(X) else found - center / unit

    ranks = np.ones(others.shape, dtype=np.intp)
    for part in gen_batches(len(rows), _PART):
        part_rows, part_others = rows[part], others[part]
        ranks[part] += _count_nearer(X, part_rows, part_others, prepare, unit).T
    return ranks


def _count_nearer(
    X: _Rows,
    rows: npt.NDArray[np.intp],
    others: npt.NDArray[np.intp],
    prepare: Callable[[Any], _Rows],
    unit: float,
) -> npt.NDArray[np.intp]:
    """Count the rows of X that are nearer to `rows` than `others`, of shape (k, n_rows)."""
    limits = _pair_distances(X, np.repeat(rows, others.shape[1]), others.ravel())
    limits = limits.reshape(others.shape).T
    share = max(rounding_share(X), _LEAST_SHARE)
    limits *= 1 - share
    products = _Products(prepare(rows))
    squared = (limits / unit) ** 2
    thresholds = squared - products.squares
    thresholds[limits == 0] = -np.inf
    # Equal distances stay this far from the threshold.
    margins = np.where(limits == 0, np.inf, share * squared)

    def count(blocks: list[slice]) -> tuple[npt.NDArray[np.intp]]:
        counts = np.zeros(limits.shape, dtype=np.intp)
        for block in blocks:
            squares, error = products.compare(prepare(block))
            own = np.flatnonzero((rows >= block.start) & (rows < block.stop))
            squares[rows[own] - block.start, own] = np.inf
            is_exact = np.all(error < margins, axis=1)
            for i, threshold in enumerate(thresholds):
                is_nearer = squares < (threshold if is_exact[i] else threshold - error)
                counts[i] += is_nearer.view(np.uint8).sum(axis=0, dtype=np.uint8)
                if not is_exact[i]:
                    may_be = squares < threshold + error
                    place, one = np.nonzero(may_be & ~is_nearer)
                    if len(one):
                        apart = _pair_distances(X, rows[one], place + block.start)
                        nearer = one[apart < limits[i, one]]
                        counts[i] += np.bincount(nearer, minlength=len(rows))
        return (counts,)

    found: npt.NDArray[np.intp]
    (found,) = sum_parts(count, list(gen_batches(X.shape[0], _BLOCK)), n_jobs=-1)
    return found


class _Products:
    """Compares rows y with a sample of rows x by ``y·y - 2 x·y``, smallest for the nearest.

    This is the product of (y, y·y) and (-2x, 1).
    """

    def __init__(self, sample: _Rows) -> None:
        self.squares = _squares(sample)
        self._lengths = np.sqrt(self.squares)
        n_terms = sample.shape[1]
        if issparse(sample):
            self._sample = -2 * sample
            n_terms = int(np.diff(sample.indptr).max())
        else:
            self._sample = np.column_stack([-2 * sample, np.ones(len(sample))])
        self._error = (n_terms + 4) * np.finfo(np.float64).eps

    def compare(
        self, rows: _Rows
    ) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        """Table of shape (n_rows, n_sample), and a bound of its error for the sample."""
        squares = _squares(rows)
        if issparse(rows):
            table = (rows @ self._sample.T).toarray()
            table += squares[:, np.newaxis]
        else:
            table = np.column_stack([rows, squares]) @ self._sample.T
        size = self._lengths + np.sqrt(squares.max())
        return table, self._error * size**2 + np.finfo(np.float64).tiny


def _squares(rows: _Rows) -> npt.NDArray[np.float64]:
    if issparse(rows):
        found: npt.NDArray[np.float64] = rows.multiply(rows).sum(axis=1)
        return found
    found = np.einsum("nd,nd->n", rows, rows)
    return found


def _pair_distances(
    X: _Rows, first: npt.NDArray[np.intp], second: npt.NDArray[np.intp]
) -> npt.NDArray[np.float64]:
    """Distances in float64 between pairs of rows, from differences."""

    def measure(
        first: npt.NDArray[np.intp], second: npt.NDArray[np.intp]
    ) -> npt.NDArray[np.floating]:
        a, b = (X[some].astype(np.float64) for some in (first, second))
        return neighbor_distances(a, b, np.arange(len(first))[:, np.newaxis])[:, 0]

    return map_rows(measure, first, second, row_bytes=24 * X.shape[1])


def _power_of_two(X: _Rows) -> float:
    """A unit of about the largest value of X, in which squares do not overflow."""
    largest = max(abs(float(X.max())), abs(float(X.min())))
    return float(2.0 ** (np.frexp(largest)[1] - 1))
