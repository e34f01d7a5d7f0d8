"""How well people distinguish colors, depending on the size of the mark.

References
----------
M. Stone, D. A. Szafir and V. Setlur, "An engineering model for color difference as a
function of size", 22nd Color and Imaging Conference, 2014, 253-258.
"""

import math

import numpy as np
import numpy.typing as npt

from skcolor._checks.arguments import check_choice, check_number
from skcolor.paint._difference import get_space

# For L*, a* and b*: the threshold of large marks, and what is added at one degree.
_LARGE = np.array([10.16, 10.68, 10.70])
_SMALL = np.array([1.50, 3.08, 5.74])

_CM = {"points": 2.54 / 72, "pixels": 2.54}

# Units along each axis of the space (rows) per unit of L*, a* and b* (columns): the root
# mean square of the derivatives at the centers of 32 x 32 x 32 cells of the sRGB cube.
_UNITS_OF_LAB = {
    "oklab": np.array(
        [
            [8.6275e-3, 4.136e-4, 5.08e-5],
            [1.1150e-3, 3.2533e-3, 1.7936e-3],
            [3.322e-4, 4.44e-5, 2.4694e-3],
        ]
    ),
    "cam16ucs": np.array(
        [
            [0.99056, 0.04383, 0.01239],
            [0.11878, 0.54580, 0.21301],
            [0.05300, 0.08761, 0.43142],
        ]
    ),
}


def visual_angle(
    size: float, *, unit: str = "points", dpi: float = 96.0, distance: float = 60.0
) -> float:
    """Visual angle of a mark, in degrees.

    Parameters
    ----------
    size : float
        Diameter of the mark. In matplotlib's scatter, `s` is the square of this in points.
    unit : {"points", "pixels"}, default="points"
        Unit of `size`; a point is 1/72 inch.
    dpi : float, default=96.0
        Pixels per inch of the screen; ignored for points.
    distance : float, default=60.0
        Viewing distance, in cm.

    Returns
    -------
    float
        Degrees of visual angle: ``2 arctan(diameter / (2 distance))``.

    Raises
    ------
    ValueError
        If an argument is invalid.

    See Also
    --------
    noise_scale : Perceptual noise for marks of this size.

    Examples
    --------
    >>> from skcolor.paint import visual_angle
    >>> round(visual_angle(5, unit="pixels"), 3)
    0.126
    """
    check_number("size", size, zero_too=False)
    check_choice("unit", unit, _CM)
    check_number("dpi", dpi, zero_too=False)
    check_number("distance", distance, zero_too=False)
    diameter = size * _CM[unit] / (dpi if unit == "pixels" else 1)
    return math.degrees(2 * math.atan(diameter / (2 * distance)))


def noticeable_difference(
    mark_size: float, *, share: float = 0.5
) -> npt.NDArray[np.float64]:
    """Smallest CIELAB difference that people notice.

    Parameters
    ----------
    mark_size : float
        Diameter of the two marks in degrees of visual angle; see `visual_angle`.
    share : float, default=0.5
        Share of people who notice the difference, from 0 to 1.

    Returns
    -------
    ndarray of shape (3,)
        Differences along L*, a* and b*, each on its own.

    Raises
    ------
    ValueError
        If an argument is invalid.

    Notes
    -----
    ``share * (A + B / mark_size)``, with A = 10.16, 10.68 and 10.70 and B = 1.50, 3.08 and
    5.74 [1]_, fitted to the answers of people at their own screens, with marks from 1/3 to
    6 degrees. The dots on most maps are smaller; for them the formula extrapolates.

    References
    ----------
    .. [1] M. Stone, D. A. Szafir and V. Setlur, "An engineering model for color
       difference as a function of size", 22nd Color and Imaging Conference, 2014.

    Examples
    --------
    >>> from skcolor.paint import noticeable_difference
    >>> noticeable_difference(2.0)  # blue-yellow needs a little more than the others
    array([5.455, 6.11 , 6.785])
    >>> noticeable_difference(0.126)  # and far more for a 5-pixel dot
    array([11.03238095, 17.56222222, 28.12777778])
    """
    check_number("mark_size", mark_size, zero_too=False)
    check_number("share", share, most=1)
    return share * (_LARGE + _SMALL / mark_size)


def noise_scale(
    mark_size: float | None = None, jnd: float | None = None, space: str = "oklab"
) -> npt.NDArray[np.float64]:
    """Perceptual noise for marks of a given size, along the axes of a color space.

    Parameters
    ----------
    mark_size : float or None, default=None
        Diameter of a mark in degrees of visual angle; see `visual_angle`. With None, the
        noise is `jnd` along all axes.
    jnd : float or None, default=None
        One just noticeable difference, in units of the space; only used without
        `mark_size`. None means 0.02 in OKLab and 3.1 in CAM16-UCS.
    space : {"oklab", "cam16ucs"}, default="oklab"
        Color space in which noise is added.

    Returns
    -------
    ndarray of shape (3,)
        Standard deviations of the Gaussian noise that is added to each color.

    Raises
    ------
    ValueError
        If an argument is invalid.

    Notes
    -----
    The standard deviation is the difference that half of the people notice. If two colors
    are that far apart and each is seen with such noise, observers say correctly which one
    is, for example, lighter in 76 percent of all cases: the normal distribution function at
    1 / sqrt(2). If half of the people notice and the others guess, 75 percent are right.

    Variances in CIELAB carry over to the space through its mean squared derivatives with
    respect to L*, a* and b* over all sRGB colors: ``noise**2 = mean(J**2) @
    difference**2``. So a in OKLab is noisier than a* alone implies: noise in b* leaks into
    it.

    Examples
    --------
    >>> from skcolor.paint import noise_scale, visual_angle
    >>> noise_scale()
    array([0.02, 0.02, 0.02])
    >>> noise_scale(visual_angle(5, unit="pixels")).round(3)
    array([0.095, 0.077, 0.069])
    """
    own_jnd = get_space(space).jnd
    if mark_size is None:
        size = own_jnd if jnd is None else jnd
        check_number("jnd", size)
        return np.full(3, size, dtype=np.float64)
    # No matrix product: its rounding depends on the BLAS library.
    parts = _UNITS_OF_LAB[space] * noticeable_difference(mark_size)
    return np.sqrt((parts * parts).sum(axis=1))
