"""Which tile each row goes to: its level by chance, its place in the level by a curve."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

TILE_ROWS = 32_768  # at most
_AIM = 32_000  # rows of a tile; chance adds some
_TILES_AT_ONCE = 8
_BITS = 16  # of each coordinate, in the order along the curve
_CELL_BITS = 16  # leading bits of the order, by which rows are counted
N_CELLS = 2**_CELL_BITS

Integers = npt.NDArray[np.uint64]


class Plan(NamedTuple):
    """How the rows of a map are divided.

    Attributes
    ----------
    starts : ndarray of shape (n_levels,), uint64
        The smallest rank of each level.
    counts : ndarray of shape (n_levels, n_cells), int64
        Number of rows in each level and cell of the curve.
    before : ndarray of shape (n_levels, n_cells), int64
        Number of rows in the cells before, in the same level.
    first : ndarray of shape (n_levels + 1,), int64
        Number of batches before each level.
    """

    starts: Integers
    counts: npt.NDArray[np.int64]
    before: npt.NDArray[np.int64]
    first: npt.NDArray[np.int64]

    @property
    def n_batches(self) -> int:
        """Number of batches; each has the rows of a few tiles."""
        return int(self.first[-1])

    def level_of(self, batch: int) -> int:
        """The level of a batch."""
        return int(np.searchsorted(self.first, batch, side="right")) - 1

    def batches_of(
        self, ranks: Integers, keys: npt.NDArray[np.uint32]
    ) -> npt.NDArray[np.int64]:
        """The batch of each row.

        Batches follow the curve. The rows of a cell that is divided go to either by
        chance, so that no batch is large, even if all rows are in one place.
        """
        levels, cells = levels_of(ranks, self.starts), _cells_of(keys)
        chance = (ranks & np.uint64(0xFFFF)).astype(np.int64)
        places = self.before[levels, cells] + (chance * self.counts[levels, cells] >> 16)
        batches: npt.NDArray[np.int64] = self.first[levels] + places // _batch_rows()
        return batches


def rank_rows(rows: npt.NDArray[np.integer]) -> Integers:
    """Random numbers in a fixed order: those of SplitMix64, one for each row."""
    with np.errstate(over="ignore"):
        z = (rows.astype(np.uint64) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return z ^ (z >> np.uint64(31))


def level_starts(n_rows: int) -> Integers:
    """The smallest rank of each level: each has twice the rows of the level before."""
    aim = _batch_rows() // _TILES_AT_ONCE
    n_levels = max(1, int(np.ceil(np.log2(n_rows / aim + 1))))
    starts = [(2**level - 1) * aim * 2**64 // n_rows for level in range(n_levels)]
    return np.array(starts, dtype=np.uint64)


def levels_of(ranks: Integers, starts: Integers) -> npt.NDArray[np.intp]:
    """The level of each rank."""
    return np.searchsorted(starts, ranks, side="right") - 1


def curve_keys(steps: npt.NDArray[np.floating]) -> npt.NDArray[np.uint32]:
    """Places along a Hilbert curve: what is near on it is near on the map.

    Parameters
    ----------
    steps : ndarray of shape (n_rows, 2)
        Coordinates from 0 to 65,535; outlying rows go to the edge.

    Returns
    -------
    ndarray of shape (n_rows,), uint32
        The places.
    """
    x, y = np.clip(steps, 0, 2**_BITS - 1).astype(np.uint32).T
    keys = np.zeros(len(steps), dtype=np.uint32)
    for bit in reversed(range(_BITS)):
        right, up = (x >> bit) & 1, (y >> bit) & 1
        keys = (keys << 2) | ((3 * right) ^ up)
        # Turn the quarter, so that the curve goes on where it left the last one.
        flip = (right & (1 - up)) * np.uint32(2**_BITS - 1)
        x, y = x ^ flip, y ^ flip
        swapped = (x ^ y) * (1 - up)
        x, y = x ^ swapped, y ^ swapped
    return keys


def count_cells(
    ranks: Integers, keys: npt.NDArray[np.uint32], starts: Integers
) -> npt.NDArray[np.int64]:
    """Number of rows in each level and cell of the curve."""
    shape = (len(starts), N_CELLS)
    flat = np.ravel_multi_index((levels_of(ranks, starts), _cells_of(keys)), shape)
    return np.bincount(flat, minlength=shape[0] * shape[1]).reshape(shape)


def make_plan(starts: Integers, counts: npt.NDArray[np.int64]) -> Plan:
    """Divide each level into batches of rows that are near each other."""
    before = np.cumsum(counts, axis=1) - counts
    n_batches = -(-counts.sum(axis=1) // _batch_rows())
    first = np.concatenate([[0], np.cumsum(n_batches)])
    return Plan(starts, counts, before, first)


def cut_tiles(ranks: Integers, keys: npt.NDArray[np.uint32]) -> list[npt.NDArray[np.intp]]:
    """The rows of each tile of a batch, those in a tile in the order of their ranks."""
    order = np.argsort(keys, kind="stable")
    tiles = np.array_split(order, -(-len(order) // TILE_ROWS))
    return [tile[np.argsort(ranks[tile], kind="stable")] for tile in tiles]


def _cells_of(keys: npt.NDArray[np.uint32]) -> npt.NDArray[np.intp]:
    return (keys >> (2 * _BITS - _CELL_BITS)).astype(np.intp)


def _batch_rows() -> int:
    return _TILES_AT_ONCE * min(_AIM, TILE_ROWS)
