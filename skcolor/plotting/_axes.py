"""Helpers for plots of maps: checks of the data, bare axes, physical sizes."""

from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes

from skcolor._checks.tables import check_table

# If all points, side by side, would cover this share of the axes, both single points and
# dense regions are visible: a larger one for few points, which seldom overlap.
_COVERAGE = ((2_000, 0.5), (20_000, 0.35))
_SMALLEST, _LARGEST = 0.6, 45.0
_HUGE = 1e280


def check_map(layout: npt.ArrayLike, name: str = "layout") -> npt.NDArray[np.floating]:
    """Validate a 2-D layout.

    Parameters
    ----------
    layout : array-like of shape (n_samples, 2)
        Positions of the points.
    name : str, default="layout"
        Name of the argument.

    Returns
    -------
    ndarray of shape (n_samples, 2)
        The layout as an array.

    Raises
    ------
    ValueError
        If it is not a finite array of two columns of usable size.
    """
    layout = check_table(layout, name)
    check_is_flat(layout.shape[1], name)
    low, high = layout.min(axis=0).astype(float), layout.max(axis=0).astype(float)
    check_extent(low, high, name)
    return layout


def check_is_flat(n_columns: int, name: str = "layout") -> None:
    """Check that a layout has two columns.

    Raises
    ------
    ValueError
        If it does not.
    """
    if n_columns != 2:
        raise ValueError(
            f"{name} must have 2 columns to be plotted; got {n_columns}. For a 3-D layout, "
            f"pass two of its columns, as {name}[:, :2], or make a 2-D one, as with "
            "skcolor.LandmarkTSNE(2) or python -m skcolor layout."
        )


def check_extent(
    low: npt.NDArray[np.float64], high: npt.NDArray[np.float64], name: str = "layout"
) -> None:
    """Check that a box is of usable size.

    Raises
    ------
    ValueError
        If it is not.
    """
    largest, side = np.abs([low, high]).max(), 2 * (high / 2 - low / 2).max()
    if largest > _HUGE or 0 < side < 1 / _HUGE:
        raise ValueError(
            f"{name} must have coordinates and sides from {1 / _HUGE:.0e} to "
            f"{_HUGE:.0e}, to stay within the range of float64; got a longer side of "
            f"{side:.3g} and a largest coordinate of {largest:.3g}."
        )


def check_colorings(colorings: Any) -> None:
    """Check that colorings are a non-empty dict.

    Raises
    ------
    ValueError
        If they are not.
    """
    if not (isinstance(colorings, dict) and colorings):
        raise ValueError(
            "colorings must be a dict of at least one name and its colors; got "
            f"{'an empty dict' if isinstance(colorings, dict) else type(colorings)}."
        )


def new_axes(*widths: float) -> Any:
    """Create axes in a new figure 6 inches high.

    Parameters
    ----------
    *widths : float
        Width of each in points (1/72 inch); by default, one that is 6 inches wide.

    Returns
    -------
    matplotlib.axes.Axes or ndarray of Axes
        The axes, side by side.
    """
    import matplotlib.pyplot as plt

    widths = widths or (432,)
    # Close to the final positions, because sizes are chosen before constrained layout runs.
    edges = {"left": 0.01, "right": 0.99, "bottom": 0.01, "top": 0.95}
    return plt.subplots(
        1,
        len(widths),
        figsize=((sum(widths) + 24 * (len(widths) - 1)) / 72, 6),
        width_ratios=widths,
        gridspec_kw=edges,
        layout="constrained",
    )[1]


def clear_axes(ax: Axes) -> None:
    """Hide axis lines and ticks, because a layout has no units."""
    ax.set_axis_off()
    ax.set_aspect("equal", adjustable="box")
    ax.margins(0.02)


def axes_points(ax: Axes, *, whole: bool = False) -> tuple[float, float]:
    """Width and height of axes, or if `whole` of their allotted space, in points."""
    locator: Any = ax.get_axes_locator()
    space = locator(ax, None) if locator else ax.get_position(original=True)
    if not whole:
        ax.apply_aspect(space)
        space = ax.get_position()
    figure, dots = ax.figure.bbox, ax.figure.dpi / 72
    return space.width * figure.width / dots, space.height * figure.height / dots


def point_size(ax: Axes, n_points: int) -> float:
    """Marker area that suits `n_points` and the size of the axes, in square points."""
    # Among axes that share limits, all but the first already have the shape of the map.
    area = min(axes_points(ax, whole=True)) ** 2
    numbers, shares = zip(*_COVERAGE, strict=True)
    share = np.interp(np.log(n_points), np.log(numbers), shares)
    return float(np.clip(share * area / n_points, _SMALLEST, _LARGEST))
