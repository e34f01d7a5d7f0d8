"""Draw the points of a map: one by one, or as a raster if there are many."""

from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from sklearn.utils import check_random_state

from skcolor.plotting._axes import point_size
from skcolor.plotting._raster_image import RasterImage

# Above this number, a raster is faster than single points.
MOST_SINGLE_POINTS = 50_000


def draw_points(
    ax: Axes,
    layout: npt.NDArray[np.floating],
    colors: npt.NDArray[np.floating],
    *,
    s: float | None,
    alpha: float | None,
    raster: bool | None,
    random_state: int | np.random.RandomState | None,
    **kwargs: Any,
) -> tuple[PathCollection | None, RasterImage | None]:
    """Draw points in their colors so that no group hides another.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Axes of the map.
    layout, colors : ndarray of shape (n_samples, 2) and (n_samples, 3)
        The points.
    s, alpha, raster
        As in :meth:`ColoringDisplay.plot`.
    random_state : int, RandomState instance or None
        Controls the random order of single points.
    **kwargs : dict
        Properties of the artist.

    Returns
    -------
    scatter : matplotlib.collections.PathCollection or None
        The points, if drawn one by one.
    image : RasterImage or None
        The points, if drawn as a raster.
    """
    n_points = len(layout)
    if s is None:
        s = point_size(ax, n_points)
    if alpha is None:
        alpha = float(np.interp(np.log10(n_points), [3, 5.5], [0.9, 0.7]))
    if n_points > MOST_SINGLE_POINTS if raster is None else raster:
        return None, RasterImage(ax, layout, colors, s=s, alpha=alpha, **kwargs)
    order = check_random_state(random_state).permutation(n_points)
    # Rasterized, because vector files with ten thousand paths are slow to open.
    style: dict[str, Any] = {
        "linewidths": 0,
        "rasterized": True,
        "s": s,
        "alpha": alpha,
        **kwargs,
    }
    across, up = layout[order].T
    return ax.scatter(across, up, c=colors[order], **style), None
