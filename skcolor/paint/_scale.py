"""From the units of an encoding to [0, 1]."""

import numpy as np
import numpy.typing as npt

from skcolor._namespace import as_like, cast, get_namespace


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
