"""The legend of channels: what each direction means, and which colors lie between."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes

from skcolor.plotting._pictures import place_picture
from skcolor.plotting._sheet import shorten, write

# In points.
_WIDTH, _LEFT = 204.0, 12.0
_SLICE, _SLICE_STEP = 52.0, 70.0
_STRIP, _LINE, _PICTURE, _GAP = 9.0, 11.0, 22.0, 12.0
_LONGEST = 18  # characters
_SMOOTH: dict[str, Any] = {"aspect": "auto", "interpolation": "bilinear"}


@dataclass(frozen=True)
class End:
    """What lies at an end of a direction: where it is, large features, the nearest rows."""

    value: float
    features: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    images: tuple[Any, ...] = ()

    def height(self) -> float:
        """Height of what is drawn of it, in points."""
        n_lines = len(self.features) + len(self.names) or not self.images
        return n_lines * _LINE + (_PICTURE + 4 if self.images else 0)

    def draw(self, sheet: Axes, y: float, ink: str, *, right: bool) -> None:
        """Draw it below a height, at the left or the right of a sheet."""
        x, style = (_WIDTH, {"ha": "right"}) if right else (_LEFT, {"ha": "left"})
        if self.images:
            for i, image in enumerate(self.images):
                step = (_PICTURE + 3) * i
                left = x - _PICTURE - step if right else x + step
                place_picture(sheet, image, left, y - _PICTURE - 2, _PICTURE)
            y -= _PICTURE + 4
        lines = [(text, 1.0) for text in self.features] + [
            (text, 0.7) for text in self.names
        ]
        if not lines and not self.images:
            lines = [(f"{self.value:.3g}", 1.0)]
        for i, (text, alpha) in enumerate(lines):
            text = shorten(text, _LONGEST)
            write(sheet, x, y - (i + 0.6) * _LINE, text, ink, alpha=alpha, **style)


@dataclass(frozen=True)
class Direction:
    """A direction in the rows that reach the colorer.

    Parameters
    ----------
    name : str
        What it is called.
    strip : ndarray of shape (n, 3)
        The colors along it, sRGB in [0, 1].
    low, high : End
        Its ends.
    """

    name: str
    strip: npt.NDArray[np.floating]
    low: End
    high: End

    def height(self) -> float:
        """Height of what is drawn of it, in points."""
        return _STRIP + 2 + max(self.low.height(), self.high.height())

    def draw(self, sheet: Axes, y: float, ink: str) -> None:
        """Draw it below a height on a sheet."""
        place = (_LEFT, _WIDTH, y - _STRIP, y)
        sheet.imshow(self.strip[np.newaxis], extent=place, **_SMOOTH)
        write(sheet, 0, y - _STRIP / 2, self.name, ink, weight="bold")
        self.low.draw(sheet, y - _STRIP - 2, ink, right=False)
        self.high.draw(sheet, y - _STRIP - 2, ink, right=True)


@dataclass(frozen=True)
class ChannelKey:
    """The colors of a channel colorer.

    Parameters
    ----------
    slices : dict of tuple of two ints to ndarray of shape (n, n, 3)
        The colors of two directions at a time, the others in the middle; the first grows
        to the right, the second upwards.
    directions : list of Direction
        Each direction alone.
    """

    slices: dict[tuple[int, int], npt.NDArray[np.floating]]
    directions: list[Direction]

    def size(self, max_height: float) -> tuple[float, float]:
        """Width and height in points, whatever height there is."""
        height = sum(direction.height() + _GAP for direction in self.directions) - _GAP
        return _WIDTH, height + (_SLICE + 2 * _GAP if self.slices else 0)

    def draw(self, sheet: Axes, ink: str) -> None:
        """Draw it on a sheet: the slices, and the directions below them."""
        y = sheet.get_ylim()[1]
        for i, pair in enumerate(self.slices):
            self._draw_slice(sheet, _LEFT + i * _SLICE_STEP, y - _SLICE, pair, ink)
        y -= _SLICE + 2 * _GAP if self.slices else 0
        for direction in self.directions:
            direction.draw(sheet, y, ink)
            y -= direction.height() + _GAP

    def _draw_slice(self, sheet, x, y, pair, ink):
        place = (x, x + _SLICE, y, y + _SLICE)
        sheet.imshow(self.slices[pair], extent=place, origin="lower", **_SMOOTH)
        across, up = (f"{self.directions[i].name} →" for i in pair)
        middle = _SLICE / 2
        write(sheet, x + middle, y - 6, across, ink, ha="center")
        write(sheet, x - 5, y + middle, up, ink, ha="center", rotation=90)
