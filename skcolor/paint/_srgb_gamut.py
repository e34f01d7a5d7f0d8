"""The sRGB gamut in OKLab: membership, clipping and reach."""

import numpy as np
import numpy.typing as npt

from skcolor._array_api import atan2, cast, cbrt, get_namespace
from skcolor._checks.arguments import check_number, check_range
from skcolor.paint._spaces import check_colors, oklab_to_linear, ray_polynomials

# Rounding tolerance for linear red, green and blue outside [0, 1]; the gamut boundary is
# placed at half of it.
_TOLERANCE = 1e-5
GAMUT_EDGE = _TOLERANCE / 2
"""How far outside of [0, 1] a linear channel is at the boundary of the gamut."""

# Rays processed together, a few hundred bytes each.
_BLOCK = 4096


def in_gamut(lab: npt.ArrayLike, *, tolerance: float = _TOLERANCE) -> npt.NDArray[np.bool_]:
    """Whether colors lie in the sRGB gamut.

    Parameters
    ----------
    lab : array-like of shape (..., 3)
        OKLab.
    tolerance : float, default=1e-5
        Rounding tolerance for linear red, green and blue outside [0, 1].

    Returns
    -------
    ndarray of shape (...), bool
        True for colors in the gamut.

    Examples
    --------
    >>> from skcolor.paint import in_gamut
    >>> in_gamut([[0.6, 0.1, 0.1], [0.6, 0.3, 0.3]])
    array([ True, False])
    """
    check_number("tolerance", tolerance)
    with np.errstate(over="ignore", invalid="ignore"):  # colors far outside the gamut
        linear = oklab_to_linear(lab)
    is_shown = (linear >= -tolerance) & (linear <= 1 + tolerance)
    return get_namespace(linear).all(is_shown, axis=-1)


def clip_to_gamut(lab: npt.ArrayLike) -> npt.NDArray[np.floating]:
    """Map colors into the sRGB gamut, keeping lightness and hue.

    Parameters
    ----------
    lab : array-like of shape (..., 3)
        OKLab.

    Returns
    -------
    ndarray of shape (..., 3)
        OKLab in the same float type. Colors in the gamut stay unchanged; others keep as
        much chroma as the gamut allows. Lightness outside [0, 1] becomes black or white.

    Examples
    --------
    >>> from skcolor.paint import clip_to_gamut
    >>> clip_to_gamut([0.6, 0.3, 0.3]).round(3)
    array([0.6  , 0.121, 0.121])
    """
    lab = check_colors(lab, name="lab")
    xp = get_namespace(lab)
    flat = xp.reshape(lab, (-1, 3))
    lightness, a, b = (flat[:, i] for i in range(3))
    gray = xp.stack([xp.clip(lightness, 0, 1), xp.zeros_like(a), xp.zeros_like(a)], axis=1)
    shift = xp.stack([xp.zeros_like(a), a, b], axis=1)
    is_outside = ~in_gamut(gray + shift)
    if xp.any(is_outside):
        share = cast(share_of_reach(gray[is_outside], shift[is_outside]), lab.dtype)
        kept = xp.ones_like(a)
        kept[is_outside] = 1 / xp.clip(share, 1, None)
        shift = shift * kept[:, None]
    return xp.reshape(gray + shift, lab.shape)


def share_of_reach(
    start: npt.NDArray[np.floating], steps: npt.NDArray[np.floating]
) -> npt.NDArray[np.float64]:
    """Length of steps from in-gamut colors, relative to the gamut boundary.

    Parameters
    ----------
    start : ndarray of shape (3,) or (n, 3)
        OKLab of colors in the gamut.
    steps : ndarray of shape (n, 3)
        OKLab steps from these colors.

    Returns
    -------
    ndarray of shape (n,)
        1 where a step ends at the boundary, the first point where its ray leaves the gamut;
        proportionally less inside and more outside.

    Notes
    -----
    Along a ray, red, green and blue are polynomials in the number of steps. The ray leaves
    the gamut where the first of them reaches 0 or 1. The inverse of that number, the share,
    is the root of polynomials, too. Their leading coefficient, the distance from `start` to
    the end of that channel, is never 0; the largest root is the answer.
    """
    xp = get_namespace(steps)
    steps, start = (cast(lab, xp.float64) for lab in (steps, start))
    start = xp.broadcast_to(start, steps.shape)
    size = xp.max(xp.abs(steps), axis=1)
    unit = steps / xp.where(size > 0, size, xp.ones_like(size))[:, None]
    share = xp.empty_like(size)
    # Small blocks fit in the CPU cache; other devices only lose time by them.
    block = _BLOCK if xp is np else max(1, steps.shape[0])
    for first in range(0, steps.shape[0], block):
        rows = slice(first, first + block)
        powers = ray_polynomials(start[rows, :], unit[rows, :])
        constant, slopes = powers[0, ...], (powers[i, ...] for i in range(1, 4))
        ends = xp.stack([constant + GAMUT_EDGE, constant - (1 + GAMUT_EDGE)])
        roots = _largest_root(*(slope / ends for slope in slopes))
        share[rows] = xp.max(roots, axis=(0, 1))
    return share * size


def _largest_root(a, b, c):
    """Largest real root of x^3 + a x^2 + b x + c, elementwise."""
    xp = get_namespace(a)
    third = a / 3
    p = third**2 - b / 3
    q = third**3 + (c - third * b) / 2
    discriminant = q**2 - p**3
    root = xp.sqrt(xp.abs(discriminant))
    three = 2 * xp.sqrt(xp.clip(p, 0, None)) * xp.cos(atan2(root, -q) / 3)
    outer = cbrt(xp.abs(q) + root)
    one = -xp.copysign(outer + p / xp.where(outer > 0, outer, xp.ones_like(outer)), q)
    return xp.where(discriminant <= 0, three, one) - third


def check_lightness(lightness: tuple[float, float]) -> tuple[float, float]:
    """Return a range of OKLab lightness as two floats, or raise a ValueError."""
    return check_range("lightness", lightness)
