"""A cloud of rows about its center, and the few points that stand for it."""

import numpy as np
import numpy.typing as npt

from skcolor._compute.chunks import map_rows
from skcolor._compute.rounding import rounding_share

# Rows of a sample.
_N_ROWS = 200
# Directions in which a cloud is outlined, and shares of the rows between which each has a
# point.
_N_WAYS = 80
_EDGES = np.array([0, 0.5, 0.7, 0.8, 0.9, 0.95, 1])
# What is meant by the spread of a column: more rows than this share lie within.
_SPREAD = 0.9


def center_rows(
    coordinates: npt.NDArray[np.floating], clipped: float
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64], float]:
    """Shift rows to their center, in units of their largest number.

    The axes stay those of the coordinates: principal axes of a round cloud are chance.

    Parameters
    ----------
    coordinates : ndarray of shape (n, 3)
        Rows.
    clipped : float
        Share of the rows, those farthest out, that do not count for the center.

    Returns
    -------
    rows : ndarray of shape (n_rows, 3)
        The rows; where they are all equal but for a share of `clipped`, only those that
        differ and as many of the rest.
    origin : ndarray of shape (3,)
        Their center, in the units of `coordinates`.
    unit : float
        The unit.
    """
    largest = float(max(coordinates.max(), -coordinates.min()))
    unit = max(largest, float(np.finfo(np.float64).tiny))  # its inverse is finite
    rows = coordinates.astype(np.float64)
    rows /= unit
    median = np.array([np.median(column) for column in rows.T])
    rows -= median
    _drop_rounding(rows, rounding_share(coordinates) * np.abs(median), clipped)
    radius = _norms(rows)
    is_inner = radius <= np.quantile(radius, 1 - clipped)
    shift = rows.mean(axis=0, where=is_inner[:, np.newaxis])
    rows -= shift
    return _different_rows(rows, clipped), (median + shift) * unit, unit


def _drop_rounding(rows, rounding, clipped):
    """Make columns 0 where they are constant, but for rounding and a share of the rows."""
    for column, most in zip(rows.T, rounding, strict=True):
        is_rounding = np.abs(column) <= most
        if np.count_nonzero(is_rounding) >= (1 - clipped) * len(column):
            column[is_rounding] = 0


def _different_rows(rows, clipped):
    """Rows that differ from the rest, and as many of the rest, where that is all equal.

    A share of `clipped` of all rows would be all that there is to see.
    """
    differs = rows.any(axis=1)
    n_different = np.count_nonzero(differs)
    if n_different > clipped * len(rows):
        return rows
    differs[np.flatnonzero(~differs)[: max(1, n_different)]] = True
    return rows[differs]


def _norms(rows):
    return np.sqrt(np.einsum("ij,ij->i", rows, rows))


def outline_of(rows, clipped):
    """Outline rows by points in fixed directions.

    Where rows move a little, so do the points. Rows belong to the nearest of the
    directions, in units of the spread of each column. The points of a direction are at
    quantiles of the distances of its rows. Rows farther out than all but a share of
    `clipped` are drawn in to there.

    Parameters
    ----------
    rows : ndarray of shape (n, 3)
        Rows about their center, not all 0.
    clipped : float
        Share of the rows.

    Returns
    -------
    points : ndarray of shape (n_points, 3)
        The points.
    weights : ndarray of shape (n_points,)
        Which share of all rows each stands for.
    """
    spread = np.array([np.quantile(np.abs(column), _SPREAD) for column in rows.T])
    spread = np.where(spread > 0, spread, np.abs(rows).max(axis=0))
    scale = np.where(spread > 0, spread, 1)
    ways = _even_directions(_N_WAYS)

    def place(part):
        unit = part / scale
        return np.column_stack([np.argmax(unit @ ways.T, axis=1), _norms(unit)])

    cells, radius = map_rows(place, rows, row_bytes=16 * _N_WAYS).T
    radius = np.minimum(radius, np.quantile(radius, 1 - clipped))
    order = np.lexsort((radius, cells))
    bounds = np.searchsorted(cells[order], np.arange(_N_WAYS + 1))
    middles, widths = (_EDGES[1:] + _EDGES[:-1]) / 2, np.diff(_EDGES)
    used = np.flatnonzero(np.diff(bounds))
    points, weights = [], []
    for way in used:
        sorted_radius = radius[order[bounds[way] : bounds[way + 1]]]
        at = np.linspace(0, 1, len(sorted_radius))
        reach = np.interp(middles, at, sorted_radius)
        points.append(reach[:, np.newaxis] * ways[way] * spread)
        weights.append(widths * len(sorted_radius) / len(rows))
    return np.vstack(points), np.concatenate(weights)


def _even_directions(n):
    """Unit vectors on a Fibonacci spiral, about as far from each other everywhere."""
    height = 1 - (2 * np.arange(n) + 1) / n
    angle = np.arange(n) * np.pi * (3 - np.sqrt(5))
    width = np.sqrt(1 - height**2)
    return np.column_stack([width * np.cos(angle), width * np.sin(angle), height])


def spread_sample(rows):
    """Some rows at evenly spaced ranks of their distance from the center."""
    order = np.argsort(_norms(rows), kind="stable")
    ranks = np.linspace(0, len(rows) - 1, min(_N_ROWS, len(rows))).round().astype(int)
    return rows[order[ranks]]


def draw_in(rows, clipped):
    """Rows, those far out drawn in: a few are not to have most of the distances."""
    radius = _norms(rows)
    limit = np.quantile(radius, 1 - clipped, method="lower")
    share = np.minimum(radius, limit) / np.where(radius > 0, radius, 1)
    return rows * share[:, np.newaxis]
