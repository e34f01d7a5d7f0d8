"""Titles of axes that shrink and wrap to fit."""

import math
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes

from skcolor.plotting._division import SMALLEST, Box
from skcolor.plotting._sheet import measure, wrap_text

_LINE = 1.3  # height of a line relative to the font size
# A title on one line in a smaller font is preferred to two lines.
_SHRINK = (1.0, 0.9, 0.8)
_MOST = 0.4  # largest share of the height of axes that a title takes


class FittedTitle:
    """The title of axes, in a font and lines that suit their size.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        The axes.
    text : str
        The title.
    **style : dict
        Properties of the text.
    """

    def __init__(self, ax: Axes, text: str, **style: Any) -> None:
        self._ax, self._text = ax, text
        self._artist = ax.set_title(text, **style)
        self._largest = float(self._artist.get_fontsize())
        self._shown = text
        self._size: tuple[float, float] = (0.0, 0.0)
        self._fitted_to: tuple[float, float] = (0.0, 0.0)

    def fit(self, width: float, height: float, above: float) -> float:
        """Fit the title to axes.

        Parameters
        ----------
        width, height : float
            The space of the axes in points.
        above : float
            Points above that space that the title can use.

        Returns
        -------
        float
            Points of the space that the title needs in addition.
        """
        title = self._artist
        if title.get_text() != self._shown or not self._text:  # set by others since
            self._text = ""
            return 0.0
        wanted = round(width, 3), round(height, 3)
        if wanted != self._fitted_to:
            self._fitted_to = wanted
            self._wrap(*wanted)
        return max(0.0, self._size[1] - above)

    def _wrap(self, width: float, height: float) -> None:
        """Choose a font size and lines."""
        font = self._artist.get_fontproperties().copy()
        natural = min(self._largest, font_for(width, height))
        n_own = 1 + self._text.count("\n")
        for shrink in _SHRINK:
            size = max(math.floor(2 * shrink * natural) / 2, min(SMALLEST, natural))
            lines = wrap_text(self._text, width, font, size)
            if len(lines) <= n_own:
                break
        for narrower in np.linspace(0.95, 0.5, 10):
            balanced = wrap_text(self._text, narrower * width, font, size)
            if len(balanced) > len(lines):
                break
            lines = balanced
        n_most = max(n_own, int(_MOST * height / (_LINE * size)))
        if len(lines) > n_most:
            lines = [*lines[: n_most - 1], lines[n_most - 1][:-1] + "…"]
        self._shown = "\n".join(lines)
        self._artist.set(text=self._shown, fontsize=size)
        pad = float(mpl.rcParams["axes.titlepad"])
        longest = max(measure(line, font, size) for line in lines)
        self._size = longest, _LINE * size * len(lines) + pad

    def center(self, box: Box, width: float) -> None:
        """Center the title over the map, or as near as the space allows."""
        if self._text:
            half = min(self._size[0], width) / 2
            x = min(max(box.x + box.width / 2, half), width - half)
            _, y = self._artist.get_position()
            self._artist.set_position(((x - box.x) / box.width, y))


def font_for(width: float, height: float) -> float:
    """Font size of titles of axes of a size, all in points."""
    size = 4 * math.sqrt(min(width, height) / 72) + 3
    # In steps, so that layout engines that change sizes a little find an end.
    return max(math.floor(2 * size) / 2, SMALLEST)
