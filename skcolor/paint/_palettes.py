"""Label colors: palettes from colormaps and arrays, and painting with them."""

from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.colors import ListedColormap, to_rgba, to_rgba_array

from skcolor._array_api import as_like, get_namespace
from skcolor._checks.arrays import COLOR_ROUNDING, check_unmasked
from skcolor.paint._colormaps import colormap_table, get_colormap
from skcolor.paint._distinct import distinct_palette

MISSING_COLOR = (0.6, 0.6, 0.6)
"""Color of rows without a value or a label, unless another is chosen: gray, in sRGB."""

MOST_DISTINCT = 256
"""Largest number of "distinct" colors; more could not be distinguished."""


def palette_colors(palette: str | npt.ArrayLike, n_labels: int) -> npt.NDArray[np.float64]:
    """Colors available for `n_labels` labels; there may be fewer, or more.

    Parameters
    ----------
    palette : str or array-like of shape (m, 3)
        "distinct" for maximally distinct colors; the name of a matplotlib colormap; sRGB
        colors in [0, 1]; or a list of matplotlib colors (``["tab:red", "#00aaff"]``).
        Qualitative colormaps and arrays give all their colors, other colormaps evenly
        spaced ones.
    n_labels : int
        Number of labels.

    Returns
    -------
    ndarray of shape (n_colors, 3)
        sRGB in [0, 1].

    Raises
    ------
    ValueError
        If `palette` is neither the name of a colormap nor colors.
    """
    if not isinstance(palette, str):
        return _check_colors(palette)
    if palette == "distinct":
        return _distinct(min(n_labels, MOST_DISTINCT)).copy()
    colormap = get_colormap(palette, argument="palette", others=("distinct",))
    table = colormap_table(colormap, argument="palette")
    if isinstance(colormap, ListedColormap) and colormap.N < 256:  # e.g. "tab10"
        return table
    return _spread(table, n_labels)


@lru_cache(maxsize=64)
def _distinct(n_colors):
    return distinct_palette(n_colors)


def get_palette(palette: str | npt.ArrayLike, n_labels: int) -> npt.NDArray[np.float64]:
    """One color for each of `n_labels` labels, in order.

    Parameters
    ----------
    palette : str or array-like of shape (m, 3)
        See `palette_colors`. With more labels than colors, the colors repeat from the
        start.
    n_labels : int
        Number of colors.

    Returns
    -------
    ndarray of shape (n_labels, 3)
        sRGB in [0, 1].
    """
    colors = palette_colors(palette, n_labels)
    return colors[np.arange(n_labels) % max(1, len(colors))]


def paint_labels(
    labels: npt.NDArray[np.integer],
    palette: npt.NDArray[np.floating],
    missing_color: npt.ArrayLike,
) -> npt.NDArray[np.floating]:
    """Color of each label; negative means no label.

    Parameters
    ----------
    labels : ndarray of shape (n,)
        Indices into `palette`, or negative.
    palette : ndarray of shape (n_labels, 3)
        One color per label.
    missing_color : array-like of shape (3,)
        Color of rows without a label.

    Returns
    -------
    ndarray of shape (n, 3)
        Colors in the dtype of `palette`.
    """
    xp = get_namespace(labels)
    is_missing = labels < 0
    if not xp.any(is_missing):
        return xp.take(palette, labels, axis=0)
    missing = as_like(missing_color, palette)[None, :]
    palette = palette if palette.shape[0] else missing  # no row has a label
    colors = xp.take(palette, xp.where(is_missing, 0, labels), axis=0)
    return xp.where(is_missing[:, None], missing, colors)


def check_color(color: Any, name: str) -> npt.NDArray[np.float64]:
    """Validate a single opaque color, in any notation of matplotlib.

    Parameters
    ----------
    color : str or array-like of shape (3,)
        Value of the argument.
    name : str
        Name of the argument.

    Returns
    -------
    ndarray of shape (3,)
        sRGB in [0, 1].

    Raises
    ------
    ValueError
        If it is no color, or not opaque.
    """
    try:
        *rgb, alpha = to_rgba(color)
    except (TypeError, ValueError):
        rgb, alpha = [], 0
    if alpha != 1 or np.isnan(rgb).any():
        raise ValueError(
            f"{name} must be an opaque color of matplotlib, such as '0.6', 'tab:red', "
            f"'#00aaff' or three numbers in [0, 1]; got {color!r:.60}."
        )
    return np.array(rgb)


def _check_colors(palette):
    check_unmasked(palette, "palette")
    try:
        colors = to_rgba_array(_without_rounding(palette))[:, :3]
    except (TypeError, ValueError) as error:
        raise ValueError(
            "palette must be the name of a matplotlib colormap, an array of shape "
            f"(m, 3) of sRGB colors in [0, 1] or a list of colors: {error}"
        ) from None
    if not len(colors):
        raise ValueError("palette must contain at least one color; got none.")
    if not (colors.min() >= 0 and colors.max() <= 1):  # written so that NaN fails too
        raise ValueError(
            "palette must contain sRGB colors in [0, 1]; got values from "
            f"{colors.min():.3g} to {colors.max():.3g}."
        )
    return colors


def _without_rounding(palette):
    """Clip numbers that are outside [0, 1] only by rounding; leave the rest as is."""
    try:
        numbers = np.asarray(palette)
    except ValueError:  # colors in mixed notations
        return palette
    if numbers.dtype.kind != "f" or not numbers.size:
        return palette
    inside = np.clip(numbers, 0, 1)
    return inside if np.abs(inside - numbers).max() <= COLOR_ROUNDING else palette


def _spread(table, n_labels):
    """Evenly spaced colors, interpolated from the table."""
    # A cyclic colormap ("hsv", "twilight") ends where it starts: without its end point, the
    # first and last labels get different colors.
    is_cyclic = np.linalg.norm(table[0] - table[-1]) < 0.15
    positions = np.linspace(0, 1, n_labels, endpoint=not is_cyclic)
    grid = np.linspace(0, 1, len(table))
    return np.column_stack([np.interp(positions, grid, channel) for channel in table.T])
