"""Scale the values of an encoding to [0, 1]."""

import numpy as np
import numpy.typing as npt

from skcolor._array_api import as_like, cast, get_namespace, is_numpy
from skcolor._compute.rounding import rounding_share


def rescale(
    values: npt.NDArray[np.floating],
    vmin: npt.ArrayLike,
    vmax: npt.ArrayLike,
    center: float | None = None,
) -> npt.NDArray[np.float64]:
    """Scale values linearly: 0 at `vmin`, 1 at `vmax`, clipped outside.

    Where both limits are equal, a value becomes 0.5 if it differs from them only by
    rounding, otherwise 0 or 1. If `vmin` is larger than `vmax`, the order is reversed. NaN
    stays NaN.

    Parameters
    ----------
    values : ndarray of shape (n,) or (n, m)
        Values to scale.
    vmin, vmax : float or array-like of shape (m,)
        The limits, in the units of `values`.
    center : float or None, default=None
        Value between the limits that becomes 0.5; each side has its own scale.

    Returns
    -------
    ndarray of the shape of `values`, float64
        Numbers in [0, 1].
    """
    if center is not None:
        below, above = rescale(values, vmin, center), rescale(values, center, vmax)
        return below / 2 + above / 2
    if is_numpy(values) and values.ndim == 2:
        return _rescale_columns(values, np.asarray(vmin), np.asarray(vmax))
    xp = get_namespace(values)
    # Halved, so that a range as wide as the float type does not overflow.
    halves = cast(values, xp.float64) / 2
    low = as_like(vmin, halves) / 2
    half_width = as_like(vmax, halves) / 2 - low
    is_wide = half_width != 0
    from_low = halves - low
    with np.errstate(over="ignore"):  # far outside the limits: clipped just below
        position = from_low / xp.where(is_wide, half_width, xp.ones_like(half_width))
    if xp.all(is_wide):
        return xp.clip(position, 0.0, 1.0)
    rounding = rounding_share(values) * xp.abs(low)
    side = xp.where(xp.abs(from_low) > rounding, xp.sign(from_low), 0.0)
    return xp.where(is_wide, xp.clip(position, 0.0, 1.0), (side + 1) / 2)


def _rescale_columns(values, vmin, vmax):
    """`rescale` one column after another: loops over short rows are slow."""
    scaled = np.empty(values.shape)
    limits = np.stack([np.broadcast_to(v, values.shape[1]) for v in (vmin, vmax)])
    for j, (low, high) in enumerate(limits.T):
        scaled[:, j] = rescale(np.ascontiguousarray(values[:, j]), low, high)
    return scaled
