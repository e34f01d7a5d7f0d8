"""Draw the points of a map: one by one, or as a raster if there are many."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.markers import MarkerStyle
from sklearn.utils import check_random_state

from skcolor._checks.arguments import check_number
from skcolor._checks.tables import check_vector
from skcolor.plotting._axes import point_size
from skcolor.plotting._raster_image import RasterImage

# Above this number, a raster is faster than single points, and a vector file with single
# points is slow to open.
MOST_SINGLE_POINTS = 50_000
# Share of their opacity that points keep while others are highlighted.
_DIMMED = 0.14
# Largest default area of a highlighted point, in square points.
_LARGEST_HIGHLIGHT = 20.0
# Up to this number, highlighted points have rings, because their colors may be those of the
# background.
_MOST_RINGS = 300
_RING = 0.6  # width of a ring, in points
_EDGE_COLORS = {"ec", "edgecolor", "edgecolors"}
_LINE_WIDTHS = {"linewidth", "linewidths", "lw"}
# Properties that a raster does not have.
_SINGLE_ONLY = {
    *_EDGE_COLORS,
    *_LINE_WIDTHS,
    *("aa", "antialiased", "antialiaseds", "capstyle", "dashes", "facecolor"),
    *("facecolors", "fc", "hatch", "joinstyle", "linestyle", "linestyles", "ls", "marker"),
}

PerPoint = float | npt.NDArray[np.floating]


@dataclass(frozen=True)
class Points:
    """Points of a map.

    Sizes and opacities are numbers, or have one entry per point; None suits the number of
    points.
    """

    layout: npt.NDArray[np.floating]
    colors: npt.NDArray[np.floating]
    s: PerPoint | None = None
    alpha: PerPoint | None = None

    @property
    def are_alike(self) -> bool:
        """Whether all have the same size and opacity."""
        return not (isinstance(self.s, np.ndarray) or isinstance(self.alpha, np.ndarray))

    def take(self, rows: npt.NDArray[np.intp]) -> "Points":
        """The points of some rows, in that order."""
        s, alpha = (
            value[rows] if isinstance(value, np.ndarray) else value
            for value in (self.s, self.alpha)
        )
        return Points(self.layout[rows], self.colors[rows], s, alpha)


def check_per_point(
    name: str, value: Any, n_points: int, *, most: float = np.inf
) -> PerPoint | None:
    """Validate None, a number from 0 to `most`, or an array of one for each point."""
    if value is None:
        return None
    if np.ndim(value) == 0:
        check_number(name, value, most=most)
        return float(value)
    wanted = f"a number, or one for each of the {n_points} rows of layout"
    numbers: npt.NDArray[np.float64] = check_vector(value, name, n_points, wanted)
    if (numbers < 0).any() or (numbers > most).any():
        limits = "at least 0" if most == np.inf else f"from 0 to {most:g}"
        raise ValueError(
            f"{name} must be {limits}; got values from {numbers.min():.6g} to "
            f"{numbers.max():.6g}."
        )
    return numbers


def _suited_alpha(n_points: int) -> float:
    """Opacity of a point, slightly lower for more points."""
    return float(np.interp(np.log10(n_points), [3, 5.5], [0.9, 0.8]))


def draw_points(
    ax: Axes,
    points: Points,
    *,
    raster: bool | None,
    random_state: int | np.random.RandomState | None,
    fade: float = 1.0,
    **kwargs: Any,
) -> PathCollection | RasterImage:
    """Draw points in their colors so that no group hides another.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Axes of the map.
    points : Points
        The points.
    raster : bool or None
        As in :meth:`ColoringDisplay.plot`.
    random_state : int, RandomState instance or None
        Controls the random order of single points.
    fade : float, default=1.0
        Share of their opacity that points keep.
    **kwargs : dict
        Properties of the artist.

    Returns
    -------
    matplotlib.collections.PathCollection or RasterImage
        The points, drawn one by one or as a raster.

    Raises
    ------
    ValueError
        If `raster` is True, but the points differ in more than their colors, or `kwargs`
        contains properties of single points.
    """
    n_points = len(points.layout)
    s = point_size(ax, n_points) if points.s is None else points.s
    alpha = _suited_alpha(n_points) if points.alpha is None else points.alpha
    points = replace(points, s=s, alpha=alpha)
    special = sorted(_SINGLE_ONLY & kwargs.keys())
    if raster and (special or not points.are_alike):
        raise ValueError(
            "raster=True draws round points of one size and opacity; got "
            f"{', '.join(special) or 's or alpha for each point'}. Leave raster out, or "
            "pass raster=False, to draw points one by one."
        )
    if raster is None:
        raster = n_points > MOST_SINGLE_POINTS and points.are_alike and not special
    if raster:
        style = {"s": s, "alpha": alpha, "fade": fade, **kwargs}
        return RasterImage(ax, points.layout, points.colors, **style)
    points = points.take(check_random_state(random_state).permutation(n_points))
    assert points.alpha is not None
    style = {
        "s": points.s,
        "alpha": points.alpha * fade,
        "rasterized": n_points > MOST_SINGLE_POINTS,
        **kwargs,
    }
    if not (_LINE_WIDTHS & kwargs.keys() or _has_lines(kwargs)):
        style["linewidths"] = 0
    across, up = points.layout.T
    return ax.scatter(across, up, c=points.colors, **style)


def _has_lines(kwargs: dict[str, Any]) -> bool:
    """Whether points have edges, or consist of lines as a cross does."""
    marker = kwargs.get("marker") or "o"
    marker = marker if isinstance(marker, MarkerStyle) else MarkerStyle(marker)
    return bool(_EDGE_COLORS & kwargs.keys()) or not marker.is_filled()


def draw_highlighted(
    ax: Axes,
    points: Points,
    rows: npt.NDArray[np.intp],
    ink: str,
    **kwargs: Any,
) -> tuple[PathCollection | RasterImage | None, PathCollection | RasterImage | None]:
    """Draw some points on top of all others, which are dimmed.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Axes of the map.
    points : Points
        All points.
    rows : ndarray of int
        Rows of the points to highlight.
    ink : str
        Color of the rings around them, if they are few.
    **kwargs : dict
        Keyword arguments of `draw_points`.

    Returns
    -------
    others, highlighted : PathCollection, RasterImage or None
        The points of either kind; None if there are none.
    """
    is_above = np.zeros(len(points.layout), dtype=bool)
    is_above[rows] = True
    above, below = (points.take(np.flatnonzero(mask)) for mask in (is_above, ~is_above))
    n_above, n_below = len(above.layout), len(below.layout)
    if points.s is None:
        s = point_size(ax, len(points.layout))
        suited = min(point_size(ax, max(1, n_above)), _LARGEST_HIGHLIGHT)
        below, above = replace(below, s=s), replace(above, s=max(s, suited))
    if points.alpha is None:
        above = replace(above, alpha=1.0)
    others = highlighted = None
    if n_below:
        others = draw_points(ax, below, fade=_DIMMED, **kwargs)
    if n_above:
        has_rings = n_above <= _MOST_RINGS and not kwargs["raster"]
        if has_rings and not (_SINGLE_ONLY & kwargs.keys()):
            kwargs |= {"edgecolors": ink, "linewidths": _RING}
        highlighted = draw_points(ax, above, **kwargs)
    if others is not None and highlighted is not None:
        highlighted.set_zorder(max(highlighted.get_zorder(), others.get_zorder() + 0.1))
    return others, highlighted
