"""A cloud of rows in bounded memory, whatever their number, order and batches."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from skcolor._summaries.weighted import scale_of_weights

# Cells that are kept.
_MOST = 2**15
# Bits of a cell's index along an axis.
_BITS = 50


@dataclass(frozen=True)
class CellSums:
    """Rows with three columns, summed in the cells of a grid; ``+`` merges two clouds.

    While there are at most 32,768 different rows, they are kept as they are. Of more, the
    cells are cubes with a power of 2 as side, the smallest of which at most 32,768 contain
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
    keys: npt.NDArray[np.float64] | npt.NDArray[np.int64]
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
        return cls(None, rows, sums, weights, len(rows))._merge_equal()._coarsen()

    def __add__(self, other: CellSums) -> CellSums:
        """Merge two clouds."""
        both = (self, other)
        if any(cells.exponent is not None for cells in both):
            exponent = max(cells._finest() for cells in both)
            both = tuple(cells._at(exponent) for cells in both)
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
        order = np.lexsort(self.keys.T[::-1])
        keys = self.keys[order]
        is_new = np.concatenate([[True], (keys[1:] != keys[:-1]).any(axis=1)])
        starts = np.flatnonzero(is_new[: len(keys)])
        return replace(
            self,
            keys=keys[starts],
            sums=np.add.reduceat(self.sums[order], starts, axis=0),
            weights=np.add.reduceat(self.weights[order], starts),
        )

    def _coarsen(self) -> CellSums:
        """Enlarge cells until there are few enough."""
        cells = self
        while len(cells.keys) > _MOST:
            step = 0 if cells.exponent is None else 1
            cells = cells._at(cells._finest() + step)._merge_equal()
        return cells

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
