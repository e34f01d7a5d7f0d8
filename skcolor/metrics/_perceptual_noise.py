"""Colors as the eye sees them: in a uniform color space, with noise."""

import numpy as np
import numpy.typing as npt
from sklearn.utils import check_random_state

from skcolor._checks.arguments import check_number
from skcolor.paint._difference import get_space
from skcolor.paint._mark_size import noise_scale
from skcolor.paint._spaces import JND


def add_perceptual_noise(
    colors: npt.NDArray[np.floating],
    jnd: float,
    random_state: int | np.random.RandomState | None,
    *,
    mark_size: float | None = None,
    space: str = "oklab",
) -> npt.NDArray[np.float64]:
    """Convert colors to a uniform color space and add perceptual noise.

    Parameters
    ----------
    colors : ndarray of shape (n, 3)
        sRGB in [0, 1].
    jnd : float
        Standard deviation of the noise, in OKLab units: 0.02 is one just noticeable
        difference, in other spaces too. Ignored with `mark_size`.
    random_state : int, RandomState instance or None
        Controls the noise.
    mark_size : float or None, default=None
        Diameter of the marks in degrees of visual angle; see `noise_scale`.
    space : {"oklab", "cam16ucs"}, default="oklab"
        The color space.

    Returns
    -------
    ndarray of shape (n, 3), float64
        The coordinates.
    """
    check_number("jnd", jnd)
    convert, _, own_jnd = get_space(space)
    scale = noise_scale(mark_size, jnd * (own_jnd / JND), space)
    seen = convert(colors).astype(np.float64)
    seen += scale * check_random_state(random_state).normal(size=seen.shape)
    return seen
