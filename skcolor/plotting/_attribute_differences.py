"""What attributes tell of the rows at each end of a direction."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.stats import rankdata

from skcolor.metrics._attributes import AttributeTable, call_attribute

_SHARE, _FEWEST, _MOST = 0.02, 20, 0.25  # of rows at an end
_N_TOLD = 2
# Of pairs of a row at the end and another one, the share in which the former has more (or,
# low, less), ties counted half. For a category: its share is larger by half of all rows.
_CLEAR = 0.75
_SIGMAS = 4  # of chance, where few rows are at an end


@dataclass(frozen=True)
class AttributeDifference:
    """A difference that is clear: the attribute, and what it says of an end."""

    attribute: str
    text: str


def attribute_differences(
    rows: npt.NDArray[np.floating], limits: npt.NDArray[np.floating], table: AttributeTable
) -> dict[tuple[int, int], list[AttributeDifference]]:
    """Find what is most unlike at each end of the first three directions.

    Parameters
    ----------
    rows : ndarray of shape (n_samples, n_directions)
        Where rows lie along each direction.
    limits : ndarray of shape (3, n_directions)
        Low end, middle and high end.
    table : AttributeTable
        Attributes of the rows.

    Returns
    -------
    dict of tuple of two ints to list of AttributeDifference
        By direction and side, 0 or 2: what is clear there and not alike at the other end,
        the clearest first, each attribute once.
    """
    ends = {
        (j, side): _rows_at_end(rows[:, j], limits[side, j], side)
        for j in range(min(3, rows.shape[1]))
        for side in (0, 2)
    }
    shares = np.full((len(ends), len(table.owners)), 0.5)
    for i, column in enumerate(table.columns.T):
        is_known = ~np.isnan(column)
        ranks = np.zeros(len(column))
        ranks[is_known] = rankdata(column[is_known])
        for end, here in enumerate(ends.values()):
            shares[end, i] = _share_larger(ranks, is_known, here & is_known)
    # What is alike at both ends of a direction does not tell them apart.
    low, high = (shares[side::2] - 0.5 for side in (0, 1))
    is_alike = (np.minimum(np.abs(low), np.abs(high)) >= _CLEAR - 0.5) & (low * high > 0)
    shares[np.repeat(is_alike, 2, axis=0)] = 0.5
    return {key: _name(row, table) for key, row in zip(ends, shares, strict=True)}


def _rows_at_end(
    column: npt.NDArray[np.floating], limit: float, side: int
) -> npt.NDArray[np.bool_]:
    """Which rows are at an end: two percent, or twenty, or a quarter of fewer than that."""
    n_rows = len(column)
    n_end = int(max(_SHARE * n_rows, min(_FEWEST, _MOST * n_rows), 1))
    sign = 1 if side else -1
    size = sign * column
    here = size >= np.partition(size, n_rows - n_end)[n_rows - n_end]
    # Of rows that mostly coincide, those that the end of the strip shows.
    return here if here.mean() <= 0.5 else size >= sign * limit


def _share_larger(
    ranks: npt.NDArray[np.floating],
    is_known: npt.NDArray[np.bool_],
    here: npt.NDArray[np.bool_],
) -> float:
    """Share of pairs in which a row here has more than another; a half if by chance."""
    n_here, n_known = np.count_nonzero(here), np.count_nonzero(is_known)
    if n_here in (0, n_known):
        return 0.5
    share = (ranks[here].mean() - (n_here + 1) / 2) / (n_known - n_here)
    chance = _SIGMAS / np.sqrt(12 * min(n_here, n_known - n_here))
    return share if abs(share - 0.5) >= chance else 0.5


def _name(
    shares: npt.NDArray[np.floating], table: AttributeTable
) -> list[AttributeDifference]:
    """What the columns that differ clearly say."""
    told: dict[int, AttributeDifference] = {}
    for i in np.argsort(-np.abs(shares - 0.5), kind="stable"):
        text = table.ends[i][int(shares[i] > 0.5)]
        if abs(shares[i] - 0.5) < _CLEAR - 0.5 or len(told) == _N_TOLD:
            break
        if text:
            owner = int(table.owners[i])
            told.setdefault(
                owner, AttributeDifference(call_attribute(table.names[owner]), text)
            )
    return list(told.values())
