"""Colors of values: matplotlib's colormaps as tables."""

import difflib

import numpy as np
import numpy.typing as npt
from matplotlib import colormaps
from matplotlib.colors import Colormap

from skcolor._array_api import cast, get_namespace


def get_colormap(
    cmap: str | Colormap, *, argument: str = "cmap", others: tuple[str, ...] = ()
) -> Colormap:
    """Find a matplotlib colormap by its name.

    Parameters
    ----------
    cmap : str or matplotlib.colors.Colormap
        A name that ``matplotlib.colormaps`` knows, or a colormap, which is returned.
    argument : str, default="cmap"
        What the error calls the name.
    others : tuple of str, default=()
        Names that mean something else to the caller, for the error's hint.

    Returns
    -------
    matplotlib.colors.Colormap
        The colormap.

    Raises
    ------
    ValueError
        If matplotlib has no colormap of that name.
    """
    if isinstance(cmap, Colormap):
        return cmap
    if cmap not in colormaps:
        near = difflib.get_close_matches(cmap, [*others, *colormaps], n=3)
        hint = f"did you mean {', '.join(map(repr, near))}?" if near else "e.g. 'viridis'."
        raise ValueError(
            f"{argument}={cmap!r} is not a colormap that matplotlib knows: {hint}"
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
        What an error calls the name.

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
    """Colors at positions along a colormap, the same as matplotlib gives.

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
