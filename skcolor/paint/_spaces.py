"""Conversion between sRGB, linear RGB, OKLab and OKLCH.

References
----------
B. Ottosson, "A perceptual color space for image processing", 2020,
https://bottosson.github.io/posts/oklab/; the full-precision matrices are from W3C, "CSS
Color Module Level 4", section 18, https://www.w3.org/TR/css-color-4/.
"""

import math

import numpy as np
import numpy.typing as npt

from skcolor._array_api import as_like, atan2, cast, cbrt, get_namespace
from skcolor._checks.arrays import as_array

XYZ_FROM_LINEAR = np.array(
    [
        [506752 / 1228815, 87881 / 245763, 12673 / 70218],
        [87098 / 409605, 175762 / 245763, 12673 / 175545],
        [7918 / 409605, 87881 / 737289, 1001167 / 1053270],
    ]
)
_CONES_FROM_XYZ = np.array(
    [
        [0.8190224379967030, 0.3619062600528904, -0.1288737815209879],
        [0.0329836539323885, 0.9292868615863434, 0.0361446663506424],
        [0.0481771893596242, 0.2642395317527308, 0.6335478284694309],
    ]
)
_OKLAB_FROM_ROOTS = np.array(
    [
        [0.2104542683093140, 0.7936177747023054, -0.0040720430116193],
        [1.9779985324311684, -2.4285922420485799, 0.4505937096174110],
        [0.0259040424655478, 0.7827717124575296, -0.8086757549230774],
    ]
)
_CONES_FROM_LINEAR = _CONES_FROM_XYZ @ XYZ_FROM_LINEAR
LINEAR_FROM_CONES = np.linalg.inv(_CONES_FROM_LINEAR)
ROOTS_FROM_OKLAB = np.linalg.inv(_OKLAB_FROM_ROOTS)

JND = 0.02
"""One just noticeable difference in OKLab, as given by CSS Color 4."""

_ROUNDING = 1e-3


def check_colors(
    colors: npt.ArrayLike, *, name: str = "colors"
) -> npt.NDArray[np.floating]:
    """Return color coordinates as a float array whose last axis has length 3.

    Raises
    ------
    ValueError
        If `colors` are invalid; the message contains `name`.
    """
    xp = get_namespace(colors)
    array = as_array(colors, name) if xp is np else xp.asarray(colors)
    if array.dtype not in (xp.float32, xp.float64):
        if xp is np and array.dtype.kind not in "biuf":
            raise ValueError(f"{name} must be numbers; got dtype {array.dtype}.")
        array = cast(array, xp.float64)
    if array.ndim == 0 or array.shape[-1] != 3:
        raise ValueError(f"{name} must have shape (..., 3); got {tuple(array.shape)}.")
    if not xp.all(xp.isfinite(array)):
        raise ValueError(f"{name} must be finite; got NaN or infinity.")
    return array


def check_srgb(colors: npt.ArrayLike, *, name: str = "colors") -> npt.NDArray[np.floating]:
    """Like `check_colors`, for sRGB: values may leave [0, 1] only by rounding.

    Raises
    ------
    ValueError
        If `colors` are invalid; the message contains `name`.
    """
    array = check_colors(colors, name=name)
    xp = get_namespace(array)
    if not xp.all((array >= -_ROUNDING) & (array <= 1 + _ROUNDING)):
        low, high = float(xp.min(array)), float(xp.max(array))
        raise ValueError(
            f"{name} must be sRGB in [0, 1]; got values from {low:.3g} to {high:.3g}."
        )
    return array


def mix(
    colors: npt.NDArray[np.floating], matrix: npt.NDArray[np.floating]
) -> npt.NDArray[np.floating]:
    """Multiply each color by a 3 x 3 matrix, in the dtype of `colors`.

    No matrix product: its rounding of a row depends on the rows beside it.
    """
    xp = get_namespace(colors)
    columns = mix_columns(xp.moveaxis(colors, -1, 0), matrix)
    return xp.stack([columns[0, ...], columns[1, ...], columns[2, ...]], axis=-1)


def mix_columns(
    columns: npt.NDArray[np.floating], matrix: npt.NDArray[np.floating]
) -> npt.NDArray[np.floating]:
    """Like `mix`, for colors whose first axis has length 3."""
    xp = get_namespace(columns)
    weights = xp.reshape(as_like(matrix, columns), (3, 3, *[1] * (columns.ndim - 1)))
    parts = [weights[:, i, ...] * columns[i, ...] for i in range(3)]
    return parts[0] + parts[1] + parts[2]


def srgb_to_linear(colors: npt.ArrayLike) -> npt.NDArray[np.floating]:
    """Undo the sRGB transfer function: linear values, in which light adds up.

    Parameters
    ----------
    colors : array-like of shape (..., 3)
        sRGB; the transfer function extends symmetrically to values outside [0, 1].

    Returns
    -------
    ndarray of shape (..., 3)
        Linear red, green and blue in the same float type; 0 and 1 are kept.
    """
    colors = check_colors(colors)
    xp = get_namespace(colors)
    size = xp.abs(colors)
    light = xp.where(size <= 0.04045, size / 12.92, ((size + 0.055) / 1.055) ** 2.4)
    return xp.copysign(light, colors)


def linear_to_srgb(colors: npt.ArrayLike) -> npt.NDArray[np.floating]:
    """Apply the sRGB transfer function; the inverse of `srgb_to_linear`.

    Parameters
    ----------
    colors : array-like of shape (..., 3)
        Linear red, green and blue.

    Returns
    -------
    ndarray of shape (..., 3)
        sRGB in the same float type; outside [0, 1] where `colors` is.
    """
    colors = check_colors(colors)
    xp = get_namespace(colors)
    light = xp.abs(colors)
    size = xp.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)
    return xp.copysign(size, colors)


def srgb_to_oklab(colors: npt.ArrayLike) -> npt.NDArray[np.floating]:
    """Convert sRGB to OKLab, where distance is perceived difference.

    Parameters
    ----------
    colors : array-like of shape (..., 3)
        sRGB in [0, 1].

    Returns
    -------
    ndarray of shape (..., 3)
        Lightness in [0, 1], then green to red and blue to yellow, each roughly in [-0.32,
        0.28], in the same float type.

    Examples
    --------
    >>> from skcolor.paint import srgb_to_oklab
    >>> srgb_to_oklab([1.0, 0.0, 0.0]).round(3)
    array([0.628, 0.225, 0.126])
    """
    linear = srgb_to_linear(colors)
    return mix(cbrt(mix(linear, _CONES_FROM_LINEAR)), _OKLAB_FROM_ROOTS)


def oklab_to_linear(lab: npt.ArrayLike) -> npt.NDArray[np.floating]:
    """Convert OKLab to linear red, green and blue.

    Parameters
    ----------
    lab : array-like of shape (..., 3)
        OKLab.

    Returns
    -------
    ndarray of shape (..., 3)
        Linear values in the same float type; outside [0, 1] for colors outside the gamut.
    """
    lab = check_colors(lab, name="lab")
    return mix(mix(lab, ROOTS_FROM_OKLAB) ** 3, LINEAR_FROM_CONES)


def ray_polynomials(
    starts: npt.NDArray[np.floating], steps: npt.NDArray[np.floating]
) -> npt.NDArray[np.floating]:
    """Linear red, green and blue along rays in OKLab, as cubic polynomials.

    Parameters
    ----------
    starts : ndarray of shape (n, 3)
        OKLab at the start of the rays.
    steps : ndarray of shape (n, 3)
        One step along each ray, in OKLab.

    Returns
    -------
    ndarray of shape (4, 3, n)
        Coefficients of powers 0 to 3 of the number of steps, for each channel and ray.
    """
    a = mix_columns(starts.T, ROOTS_FROM_OKLAB)
    b = mix_columns(steps.T, ROOTS_FROM_OKLAB)
    terms = (a**3, 3 * a * a * b, 3 * a * b * b, b**3)
    xp = get_namespace(steps)
    return xp.stack([mix_columns(term, LINEAR_FROM_CONES) for term in terms])


def oklab_to_srgb(lab: npt.ArrayLike) -> npt.NDArray[np.floating]:
    """Convert OKLab to sRGB; the inverse of `srgb_to_oklab`.

    Parameters
    ----------
    lab : array-like of shape (..., 3)
        OKLab.

    Returns
    -------
    ndarray of shape (..., 3)
        sRGB in the same float type; outside [0, 1] for colors outside the gamut. See
        `clip_to_gamut`.

    Examples
    --------
    >>> from skcolor.paint import oklab_to_srgb
    >>> oklab_to_srgb([0.5, 0.0, 0.0]).round(3)
    array([0.389, 0.389, 0.389])
    """
    return linear_to_srgb(oklab_to_linear(lab))


def oklab_to_oklch(lab: npt.ArrayLike) -> npt.NDArray[np.floating]:
    """Convert OKLab to OKLCH, its polar coordinates.

    Parameters
    ----------
    lab : array-like of shape (..., 3)
        OKLab.

    Returns
    -------
    ndarray of shape (..., 3)
        Lightness, chroma, and hue in degrees from 0 to 360, in the same float type.
    """
    lab = check_colors(lab, name="lab")
    xp = get_namespace(lab)
    lightness, a, b = (lab[..., i] for i in range(3))
    hue = atan2(b, a) * (180 / math.pi) % 360
    return xp.stack([lightness, xp.hypot(a, b), hue], axis=-1)


def oklch_to_oklab(lch: npt.ArrayLike) -> npt.NDArray[np.floating]:
    """Convert OKLCH to OKLab; the inverse of `oklab_to_oklch`.

    Parameters
    ----------
    lch : array-like of shape (..., 3)
        Lightness, chroma, and hue in degrees.

    Returns
    -------
    ndarray of shape (..., 3)
        OKLab in the same float type.
    """
    lch = check_colors(lch, name="lch")
    xp = get_namespace(lch)
    lightness, chroma, hue = (lch[..., i] for i in range(3))
    angle = hue * (math.pi / 180)
    return xp.stack([lightness, chroma * xp.cos(angle), chroma * xp.sin(angle)], axis=-1)
