"""Legend of value colorers: a color bar in data units."""

from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy.typing as npt
from matplotlib.cm import ScalarMappable
from matplotlib.colors import ListedColormap, Normalize
from matplotlib.ticker import MaxNLocator, ScalarFormatter

from skcolor._fitted.pipelines import last_step, value_rows
from skcolor._keys.value_key import ValueKey, value_key
from skcolor.plotting._division import Fit
from skcolor.plotting._sheet import FONT, Sheet, text_width

# In units of a sheet.
_BAR, _LONGEST = 12.0, 190.0
_GAP = 4.0  # between the bar and its numbers
_APART = 10.0  # between numbers
_HALF = 0.5 * FONT  # half a line


@dataclass(frozen=True)
class ValueLegend:
    """A color bar."""

    key: ValueKey

    def fit(self, max_width: float, max_height: float, *, wide: bool = False) -> Fit:
        """Fit a bar to a space: upright, or on its side if wide."""
        length = max(min(max_width if wide else max_height, _LONGEST), 4 * FONT)
        ticks, labels, unit = self._find_ticks(length, wide=wide)
        widest = max(map(text_width, labels))
        length = max(length, widest) if wide else length
        if wide:
            size = length, _BAR + _GAP + 2 * FONT * (2 if unit else 1)
        else:
            size = max(_BAR + _GAP + widest, text_width(unit)), length
        draw = partial(self._draw, ticks=ticks, labels=labels, unit=unit, wide=wide)
        return Fit(*size, 1.0, draw)

    def _draw(
        self, sheet: Sheet, ticks: list[float], labels: list[str], unit: str, wide: bool
    ) -> None:
        """Draw the color bar on a sheet."""
        width, height = sheet.size
        widest = max(map(text_width, labels))
        if wide:
            room = (widest / 2, height - _BAR, width - widest, _BAR)
        else:
            above = 2 * FONT if unit else _HALF
            room = (0, _HALF, _BAR, height - _HALF - above)
        bar = sheet.ax.inset_axes(room, transform=sheet.ax.transData)
        key = self.key
        ends = {"under": key.table[0], "over": key.table[-1]}
        cmap = ListedColormap(key.colors()).with_extremes(**ends)
        scale = ScalarMappable(Normalize(key.vmin, key.vmax), cmap)
        colorbar = sheet.ax.figure.colorbar(
            scale,
            cax=bar,
            extend=key.extend,
            orientation="horizontal" if wide else "vertical",
        )
        colorbar.set_ticks(ticks, labels=labels)
        colorbar.minorticks_off()
        colorbar.outline.set(edgecolor=sheet.ink, linewidth=0.5)
        size = FONT * sheet.scale
        bar.tick_params(
            colors=sheet.ink, labelsize=size, width=0.5, length=2, pad=1.5 * sheet.scale
        )
        x = width if wide else 0
        sheet.write(
            x, FONT if wide else height - FONT / 2, unit, ha="right" if wide else "left"
        )

    def _find_ticks(
        self, length: float, *, wide: bool
    ) -> tuple[list[float], list[str], str]:
        """Values of ticks, their labels, and what these are multiplied by."""
        low, high = self.key.vmin, self.key.vmax
        if low == high:
            return [low], [f"{low:.4g}"], ""
        for n_ticks in range(6, 0, -1):
            values = MaxNLocator(n_ticks, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high)
            ticks = [float(value) for value in values if low <= value <= high]
            labels, unit = _name_ticks(ticks, low, high)
            widest = max(map(text_width, labels), default=0)
            room = (length - widest) / max(1, len(ticks) - 1)
            if ticks and room >= (widest + _APART if wide else 1.6 * FONT):
                return ticks, labels, unit
        middle = low / 2 + high / 2
        return [middle], *_name_ticks([middle], low, high)


def _name_ticks(ticks: list[float], low: float, high: float) -> tuple[list[str], str]:
    """Labels of ticks, and what these are multiplied by, or relative to."""
    formatter: Any = ScalarFormatter()
    formatter.create_dummy_axis()
    formatter.axis.set_view_interval(low, high)
    return formatter.format_ticks(ticks), formatter.get_offset()


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
