"""Percentiles of columns: of rows, of rows in other libraries, of a sketch of rows."""

import numpy as np
import numpy.typing as npt
from sklearn.utils import gen_batches

from skcolor._chunks import run_all
from skcolor._linear_algebra import linear_algebra_threads
from skcolor._namespace import cast, get_namespace, is_numpy, to_numpy
from skcolor._sketch import QuantileSketch

# Columns are looked at in at least so many groups, where there are as many.
_N_GROUPS = 10


def quantile_limits(
    values: npt.NDArray[np.floating] | QuantileSketch,
    quantile_range: tuple[float, float],
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Lower and upper percentile of every column.

    Parameters
    ----------
    values : ndarray of shape (n,) or (n, m), or QuantileSketch
        What is to be scaled, or a sketch of it.
    quantile_range : tuple of two floats
        Percentages, ``0 <= low < high <= 100``.

    Returns
    -------
    vmin, vmax : ndarray of shape () or (m,), float64
        The limits, in the units of `values`; of shape (m,) from a sketch.

    Raises
    ------
    ValueError
        If `quantile_range` is not two increasing percentages.
    """
    try:
        low, high = (float(q) for q in quantile_range)
    except (TypeError, ValueError):
        low, high = np.nan, np.nan
    if not 0 <= low < high <= 100:
        raise ValueError(
            "quantile_range must be two increasing percentages (low, high) with "
            f"0 <= low < high <= 100; got {quantile_range!r}."
        )
    vmin, vmax = percentiles(values, [low, high])
    return (vmin[0], vmax[0]) if getattr(values, "ndim", 2) == 1 else (vmin, vmax)


def percentiles(
    values: npt.NDArray[np.floating] | QuantileSketch, percentages: list[float]
) -> npt.NDArray[np.float64]:
    """Percentiles of every column.

    Parameters
    ----------
    values : ndarray of shape (n,) or (n, m), or QuantileSketch
        Rows, or a sketch of them.
    percentages : list of float
        From 0 to 100.

    Returns
    -------
    ndarray of shape (n_percentages, m), float64
        As ``numpy.percentile`` along the rows, of numpy whatever `values` are.
    """
    if isinstance(values, QuantileSketch):
        return values.percentile(percentages)
    if not is_numpy(values):
        return _sorted_percentiles(values, percentages)
    columns = values.T if values.ndim == 2 else values[np.newaxis]

    def find(group):
        # Halves, so that a range as wide as the float type does not overflow on the way.
        halves = np.divide(columns[group], 2, order="C")
        return np.percentile(halves, percentages, axis=1, overwrite_input=True)

    # A few columns at a time: all at once would copy them all.
    groups = list(gen_batches(len(columns), max(1, len(columns) // _N_GROUPS)))
    halves = run_all(find, groups, n_jobs=linear_algebra_threads())
    return 2 * np.hstack(halves).astype(np.float64)


def _sorted_percentiles(values, percentages):
    """`percentiles` in any array library."""
    xp = get_namespace(values)
    columns = values if values.ndim == 2 else values[:, None]
    ordered = xp.sort(columns, axis=0)
    out = []
    for percentage in percentages:
        place = percentage / 100 * (columns.shape[0] - 1)
        below = int(place)
        above = min(below + 1, columns.shape[0] - 1)
        low, high = (cast(ordered[i, :], xp.float64) for i in (below, above))
        out.append((below + 1 - place) * low + (place - below) * high)
    return to_numpy(xp.stack(out))
