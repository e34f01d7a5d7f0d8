"""Attributes in which the rows at the ends of a direction differ from the rest."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.stats import rankdata

from skcolor.metrics._attributes import AttributeTable, attribute_label

# Size of an end: share of the rows, smallest number, largest share.
_SHARE, _FEWEST, _MOST = 0.02, 20, 0.25
_N_SHOWN = 2
# Share of pairs of a row at the end and another row in which the former is larger (or, at
# the low end, smaller), with ties counted as half. For a category: its share is larger by
# half.
_CLEAR = 0.75
_SIGMAS = 4  # standard errors, for ends with few rows


@dataclass(frozen=True)
class AttributeDifference:
    """A clear difference: the attribute, and its description of an end."""

    attribute: str
    text: str


def attribute_differences(
    rows: npt.NDArray[np.floating], limits: npt.NDArray[np.floating], table: AttributeTable
) -> dict[tuple[int, int], list[AttributeDifference]]:
    """Find the attributes that stand out at each end of the first three directions.

    Parameters
    ----------
    rows : ndarray of shape (n_samples, n_directions)
        Positions of rows along each direction.
    limits : ndarray of shape (3, n_directions)
        Low end, middle and high end of each direction.
    table : AttributeTable
        Attributes of the rows.

    Returns
    -------
    dict of tuple of two ints to list of AttributeDifference
        By direction and side, 0 or 2: the clear differences that the other end does not
        share, the clearest first, each attribute once.
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
    # A difference that both ends share does not distinguish them.
    low, high = (shares[side::2] - 0.5 for side in (0, 1))
    is_alike = (np.minimum(np.abs(low), np.abs(high)) >= _CLEAR - 0.5) & (low * high > 0)
    shares[np.repeat(is_alike, 2, axis=0)] = 0.5
    return {key: _name(row, table) for key, row in zip(ends, shares, strict=True)}


def _rows_at_end(
    column: npt.NDArray[np.floating], limit: float, side: int
) -> npt.NDArray[np.bool_]:
    """Which rows are at an end: 2 percent, at least 20, but at most a quarter."""
    n_rows = len(column)
    n_end = int(max(_SHARE * n_rows, min(_FEWEST, _MOST * n_rows), 1))
    sign = 1 if side else -1
    size = sign * column
    here = size >= np.partition(size, n_rows - n_end)[n_rows - n_end]
    # If most rows coincide, take those beyond the end of the color strip.
    return here if here.mean() <= 0.5 else size >= sign * limit


def _share_larger(
    ranks: npt.NDArray[np.floating],
    is_known: npt.NDArray[np.bool_],
    here: npt.NDArray[np.bool_],
) -> float:
    """Share of pairs in which a row here is larger than another; 0.5 if not significant."""
    n_here, n_known = np.count_nonzero(here), np.count_nonzero(is_known)
    if n_here in (0, n_known):
        return 0.5
    share = (ranks[here].mean() - (n_here + 1) / 2) / (n_known - n_here)
    chance = _SIGMAS / np.sqrt(12 * min(n_here, n_known - n_here))
    return share if abs(share - 0.5) >= chance else 0.5


def _name(
    shares: npt.NDArray[np.floating], table: AttributeTable
) -> list[AttributeDifference]:
    """Describe the columns that differ clearly."""
    found: dict[int, AttributeDifference] = {}
    for i in np.argsort(-np.abs(shares - 0.5), kind="stable"):
        text = table.ends[i][int(shares[i] > 0.5)]
        if abs(shares[i] - 0.5) < _CLEAR - 0.5 or len(found) == _N_SHOWN:
            break
        if text:
            owner = int(table.owners[i])
            found.setdefault(
                owner, AttributeDifference(attribute_label(table.names[owner]), text)
            )
    return list(found.values())
