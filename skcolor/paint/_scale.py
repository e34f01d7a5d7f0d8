"""From the units of an encoding to [0, 1]: the limits of a scale and its use."""

import numpy as np
import numpy.typing as npt

from skcolor._namespace import as_like, cast, get_namespace, is_numpy, to_numpy
from skcolor._sketch import QuantileSketch


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
    # Column by column: all at once would copy them all. Halves, so that a range as wide as
    # the float type does not overflow on the way.
    columns = values.T if values.ndim == 2 else [values]
    halves = [
        np.percentile(column / 2, percentages, overwrite_input=True) for column in columns
    ]
    return 2 * np.asarray(halves, dtype=np.float64).T


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


def rescale(
    values: npt.NDArray[np.floating],
    vmin: npt.ArrayLike,
    vmax: npt.ArrayLike,
) -> npt.NDArray[np.float64]:
    """Place values between two limits: 0 at `vmin`, 1 at `vmax`, clipped outside.

    Where both limits are equal, every value is at the middle, 0.5. Positions fall with
    values where `vmin` is the larger.

    Parameters
    ----------
    values : ndarray of shape (n,) or (n, m)
        What is to be scaled.
    vmin, vmax : float or array-like of shape (m,)
        The limits, in the units of `values`.

    Returns
    -------
    ndarray of the shape of `values`, float64
        Numbers in [0, 1].
    """
    xp = get_namespace(values)
    halves = cast(values, xp.float64) / 2
    low = as_like(vmin, halves) / 2
    half_width = as_like(vmax, halves) / 2 - low
    is_wide = half_width != 0
    with np.errstate(over="ignore"):  # far outside the limits: clipped just below
        offset = (halves - low) / xp.where(is_wide, half_width, xp.ones_like(half_width))
    return xp.where(is_wide, xp.clip(offset, 0.0, 1.0), 0.5)
