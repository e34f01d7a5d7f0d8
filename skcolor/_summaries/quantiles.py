"""Percentiles of columns, from arrays of any library or from a sketch."""

import numpy as np
import numpy.typing as npt
from sklearn.utils import gen_batches

from skcolor._array_api import as_like, cast, get_namespace, is_numpy, to_numpy
from skcolor._compute.chunks import run_all
from skcolor._compute.linear_algebra import linear_algebra_threads
from skcolor._compute.rounding import rounding_share
from skcolor._summaries.selection import order_statistics
from skcolor._summaries.sketch import QuantileSketch
from skcolor._summaries.weighted import weighted_quantiles

# Number of values that are copied at a time, if one column has not more.
_N_VALUES = 2**18


def quantile_limits(
    values: npt.NDArray[np.floating] | QuantileSketch,
    quantile_range: tuple[float, float],
    weights: npt.NDArray[np.float64] | None = None,
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Lower and upper percentile of every column; equal ones are moved apart.

    Parameters
    ----------
    values : ndarray of shape (n,) or (n, m), or QuantileSketch
        Values to scale, or a sketch of them.
    quantile_range : tuple of two floats
        Percentages, ``0 <= low < high <= 100``.
    weights : ndarray of shape (n,) or None, default=None
        How often each value counts; not for a sketch, which has its own.

    Returns
    -------
    vmin, vmax : ndarray of shape () or (m,), float64
        The limits, in the units of `values`; of shape (m,) from a sketch. See
        `separate_limits` for columns whose percentiles are equal.

    Raises
    ------
    ValueError
        If `quantile_range` is not two increasing percentages.
    """
    if weights is not None:
        values, weights = to_numpy(values)[weights > 0], weights[weights > 0]
    found = percentiles(values, check_percentages(quantile_range), weights)
    vmin, vmax = separate_limits(values, *found)
    return (vmin[0], vmax[0]) if getattr(values, "ndim", 2) == 1 else (vmin, vmax)


def check_percentages(quantile_range: tuple[float, float]) -> list[float]:
    """Return two increasing percentages, or raise a ValueError."""
    try:
        low, high = (float(q) for q in quantile_range)
    except (TypeError, ValueError):
        low, high = np.nan, np.nan
    if not 0 <= low < high <= 100:
        raise ValueError(
            "quantile_range must be two increasing percentages (low, high) with "
            f"0 <= low < high <= 100; got {quantile_range!r}."
        )
    return [low, high]


def separate_limits(
    values: npt.NDArray[np.floating] | QuantileSketch,
    vmin: npt.NDArray[np.float64],
    vmax: npt.NDArray[np.float64],
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Move equal limits apart to the next values.

    If all other values are larger, the upper limit becomes the smallest of them; if all are
    smaller, the lower limit becomes the largest. If there are both, the limits are placed
    symmetrically, at the distance of the nearest other value. If there are none, both
    limits stay equal. Values that differ only by rounding count as equal.

    Parameters
    ----------
    values : ndarray of shape (n,) or (n, m), or QuantileSketch
        Values that the limits belong to, or a sketch of them.
    vmin, vmax : ndarray of shape (m,), float64
        Limits of each column.

    Returns
    -------
    vmin, vmax : ndarray of shape (m,), float64
        The limits; those that differed are unchanged.
    """
    known = values.extremes if isinstance(values, QuantileSketch) else values
    rounding = rounding_share(known) * np.maximum(np.abs(vmin), np.abs(vmax))
    equal = vmax / 2 - vmin / 2 <= rounding / 2
    if not equal.any():
        return vmin, vmax
    below, above = next_values(values, vmin - rounding, vmax + rounding)
    has_below, has_above = np.isfinite(below), np.isfinite(above)
    with np.errstate(over="ignore", invalid="ignore"):  # in columns whose limits differ
        middle = vmin + (vmax - vmin) / 2
        step = np.minimum(middle - below, above - middle)
    has_both = has_below & has_above
    low = np.where(has_both, middle - step, np.where(has_below, below, middle))
    high = np.where(has_both, middle + step, np.where(has_above, above, middle))
    return np.where(equal, low, vmin), np.where(equal, high, vmax)


def next_values(
    values: npt.NDArray[np.floating] | QuantileSketch,
    low: npt.NDArray[np.float64],
    high: npt.NDArray[np.float64],
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Largest value of every column below a number, and smallest above another.

    Parameters
    ----------
    values : ndarray of shape (n,) or (n, m), or QuantileSketch
        Rows, or a sketch of them, which gives the next of its stored values.
    low, high : ndarray of shape (m,), float64
        The numbers.

    Returns
    -------
    below, above : ndarray of shape (m,), float64
        The values; minus infinity and infinity where there are none.
    """
    rows = values.kept() if isinstance(values, QuantileSketch) else values
    rows = rows if rows.ndim == 2 else rows[:, None]
    xp = get_namespace(rows)
    rows = cast(rows, xp.float64)
    none = xp.full_like(rows, xp.inf)
    below = xp.max(xp.where(rows < as_like(low, rows), rows, -none), axis=0)
    above = xp.min(xp.where(rows > as_like(high, rows), rows, none), axis=0)
    return to_numpy(below), to_numpy(above)


def percentiles(
    values: npt.NDArray[np.floating] | QuantileSketch,
    percentages: list[float],
    weights: npt.NDArray[np.float64] | None = None,
) -> npt.NDArray[np.float64]:
    """Percentiles of every column.

    Parameters
    ----------
    values : ndarray of shape (n,) or (n, m), or QuantileSketch
        Rows, or a sketch of them.
    percentages : list of float
        From 0 to 100.
    weights : ndarray of shape (n,) or None, default=None
        How often each row counts, above 0; only for NumPy arrays.

    Returns
    -------
    ndarray of shape (n_percentages, m), float64
        As ``numpy.percentile`` along the rows; always a NumPy array.
    """
    if isinstance(values, QuantileSketch):
        return values.percentile(percentages)
    if not is_numpy(values):
        return _sorted_percentiles(values, percentages)
    columns = values.T if values.ndim == 2 else values[np.newaxis]
    if weights is not None:
        shares = np.divide(percentages, 100)
        found = [weighted_quantiles(column, weights, shares) for column in columns]
        return np.stack(found, axis=1)

    def find(group):
        # Some columns at a time, in memory that is used again, to avoid a copy of all.
        n_values = columns.shape[1]
        some = max(1, min(group.stop - group.start, _N_VALUES // n_values))
        halves = np.empty((some, n_values), np.result_type(columns, np.float32))
        found = []
        for start in range(group.start, group.stop, some):
            part = columns[start : min(start + some, group.stop)]
            # Halved, so that a range as wide as the float type does not overflow.
            half = np.divide(part, 2, out=halves[: len(part)])
            found.append(_percentiles_of(half, percentages))
        return np.hstack(found)

    n_threads = linear_algebra_threads()
    groups = list(gen_batches(len(columns), -(-len(columns) // n_threads)))
    return 2 * np.hstack(run_all(find, groups, n_jobs=n_threads))


def _percentiles_of(columns, percentages):
    """`percentiles` of contiguous columns, which are overwritten."""
    with np.errstate(over="ignore", invalid="ignore"):
        has_nan = np.isnan(columns.sum())
    if has_nan:
        return np.percentile(columns, percentages, axis=1)
    out = []
    for place in np.divide(percentages, 100) * (columns.shape[1] - 1):
        ranks = np.array([np.floor(place), np.ceil(place)]).astype(np.intp)
        low, high = order_statistics(columns, ranks).astype(np.float64).T
        # From the nearer one, so that equal values are kept.
        step, share = high - low, place - ranks[0]
        out.append(low + step * share if share < 0.5 else high - step * (1 - share))
    return np.array(out)


def _sorted_percentiles(values, percentages):
    """`percentiles` for any array library."""
    xp = get_namespace(values)
    columns = values if values.ndim == 2 else values[:, None]
    ordered = xp.sort(columns, axis=0)
    out = []
    for percentage in percentages:
        position = percentage / 100 * (columns.shape[0] - 1)
        below = int(position)
        above = min(below + 1, columns.shape[0] - 1)
        low, high = (cast(ordered[i, :], xp.float64) for i in (below, above))
        between = (below + 1 - position) * low + (position - below) * high
        # Equal values are kept, because interpolation would round.
        out.append(xp.where(low == high, low, between))
    return to_numpy(xp.stack(out))
