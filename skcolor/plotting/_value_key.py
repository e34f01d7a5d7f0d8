"""Legend of value colorers: a color bar in data units."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import ListedColormap, Normalize

from skcolor._fitted.pipelines import last_step, value_rows
from skcolor.paint._scale import rescale

_BAR = 12.0  # points


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
    """

    vmin: float
    vmax: float
    table: npt.NDArray[np.floating]
    extend: str

    def colors(self) -> npt.NDArray[np.floating]:
        """Colors between the limits; only the middle one if they are equal."""
        is_wide = self.vmin < self.vmax
        return self.table if is_wide else self.table[[len(self.table) // 2]]

    def size(self, max_height: float, max_width: float = np.inf) -> tuple[float, float]:
        """Width and height in points, within the given height."""
        return 64.0, min(max_height, 216.0)

    def draw(self, sheet: Axes, ink: str) -> None:
        """Draw the color bar on a sheet."""
        bar = sheet.inset_axes((0, 0.03, _BAR / sheet.get_xlim()[1], 0.94))
        ends = {"under": self.table[0], "over": self.table[-1]}
        cmap = ListedColormap(self.colors()).with_extremes(**ends)
        scale = ScalarMappable(Normalize(self.vmin, self.vmax), cmap)
        colorbar = sheet.figure.colorbar(scale, cax=bar, extend=self.extend)
        colorbar.outline.set(edgecolor=ink, linewidth=0.5)
        bar.tick_params(colors=ink, labelsize=8, width=0.5, length=2)


def make_value_key(
    colorer: Any, X: npt.ArrayLike | None, layout: npt.ArrayLike | None
) -> ValueKey:
    """Make the key of a fitted value colorer, or of a pipeline that ends in one.

    Parameters
    ----------
    colorer : estimator
        Estimator with ``score_samples``, ``vmin_``, ``vmax_`` and ``colormap_table_``.
    X, layout : array-like or None
        The rows that are checked for values outside the scale, and their layout.

    Returns
    -------
    ValueKey
        The key.
    """
    last = last_step(colorer)
    low, high, table = last.vmin_, last.vmax_, np.asarray(last.colormap_table_)
    if low > high:  # reversed by `align`
        low, high, table = high, low, table[::-1]
    below = above = False
    if X is not None:
        values = value_rows(colorer, X, layout)
        below, above = values.min() < low, values.max() > high
        if low == high:  # values that differ only by rounding are not outside
            sides = rescale(values, low, high)
            below, above = sides.min() == 0, sides.max() == 1
    extend = {(0, 0): "neither", (1, 0): "min", (0, 1): "max", (1, 1): "both"}
    return ValueKey(low, high, table, extend[int(below), int(above)])
