"""Legend of value colorers: a color bar in data units."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import ListedColormap, Normalize, TwoSlopeNorm
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator

from skcolor._fitted.pipelines import last_step, value_rows
from skcolor._keys.value_key import ValueKey, value_key
from skcolor.plotting._sheet import write_text

_BAR, _LINE = 12.0, 16.0  # points
_NEAR = 0.06  # distance of ticks that would touch, as a share of the bar


@dataclass(frozen=True)
class ValueLegend:
    """A color bar, and a square for rows without a value."""

    key: ValueKey

    def size(self, max_height: float, max_width: float = np.inf) -> tuple[float, float]:
        """Width and height in points, within the given height."""
        return 64.0, min(max_height, 216.0 + self._foot())

    def _foot(self) -> float:
        return _LINE if self.key.n_missing else 0.0

    def draw(self, sheet: Axes, ink: str) -> None:
        """Draw the color bar on a sheet."""
        key = self.key
        width, height = sheet.get_xlim()[1], sheet.get_ylim()[1]
        foot = self._foot() / height
        bar = sheet.inset_axes((0, 0.03 + foot, _BAR / width, 0.94 - foot))
        ends = {"under": key.table[0], "over": key.table[-1]}
        cmap = ListedColormap(key.colors()).with_extremes(**ends)
        norm = _norm(key)
        scale = ScalarMappable(norm, cmap)
        colorbar = sheet.figure.colorbar(scale, cax=bar, extend=key.extend)
        colorbar.outline.set(edgecolor=ink, linewidth=0.5)
        bar.tick_params(colors=ink, labelsize=8, width=0.5, length=2)
        if key.center is not None:
            ticks = _ticks_around(key.center, norm)
            labels = [f"{tick:.6g}".replace("-", "\N{MINUS SIGN}") for tick in ticks]
            colorbar.set_ticks(ticks, labels=labels)
        if foot:
            sheet.add_patch(Rectangle((0, 0), _BAR, _BAR, color=key.missing_color))
            write_text(sheet, _BAR + 4, _BAR / 2, "missing", ink)


def _norm(key: ValueKey) -> Normalize:
    if key.center is None or not key.vmin < key.center < key.vmax:
        return Normalize(key.vmin, key.vmax)
    return TwoSlopeNorm(key.center, key.vmin, key.vmax)


def _ticks_around(center: float, norm: Any) -> list[float]:
    """Ticks of the center and of both sides, which may have different scales."""
    locator = MaxNLocator(4, steps=[1, 2, 5, 10])
    sides = [(norm.vmin, center), (center, norm.vmax)]
    ticks = np.unique(np.hstack([locator.tick_values(*side) for side in sides]))
    ticks = ticks[(ticks >= norm.vmin) & (ticks <= norm.vmax)]
    is_apart = np.abs(norm(ticks) - norm(center)) > _NEAR
    return sorted([*ticks[is_apart].tolist(), center])


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
