"""Colors of pairs of values: a bivariate scale."""

from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from skcolor._compute.chunks import spread_rows
from skcolor.paint._difference import delta_e
from skcolor.paint._gamut_map import clip_to_gamut
from skcolor.paint._palettes import check_color
from skcolor.paint._spaces import oklab_to_srgb, srgb_to_oklab

_MOST_ROWS = 2000
_CORNERS = ("neither value", "the first value", "the second value", "both values")


def check_corners(palette: Any) -> npt.NDArray[np.float64]:
    """Validate the colors of the corners of a bivariate scale.

    Parameters
    ----------
    palette : array-like of four colors
        Colors where neither value, the first, the second, and both are large.

    Returns
    -------
    ndarray of shape (4, 3)
        sRGB in [0, 1].

    Raises
    ------
    ValueError
        If they are not four colors.
    """
    try:
        colors = list(palette)
    except TypeError:
        colors = []
    if isinstance(palette, str) or len(colors) != len(_CORNERS):
        raise ValueError(
            "palette must be four colors, for large values of neither, the first, the "
            f"second and both; got {palette!r}."
        )
    return np.stack([check_color(c, f"palette[{i}]") for i, c in enumerate(colors)])


def paint_pairs(
    values: npt.NDArray[np.floating],
    vmax: npt.NDArray[np.floating],
    corners: npt.NDArray[np.floating],
) -> npt.NDArray[np.floating]:
    """Colors of pairs of values, bilinear in OKLab between the corners of the scale.

    Parameters
    ----------
    values : ndarray of shape (n, 2)
        Pairs of values from 0; larger ones than `vmax` get the colors of the edges.
    vmax : ndarray of shape (2,)
        Values with the full color; if one is 0, its value has no color.
    corners : ndarray of shape (4, 3)
        Colors for neither value, the first, the second and both, sRGB in [0, 1].

    Returns
    -------
    ndarray of shape (n, 3)
        sRGB in [0, 1].
    """
    neither, first, second, both = srgb_to_oklab(corners)
    unit = np.where(vmax > 0, vmax, np.inf)
    x, y = np.clip(values / unit, 0, 1).T[:, :, np.newaxis]
    low = neither + x * (first - neither)
    high = second + x * (both - second)
    colors: npt.NDArray[np.floating] = oklab_to_srgb(clip_to_gamut(low + y * (high - low)))
    return np.clip(colors, 0, 1)


def match_corners(
    values: npt.NDArray[np.floating],
    vmax: npt.NDArray[np.floating],
    corners: npt.NDArray[np.floating],
    colors: npt.NDArray[np.floating],
) -> npt.NDArray[np.floating]:
    """Find the values with the full color so that pairs come nearest to reference colors.

    Parameters
    ----------
    values : ndarray of shape (n, 2)
        Pairs of values.
    vmax : ndarray of shape (2,)
        Where to start.
    corners : ndarray of shape (4, 3)
        Colors of the scale.
    colors : ndarray of shape (n, 3)
        Reference colors of the pairs, sRGB in [0, 1].

    Returns
    -------
    ndarray of shape (2,)
        `vmax`, or better values.
    """
    rows = spread_rows(len(values), _MOST_ROWS)

    def miss(logarithms: npt.NDArray[np.floating], rows: Any = rows) -> float:
        scale = vmax * np.exp(logarithms)
        painted = paint_pairs(values[rows], scale, corners)
        return float(delta_e(painted, colors[rows]).mean())

    best = minimize(miss, np.zeros(2), method="Nelder-Mead").x
    everywhere = slice(None)
    is_better = miss(best, everywhere) < miss(np.zeros(2), everywhere)
    return vmax * np.exp(best) if is_better else vmax
