"""Legend of channel colorers: the meaning of each direction, and its colors."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np

from skcolor._keys.channel_key import ChannelKey, Direction, End
from skcolor.plotting._division import Fit
from skcolor.plotting._pictures import place_picture
from skcolor.plotting._sheet import Sheet, fit_column, fit_line, fit_lines, text_width

# In units of a sheet.
_WIDTH, _NARROWEST, _NARROWEST_BRIEF, _LEFT = 224.0, 120.0, 66.0, 12.0
_SLICE, _SMALLEST_SLICE, _SLICE_GAP = 52.0, 30.0, 18.0
_STRIP, _LINE, _PICTURE, _GAP, _ASIDE = 9.0, 11.0, 22.0, 12.0, 18.0
_BOLD = 1.12  # relative width of bold text
_MOST_LINES = 2  # of a text at an end
_SMOOTH: dict[str, Any] = {"aspect": "auto", "interpolation": "bilinear"}


@dataclass(frozen=True)
class _Shape:
    """A version of a legend: its content, the width of a direction, and its columns.

    Parameters
    ----------
    key : ChannelKey
        What is shown.
    width : float
        Width of a direction.
    wide : bool
        Whether directions are side by side, with the slices to their left.
    """

    key: ChannelKey
    width: float
    wide: bool

    @property
    def slice_size(self) -> float:
        """Side of a slice."""
        if self.wide:
            return _SLICE
        room = (self.width - _LEFT + _SLICE_GAP) / len(self.key.directions) - _SLICE_GAP
        return min(_SLICE, room)

    @property
    def size(self) -> tuple[float, float]:
        """Width and height."""
        slices = self.slice_size + 2 * _GAP if self.key.slices else 0.0
        heights = [_direction_height(one, self.width) for one in self.key.directions]
        if not self.wide:
            gaps = _GAP * (len(heights) - 1)
            return self.width, slices + sum(heights) + gaps
        aside = _aside(self.key)
        width = len(heights) * (self.width + _ASIDE) - _ASIDE + aside
        return width, max(max(heights), slices - _GAP if slices else 0.0)


@dataclass(frozen=True)
class ChannelLegend:
    """Slices and directions of a key, or as much of them as fits."""

    key: ChannelKey

    def fit(self, max_width: float, max_height: float, *, wide: bool = False) -> Fit:
        """Fit the version to a space that tells most; if none fits, the smallest."""
        best, most = None, 0.0
        for key, worth, narrowest in self._versions():
            shape = _Shape(key, _column(key, max_width, wide), wide)
            width, height = shape.size
            has_room = not key.slices or shape.slice_size >= _SMALLEST_SLICE
            fits = width <= max_width + 1e-6 and height <= max_height + 1e-6
            share = worth * _legibility(shape)
            if fits and has_room and shape.width >= narrowest and share > most:
                best, most = shape, share
        best = best or shape
        most *= 0.9 + 0.1 * best.width / _WIDTH  # texts need width
        return Fit(*best.size, most, partial(_draw, shape=best))

    def _versions(self) -> Iterator[tuple[ChannelKey, float, float]]:
        """Versions, their worth, and the least width of a direction.

        They are: all, only directions, these in brief, and only colors.
        """
        directions = self.key.directions
        brief = [one.in_brief() for one in directions]
        pairs = [(one.low.place, one.high.place) for one in brief]
        widest = max(sum(map(text_width, pair)) for pair in pairs)
        narrowest = max(_NARROWEST_BRIEF, _LEFT + widest + 8)
        bare = [replace(one, low=_BARE, high=_BARE) for one in directions]
        yield self.key, 1.0, _NARROWEST
        yield ChannelKey({}, directions), 0.85, _NARROWEST
        yield ChannelKey({}, brief), 0.6, narrowest
        yield ChannelKey({}, bare), 0.0, 0.0


_BARE = End(float("nan"))


def _aside(key: ChannelKey) -> float:
    """Width of slices to the left of directions."""
    step = _SLICE + _SLICE_GAP
    return _LEFT + len(key.slices) * step if key.slices else 0.0


def _column(key: ChannelKey, max_width: float, wide: bool) -> float:
    """Width of a direction."""
    if wide:
        max_width = (max_width - _aside(key) + _ASIDE) / len(key.directions) - _ASIDE
    return float(np.clip(max_width, _LEFT + 30, _WIDTH))


def _draw(sheet: Sheet, shape: _Shape) -> None:
    """Draw the slices, and the directions below them or to their right."""
    y, x = sheet.size[1], 0.0
    side = shape.slice_size
    for i, pair in enumerate(shape.key.slices):
        left = _LEFT + i * (side + _SLICE_GAP)
        _draw_slice(sheet, left, y - side, side, shape.key, pair)
    if shape.wide:
        x = _aside(shape.key)
    elif shape.key.slices:
        y -= side + 2 * _GAP
    for direction in shape.key.directions:
        _draw_direction(sheet, x, y, shape.width, direction)
        if shape.wide:
            x += shape.width + _ASIDE
        else:
            y -= _direction_height(direction, shape.width) + _GAP


def _half(width: float) -> float:
    """Width of a text at one end of a direction."""
    return (width - _LEFT) / 2 - 4


def _direction_height(direction: Direction, width: float) -> float:
    ends = [_end_height(end, width) for end in (direction.low, direction.high)]
    return _LINE + _STRIP + 2 + max(ends)


def _end_height(end: End, width: float) -> float:
    return len(_end_lines(end, width)) * _LINE + (_PICTURE + 4 if end.images else 0)


def _end_lines(end: End, width: float) -> list[tuple[str, float]]:
    """Lines of text at an end, and their opacities."""
    if end.meaning() == (end.place,) and not end.names:
        return [(end.place, 1.0)]  # a number or color, which never breaks
    half, lines = _half(width), []
    for text in end.meaning():
        lines += [(line, 1.0) for line in fit_lines(text, half, _MOST_LINES)]
    if len(end.names) == 1:
        names = fit_lines(end.names[0], half, _MOST_LINES + 1)
    else:
        names = fit_column(end.names, half)
    return lines + [(text, 0.7) for text in names]


def _legibility(shape: _Shape) -> float:
    """1 if no text at an end is cut or broken within a word, less for each that is."""
    ends = [end for one in shape.key.directions for end in (one.low, one.high)]
    whole = [
        " ".join(line for line, _ in _end_lines(end, shape.width))
        == " ".join([*end.meaning(), *end.names])
        for end in ends
    ]
    return 0.7 + 0.3 * sum(whole) / len(whole)


def _draw_slice(
    sheet: Sheet, x: float, y: float, side: float, key: ChannelKey, pair: tuple[int, int]
) -> None:
    place = (x, x + side, y, y + side)
    sheet.ax.imshow(key.slices[pair], extent=place, origin="lower", **_SMOOTH)
    across, up = (f"{key.directions[i].name} →" for i in pair)
    sheet.write(x + side / 2, y - 6, across, ha="center")
    sheet.write(x - 5, y + side / 2, up, ha="center", rotation=90)


def _draw_direction(
    sheet: Sheet, x: float, y: float, width: float, direction: Direction
) -> None:
    """Draw a direction below height y, from x."""
    _draw_heading(sheet, x, y - _LINE / 2, width, direction)
    y -= _LINE + 1
    place = (x + _LEFT, x + width, y - _STRIP, y)
    sheet.ax.imshow(direction.strip[np.newaxis], extent=place, **_SMOOTH)
    y -= _STRIP + 2
    _draw_end(sheet, x + _LEFT, y, width, direction.low, right=False)
    _draw_end(sheet, x + width, y, width, direction.high, right=True)


def _draw_heading(
    sheet: Sheet, x: float, y: float, width: float, direction: Direction
) -> None:
    """Draw the number and title of a direction, and the share if it fits."""
    room = width - _LEFT
    title = fit_line(direction.title, room / _BOLD)
    room -= _BOLD * text_width(title) + 8
    sheet.write(x, y, direction.name, weight="bold")
    sheet.write(x + _LEFT, y, title, weight="bold")
    for text in (direction.share, direction.share.split(" of ")[0]):
        if text_width(text) <= room:
            sheet.write(x + width, y, text, ha="right", alpha=0.7)
            break


def _draw_end(
    sheet: Sheet, x: float, y: float, width: float, end: End, *, right: bool
) -> None:
    """Draw an end below height y, from x or up to it."""
    side = "right" if right else "left"
    for line, alpha in _end_lines(end, width):
        sheet.write(x, y - 0.6 * _LINE, line, alpha=alpha, ha=side)
        y -= _LINE
    for i, image in enumerate(end.images):
        step = (_PICTURE + 3) * i
        left = x - _PICTURE - step if right else x + step
        if step + _PICTURE <= _half(width) or i == 0:
            place_picture(sheet.ax, image, left, y - _PICTURE - 2, _PICTURE)
