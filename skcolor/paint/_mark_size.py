"""How well colors are told apart by the size of the mark that has them.

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

# Of L*, a* and b*: what a large mark needs, and how much more one degree across.
_LARGE = np.array([10.16, 10.68, 10.70])
_SMALL = np.array([1.50, 3.08, 5.74])

_CM = {"points": 2.54 / 72, "pixels": 2.54}

# How many units along each axis of the space (rows) one of L*, a* and b* (columns) is:
# the root mean square of the derivatives at the middles of 32 x 32 x 32 cells of the sRGB
# cube.
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
    """How large a mark is for the eye, in degrees.

    Parameters
    ----------
    size : float
        Diameter of the mark. The `s` of matplotlib's scatter is its square, in points.
    unit : {"points", "pixels"}, default="points"
        Of `size`; a point is 1/72 inch.
    dpi : float, default=96.0
        Pixels of the screen in an inch; of no account for points.
    distance : float, default=60.0
        From the eye to the screen, in cm.

    Returns
    -------
    float
        Degrees of visual angle: ``2 arctan(diameter / (2 distance))``.

    Raises
    ------
    ValueError
        If an argument is something else.

    See Also
    --------
    noise_scale : What marks of this size can show.

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
    """How far two colors must be apart in CIELAB so that people see it.

    Parameters
    ----------
    mark_size : float
        Diameter of the two marks in degrees of visual angle: see `visual_angle`.
    share : float, default=0.5
        Share of the people who see the difference, from 0 to 1.

    Returns
    -------
    ndarray of shape (3,)
        Differences in L*, in a* and in b* alone.

    Raises
    ------
    ValueError
        If an argument is something else.

    Notes
    -----
    ``share * (A + B / mark_size)``, with A = 10.16, 10.68 and 10.70 and B = 1.50, 3.08
    and 5.74 [1]_, fitted to answers of people at their own screens, with marks from 1/3
    to 6 degrees. The dots of most maps are smaller, and what is said of them is
    extrapolated.

    References
    ----------
    .. [1] M. Stone, D. A. Szafir and V. Setlur, "An engineering model for color
       difference as a function of size", 22nd Color and Imaging Conference, 2014.

    Examples
    --------
    >>> from skcolor.paint import noticeable_difference
    >>> noticeable_difference(2.0)  # blue and yellow need a little more than the others
    array([5.455, 6.11 , 6.785])
    >>> noticeable_difference(0.126)  # and far more in a dot of 5 pixels
    array([11.03238095, 17.56222222, 28.12777778])
    """
    check_number("mark_size", mark_size, zero_too=False)
    check_number("share", share, most=1)
    return share * (_LARGE + _SMALL / mark_size)


def noise_scale(
    mark_size: float | None = None, jnd: float | None = None, space: str = "oklab"
) -> npt.NDArray[np.float64]:
    """Find the noise with which marks of a size are seen, along the axes of a space.

    Parameters
    ----------
    mark_size : float or None, default=None
        Diameter of a mark in degrees of visual angle: see `visual_angle`. With None, noise
        is the same along all axes: `jnd`.
    jnd : float or None, default=None
        One just noticeable difference, in units of the space; used without `mark_size`
        only. None is 0.02 in OKLab and 3.1 in CAM16-UCS.
    space : {"oklab", "cam16ucs"}, default="oklab"
        Where noise is added.

    Returns
    -------
    ndarray of shape (3,)
        Standard deviations of normal noise that is added to each color.

    Raises
    ------
    ValueError
        If an argument is something else.

    Notes
    -----
    The standard deviation is the difference that half of the people see. If two colors
    are that far apart, each seen with such noise, then which of them is lighter, say, is
    told rightly in 76 percent of all cases, the normal distribution at 1 / sqrt(2). If
    half of the people see it and the others guess, 75 percent are right.

    From CIELAB, variances are carried over by the mean squares of the derivatives of the
    space by L*, a* and b* in all colors of a screen: ``noise**2 = mean(J**2) @
    difference**2``. So a* in OKLab is noisier than its own part: noise in b* turns into
    some of it.

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
    # Not by a matrix product, whose rounding depends on the library.
    parts = _UNITS_OF_LAB[space] * noticeable_difference(mark_size)
    return np.sqrt((parts * parts).sum(axis=1))
