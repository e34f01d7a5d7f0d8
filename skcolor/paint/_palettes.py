"""Colors of labels: palettes from colormaps and arrays, and painting with them."""

from functools import lru_cache

import numpy as np
import numpy.typing as npt
from matplotlib.colors import ListedColormap, to_rgba_array

from skcolor._array_api import as_like, get_namespace
from skcolor._checks.arrays import COLOR_ROUNDING, check_unmasked
from skcolor.paint._colormaps import colormap_table, get_colormap
from skcolor.paint._distinct import distinct_palette

NOISE_COLOR = (0.6, 0.6, 0.6)
"""What rows without a label (a negative one) are painted with: gray, in sRGB."""


MOST_DISTINCT = 256
"""How many colors "distinct" makes at most; more could not be told apart."""


def palette_colors(palette: str | npt.ArrayLike, n_labels: int) -> npt.NDArray[np.float64]:
    """Colors that there are for `n_labels` labels; there may be fewer, or more.

    Parameters
    ----------
    palette : str or array-like of shape (m, 3)
        "distinct", for colors that are told apart as well as can be; a matplotlib
        colormap's name; sRGB colors in [0, 1]; or a list of colors as matplotlib writes
        them (``["tab:red", "#00aaff"]``). Of qualitative colormaps and arrays, all
        colors are taken; of other colormaps, evenly spaced ones.
    n_labels : int
        Number of labels.

    Returns
    -------
    ndarray of shape (n_colors, 3)
        sRGB in [0, 1].

    Raises
    ------
    ValueError
        If `palette` is no colormap's name or not colors.
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
        See `palette_colors`. Where there are more labels than colors, they are used again
        from the start.
    n_labels : int
        Number of colors wanted.

    Returns
    -------
    ndarray of shape (n_labels, 3)
        sRGB in [0, 1].
    """
    colors = palette_colors(palette, n_labels)
    return colors[np.arange(n_labels) % max(1, len(colors))]


def paint_labels(
    labels: npt.NDArray[np.integer], palette: npt.NDArray[np.floating]
) -> npt.NDArray[np.floating]:
    """Colors of labels; negative labels (noise) are gray.

    Parameters
    ----------
    labels : ndarray of shape (n,)
        Indices into `palette`, or negative.
    palette : ndarray of shape (n_labels, 3)
        One color per label.

    Returns
    -------
    ndarray of shape (n, 3)
        Colors in the dtype of `palette`.
    """
    xp = get_namespace(labels)
    noise = as_like(np.array([NOISE_COLOR]), palette)
    is_noise = labels < 0
    palette = palette if palette.shape[0] else noise  # all are noise
    colors = xp.take(palette, xp.where(is_noise, 0, labels), axis=0)
    return xp.where(is_noise[:, None], noise, colors) if xp.any(is_noise) else colors


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
        raise ValueError("palette must hold at least one color; got none.")
    if not (colors.min() >= 0 and colors.max() <= 1):  # so written, NaN is refused too
        raise ValueError(
            f"palette must hold sRGB colors in [0, 1]; got values from {colors.min():.3g} "
            f"to {colors.max():.3g}."
        )
    return colors


def _without_rounding(palette):
    """Numbers that rounding has taken out of [0, 1] brought back, all else as it is."""
    try:
        numbers = np.asarray(palette)
    except ValueError:  # colors written in several ways
        return palette
    if numbers.dtype.kind != "f" or not numbers.size:
        return palette
    inside = np.clip(numbers, 0, 1)
    return inside if np.abs(inside - numbers).max() <= COLOR_ROUNDING else palette


def _spread(table, n_labels):
    """Evenly spaced colors, interpolated between those of the table."""
    # A cyclic colormap ("hsv", "twilight") ends where it began: with its end left out,
    # the first and the last label do not share a color.
    is_cyclic = np.linalg.norm(table[0] - table[-1]) < 0.15
    positions = np.linspace(0, 1, n_labels, endpoint=not is_cyclic)
    grid = np.linspace(0, 1, len(table))
    return np.column_stack([np.interp(positions, grid, channel) for channel in table.T])
