"""A centered cloud of rows, and points that outline it."""

import numpy as np
import numpy.typing as npt

from skcolor._compute.chunks import map_rows
from skcolor._compute.rounding import rounding_share
from skcolor._summaries.weighted import rows_at_ranks, value_at_rank, weighted_quantiles

# Number of rows in a sample.
_N_ROWS = 200
# Number of directions that outline a cloud, and the quantiles between which each direction
# has a point.
_N_WAYS = 80
_EDGES = np.array([0, 0.5, 0.7, 0.8, 0.9, 0.95, 1])
# Quantile of absolute values that defines the spread of a column.
_SPREAD = 0.9


Weights = npt.NDArray[np.float64] | None


def center_rows(
    coordinates: npt.NDArray[np.floating], clipped: float, weights: Weights = None
) -> tuple[npt.NDArray[np.float64], Weights, npt.NDArray[np.float64], float]:
    """Center rows and divide them by their largest absolute value.

    The axes stay those of the coordinates: principal axes of a round cloud are random.

    Parameters
    ----------
    coordinates : ndarray of shape (n, 3)
        Rows.
    clipped : float
        Share of far-out rows that do not affect the center.
    weights : ndarray of shape (n,) or None, default=None
        How often each row counts, above 0.

    Returns
    -------
    rows : ndarray of shape (n_rows, 3)
        The rows. If all are equal except a share of at most `clipped`, only those that
        differ and as many equal ones.
    weights : ndarray of shape (n_rows,) or None
        Their weights.
    origin : ndarray of shape (3,)
        Their center, in units of `coordinates`.
    unit : float
        The divisor.
    """
    largest = float(max(coordinates.max(), -coordinates.min()))
    unit = max(largest, float(np.finfo(np.float64).tiny))  # its inverse is finite
    rows = coordinates.astype(np.float64)
    rows /= unit
    median = np.array([quantile(column, 0.5, weights) for column in rows.T])
    rows -= median
    rounding = rounding_share(coordinates) * np.abs(median)
    _drop_rounding(rows, rounding, clipped, weights)
    radius = _norms(rows)
    is_inner = radius <= quantile(radius, 1 - clipped, weights)
    if weights is None:
        shift = rows.mean(axis=0, where=is_inner[:, np.newaxis])
    else:
        shift = np.average(rows[is_inner], axis=0, weights=weights[is_inner])
    rows -= shift
    return *_different_rows(rows, clipped, weights), (median + shift) * unit, unit


def count(is_counted, weights):
    """How many rows are counted, by their weights if there are any."""
    if weights is None:
        return np.count_nonzero(is_counted)
    return weights[is_counted].sum()


def total_of(rows, weights):
    """Number of rows, or the sum of their weights."""
    return len(rows) if weights is None else weights.sum()


def quantile(values, share, weights):
    """Quantile of values, by their weights if there are any."""
    if weights is None:
        return np.quantile(values, share)
    return weighted_quantiles(values, weights, [share])[0]


def _drop_rounding(rows, rounding, clipped, weights):
    """Zero columns that are constant, up to rounding, in all but `clipped` of the rows."""
    for column, most in zip(rows.T, rounding, strict=True):
        is_rounding = np.abs(column) <= most
        if count(is_rounding, weights) >= (1 - clipped) * total_of(column, weights):
            column[is_rounding] = 0


def _different_rows(rows, clipped, weights):
    """If most rows are equal, keep the rows that differ and as many equal ones.

    Otherwise all visible differences could fall among the clipped rows.
    """
    differs = rows.any(axis=1)
    n_different = count(differs, weights)
    if n_different > clipped * total_of(rows, weights):
        return rows, weights
    if weights is None:
        differs[np.flatnonzero(~differs)[: max(1, n_different)]] = True
        return rows[differs], None
    n_equal = min(max(1, n_different), count(~differs, weights))
    kept = [*np.flatnonzero(differs), np.argmin(differs)]
    return rows[kept], np.append(weights[differs], n_equal)


def _norms(rows):
    return np.sqrt(np.einsum("ij,ij->i", rows, rows))


def outline_of(rows, clipped, weights=None):
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
    weights : ndarray of shape (n,) or None, default=None
        How often each row counts.

    Returns
    -------
    points : ndarray of shape (n_points, 3)
        The points.
    weights : ndarray of shape (n_points,)
        Share of all rows that each point represents.
    """
    n_rows, differs = total_of(rows, weights), rows.any(axis=1)
    if count(differs, weights) <= _N_WAYS:
        few = np.ones(len(rows)) if weights is None else weights
        points = draw_in(rows[differs], clipped, None if weights is None else few[differs])
        return points, few[differs] / n_rows
    spread = np.array([quantile(np.abs(column), _SPREAD, weights) for column in rows.T])
    spread = np.where(spread > 0, spread, np.abs(rows).max(axis=0))
    scale = np.where(spread > 0, spread, 1)
    ways = _even_directions(_N_WAYS)

    def place(part):
        unit = part / scale
        return np.column_stack([np.argmax(unit @ ways.T, axis=1), _norms(unit)])

    cells, radius = map_rows(place, rows, row_bytes=16 * _N_WAYS).T
    radius = np.minimum(radius, quantile(radius, 1 - clipped, weights))
    order = np.lexsort((radius, cells))
    bounds = np.searchsorted(cells[order], np.arange(_N_WAYS + 1))
    middles, widths = (_EDGES[1:] + _EDGES[:-1]) / 2, np.diff(_EDGES)
    used = np.flatnonzero(np.diff(bounds))
    points, shares = [], []
    for way in used:
        inside = order[bounds[way] : bounds[way + 1]]
        if weights is None:
            reach = np.interp(middles, np.linspace(0, 1, len(inside)), radius[inside])
        else:
            reach = weighted_quantiles(radius[inside], weights[inside], middles)
        points.append(reach[:, np.newaxis] * ways[way] * spread)
        few = None if weights is None else weights[inside]
        shares.append(widths * total_of(inside, few) / n_rows)
    return np.vstack(points), np.concatenate(shares)


def _even_directions(n):
    """Evenly distributed unit vectors, on a Fibonacci spiral."""
    height = 1 - (2 * np.arange(n) + 1) / n
    angle = np.arange(n) * np.pi * (3 - np.sqrt(5))
    width = np.sqrt(1 - height**2)
    return np.column_stack([width * np.cos(angle), width * np.sin(angle), height])


def spread_sample(rows, weights=None):
    """Sample rows at evenly spaced ranks of their distance from the center."""
    counts = np.ones(len(rows)) if weights is None else weights
    n_rows = int(counts.sum())
    ranks = np.linspace(0, n_rows - 1, min(_N_ROWS, n_rows)).round()
    return rows[rows_at_ranks(_norms(rows), counts, ranks)]


def draw_in(rows, clipped, weights=None):
    """Pull far-out rows inward, so that a few rows do not dominate the distances."""
    radius = _norms(rows)
    counts = np.ones(len(rows)) if weights is None else weights
    limit = value_at_rank(radius, counts, (1 - clipped) * (counts.sum() - 1))
    share = np.minimum(radius, limit) / np.where(radius > 0, radius, 1)
    return rows * share[:, np.newaxis]
