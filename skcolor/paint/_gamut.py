"""What a screen can show: the sRGB solid in OKLab, and the way back into it."""

import numpy as np
import numpy.typing as npt

from skcolor._arguments import check_number, check_range
from skcolor.paint._spaces import check_colors, oklab_to_linear, ray_polynomials

# How far linear red, green and blue may lie outside [0, 1], for rounding; the border is
# taken to lie at half of it.
_TOLERANCE = 1e-5
# Rays looked at together, some hundred bytes each.
_BLOCK = 4096


def in_gamut(lab: npt.ArrayLike, *, tolerance: float = _TOLERANCE) -> npt.NDArray[np.bool_]:
    """Whether sRGB can show colours.

    Parameters
    ----------
    lab : array-like of shape (..., 3)
        OKLab.
    tolerance : float, default=1e-5
        How far linear red, green and blue may lie outside [0, 1], for rounding.

    Returns
    -------
    ndarray of shape (...), bool
        True where it can.

    Examples
    --------
    >>> from skcolor.paint import in_gamut
    >>> in_gamut([[0.6, 0.1, 0.1], [0.6, 0.3, 0.3]])
    array([ True, False])
    """
    check_number("tolerance", tolerance)
    with np.errstate(over="ignore", invalid="ignore"):  # far outside
        linear = oklab_to_linear(lab)
    return np.all((linear >= -tolerance) & (linear <= 1 + tolerance), axis=-1)


def clip_to_gamut(lab: npt.ArrayLike) -> npt.NDArray[np.floating]:
    """Bring colours that sRGB cannot show into it, at their lightness and hue.

    Parameters
    ----------
    lab : array-like of shape (..., 3)
        OKLab.

    Returns
    -------
    ndarray of shape (..., 3)
        OKLab in the same float type. Colours in the gamut are left as they are; others
        keep as much of their chroma as the gamut allows. Lightness beyond [0, 1] becomes
        black or white.

    Examples
    --------
    >>> from skcolor.paint import clip_to_gamut
    >>> clip_to_gamut([0.6, 0.3, 0.3]).round(3)
    array([0.6  , 0.121, 0.121])
    """
    lab = check_colors(lab, name="lab")
    flat = lab.reshape(-1, 3).copy()
    flat[:, 0] = np.clip(flat[:, 0], 0, 1)
    outside = np.flatnonzero(~in_gamut(flat))
    if len(outside):
        shift = flat[outside].astype(np.float64)
        grey = shift * [1, 0, 0]
        share = share_of_reach(grey, shift - grey)
        flat[outside, 1:] /= np.maximum(share, 1)[:, np.newaxis]
    return flat.reshape(lab.shape)


def share_of_reach(
    start: npt.NDArray[np.floating], steps: npt.NDArray[np.floating]
) -> npt.NDArray[np.float64]:
    """How far steps from colours of the gamut go, against how far it reaches.

    Parameters
    ----------
    start : ndarray of shape (3,) or (n, 3)
        OKLab of colours in the gamut.
    steps : ndarray of shape (n, 3)
        OKLab that is added to them.

    Returns
    -------
    ndarray of shape (n,)
        1 where a step ends at the border, at the first place where its ray leaves the
        gamut; less inside, in proportion, and more outside.

    Notes
    -----
    Red, green and blue along a ray are polynomials of the number of steps, and the ray
    leaves where the first of them comes to 0 or 1. Of its inverse, the share, these are
    polynomials, too, of which the leading coefficient, the way from `start` to the end in
    that channel, is never 0: the largest root is the answer.
    """
    steps = steps.astype(np.float64, copy=False)
    start = np.broadcast_to(start, steps.shape)
    size = np.abs(steps).max(axis=1, initial=0)
    unit = steps / np.where(size > 0, size, 1)[:, np.newaxis]
    share = np.empty(len(steps))
    for first in range(0, len(steps), _BLOCK):
        rows = slice(first, first + _BLOCK)
        constant, *slopes = ray_polynomials(start[rows], unit[rows])
        ends = np.array([constant + _TOLERANCE / 2, constant - (1 + _TOLERANCE / 2)])
        share[rows] = _largest_root(*(slope / ends for slope in slopes)).max(axis=(0, 1))
    return share * size


def _largest_root(a, b, c):
    """Largest real root of x^3 + a x^2 + b x + c, elementwise."""
    third = a / 3
    p = third**2 - b / 3
    q = third**3 + (c - third * b) / 2
    discriminant = q**2 - p**3
    root = np.sqrt(np.abs(discriminant))
    three = 2 * np.sqrt(np.maximum(p, 0)) * np.cos(np.arctan2(root, -q) / 3)
    outer = np.cbrt(np.abs(q) + root)
    one = -np.copysign(outer + p / np.where(outer > 0, outer, 1), q)
    return np.where(discriminant < 0, three, one) - third


def check_lightness(lightness: tuple[float, float]) -> tuple[float, float]:
    """Take a range of OKLab lightness as two floats, or raise a ValueError."""
    return check_range("lightness", lightness)
