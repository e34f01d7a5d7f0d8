"""Legend of value colorers: a color bar in data units."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import ListedColormap, Normalize

from skcolor._fitted.pipelines import last_step, value_rows
from skcolor._keys.value_key import ValueKey, value_key

_BAR = 12.0  # points


@dataclass(frozen=True)
class ValueLegend:
    """A color bar."""

    key: ValueKey

    def size(self, max_height: float, max_width: float = np.inf) -> tuple[float, float]:
        """Width and height in points, within the given height."""
        return 64.0, min(max_height, 216.0)

    def draw(self, sheet: Axes, ink: str) -> None:
        """Draw the color bar on a sheet."""
        key = self.key
        bar = sheet.inset_axes((0, 0.03, _BAR / sheet.get_xlim()[1], 0.94))
        ends = {"under": key.table[0], "over": key.table[-1]}
        cmap = ListedColormap(key.colors()).with_extremes(**ends)
        scale = ScalarMappable(Normalize(key.vmin, key.vmax), cmap)
        colorbar = sheet.figure.colorbar(scale, cax=bar, extend=key.extend)
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
    values = None if X is None else value_rows(colorer, X, layout)
    return value_key(last_step(colorer), values)
