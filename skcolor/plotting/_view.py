"""Which part of a map is shown: without outlying points, and never too narrow."""

from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.text import Text

# Largest share of outlying points at each end of a side.
_FAR_SHARE = 0.01
_FEWEST = 10  # smallest number of points of which one may be outlying
# Outlying points are left out only if they would shrink the rest to this share of a side.
_CROWDED = 1 / 10
# Smallest ratio of the short side of a view to the long one.
_NARROWEST = 1 / 4


def find_bulk(
    layout: npt.NDArray[np.floating],
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Bounding box of a map without a few outlying points.

    Parameters
    ----------
    layout : ndarray of shape (n_samples, 2)
        Positions of the points.

    Returns
    -------
    low, high : ndarray of shape (2,), float64
        Corners of the box. Points are outlying if they are farther from the inner points
        (all but the outermost 1 percent on each side) than the range of these. The box
        leaves them out only if it then spans less than a tenth of the full range.
    """
    whole = _corners(layout)
    if len(layout) < _FEWEST:
        return whole
    near = find_near(layout)
    is_near = (layout >= near[0]) & (layout <= near[1])
    return choose_box(whole, _corners(layout[is_near.all(axis=1)]))


def find_near(
    layout: npt.NDArray[np.floating],
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """The box beyond which points of a map, or of a sample of it, are outlying."""
    n_far = max(1, int(_FAR_SHARE * len(layout)))
    ends = [n_far, len(layout) - 1 - n_far]
    inner = np.partition(layout, ends, axis=0)[ends].astype(np.float64)
    reach = (inner[1] - inner[0]).max()
    return inner[0] - reach, inner[1] + reach


def choose_box(
    whole: tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]],
    bulk: tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]],
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """The box of the points that are not outlying, if those that are would crowd them."""
    side = (bulk[1] - bulk[0]).max()
    return bulk if 0 < side < _CROWDED * (whole[1] - whole[0]).max() else whole


def count_outside(
    layout: npt.NDArray[np.floating],
    low: npt.NDArray[np.float64],
    high: npt.NDArray[np.float64],
) -> int:
    """Number of points outside a box."""
    return int(((layout < low) | (layout > high)).any(axis=1).sum())


def widen(
    low: npt.NDArray[np.float64], high: npt.NDArray[np.float64]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Widen a box to a visible size.

    The short side becomes at least a quarter of the long one; a box without size becomes a
    square.
    """
    middle = low / 2 + high / 2
    side = (high - low).max()
    if side <= 8 * np.spacing(np.abs(middle).max()):  # rounding alone
        side = np.abs(middle).max() / 1000 or 1.0
        low = high = middle
    half = np.maximum(high - low, side * (_NARROWEST if (high > low).any() else 1)) / 2
    return middle - half, middle + half


def show_points(
    ax: Axes, layout: npt.NDArray[np.floating], ink: str, *, whole: bool
) -> Text | None:
    """Set axes limits without outlying points, and note how many there are.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Axes with the map, already drawn.
    layout : ndarray of shape (n_samples, 2)
        Positions of the points.
    ink : str
        Color of text.
    whole : bool
        Whether to include outlying points.

    Returns
    -------
    matplotlib.text.Text or None
        The note on how many points lie outside, if any do.
    """
    bulk = _corners(layout) if whole else find_bulk(layout)
    n_outside = 0 if whole else count_outside(layout, *bulk)
    box = widen(*bulk)
    if not n_outside:
        ax.update_datalim(box)
        ax.autoscale_view()
        return None
    margin = 0.02 * (box[1] - box[0])
    (left, bottom), (right, top) = box[0] - margin, box[1] + margin
    ax.set(xlim=(left, right), ylim=(bottom, top))
    note = f"{n_outside:,} {'point' if n_outside == 1 else 'points'} outside"
    style: dict[str, Any] = {
        "size": "small",
        "ha": "left",
        "va": "bottom",
        "color": ink,
        "alpha": 0.8,
    }
    return ax.text(0.01, 0.01, note, transform=ax.transAxes, **style)


def _corners(
    layout: npt.NDArray[np.floating],
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    return layout.min(axis=0).astype(np.float64), layout.max(axis=0).astype(np.float64)
