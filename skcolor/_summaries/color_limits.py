"""Limits of a color scale: given, symmetric around a center, or from percentiles."""

from itertools import pairwise

import numpy as np
import numpy.typing as npt

from skcolor._array_api import get_namespace, to_numpy
from skcolor._summaries.quantiles import (
    check_percentages,
    percentiles,
    separate_limits,
)
from skcolor._summaries.sketch import QuantileSketch

_LARGEST = np.finfo(np.float64).max


def color_limits(
    values: npt.NDArray[np.floating] | QuantileSketch,
    quantile_range: tuple[float, float],
    *,
    vmin: float | None = None,
    vmax: float | None = None,
    center: float | None = None,
    weights: npt.NDArray[np.float64] | None = None,
) -> tuple[float, float]:
    """Values that get the first and the last color.

    Parameters
    ----------
    values : ndarray of shape (n,), or QuantileSketch
        Values to scale, or a sketch of them; NaN where they are missing.
    quantile_range : tuple of two floats
        Percentages of the known values, for the limits that are not given.
    vmin, vmax : float or None, default=None
        Given limits.
    center : float or None, default=None
        If at most one limit is given, both are at the same distance from it.
    weights : ndarray of shape (n,) or None, default=None
        How often each value counts; not for a sketch, which has its own.

    Returns
    -------
    vmin, vmax : float
        The limits, in the units of `values`.

    Raises
    ------
    ValueError
        If an argument is invalid, or the limits depend on values of which none is known.
    """
    percentages = check_percentages(quantile_range)
    _check_order(vmin, center, vmax)
    if vmin is not None and vmax is not None:
        return float(vmin), float(vmax)
    given = vmax if vmin is None else vmin
    if center is not None and given is not None:
        return _around(center, abs(given - center))
    low, high = _find_limits(values, percentages, vmin, vmax, weights)
    if center is None:
        return low, high
    with np.errstate(over="ignore"):
        return _around(center, max(abs(low - center), abs(high - center)))


def _check_order(vmin: float | None, center: float | None, vmax: float | None) -> None:
    named = {"vmin": vmin, "center": center, "vmax": vmax}
    given = [(name, value) for name, value in named.items() if value is not None]
    for (name, value), (other, larger) in pairwise(given):
        if not value < larger:
            raise ValueError(
                f"{name} must be less than {other}; got {name}={value!r} and "
                f"{other}={larger!r}. For colors in reverse order, add '_r' to the name of "
                "the colormap."
            )


def _around(center: float, reach: float) -> tuple[float, float]:
    low, high = np.clip([center - reach, center + reach], -_LARGEST, _LARGEST)
    return float(low), float(high)


def _find_limits(
    values: npt.NDArray[np.floating] | QuantileSketch,
    percentages: list[float],
    vmin: float | None,
    vmax: float | None,
    weights: npt.NDArray[np.float64] | None,
) -> tuple[float, float]:
    """Limits from percentiles, with at most one given; equal ones are moved apart."""
    known = values
    if not isinstance(values, QuantileSketch):
        if weights is not None:
            is_used = (weights > 0) & ~np.isnan(to_numpy(values))
            known, weights = to_numpy(values)[is_used], weights[is_used]
        else:
            known = values[~get_namespace(values).isnan(values)]
    n_known = known.n_rows if isinstance(known, QuantileSketch) else known.shape[0]
    if not n_known:
        raise ValueError(
            "X must have at least one value that is not missing, to find the limits of the "
            "colors; got only NaN. Drop these rows, or set vmin and vmax."
        )
    low, high = percentiles(known, percentages, weights)
    if vmin is not None:
        low = np.full_like(low, vmin)
        high = np.maximum(low, high)
    if vmax is not None:
        high = np.full_like(high, vmax)
        low = np.minimum(low, high)
    low, high = separate_limits(known, low, high)
    return (
        low[0].item() if vmin is None else float(vmin),
        high[0].item() if vmax is None else float(vmax),
    )
