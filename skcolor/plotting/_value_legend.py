"""Legend of value colorers: a color bar in data units."""

from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from matplotlib.cm import ScalarMappable
from matplotlib.colors import ListedColormap, Normalize, TwoSlopeNorm
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator, ScalarFormatter

from skcolor._fitted.pipelines import last_step, value_rows
from skcolor._keys.value_key import ValueKey, value_key
from skcolor.plotting._division import Fit
from skcolor.plotting._sheet import FONT, Sheet, text_width

# In units of a sheet.
_BAR, _LONGEST = 12.0, 190.0
_GAP, _APART = 4.0, 10.0  # between the bar and numbers, and between numbers
_LINE = 2 * FONT
_STEPS = [1, 2, 2.5, 5, 10]


class _Ticks(NamedTuple):
    """Values of ticks, their labels, and what these are multiplied by."""

    values: list[float]
    labels: list[str]
    unit: str = ""

    @property
    def width(self) -> float:
        """Width of the widest label."""
        return max(map(text_width, self.labels), default=0.0)


@dataclass(frozen=True)
class ValueLegend:
    """A color bar, and a square for rows without a value."""

    key: ValueKey

    def fit(self, max_width: float, max_height: float, *, wide: bool = False) -> Fit:
        """Fit a bar to a space: upright, or on its side if wide."""
        below = _LINE if self.key.n_missing else 0.0
        room = max_width if wide else max_height - below
        length = max(min(room, _LONGEST), 4 * FONT)
        ticks = _find_ticks(self.key, length, wide=wide)
        note = _BAR + _GAP + text_width("missing") if below else 0.0
        if wide:
            width = max(length, ticks.width, note + text_width(ticks.unit))
            height = _BAR + _GAP + _LINE * (2 if below or ticks.unit else 1)
        else:
            width = max(_BAR + _GAP + ticks.width, text_width(ticks.unit), note)
            height = length + below
        draw = partial(self._draw, ticks=ticks, below=below, wide=wide)
        return Fit(width, height, 1.0, draw)

    def _draw(self, sheet: Sheet, ticks: _Ticks, below: float, wide: bool) -> None:
        """Draw the color bar on a sheet."""
        width, height = sheet.size
        if wide:
            room = (ticks.width / 2, height - _BAR, width - ticks.width, _BAR)
            sheet.write(width, FONT, ticks.unit, ha="right")
        else:
            above = _LINE if ticks.unit else FONT / 2
            bottom = below + FONT / 2
            room = (0, bottom, _BAR, height - bottom - above)
            sheet.write(0, height - FONT / 2, ticks.unit)
        self._draw_bar(sheet, room, ticks, "horizontal" if wide else "vertical")
        if below:
            color = self.key.missing_color
            sheet.ax.add_patch(Rectangle((0, 0), _BAR, _BAR, color=color))
            sheet.write(_BAR + _GAP, _BAR / 2, "missing")

    def _draw_bar(
        self, sheet: Sheet, room: tuple[float, ...], ticks: _Ticks, orientation: Any
    ) -> None:
        key = self.key
        bar = sheet.ax.inset_axes(room, transform=sheet.ax.transData)  # type: ignore[arg-type]
        ends = {"under": key.table[0], "over": key.table[-1]}
        cmap = ListedColormap(key.colors()).with_extremes(**ends)
        scale = ScalarMappable(_norm(key), cmap)
        colorbar = sheet.ax.figure.colorbar(
            scale, cax=bar, extend=key.extend, orientation=orientation
        )
        colorbar.set_ticks(ticks.values, labels=ticks.labels)
        colorbar.minorticks_off()
        colorbar.outline.set(edgecolor=sheet.ink, linewidth=0.5)
        style: dict[str, Any] = {"labelsize": FONT * sheet.scale, "colors": sheet.ink}
        bar.tick_params(width=0.5, length=2, pad=1.5 * sheet.scale, **style)


def _norm(key: ValueKey) -> Normalize:
    if key.center is None or not key.vmin < key.center < key.vmax:
        return Normalize(key.vmin, key.vmax)
    return TwoSlopeNorm(key.center, key.vmin, key.vmax)


def _find_ticks(key: ValueKey, length: float, *, wide: bool) -> _Ticks:
    """As many ticks as have room on a bar of a length."""
    if key.vmin == key.vmax:
        return _name_ticks([key.vmin])
    norm = _norm(key)
    for n_ticks in range(6, 0, -1):
        ticks = _place_ticks(key, norm, n_ticks)
        needed = ticks.width + _APART if wide else 1.6 * FONT
        room = length - (ticks.width if wide else FONT)
        steps = np.diff(np.asarray(norm(ticks.values))) * room
        if ticks.values and (steps >= needed).all():
            return ticks
    return _name_ticks([key.center if key.center is not None else key.vmin])


def _place_ticks(key: ValueKey, norm: Any, n_ticks: int) -> _Ticks:
    """About `n_ticks` ticks, of which one is the center, if any."""
    center = key.center
    if center is None or not key.vmin <= center <= key.vmax:
        locator = MaxNLocator(n_ticks, steps=_STEPS)
        ticks = np.asarray(locator.tick_values(key.vmin, key.vmax))
        ticks = ticks[(ticks >= key.vmin) & (ticks <= key.vmax)]
        return _name_ticks(ticks.tolist(), key.vmin, key.vmax)
    # The sides of the center may have different scales.
    locator = MaxNLocator(max(1, n_ticks // 2), steps=_STEPS)
    sides = [(key.vmin, center), (center, key.vmax)]
    ticks = np.unique(np.hstack([locator.tick_values(*side) for side in sides]))
    ticks = ticks[(ticks >= key.vmin) & (ticks <= key.vmax)]
    is_apart = np.abs(norm(ticks) - norm(center)) > 1 / (2 * n_ticks)
    return _name_ticks(sorted([*ticks[is_apart].tolist(), center]))


def _name_ticks(ticks: list[float], *limits: float) -> _Ticks:
    """Ticks with labels: short ones for even steps between limits."""
    if not limits:
        return _Ticks(ticks, [f"{x:.6g}".replace("-", "\N{MINUS SIGN}") for x in ticks])
    formatter: Any = ScalarFormatter()
    formatter.create_dummy_axis()
    formatter.axis.set_view_interval(*limits)
    return _Ticks(ticks, formatter.format_ticks(ticks), formatter.get_offset())


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
