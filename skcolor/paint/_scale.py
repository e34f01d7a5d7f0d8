"""From the units of an encoding to [0, 1]: the limits of a scale and its use."""

import numpy as np
import numpy.typing as npt

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
    if isinstance(values, QuantileSketch):
        return tuple(values.percentile([low, high]))
    # Column by column: all at once would copy them all. Halves, so that a range as wide as
    # the float type does not overflow on the way.
    columns = values.T if values.ndim == 2 else [values]
    limits = [
        np.percentile(column / 2, [low, high], overwrite_input=True) for column in columns
    ]
    vmin, vmax = 2 * np.asarray(limits, dtype=np.float64).T
    return (vmin, vmax) if values.ndim == 2 else (vmin[0], vmax[0])


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
    low = np.asarray(vmin, dtype=np.float64) / 2
    half_width = np.asarray(vmax, dtype=np.float64) / 2 - low
    offset = values.astype(np.float64) / 2 - low
    out = np.full_like(offset, 0.5)
    with np.errstate(over="ignore"):  # far outside the limits: clipped just below
        np.divide(offset, half_width, out=out, where=half_width != 0)
    return np.clip(out, 0.0, 1.0, out=out)
