"""Legend of channel colorers: the meaning of each direction, and its colors."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes

from skcolor.plotting._pictures import place_picture
from skcolor.plotting._sheet import fit_line, text_width, write

# In points.
_WIDTH, _LEFT = 204.0, 12.0
_SLICE, _SLICE_STEP = 52.0, 70.0
_STRIP, _LINE, _PICTURE, _GAP = 9.0, 11.0, 22.0, 12.0
_HALF = (_WIDTH - _LEFT) / 2 - 4  # width of a line for one end
_BOLD = 1.12  # relative width of bold text
_SMOOTH: dict[str, Any] = {"aspect": "auto", "interpolation": "bilinear"}


@dataclass(frozen=True)
class End:
    """One end of a direction.

    Parameters
    ----------
    value : float
        Position of the end.
    place : str
        The position in words, if nothing else is known.
    attributes : tuple of str
        Descriptions by attributes of the rows there.
    features : tuple of str
        Features with large values there.
    names, images : tuple
        Names and images of the nearest rows.
    """

    value: float
    place: str = ""
    attributes: tuple[str, ...] = ()
    features: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    images: tuple[Any, ...] = ()

    def meaning(self) -> tuple[str, ...]:
        """Lines that describe it: by attributes, else features, else position."""
        return self.attributes or self.features or ((self.place,) if self.place else ())

    def in_brief(self) -> "End":
        """The same end reduced to one line or image."""
        if self.meaning():
            attributes, features = self.attributes[:1], self.features[:1]
            return replace(
                self, attributes=attributes, features=features, names=(), images=()
            )
        images = () if self.names else self.images[:1]
        return replace(self, names=self.names[:1], images=images)

    def height(self) -> float:
        """Height of the drawing, in points."""
        n_lines = len(self.meaning()) + len(self.names)
        return n_lines * _LINE + (_PICTURE + 4 if self.images else 0)

    def draw(self, sheet: Axes, y: float, ink: str, *, right: bool) -> None:
        """Draw below height y, at the left or right of a sheet."""
        x, style = (_WIDTH, {"ha": "right"}) if right else (_LEFT, {"ha": "left"})
        lines = [(text, 1.0) for text in self.meaning()]
        lines += [(text, 0.7) for text in self.names]
        for text, alpha in lines:
            text = fit_line(text, _HALF)
            write(sheet, x, y - 0.6 * _LINE, text, ink, alpha=alpha, **style)
            y -= _LINE
        for i, image in enumerate(self.images):
            step = (_PICTURE + 3) * i
            left = x - _PICTURE - step if right else x + step
            place_picture(sheet, image, left, y - _PICTURE - 2, _PICTURE)


@dataclass(frozen=True)
class Direction:
    """A direction in the input of the colorer.

    Parameters
    ----------
    name : str
        Its number.
    title : str
        Its description.
    share : str
        What it explains, as "34% of the variance"; "" if unknown.
    strip : ndarray of shape (n, 3)
        Colors along the direction, sRGB in [0, 1].
    low, high : End
        Its ends.
    """

    name: str
    title: str
    share: str
    strip: npt.NDArray[np.floating]
    low: End
    high: End

    def height(self) -> float:
        """Height of the drawing, in points."""
        return _LINE + _STRIP + 2 + max(self.low.height(), self.high.height())

    def draw(self, sheet: Axes, y: float, ink: str) -> None:
        """Draw below height y on a sheet."""
        self._draw_heading(sheet, y - _LINE / 2, ink)
        y -= _LINE + 1
        place = (_LEFT, _WIDTH, y - _STRIP, y)
        sheet.imshow(self.strip[np.newaxis], extent=place, **_SMOOTH)
        self.low.draw(sheet, y - _STRIP - 2, ink, right=False)
        self.high.draw(sheet, y - _STRIP - 2, ink, right=True)

    def _draw_heading(self, sheet: Axes, y: float, ink: str) -> None:
        """Draw the number and title, and the share if it fits."""
        room = _WIDTH - _LEFT
        title = fit_line(self.title, room / _BOLD)
        room -= _BOLD * text_width(title) + 8
        write(sheet, 0, y, self.name, ink, weight="bold")
        write(sheet, _LEFT, y, title, ink, weight="bold")
        for text in (self.share, self.share.split(" of ")[0]):
            if text_width(text) <= room:
                write(sheet, _WIDTH, y, text, ink, ha="right", alpha=0.7)
                break


@dataclass(frozen=True)
class ChannelKey:
    """The legend of a channel colorer.

    Parameters
    ----------
    slices : dict of tuple of two ints to ndarray of shape (n, n, 3)
        Colors of two directions at a time, with the others at their middle; the first
        increases to the right, the second upward.
    directions : list of Direction
        Each direction by itself.
    """

    slices: dict[tuple[int, int], npt.NDArray[np.floating]]
    directions: list[Direction]

    def size(self, max_height: float, max_width: float = np.inf) -> tuple[float, float]:
        """Width and height in points of what is drawn of it in such a height."""
        return _WIDTH, self._suit(max_height)._height()

    def draw(self, sheet: Axes, ink: str) -> None:
        """Draw the slices and the directions below, or as much as fits on the sheet."""
        self._suit(sheet.get_ylim()[1])._draw(sheet, ink)

    def _suit(self, max_height: float) -> "ChannelKey":
        """The largest version that fits: all, only directions, or these in brief."""
        brief = [
            replace(d, low=d.low.in_brief(), high=d.high.in_brief())
            for d in self.directions
        ]
        keys = self, ChannelKey({}, self.directions), ChannelKey({}, brief)
        room = max_height + 1e-6  # for rounding
        return next((key for key in keys if key._height() <= room), keys[-1])

    def _height(self) -> float:
        height = sum(direction.height() + _GAP for direction in self.directions) - _GAP
        return height + (_SLICE + 2 * _GAP if self.slices else 0)

    def _draw(self, sheet: Axes, ink: str) -> None:
        y = sheet.get_ylim()[1]
        for i, pair in enumerate(self.slices):
            self._draw_slice(sheet, _LEFT + i * _SLICE_STEP, y - _SLICE, pair, ink)
        y -= _SLICE + 2 * _GAP if self.slices else 0
        for direction in self.directions:
            direction.draw(sheet, y, ink)
            y -= direction.height() + _GAP

    def _draw_slice(
        self, sheet: Axes, x: float, y: float, pair: tuple[int, int], ink: str
    ) -> None:
        place = (x, x + _SLICE, y, y + _SLICE)
        sheet.imshow(self.slices[pair], extent=place, origin="lower", **_SMOOTH)
        across, up = (f"{self.directions[i].name} →" for i in pair)
        middle = _SLICE / 2
        write(sheet, x + middle, y - 6, across, ink, ha="center")
        write(sheet, x - 5, y + middle, up, ink, ha="center", rotation=90)
