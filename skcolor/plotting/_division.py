"""Divide the space of a map between the map and its legend."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np

from skcolor.plotting._sheet import FONT, Sheet

SMALLEST = 6.0
"""Smallest font size of legends and titles, in points."""

_GAP = 10.0  # between a map and its legend, in points
_LARGEST = 1.15
_SIDE = 400.0  # short side of a space whose legend has scale 1, in points
_SHARES = (0.2, 0.3, 0.35, 0.4, 0.5, 0.6)  # of the space, for a legend
_BESIDE = 1.1  # a legend beside a map is preferred if the map is smaller by this factor
_PARTIAL = 0.3  # worth of a map whose legend shows nothing, relative to one with all
_KEPT = 0.6  # share of its area without a legend that a map should keep


class Fit(NamedTuple):
    """A legend that fits a space.

    Parameters
    ----------
    width, height : float
        Its size in units.
    share : float
        Share of its content that it shows.
    draw : callable
        Draws it on a sheet of its size.
    """

    width: float
    height: float
    share: float
    draw: Callable[[Sheet], None]


class Drawing(Protocol):
    """What a legend shows, which can be drawn in many shapes."""

    def fit(self, max_width: float, max_height: float, *, wide: bool = False) -> Fit:
        """Fit it to a space in units; a wide legend prefers width to height."""


class Box(NamedTuple):
    """A box in points from the lower left of a space."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Division:
    """Boxes of a map and its legend, and the legend with its scale."""

    map: Box
    legend: Box
    scale: float
    fit: Fit


def natural_scale(width: float, height: float) -> float:
    """Points per unit of a legend for a space in points."""
    side = min(width, height)
    font = FONT * min(0.6 + 0.4 * side / _SIDE, _LARGEST)
    # In steps, so that layout engines that change sizes a little find an end.
    return max(math.floor(4 * font) / 4, SMALLEST) / FONT


def divide(
    width: float,
    height: float,
    ratio: float | None,
    drawing: Drawing,
    *,
    side: str | None = None,
    max_height: float = np.inf,
) -> Division:
    """Divide a space so that the map is large and the legend complete.

    Parameters
    ----------
    width, height : float
        The space in points.
    ratio : float or None
        Height of the map divided by its width; None if it has any.
    drawing : Drawing
        The legend.
    side : {"beside", "below"} or None, default=None
        Where the legend is; None chooses.
    max_height : float, default=inf
        Available height for the legend in points.

    Returns
    -------
    Division
        The boxes, side by side at the top of the space. A title above them always needs
        the same room there, which layout engines measure before they make it.
    """
    choices = [
        _place(width, height, ratio, scale, wide, fit)
        for wide, scale, fit in _fits(width, height, drawing, max_height)
        if side is None or wide is (side == "below")
    ]
    return max(choices, key=lambda choice: choice[0])[1]


def _fits(
    width: float, height: float, drawing: Drawing, max_height: float
) -> Iterator[tuple[bool, float, Fit]]:
    """Sizes of a legend beside and below, at the natural and the smallest scale."""
    for scale in dict.fromkeys((natural_scale(width, height), SMALLEST / FONT)):
        across, up = width / scale, height / scale
        most = max_height / scale
        for share in _SHARES:
            yield False, scale, drawing.fit(share * across, min(up, most))
            low = drawing.fit(across, min(share * up, most), wide=True)
            yield True, scale, low


def _place(
    width: float, height: float, ratio: float | None, scale: float, wide: bool, fit: Fit
) -> tuple[float, Division]:
    """Worth of a division, and the division."""
    # Only in tiny axes is a legend larger than these.
    scale = min(scale, width / fit.width, height / fit.height)
    across, up = scale * fit.width, scale * fit.height
    gap = min(_GAP * scale, 0.1 * min(width, height))
    map_width = max(width - (0 if wide else across + gap), 1e-3)
    map_height = max(height - (up + gap if wide else 0), 1e-3)
    if ratio is not None:
        map_width = min(map_width, map_height / ratio)
        map_height = map_width * ratio
    if wide:
        bottom = height - map_height - gap - up
        map_box = Box((width - map_width) / 2, bottom + up + gap, map_width, map_height)
        legend = Box((width - across) / 2, bottom, across, up)
    else:
        left = (width - map_width - gap - across) / 2
        map_box = Box(left, height - map_height, map_width, map_height)
        legend = Box(left + map_width + gap, height - up, across, up)
    worth = np.sqrt(map_width * map_height) * (_PARTIAL + (1 - _PARTIAL) * fit.share)
    worth *= (1 if wide else _BESIDE) * np.sqrt(scale)
    alone = width if ratio is None else min(width, height / ratio)
    alone *= height if ratio is None else alone * ratio
    worth *= min(1.0, map_width * map_height / (_KEPT * alone)) ** 2
    return float(worth), Division(map_box, legend, scale, fit)
