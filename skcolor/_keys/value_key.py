"""Key of value colorers: a color scale in data units."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from skcolor.paint._scale import rescale


@dataclass(frozen=True)
class ValueKey:
    """A color scale.

    Parameters
    ----------
    vmin, vmax : float
        Limits in data units.
    table : ndarray of shape (n_colors, 3)
        Colors from `vmin` to `vmax`; equal limits use the middle color.
    extend : {"neither", "min", "max", "both"}
        Sides on which values lie outside the limits.
    center : float or None, default=None
        Value of the middle color, if it is not halfway between the limits by itself.
    n_missing : int, default=0
        Number of rows without a value.
    missing_color : array-like of shape (3,) or None, default=None
        Color of rows without a value.
    """

    vmin: float
    vmax: float
    table: npt.NDArray[np.floating]
    extend: str
    center: float | None = None
    n_missing: int = 0
    missing_color: Any = None

    def colors(self) -> npt.NDArray[np.floating]:
        """Colors between the limits; only the middle one if they are equal."""
        is_wide = self.vmin < self.vmax
        return self.table if is_wide else self.table[[len(self.table) // 2]]


def value_key(colorer: Any, values: npt.NDArray[np.floating] | None = None) -> ValueKey:
    """Make the key of a fitted value colorer.

    Parameters
    ----------
    colorer : estimator
        Estimator with ``vmin_``, ``vmax_`` and ``colormap_table_``.
    values : ndarray of shape (n_samples,) or None, default=None
        Values of rows, which may lie outside the scale, or be missing; None counts the
        missing values of the training rows.

    Returns
    -------
    ValueKey
        The key.
    """
    low, high, table = colorer.vmin_, colorer.vmax_, np.asarray(colorer.colormap_table_)
    if low > high:  # reversed by `align`
        low, high, table = high, low, table[::-1]
    below = above = False
    n_missing = getattr(colorer, "_n_missing", 0)
    if values is not None:
        n_missing = int(np.isnan(values).sum())
        values = values[~np.isnan(values)]
    if values is not None and len(values):
        below, above = values.min() < low, values.max() > high
        if low == high:  # values that differ only by rounding are not outside
            sides = rescale(values, low, high)
            below, above = sides.min() == 0, sides.max() == 1
    extend = {(0, 0): "neither", (1, 0): "min", (0, 1): "max", (1, 1): "both"}
    return ValueKey(
        low,
        high,
        table,
        extend[int(below), int(above)],
        center=getattr(colorer, "center_", None),
        n_missing=n_missing,
        missing_color=getattr(colorer, "missing_color_", None),
    )
