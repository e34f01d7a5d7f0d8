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
_BLOCK, _PART = 192, 1024
# Products in float32 leave some pairs unsure, whose differences are computed. With more of
# them for a row of the sample and a block, products in float64 are faster.
_MOST_UNSURE = 2
# Unsure pairs that wait to be compared at once.
_MOST_WAITING = 2**14
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
    dtypes = (np.float64,) if issparse(X) else (np.float64, np.float32)
    products = [_Products(prepare(rows), limits / unit, share, dtype) for dtype in dtypes]

    def count(blocks: list[slice]) -> tuple[npt.NDArray[np.intp]]:
        ways, doubts = products.copy(), _Doubts(X, rows, limits)
        counts = np.zeros(limits.shape, dtype=np.intp)
        for block in blocks:
            own = np.flatnonzero((rows >= block.start) & (rows < block.stop))
            place = (rows[own] - block.start, own)
            some = prepare(block)
            nearer, unsure = ways[-1].compare(some, place)
            if len(ways) > 1 and unsure.shape[1] > _MOST_UNSURE * len(rows):
                ways.pop()  # other blocks would be no different
                nearer, unsure = ways[-1].compare(some, place)
            counts += nearer
            doubts.add(counts, unsure, block.start)
        doubts.settle(counts)
        return (counts,)

    found: npt.NDArray[np.intp]
    (found,) = sum_parts(count, list(gen_batches(X.shape[0], _BLOCK)), n_jobs=-1)
    return found


class _Products:
    """Compares rows y with a sample of rows x by ``y·y - 2 x·y``, smallest for the nearest.

    This is the product of (y, y·y) and (-2x, 1), in float32 or float64.

    Parameters
    ----------
    sample : ndarray or csr_array of shape (n_sample, n_features), float64
        The sample.
    limits : ndarray of shape (k, n_sample)
        Distances with which those of rows are compared.
    share : float
        Distances equal to a limit before it was reduced are about this share above it.
    dtype : data type
        Type of the products.
    """

    def __init__(
        self,
        sample: _Rows,
        limits: npt.NDArray[np.float64],
        share: float,
        dtype: type[np.floating[Any]],
    ) -> None:
        squares, squared = _squares(sample), limits**2
        self._lengths = np.sqrt(squares)
        self._thresholds = np.where(limits == 0, -np.inf, squared - squares)
        self._margins = np.where(limits == 0, np.inf, share * squared)
        self._dtype = np.finfo(dtype)
        n_terms = sample.shape[1]
        if issparse(sample):
            self._sample = -2 * sample
            n_terms = int(np.diff(sample.indptr).max())
        else:
            self._sample = np.column_stack([-2 * sample, np.ones(len(sample))])
            self._sample = self._sample.astype(dtype)
        self._error = (n_terms + 4) * float(self._dtype.eps)

    def compare(
        self, rows: _Rows, own: tuple[npt.NDArray[np.intp], ...]
    ) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.intp]]:
        """Count the rows that are surely nearer than each limit.

        Parameters
        ----------
        rows : ndarray or csr_array of shape (n_rows, n_features), float64
            At most 255 rows.
        own : tuple of ndarray
            Pairs of a row and the same row of the sample, which do not count.

        Returns
        -------
        counts : ndarray of shape (k, n_sample), uint8
            The counts.
        unsure : ndarray of shape (3, n_unsure), int
            Limits, rows of the sample and rows whose rounding errors could matter.
        """
        table, error = self._table(rows)
        table[own] = np.inf
        is_exact = np.all(error < self._margins, axis=1)
        doubt = np.where(is_exact[:, np.newaxis], 0, error)
        low = _round_away(self._thresholds - doubt, -np.inf, table.dtype)
        high = _round_away(self._thresholds + doubt, np.inf, table.dtype)
        counts = _count_below(table, low)
        most = counts.copy()
        most[~is_exact] = _count_below(table, high[~is_exact])
        doubtful = np.nonzero(counts != most)
        unsure = [np.empty((3, 0), dtype=np.intp)]
        for start in range(0, len(doubtful[0]), _PART):
            limit, one = (index[start : start + _PART] for index in doubtful)
            some = table[:, one]
            is_between = (some >= low[limit, one]) & (some < high[limit, one])
            place, pair = np.nonzero(is_between)
            unsure.append(np.stack([limit[pair], one[pair], place]))
        return counts, np.concatenate(unsure, axis=1)

    def _table(
        self, rows: _Rows
    ) -> tuple[npt.NDArray[np.floating], npt.NDArray[np.float64]]:
        """Table of shape (n_rows, n_sample), and a bound of its error for the sample."""
        squares = _squares(rows)
        if issparse(rows):
            table = (rows @ self._sample.T).toarray()
            table += squares[:, np.newaxis]
        else:
            table = np.column_stack([rows, squares]).astype(self._dtype.dtype)
            table = table @ self._sample.T
        size = self._lengths + np.sqrt(squares.max())
        return table, self._error * (size**2 + float(self._dtype.tiny))


class _Doubts:
    """Pairs of rows whose differences decide which of them are nearer than limits.

    Parameters
    ----------
    X : ndarray or csr_array of shape (n_samples, n_features)
        All rows.
    rows : ndarray of shape (n_rows,), int
        Indices of some rows.
    limits : ndarray of shape (k, n_rows)
        Distances from them.
    """

    def __init__(
        self, X: _Rows, rows: npt.NDArray[np.intp], limits: npt.NDArray[np.float64]
    ) -> None:
        self._X, self._rows, self._limits = X, rows, limits
        self._waiting: list[npt.NDArray[np.intp]] = []
        self._n_waiting = 0

    def add(
        self,
        counts: npt.NDArray[np.intp],
        unsure: npt.NDArray[np.intp],
        start: int,
    ) -> None:
        """Take pairs of a block of rows; with many, add those that are nearer to counts."""
        self._waiting.append(unsure + np.array([[0], [0], [start]]))
        self._n_waiting += unsure.shape[1]
        if self._n_waiting > _MOST_WAITING:
            self.settle(counts)

    def settle(self, counts: npt.NDArray[np.intp]) -> None:
        """Add the pairs that are nearer to counts of shape (k, n_rows)."""
        limit, one, other = np.concatenate(self._waiting, axis=1)
        self._waiting, self._n_waiting = [np.empty((3, 0), dtype=np.intp)], 0
        if not len(one):
            return
        apart = _pair_distances(self._X, self._rows[one], other)
        is_nearer = apart < self._limits[limit, one]
        np.add.at(counts, (limit[is_nearer], one[is_nearer]), 1)


def _round_away(
    values: npt.NDArray[np.float64], to: float, dtype: np.dtype[Any]
) -> npt.NDArray[np.floating]:
    """Numbers of a data type that are no nearer to `to` than others; -inf stays."""
    found: npt.NDArray[np.floating] = np.nextafter(values.astype(dtype), dtype.type(to))
    return np.where(np.isfinite(values), found, values).astype(dtype, copy=False)


def _count_below(
    table: npt.NDArray[np.floating], limits: npt.NDArray[np.floating]
) -> npt.NDArray[np.uint8]:
    """Number of entries, at most 255, in each column below each of its limits."""
    counts = np.empty(limits.shape, dtype=np.uint8)
    is_below = np.empty(table.shape, dtype=bool)
    for limit, count in zip(limits, counts, strict=True):
        np.less(table, limit, out=is_below)
        is_below.view(np.uint8).sum(axis=0, dtype=np.uint8, out=count)
    return counts


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
