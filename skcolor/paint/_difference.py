"""Perceived color difference, in perceptually uniform spaces."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from skcolor._array_api import get_namespace
from skcolor._checks.arguments import check_choice
from skcolor._checks.row_order import check_row_order
from skcolor.paint._cam16 import cam16ucs_to_srgb, srgb_to_cam16ucs
from skcolor.paint._spaces import JND, check_srgb, oklab_to_srgb, srgb_to_oklab


class Space(NamedTuple):
    """A color space in which distance is perceived difference."""

    from_srgb: Callable[[npt.ArrayLike], npt.NDArray[np.floating]]
    to_srgb: Callable[[npt.ArrayLike], npt.NDArray[np.floating]]
    jnd: float
    """One just noticeable difference. For CAM16-UCS it is derived: as many cubes of this
    size fill the sRGB gamut as cubes of 0.02 do in OKLab."""


SPACES = {
    "oklab": Space(srgb_to_oklab, oklab_to_srgb, JND),
    "cam16ucs": Space(srgb_to_cam16ucs, cam16ucs_to_srgb, 3.1),
}


def get_space(space: str) -> Space:
    """Look up a color space by name, or raise a ValueError."""
    check_choice("space", space, SPACES)
    return SPACES[space]


def delta_e(
    a: npt.ArrayLike, b: npt.ArrayLike, *, space: str = "oklab"
) -> npt.NDArray[np.floating]:
    """Perceived difference of colors: Euclidean distance in a uniform color space.

    Parameters
    ----------
    a, b : array-like of shape (..., 3)
        sRGB in [0, 1]; broadcast against each other.
    space : {"oklab", "cam16ucs"}, default="oklab"
        Color space in which distance is measured.

    Returns
    -------
    ndarray of shape (...)
        Distances. One just noticeable difference is about 0.02 in OKLab and 3.1 in
        CAM16-UCS [1]_. From black to white is 1 in OKLab and 100 in CAM16-UCS.

    Raises
    ------
    ValueError
        If `a` or `b` are not sRGB colors, or their shapes cannot be broadcast.

    References
    ----------
    .. [1] W3C, "CSS Color Module Level 4", gives the 0.02. As many cubes of 3.1 fill the
       sRGB gamut in CAM16-UCS as cubes of 0.02 do in OKLab.

    Examples
    --------
    >>> from skcolor.paint import delta_e
    >>> float(delta_e([0, 0, 0], [1, 1, 1]).round(6))
    1.0
    >>> float(delta_e([1, 0, 0], [1, 0.5, 0], space="cam16ucs").round(1))
    24.4
    """
    convert = get_space(space).from_srgb
    check_row_order({"a": a, "b": b})
    a, b = check_srgb(a, name="a"), check_srgb(b, name="b")
    try:
        np.broadcast_shapes(a.shape, b.shape)
    except ValueError:
        raise ValueError(
            f"a and b must have shapes that can be broadcast; got {a.shape} and {b.shape}."
        ) from None
    difference = convert(a) - convert(b)
    xp = get_namespace(difference)
    return xp.sqrt(xp.sum(difference * difference, axis=-1))
