"""Conversion between sRGB and CAM16-UCS, a space fitted to measured differences.

The viewing conditions are those commonly used for sRGB: D65 white, average surround (F = 1,
c = 0.69, Nc = 1), an adapting luminance of 64 / (5 pi) = 4.07 cd/m^2 (a fifth of white at
64 lux), and a background with 20 percent of the luminance of white.

CAM02-UCS, its predecessor, differs in one matrix only.

References
----------
C. Li, Z. Li, Z. Wang, Y. Xu, M. R. Luo, G. Cui, M. Melgosa, M. H. Brill and M. Pointer,
"Comprehensive color solutions: CAM16, CAT16, and CAM16-UCS", Color Research and
Application 42(6), 2017; M. R. Luo, G. Cui and C. Li, "Uniform colour spaces based on
CIECAM02 colour appearance model", Color Research and Application 31(4), 2006.
"""

import math
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from skcolor._array_api import get_namespace
from skcolor.paint._spaces import (
    XYZ_FROM_LINEAR,
    check_colors,
    linear_to_srgb,
    mix_columns,
    srgb_to_linear,
)

_CAT16 = np.array(
    [
        [0.401288, 0.650173, -0.051461],
        [-0.250268, 1.204414, 0.045854],
        [-0.002079, 0.048952, 0.953127],
    ]
)
_CAT02 = np.array(
    [
        [0.7328, 0.4296, -0.1624],
        [-0.7036, 1.6975, 0.0061],
        [0.0030, 0.0136, 0.9834],
    ]
)
_HUNT_POINTER_ESTEVEZ = np.array(
    [
        [0.38971, 0.68898, -0.07868],
        [-0.22981, 1.18340, 0.04641],
        [0.0, 0.0, 1.0],
    ]
)
# From compressed cone responses: the achromatic response (twice red, green and a twentieth
# of blue), red against green, yellow against blue.
_OPPONENTS_FROM_RESPONSES = np.array(
    [[2, 1, 1 / 20], [1, -12 / 11, 1 / 11], [1 / 9, 1 / 9, -2 / 9]]
)
_RESPONSES_FROM_OPPONENTS = np.linalg.inv(_OPPONENTS_FROM_RESPONSES)

_LUMINANCE = 64 / math.pi / 5
_BACKGROUND = 20 / 100
_C = 0.69


def _luminance_adaptation(luminance: float) -> float:
    k4 = (5 * luminance + 1) ** -4
    return k4 * luminance + 0.1 * (1 - k4) ** 2 * (5 * luminance) ** (1 / 3)


_FL = _luminance_adaptation(_LUMINANCE)
_DEGREE = 1 - math.exp((-_LUMINANCE - 42) / 92) / 3.6
_NBB = 0.725 * _BACKGROUND**-0.2
# Half the exponent from achromatic response to lightness.
_HALF = _C * (1.48 + math.sqrt(_BACKGROUND)) / 2
# Factor from t^0.9 and the root of lightness to colorfulness.
_COLORFULNESS = (1.64 - 0.29**_BACKGROUND) ** 0.73 * _FL**0.25
_T = 50_000 / 13 * _NBB
_UCS = 0.0228
# Sum of the cone responses in the dark, weighted as in t.
_DARK = 0.305
# No real color reaches these limits; they keep numbers finite far outside the gamut.
_LEAST = 1e-2
_MOST_RESPONSE = 399.0
_MOST_LIGHTNESS = 240.0
_MOST_COLORFULNESS = 200.0

# Rows processed together, few enough for the CPU cache.
_BLOCK = 8192


def _adapted(adaptation: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Matrix from linear sRGB to cone responses adapted to white, before compression."""
    responses = adaptation @ XYZ_FROM_LINEAR
    white = responses.sum(axis=1)
    return (_FL * (_DEGREE / white + 1 - _DEGREE))[:, np.newaxis] * responses


_CONES_FROM_LINEAR = _adapted(_CAT16)
_LINEAR_FROM_CONES = np.linalg.inv(_CONES_FROM_LINEAR)
_CONES_FROM_LINEAR_02 = _HUNT_POINTER_ESTEVEZ @ np.linalg.inv(_CAT02) @ _adapted(_CAT02)


def _compress(cones):
    xp = get_namespace(cones)
    power = xp.abs(cones) ** 0.42
    return xp.copysign(400 * power / (power + 27.13), cones)


def _expand(responses):
    xp = get_namespace(responses)
    size = xp.clip(xp.abs(responses), None, _MOST_RESPONSE)
    return xp.copysign((27.13 * size / (400 - size)) ** (1 / 0.42), responses)


def _achromatic(cones_from_linear):
    """Achromatic response of white."""
    white = _compress(cones_from_linear.sum(axis=1))
    return float(_OPPONENTS_FROM_RESPONSES[0] @ white)


_WHITE = _achromatic(_CONES_FROM_LINEAR)
_WHITE_02 = _achromatic(_CONES_FROM_LINEAR_02)


def srgb_to_cam16ucs(colors: npt.ArrayLike) -> npt.NDArray[np.floating]:
    """Convert sRGB to CAM16-UCS, where distance fits measured color differences.

    Parameters
    ----------
    colors : array-like of shape (..., 3)
        sRGB in [0, 1]; the transfer function extends symmetrically to values outside.

    Returns
    -------
    ndarray of shape (..., 3)
        Lightness J' from 0 to 100, a' (green to red) and b' (blue to yellow), each roughly
        in [-45, 45], in the same float type. White has a' = -1.9 and b' = -1.1, because
        adaptation to it is incomplete.

    Notes
    -----
    The viewing conditions are those of sRGB: D65 white, average surround, an adapting
    luminance of 64 / (5 pi) cd/m^2 and a background of 20 percent of white.

    ``J' = 1.7 J / (1 + 0.007 J)``, and (a', b') is ``log(1 + 0.0228 M) / 0.0228`` in the
    direction of the hue, with lightness J and colorfulness M of CAM16 [1]_. Negative cone
    responses, of colors outside the gamut, are compressed like positive ones and keep their
    sign.

    References
    ----------
    .. [1] C. Li et al., "Comprehensive color solutions: CAM16, CAT16, and CAM16-UCS",
       Color Research and Application 42(6), 2017.

    Examples
    --------
    >>> from skcolor.paint import srgb_to_cam16ucs
    >>> srgb_to_cam16ucs([1.0, 0.0, 0.0]).round(2)
    array([59.18, 40.82, 21.15])
    """
    return _in_blocks(_to_ucs, check_colors(colors))


def srgb_to_cam02ucs(colors: npt.ArrayLike) -> npt.NDArray[np.floating]:
    """Convert sRGB to CAM02-UCS: like `srgb_to_cam16ucs` with other cone responses."""
    return _in_blocks(
        lambda block: _to_ucs(block, _CONES_FROM_LINEAR_02, _WHITE_02), check_colors(colors)
    )


def cam16ucs_to_srgb(jab: npt.ArrayLike) -> npt.NDArray[np.floating]:
    """Convert CAM16-UCS to sRGB; the inverse of `srgb_to_cam16ucs`.

    Parameters
    ----------
    jab : array-like of shape (..., 3)
        J', a' and b' of CAM16-UCS.

    Returns
    -------
    ndarray of shape (..., 3)
        sRGB in the same float type; outside [0, 1] for colors outside the gamut.

    Examples
    --------
    >>> from skcolor.paint import cam16ucs_to_srgb
    >>> cam16ucs_to_srgb([50.0, 0.0, 0.0]).round(3)
    array([0.449, 0.44 , 0.439])
    """
    return _in_blocks(_to_srgb, check_colors(jab, name="jab"))


def _in_blocks(convert: Callable, colors: npt.NDArray) -> npt.NDArray:
    """Convert colors; NumPy arrays a block at a time."""
    xp = get_namespace(colors)
    flat = xp.reshape(colors, (-1, 3))
    if xp is not np:
        return xp.reshape(convert(flat), colors.shape)
    out = np.empty_like(flat)
    for first in range(0, len(flat), _BLOCK):
        rows = slice(first, first + _BLOCK)
        out[rows] = convert(flat[rows])
    return out.reshape(colors.shape)


def _to_ucs(colors, cones_from_linear=_CONES_FROM_LINEAR, white=_WHITE):
    xp = get_namespace(colors)
    cones = mix_columns(srgb_to_linear(colors).T, cones_from_linear)
    opponents = mix_columns(_compress(cones), _OPPONENTS_FROM_RESPONSES)
    achromatic, a, b = (opponents[i, ...] for i in range(3))
    size = xp.sqrt(a * a + b * b)
    unit = 1 / xp.where(size > 0, size, xp.ones_like(size))
    cosine, sine = a * unit, b * unit
    root = xp.abs(achromatic / white) ** _HALF
    total = xp.clip(achromatic - (11 * a + 108 * b) / 23 + _DARK, _LEAST, None)
    t = _T * _eccentricity(cosine, sine) * size / total
    colorfulness = xp.log1p(_UCS * _COLORFULNESS * t**0.9 * root) / _UCS
    lightness = 100 * root * root
    lightness = xp.copysign(1.7 * lightness / (1 + 0.007 * lightness), achromatic)
    return xp.stack([lightness, colorfulness * cosine, colorfulness * sine], axis=-1)


def _to_srgb(jab):
    xp = get_namespace(jab)
    lightness, a, b = (jab[:, i] for i in range(3))
    size = xp.sqrt(a * a + b * b)
    unit = 1 / xp.where(size > 0, size, xp.ones_like(size))
    cosine, sine = a * unit, b * unit
    light = xp.clip(xp.abs(lightness), None, _MOST_LIGHTNESS)
    root = xp.sqrt(light / (1.7 - 0.007 * light) / 100)
    achromatic = xp.copysign(_WHITE * root ** (1 / _HALF), lightness)
    scale = _UCS * _COLORFULNESS * xp.where(root > 0, root, xp.ones_like(root))
    strong = xp.expm1(_UCS * xp.clip(size, None, _MOST_COLORFULNESS))
    t = (strong / scale) ** (1 / 0.9)
    t = xp.where(root > 0, t, xp.zeros_like(t))
    # Solve the equations above for size, given t.
    weight = _T * _eccentricity(cosine, sine)
    rest = xp.maximum(weight + t * (11 * cosine + 108 * sine) / 23, _LEAST * weight)
    size = t * xp.clip(achromatic + _DARK, _LEAST, None) / rest
    opponents = xp.stack([achromatic, size * cosine, size * sine])
    cones = _expand(mix_columns(opponents, _RESPONSES_FROM_OPPONENTS))
    return linear_to_srgb(mix_columns(cones, _LINEAR_FROM_CONES).T)


def _eccentricity(cosine, sine):
    """Eccentricity factor of a hue: cos(hue + 2) / 4 + 3.8 / 4."""
    return (math.cos(2) * cosine - math.sin(2) * sine + 3.8) / 4
