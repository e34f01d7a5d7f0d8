"""Colors of pairs of values: a bivariate scale."""

from typing import Any

import numpy as np
import numpy.typing as npt

from skcolor.paint._gamut_map import clip_to_gamut
from skcolor.paint._palettes import check_color
from skcolor.paint._spaces import oklab_to_srgb, srgb_to_oklab

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
    values: npt.NDArray[np.floating], corners: npt.NDArray[np.floating]
) -> npt.NDArray[np.floating]:
    """Colors of pairs of values, bilinear in OKLab between the corners of the scale.

    Parameters
    ----------
    values : ndarray of shape (n, 2)
        Pairs of values; those outside [0, 1] get the colors of the edges.
    corners : ndarray of shape (4, 3)
        Colors of (0, 0), (1, 0), (0, 1) and (1, 1), sRGB in [0, 1].

    Returns
    -------
    ndarray of shape (n, 3)
        sRGB in [0, 1].
    """
    neither, first, second, both = srgb_to_oklab(corners)
    x, y = np.clip(values, 0, 1).T[:, :, np.newaxis]
    low = neither + x * (first - neither)
    high = second + x * (both - second)
    colors: npt.NDArray[np.floating] = oklab_to_srgb(clip_to_gamut(low + y * (high - low)))
    return np.clip(colors, 0, 1)
