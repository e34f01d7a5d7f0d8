"""A cloud of rows in bounded memory, whatever their number, order and batches."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from skcolor._summaries.weighted import scale_of_weights

# Cells that are kept.
_MOST = 2**16
# Bits of a cell's index along an axis.
_BITS = 50


@dataclass(frozen=True)
class CellSums:
    """Rows with three columns, summed in the cells of a grid; ``+`` merges two clouds.

    While there are at most 65,536 different rows, they are kept as they are. Of more, the
    cells are cubes with a power of 2 as side, the smallest of which at most 65,536 contain
    rows. So cells depend on neither order nor batches of the rows.

    Parameters
    ----------
    exponent : int or None
        Cells have sides of ``2**exponent``; None means that rows are kept as they are.
    keys : ndarray of shape (n_cells, 3)
        Indices of the cells, int64, or the rows themselves; in lexicographic order.
    sums : ndarray of shape (n_cells, 3), float64
        Sum of the rows of each cell, times their weights.
    weights : ndarray of shape (n_cells,), float64
        Sum of the weights of each cell.
    n_given : int
        Number of rows with a weight above 0.
    """

    exponent: int | None
    keys: npt.NDArray[Any]
    sums: npt.NDArray[np.float64]
    weights: npt.NDArray[np.float64]
    n_given: int

    @classmethod
    def of(
        cls,
        rows: npt.NDArray[np.floating],
        weights: npt.NDArray[np.float64] | None = None,
    ) -> CellSums:
        """Cells of rows of shape (n, 3)."""
        if weights is None:
            weights = np.ones(len(rows))
        rows, weights = rows[weights > 0].astype(np.float64), weights[weights > 0]
        rows += 0.0  # no -0
        sums = rows * weights[:, np.newaxis]
        cells = cls(None, rows, sums, weights, len(rows))
        if len(rows) > 4 * _MOST:  # all need cells that are at least as large as some need
            few = cls.of(rows[: 2 * _MOST])
            if few.exponent is not None:
                cells = cells._at(max(few.exponent, cells._finest()))
        return cells._merge_equal()._coarsen()

    def __add__(self, other: CellSums) -> CellSums:
        """Merge two clouds."""
        both = [self, other]
        if any(cells.exponent is not None for cells in both):
            exponent = max(cells._finest() for cells in both)
            both = [cells._at(exponent) for cells in both]
        merged = CellSums(
            both[0].exponent,
            np.vstack([cells.keys for cells in both]),
            np.vstack([cells.sums for cells in both]),
            np.concatenate([cells.weights for cells in both]),
            self.n_given + other.n_given,
        )
        return merged._merge_equal()._coarsen()

    def rows(self) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        """The mean row of each cell, and how many rows it counts as."""
        scale = scale_of_weights(self.weights.sum(), self.n_given)
        means = self.keys
        if self.exponent is not None:
            means = self.sums / self.weights[:, np.newaxis]
        return means.astype(np.float64), self.weights * scale

    @property
    def reach(self) -> float:
        """How far a row is at most from the mean row of its cell."""
        return 0.0 if self.exponent is None else float(np.sqrt(3) * 2.0**self.exponent)

    def _merge_equal(self) -> CellSums:
        order, starts = _groups(self.keys)
        return replace(
            self,
            keys=self.keys[order[starts]],
            sums=np.add.reduceat(self.sums[order], starts, axis=0),
            weights=np.add.reduceat(self.weights[order], starts),
        )

    def _coarsen(self) -> CellSums:
        """Enlarge cells until there are few enough."""
        if len(self.keys) <= _MOST:
            return self
        first = self._finest() + (self.exponent is not None)
        # Often the next size is enough, and indices have no more bits than steps.
        if not self._fits(first):
            sizes = range(first, first + _BITS + 2)
            first += bisect_left(sizes, True, key=self._fits)
        return self._at(first)._merge_equal()

    def _fits(self, exponent: int) -> bool:
        return len(_groups(self._at(exponent).keys)[1]) <= _MOST

    def _finest(self) -> int:
        """Exponent of the smallest cells that it can be counted in."""
        if self.exponent is not None:
            return self.exponent
        return int(np.frexp(np.abs(self.keys).max())[1]) - _BITS

    def _at(self, exponent: int) -> CellSums:
        """The same sums in cells of another side, at least as large."""
        if self.exponent is None:
            keys = np.floor(np.ldexp(self.keys, -exponent)).astype(np.int64)
        else:
            keys = self.keys >> min(exponent - self.exponent, 63)
        return replace(self, exponent=exponent, keys=keys)


def _groups(keys):
    """An order of rows in which equal ones follow each other, and where they begin."""
    order = np.lexsort(keys.T[::-1])
    ordered = keys[order]
    is_new = np.ones(len(keys), dtype=bool)
    is_new[1:] = (ordered[1:] != ordered[:-1]).any(axis=1)
    return order, np.flatnonzero(is_new)


@dataclass(frozen=True)
class CloudSummary:
    """What a map into the gamut needs to know of rows; ``+`` merges two summaries.

    Parameters
    ----------
    cells : CellSums
        The first three columns.
    total : ndarray of shape (n_features,)
        Weighted sum of the rows.
    """

    cells: CellSums
    total: npt.NDArray[np.float64]

    def __add__(self, other: CloudSummary) -> CloudSummary:
        """Merge two summaries."""
        return CloudSummary(self.cells + other.cells, self.total + other.total)
