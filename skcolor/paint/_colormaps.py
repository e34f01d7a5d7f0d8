"""Value colors: matplotlib's colormaps as tables."""

import difflib

import numpy as np
import numpy.typing as npt
from matplotlib import colormaps
from matplotlib.colors import Colormap

from skcolor._array_api import as_like, cast, get_namespace
from skcolor.paint._scale import rescale


def get_colormap(
    cmap: str | Colormap, *, argument: str = "cmap", others: tuple[str, ...] = ()
) -> Colormap:
    """Look up a matplotlib colormap by name.

    Parameters
    ----------
    cmap : str or matplotlib.colors.Colormap
        A name in ``matplotlib.colormaps``, or a colormap, which is returned as is.
    argument : str, default="cmap"
        Name of the argument in the error message.
    others : tuple of str, default=()
        Other names that the caller accepts, for the hint in the error.

    Returns
    -------
    matplotlib.colors.Colormap
        The colormap.

    Raises
    ------
    ValueError
        If matplotlib has no colormap by that name.
    """
    if isinstance(cmap, Colormap):
        return cmap
    if cmap not in colormaps:
        near = difflib.get_close_matches(cmap, [*others, *colormaps], n=3)
        hint = f"did you mean {', '.join(map(repr, near))}?" if near else "e.g. 'viridis'."
        raise ValueError(
            f"{argument} must be the name of a matplotlib colormap; got {cmap!r}: {hint}"
        )
    return colormaps[cmap]


def colormap_table(
    cmap: str | Colormap, *, argument: str = "cmap"
) -> npt.NDArray[np.float64]:
    """All colors of a colormap in order.

    Parameters
    ----------
    cmap : str or matplotlib.colors.Colormap
        A colormap or its name.
    argument : str, default="cmap"
        Name of the argument in the error message.

    Returns
    -------
    ndarray of shape (n_colors, 3)
        sRGB in [0, 1].
    """
    colormap = get_colormap(cmap, argument=argument)
    return colormap(np.arange(colormap.N))[:, :3]


def apply_colormap(
    positions: npt.NDArray[np.floating], table: npt.NDArray[np.floating]
) -> npt.NDArray[np.floating]:
    """Look up colors at positions along a colormap, exactly as matplotlib does.

    Parameters
    ----------
    positions : ndarray of shape (n,)
        Numbers in [0, 1].
    table : ndarray of shape (n_colors, 3)
        As from `colormap_table`.

    Returns
    -------
    ndarray of shape (n, 3)
        Colors in the dtype of `table`.
    """
    xp = get_namespace(positions)
    index = cast(positions * table.shape[0], xp.int64)
    return xp.take(table, xp.clip(index, None, table.shape[0] - 1), axis=0)


def paint_values(
    values: npt.NDArray[np.floating],
    table: npt.NDArray[np.floating],
    vmin: float,
    vmax: float,
    center: float | None,
    missing_color: npt.ArrayLike,
) -> npt.NDArray[np.floating]:
    """Color of each value; NaN is missing.

    Parameters
    ----------
    values : ndarray of shape (n,)
        Values to paint.
    table : ndarray of shape (n_colors, 3)
        As from `colormap_table`.
    vmin, vmax, center : float, float, and float or None
        As for `rescale`.
    missing_color : array-like of shape (3,)
        Color of missing values.

    Returns
    -------
    ndarray of shape (n, 3)
        Colors in the dtype of `table`.
    """
    xp = get_namespace(values)
    is_missing = xp.isnan(values)
    if not xp.any(is_missing):
        return apply_colormap(rescale(values, vmin, vmax, center), table)
    known = xp.where(is_missing, xp.zeros_like(values), values)
    colors = apply_colormap(rescale(known, vmin, vmax, center), table)
    return xp.where(is_missing[:, None], as_like(missing_color, table), colors)
