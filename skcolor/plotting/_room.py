"""Room for a legend and a title in the space of axes, found anew at each draw."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backend_bases import RendererBase
from matplotlib.gridspec import SubplotSpec
from matplotlib.layout_engine import PlaceHolderLayoutEngine
from matplotlib.transforms import Bbox

from skcolor.plotting._division import (
    Box,
    Division,
    Drawing,
    Fit,
    divide,
    natural_scale,
)
from skcolor.plotting._fitted_title import FittedTitle
from skcolor.plotting._sheet import Sheet


class Room:
    """Locator of axes that leaves room for a legend and long titles in their space.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        The axes. Their space is what they had before: their part of the figure.

    Notes
    -----
    Axes get their final size when a figure is drawn, and it changes with the window. A
    locator is asked for the position of axes on each draw, and by layout engines.
    """

    def __init__(self, ax: Axes) -> None:
        self._ax = ax
        self._before: Any = ax.get_axes_locator()
        self._title: FittedTitle | None = None
        self._legend: LegendPlace | None = None
        self._options: dict[str, Any] = {}
        self._found: tuple[Any, Division | None] = ((), None)
        ax.set_axes_locator(self)  # type: ignore[arg-type]

    def __call__(self, ax: Axes, renderer: RendererBase | None) -> Bbox:
        """Position of the axes in their figure."""
        space, sunk = self._find_space(renderer)
        width, height = in_points(self._ax, space)
        division = self._divide(width, height - sunk)
        box = Box(0, 0, width, height - sunk) if division is None else division.map
        if self._title is not None:
            self._title.center(box, width)
        return _part(space, box, width, height)

    def get_subplotspec(self) -> SubplotSpec | None:
        """The place of the axes in a grid, which tight layout asks locators for."""
        return None if self._before else self._ax.get_subplotspec()

    def set_title(self, title: FittedTitle) -> None:
        """Fit a title to the space."""
        self._title = title
        self(self._ax, None)

    def add_legend(
        self,
        drawing: Drawing,
        ink: str,
        *,
        side: str | None = None,
        max_height: float = np.inf,
    ) -> Axes:
        """Draw a legend next to the axes.

        Parameters
        ----------
        drawing : Drawing
            The legend.
        ink : str
            Color of text and lines.
        side : {"beside", "below"} or None, default=None
            Where the legend is; None chooses what leaves the most room for the map.
        max_height : float, default=inf
            Available height in points.

        Returns
        -------
        matplotlib.axes.Axes
            Axes with the legend.
        """
        self._options = {"drawing": drawing, "side": side, "max_height": max_height}
        self._legend = LegendPlace(self._ax, drawing, ink, self)
        return self._legend.start()

    @property
    def has_legend(self) -> bool:
        """Whether a legend is drawn, and has not been removed."""
        return self._legend is not None and self._legend.is_drawn

    def place_legend(self, renderer: RendererBase | None) -> tuple[Bbox, float, Fit]:
        """Position and scale of the legend, and what it shows."""
        space, sunk = self._find_space(renderer)
        width, height = in_points(self._ax, space)
        division = self._divide(width, height - sunk)
        assert division is not None  # because there is a legend
        place = _part(space, division.legend, width, height)
        return place, division.scale, division.fit

    def _find_space(self, renderer: RendererBase | None) -> tuple[Bbox, float]:
        """The space of the axes, and how many points of it the title takes."""
        if self._before is None:
            space = self._ax.get_position(original=True)
            above = _room_above(self._ax)
        else:
            space = self._before(self._ax, renderer)
            above = 0.0
        sunk = 0.0
        if self._title is not None:
            sunk = self._title.fit(*in_points(self._ax, space), above)
        return space, sunk

    def _divide(self, width: float, height: float) -> Division | None:
        if not self.has_legend:
            return None
        has_shape = self._ax.get_aspect() != "auto"
        ratio = self._ax.get_data_ratio() if has_shape else None
        wanted = round(width, 3), round(height, 3), ratio
        if self._found[0] != wanted:
            self._found = wanted, divide(width, height, ratio, **self._options)
        return self._found[1]


class LegendPlace:
    """Locator of the axes of a legend, which draws the legend to suit its size.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        The axes to which those of the legend belong.
    drawing : Drawing
        The legend.
    ink : str
        Color of text and lines.
    room : Room or None, default=None
        Places the legend next to `ax`; None places it in their upper left corner.
    max_height : float, default=inf
        Available height in points.
    scale : float or None, default=None
        Points per unit; None follows the size of the axes.
    """

    def __init__(
        self,
        ax: Axes,
        drawing: Drawing,
        ink: str,
        room: Room | None = None,
        max_height: float = np.inf,
        scale: float | None = None,
    ) -> None:
        self._ax, self._drawing, self._ink, self._room = ax, drawing, ink, room
        self._max_height, self._scale = max_height, scale
        self._found: tuple[Any, Any] = ((), None)
        self._drawn: tuple[Any, Any] = (None, None)
        self._sheet = ax.inset_axes((0, 0, 1, 1))
        self._sheet.set_axes_locator(self)  # type: ignore[arg-type]

    def start(self) -> Axes:
        """Draw the legend for the current size of the axes."""
        self._sheet.apply_aspect(self(self._sheet, None))
        return self._sheet

    @property
    def is_drawn(self) -> bool:
        """Whether the legend has not been removed."""
        return self._sheet in self._ax.child_axes

    def __call__(self, ax: Axes, renderer: RendererBase | None) -> Bbox:
        """Position of the legend in its figure."""
        find = self._cover if self._room is None else self._room.place_legend
        place, scale, fit = find(renderer)
        if self._drawn != (fit, scale):
            self._drawn = fit, scale
            self._sheet.clear()
            self._sheet.set_axis_off()
            self._sheet.set(xlim=(0, fit.width), ylim=(0, fit.height), autoscale_on=False)
            self._sheet.set(xticks=(), yticks=())
            fit.draw(Sheet(self._sheet, scale, self._ink))
        return place

    def _cover(self, renderer: RendererBase | None) -> tuple[Bbox, float, Fit]:
        """Position in the upper left corner of the axes."""
        locator: Any = self._ax.get_axes_locator()
        self._ax.apply_aspect(locator(self._ax, renderer) if locator else None)
        space = self._ax.get_position()
        width, height = in_points(self._ax, space)
        wanted = round(width, 3), round(height, 3)
        if self._found[0] != wanted:
            scale = self._scale or natural_scale(*wanted)
            across, up = width / scale, min(height, self._max_height) / scale
            fit = self._drawing.fit(across, up, wide=across > 2 * up and not self._scale)
            scale = min(scale, width / fit.width, height / fit.height)
            self._found = wanted, (scale, fit)
        scale, fit = self._found[1]
        across, up = scale * fit.width, scale * fit.height
        box = Box(0, height - up, across, up)
        return _part(space, box, width, height), scale, fit


def find_room(ax: Axes) -> Room:
    """The room of axes; a new one if they have none, or one with a legend."""
    room: Any = ax.get_axes_locator()
    return room if isinstance(room, Room) and not room.has_legend else Room(ax)


def in_points(ax: Axes, place: Bbox) -> tuple[float, float]:
    """Width and height in points of a part of the figure of axes."""
    figure = ax.figure
    # While a figure is saved with ``bbox_inches="tight"``, only the transform is right.
    box = place.transformed(figure.transSubfigure)
    return max(72 * box.width / figure.dpi, 1.0), max(72 * box.height / figure.dpi, 1.0)


def _part(space: Bbox, box: Box, width: float, height: float) -> Bbox:
    """A box within a space of a width and height in points."""
    across, up = space.width / width, space.height / height
    return Bbox.from_bounds(
        space.x0 + across * box.x,
        space.y0 + up * box.y,
        across * box.width,
        up * box.height,
    )


def _room_above(ax: Axes) -> float:
    """Points between the space of axes and what is above, without limit if laid out."""
    engine = ax.figure.get_layout_engine()
    is_laid_out = engine is not None and not isinstance(engine, PlaceHolderLayoutEngine)
    if is_laid_out and ax.get_subplotspec() is not None:
        return np.inf
    space, top = ax.get_position(original=True), 1.0
    for other in ax.figure.axes:
        place = other.get_position(original=True)
        is_over = place.x0 < space.x1 and place.x1 > space.x0
        if other is not ax and is_over and place.y0 >= space.y1 - 1e-6:
            top = min(top, place.y0)
    gap = Bbox.from_extents(0, space.y1, 1, max(top, space.y1))
    return 72 * gap.transformed(ax.figure.transSubfigure).height / ax.figure.dpi
