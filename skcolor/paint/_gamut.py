"""What a screen can show: the sRGB solid in OKLab, and the way back into it."""

import numpy as np
import numpy.typing as npt

from skcolor.paint._spaces import check_colors, oklab_to_linear

_N_HALVINGS = 30


def in_gamut(lab: npt.ArrayLike, *, tolerance: float = 1e-5) -> npt.NDArray[np.bool_]:
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
        scale = largest_in_gamut(flat[outside])
        flat[outside, 1:] *= scale[:, np.newaxis]
    return flat.reshape(lab.shape)


def largest_in_gamut(lab: npt.NDArray[np.floating]) -> npt.NDArray[np.floating]:
    """Largest share, at most 1, of each colour's chroma that stays in the gamut.

    Parameters
    ----------
    lab : ndarray of shape (n, 3)
        OKLab, lightness in [0, 1].

    Returns
    -------
    ndarray of shape (n,)
        What `a` and `b` are to be multiplied with, found by halving an interval.
    """
    low = np.zeros(len(lab), dtype=lab.dtype)
    high = np.ones(len(lab), dtype=lab.dtype)
    scaled = lab.copy()
    for _ in range(_N_HALVINGS):
        middle = (low + high) / 2
        scaled[:, 1:] = lab[:, 1:] * middle[:, np.newaxis]
        inside = in_gamut(scaled)
        low = np.where(inside, middle, low)
        high = np.where(inside, high, middle)
    return low
