"""What pictures of maps share: the check of their data, bare axes, sizes on paper."""

from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes

from skcolor._checks.tables import check_table

# Where all points together would cover this share of the axes side by side, the map
# shows both single points and dense regions.
_COVERAGE = 0.35
_SMALLEST, _LARGEST = 0.6, 30.0
_HUGE = 1e280


def check_map(layout: npt.ArrayLike) -> npt.NDArray[np.floating]:
    """Validate a 2-D layout.

    Parameters
    ----------
    layout : array-like of shape (n_samples, 2)
        Where the points are.

    Returns
    -------
    ndarray of shape (n_samples, 2)
        The same as an array.

    Raises
    ------
    ValueError
        If it is not what it should be.
    """
    layout = check_table(layout, "layout")
    if layout.shape[1] != 2:
        raise ValueError(f"layout has {layout.shape[1]} columns; a picture needs 2.")
    low, high = layout.min(axis=0).astype(float), layout.max(axis=0).astype(float)
    largest, side = np.abs([low, high]).max(), 2 * (high / 2 - low / 2).max()
    if largest > _HUGE or 0 < side < 1 / _HUGE:
        raise ValueError(
            f"layout must have coordinates and sides from {1 / _HUGE:.0e} to {_HUGE:.0e}, "
            f"between which float64 can compute with them; got {side:.3g} as its longer "
            f"side, and {largest:.3g} as its largest coordinate."
        )
    return layout


def check_colorings(colorings: Any) -> None:
    """Hold colorings to be a dict that is not empty.

    Raises
    ------
    ValueError
        If they are not.
    """
    if not (isinstance(colorings, dict) and colorings):
        raise ValueError(
            "colorings must be a dict with at least one name and its colors; got "
            f"{'an empty one' if isinstance(colorings, dict) else type(colorings)}."
        )


def new_axes(*widths: float) -> Any:
    """Axes of a new figure 6 inches high, as scikit-learn's displays make them.

    Parameters
    ----------
    *widths : float
        Width of each in points (1/72 inch); one that is 6 inches wide if there is none.

    Returns
    -------
    matplotlib.axes.Axes or ndarray of Axes
        The axes, side by side.
    """
    import matplotlib.pyplot as plt

    widths = widths or (432,)
    # About where the layout will put them: sizes are fitted to them before.
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
    """Leave nothing on the axes but what is drawn: a layout has no units."""
    ax.set_axis_off()
    ax.set_aspect("equal", adjustable="box")
    ax.margins(0.02)


def axes_points(ax: Axes, *, whole: bool = False) -> tuple[float, float]:
    """Width and height of axes in points (1/72 inch), or of the room that they have."""
    box = ax.get_position(original=whole)
    figure, dots = ax.figure.bbox, ax.figure.dpi / 72
    return box.width * figure.width / dots, box.height * figure.height / dots


def point_size(ax: Axes, n_points: int) -> float:
    """Area of one of `n_points` points that suits the size of the axes, in points²."""
    # Of axes that share their limits, all but the first have the shape of the map already.
    area = min(axes_points(ax, whole=True)) ** 2
    return float(np.clip(_COVERAGE * area / n_points, _SMALLEST, _LARGEST))
