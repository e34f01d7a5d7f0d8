"""The effective number of colors in use."""

import numpy as np
import numpy.typing as npt

from skcolor._checks.arguments import check_number
from skcolor._checks.tables import check_row_colors
from skcolor.paint._spaces import JND, srgb_to_oklab


def effective_colors(colors: npt.ArrayLike, *, jnd: float = JND) -> float:
    r"""Effective number of distinguishable colors, weighted by use.

    Parameters
    ----------
    colors : array-like of shape (n_samples, 3)
        Colors of rows, sRGB in [0, 1].
    jnd : float, default=0.02
        Side of the OKLab cubes whose colors count as one: 0.02 is one just noticeable
        difference [1]_. Small marks need more [2]_.

    Returns
    -------
    n_colors : float
        From 1, if all rows have the same color, to the number of rows. For m well-separated
        colors, used equally often, it is m. About 7,000 cubes of side 0.02 contain sRGB
        colors.

    Raises
    ------
    ValueError
        If `colors` are not sRGB colors, or `jnd` is not positive.

    Notes
    -----
    With the shares :math:`p_c` of the rows in the occupied cubes c, this is the exponential
    of the entropy, the Hill number of order 1 [3]_:

    .. math:: \exp\left(-\sum_c p_c \log p_c\right)

    More colors are not better by themselves: random colors score highest. The number is
    bounded by the number of rows, so compare only colorings of equally many rows.

    References
    ----------
    .. [1] W3C, "CSS Color Module Level 4", on color difference in OKLab.
    .. [2] M. Stone, D. A. Szafir and V. Setlur, "An engineering model for color
       difference as a function of size", CIC 2014.
    .. [3] M. O. Hill, "Diversity and evenness: a unifying notation and its
       consequences", Ecology 54, 1973.

    Examples
    --------
    >>> from skcolor.metrics import effective_colors
    >>> red, blue = (1.0, 0, 0), (0, 0, 1.0)
    >>> round(effective_colors([red, red, blue, blue]), 3)
    2.0
    >>> round(effective_colors([red, red, red, blue]), 3)
    1.755
    """
    colors = check_row_colors(colors, of="the map")
    check_number("jnd", jnd, zero_too=False)
    # Rounding, unlike truncation, puts grays, which lie on a grid line, inside cubes.
    cubes = np.rint(srgb_to_oklab(colors).astype(np.float64) / jnd)
    counts = np.unique(cubes, axis=0, return_counts=True)[1]
    shares = counts / len(colors)
    return float(np.exp(-shares @ np.log(shares)))
