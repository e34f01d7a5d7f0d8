"""Legend of channel colorers: the meaning of each direction, and its colors."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from skcolor._keys.channel_key import ChannelKey, Direction, End
from skcolor.plotting._pictures import place_picture
from skcolor.plotting._sheet import fit_line, text_width, write_text

# In points.
_WIDTH, _LEFT = 204.0, 12.0
_SLICE, _SLICE_STEP = 52.0, 70.0
_STRIP, _LINE, _PICTURE, _GAP = 9.0, 11.0, 22.0, 12.0
_HALF = (_WIDTH - _LEFT) / 2 - 4  # width of a line for one end
_BOLD = 1.12  # relative width of bold text
_SMOOTH: dict[str, Any] = {"aspect": "auto", "interpolation": "bilinear"}


@dataclass(frozen=True)
class ChannelLegend:
    """Slices and directions of a key, or as much of them as fits."""

    key: ChannelKey

    def size(self, max_height: float, max_width: float = np.inf) -> tuple[float, float]:
        """Width and height in points, within the given height."""
        return _WIDTH, _key_height(self._suit(max_height))

    def draw(self, sheet: Axes, ink: str) -> None:
        """Draw the slices and the directions below, or as much as fits on the sheet."""
        y = sheet.get_ylim()[1]
        key = self._suit(y)
        for i, pair in enumerate(key.slices):
            _draw_slice(sheet, _LEFT + i * _SLICE_STEP, y - _SLICE, key, pair, ink)
        y -= _SLICE + 2 * _GAP if key.slices else 0
        for direction in key.directions:
            _draw_direction(sheet, y, direction, ink)
            y -= _direction_height(direction) + _GAP

    def _suit(self, max_height: float) -> ChannelKey:
        """The largest version that fits: all, only directions, or these in brief."""
        directions = self.key.directions
        brief = [direction.in_brief() for direction in directions]
        keys = self.key, ChannelKey({}, directions), ChannelKey({}, brief)
        room = max_height + 1e-6  # for rounding
        return next((key for key in keys if _key_height(key) <= room), keys[-1])


def _key_height(key: ChannelKey) -> float:
    height = sum(_direction_height(direction) + _GAP for direction in key.directions) - _GAP
    return height + (_SLICE + 2 * _GAP if key.slices else 0)


def _direction_height(direction: Direction) -> float:
    return _LINE + _STRIP + 2 + max(_end_height(direction.low), _end_height(direction.high))


def _end_height(end: End) -> float:
    n_lines = len(end.meaning()) + len(end.names)
    return n_lines * _LINE + (_PICTURE + 4 if end.images else 0)


def _draw_slice(
    sheet: Axes, x: float, y: float, key: ChannelKey, pair: tuple[int, int], ink: str
) -> None:
    place = (x, x + _SLICE, y, y + _SLICE)
    sheet.imshow(key.slices[pair], extent=place, origin="lower", **_SMOOTH)
    across, up = (f"{key.directions[i].name} →" for i in pair)
    middle = _SLICE / 2
    write_text(sheet, x + middle, y - 6, across, ink, ha="center")
    write_text(sheet, x - 5, y + middle, up, ink, ha="center", rotation=90)


def _draw_direction(sheet: Axes, y: float, direction: Direction, ink: str) -> None:
    """Draw a direction below height y on a sheet."""
    _draw_heading(sheet, y - _LINE / 2, direction, ink)
    y -= _LINE + 1
    place = (_LEFT, _WIDTH, y - _STRIP, y)
    sheet.imshow(direction.strip[np.newaxis], extent=place, **_SMOOTH)
    _draw_end(sheet, y - _STRIP - 2, direction.low, ink, right=False)
    _draw_end(sheet, y - _STRIP - 2, direction.high, ink, right=True)


def _draw_heading(sheet: Axes, y: float, direction: Direction, ink: str) -> None:
    """Draw the number and title of a direction, and the share if it fits."""
    room = _WIDTH - _LEFT
    title = fit_line(direction.title, room / _BOLD)
    room -= _BOLD * text_width(title) + 8
    write_text(sheet, 0, y, direction.name, ink, weight="bold")
    write_text(sheet, _LEFT, y, title, ink, weight="bold")
    for text in (direction.share, direction.share.split(" of ")[0]):
        if text_width(text) <= room:
            write_text(sheet, _WIDTH, y, text, ink, ha="right", alpha=0.7)
            break


def _draw_end(sheet: Axes, y: float, end: End, ink: str, *, right: bool) -> None:
    """Draw an end below height y, at the left or right of a sheet."""
    x, style = (_WIDTH, {"ha": "right"}) if right else (_LEFT, {"ha": "left"})
    lines = [(text, 1.0) for text in end.meaning()]
    lines += [(text, 0.7) for text in end.names]
    for text, alpha in lines:
        line = fit_line(text, _HALF)
        write_text(sheet, x, y - 0.6 * _LINE, line, ink, alpha=alpha, **style)
        y -= _LINE
    for i, image in enumerate(end.images):
        step = (_PICTURE + 3) * i
        left = x - _PICTURE - step if right else x + step
        place_picture(sheet, image, left, y - _PICTURE - 2, _PICTURE)
