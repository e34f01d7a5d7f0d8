"""Which part of a map a picture shows: where its points are, and not less than a strip."""

from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.text import Text

# Of the points at each end of a side, the share that may lie far off.
_FAR_SHARE = 0.01
_FEWEST = 10  # points of which one may lie far off
# Some are left out only where all points together would leave the others so small a part
# of the picture.
_CROWDED = 1 / 10
# The short side of what a picture shows, in parts of the long one.
_NARROWEST = 1 / 4


def find_bulk(
    layout: npt.NDArray[np.floating],
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Box around the points of a map, but for a few that lie far off.

    Parameters
    ----------
    layout : ndarray of shape (n_samples, 2)
        Where the points are.

    Returns
    -------
    low, high : ndarray of shape (2,), float64
        Corners of the box. It holds all points, unless it takes less than a tenth of
        their side then: points that lie farther from all but the outermost hundredth, on
        each side, than these from one another.
    """
    low, high = _corners(layout)
    n_far = max(1, int(_FAR_SHARE * len(layout)))
    if len(layout) < _FEWEST:
        return low, high
    ends = [n_far, len(layout) - 1 - n_far]
    inner = np.partition(layout, ends, axis=0)[ends].astype(np.float64)
    reach = (inner[1] - inner[0]).max()
    is_near = (layout >= inner[0] - reach) & (layout <= inner[1] + reach)
    bulk = _corners(layout[is_near.all(axis=1)])
    side = (bulk[1] - bulk[0]).max()
    return bulk if 0 < side < _CROWDED * (high - low).max() else (low, high)


def count_outside(
    layout: npt.NDArray[np.floating],
    low: npt.NDArray[np.float64],
    high: npt.NDArray[np.float64],
) -> int:
    """How many points lie outside a box."""
    return int(((layout < low) | (layout > high)).any(axis=1).sum())


def widen(
    low: npt.NDArray[np.float64], high: npt.NDArray[np.float64]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Widen a box to what can be seen.

    Its short side gets a quarter of the long one; a box without any size becomes a square.
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
    """Show on axes all points that do not lie far off, and say how many do.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        The map, already drawn.
    layout : ndarray of shape (n_samples, 2)
        Where the points are.
    ink : str
        Color of text.
    whole : bool
        Whether to show those, too.

    Returns
    -------
    matplotlib.text.Text or None
        What says how many points lie outside, if some do.
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
    told = f"{n_outside:,} {'point' if n_outside == 1 else 'points'} outside"
    style: dict[str, Any] = {
        "size": "small",
        "ha": "left",
        "va": "bottom",
        "color": ink,
        "alpha": 0.8,
    }
    return ax.text(0.01, 0.01, told, transform=ax.transAxes, **style)


def _corners(
    layout: npt.NDArray[np.floating],
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    return layout.min(axis=0).astype(np.float64), layout.max(axis=0).astype(np.float64)
