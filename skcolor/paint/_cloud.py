"""A centered cloud of rows, and points that outline it."""

import numpy as np
import numpy.typing as npt

from skcolor._compute.chunks import map_rows
from skcolor._compute.rounding import rounding_share

# Number of rows in a sample.
_N_ROWS = 200
# Number of directions that outline a cloud, and the quantiles between which each direction
# has a point.
_N_WAYS = 80
_EDGES = np.array([0, 0.5, 0.7, 0.8, 0.9, 0.95, 1])
# Quantile of absolute values that defines the spread of a column.
_SPREAD = 0.9


def center_rows(
    coordinates: npt.NDArray[np.floating], clipped: float
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64], float]:
    """Center rows and divide them by their largest absolute value.

    The axes stay those of the coordinates: principal axes of a round cloud are random.

    Parameters
    ----------
    coordinates : ndarray of shape (n, 3)
        Rows.
    clipped : float
        Share of far-out rows that do not affect the center.

    Returns
    -------
    rows : ndarray of shape (n_rows, 3)
        The rows. If all are equal except a share of at most `clipped`, only those that
        differ and as many equal ones.
    origin : ndarray of shape (3,)
        Their center, in units of `coordinates`.
    unit : float
        The divisor.
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
    """Zero columns that are constant, up to rounding, in all but `clipped` of the rows."""
    for column, most in zip(rows.T, rounding, strict=True):
        is_rounding = np.abs(column) <= most
        if np.count_nonzero(is_rounding) >= (1 - clipped) * len(column):
            column[is_rounding] = 0


def _different_rows(rows, clipped):
    """If most rows are equal, keep the rows that differ and as many equal ones.

    Otherwise all visible differences could fall among the clipped rows.
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
    """Outline a cloud of rows by points in fixed directions.

    Small changes of the rows change the points little. Each row belongs to the nearest
    direction, in units of the spread of each column. The points of a direction lie at
    quantiles of the distances of its rows. Distances are capped at their ``1 - clipped``
    quantile. Few rows outline themselves, because their own directions are what counts.

    Parameters
    ----------
    rows : ndarray of shape (n, 3)
        Centered rows, not all 0.
    clipped : float
        Share of the rows that may end up outside.

    Returns
    -------
    points : ndarray of shape (n_points, 3)
        The points.
    weights : ndarray of shape (n_points,)
        Share of all rows that each point represents.
    """
    differ = rows[rows.any(axis=1)]
    if len(differ) <= _N_WAYS:
        return draw_in(differ, clipped), np.full(len(differ), 1 / len(rows))
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
    """Evenly distributed unit vectors, on a Fibonacci spiral."""
    height = 1 - (2 * np.arange(n) + 1) / n
    angle = np.arange(n) * np.pi * (3 - np.sqrt(5))
    width = np.sqrt(1 - height**2)
    return np.column_stack([width * np.cos(angle), width * np.sin(angle), height])


def spread_sample(rows):
    """Sample rows at evenly spaced ranks of their distance from the center."""
    order = np.argsort(_norms(rows), kind="stable")
    ranks = np.linspace(0, len(rows) - 1, min(_N_ROWS, len(rows))).round().astype(int)
    return rows[order[ranks]]


def draw_in(rows, clipped):
    """Pull far-out rows inward, so that a few rows do not dominate the distances."""
    radius = _norms(rows)
    limit = np.quantile(radius, 1 - clipped, method="lower")
    share = np.minimum(radius, limit) / np.where(radius > 0, radius, 1)
    return rows * share[:, np.newaxis]
