"""Colors as an eye sees them: in OKLab, and with noise."""

import numpy as np
import numpy.typing as npt
from sklearn.utils import check_random_state

from skcolor._arguments import check_number
from skcolor.paint._spaces import srgb_to_oklab


def see(colors: npt.NDArray[np.floating], jnd: float, random_state) -> npt.NDArray:
    """OKLab of colors, each coordinate with normal noise of standard deviation `jnd`."""
    check_number("jnd", jnd)
    lab = srgb_to_oklab(colors).astype(np.float64)
    noise = check_random_state(random_state).normal(size=lab.shape)
    return lab + jnd * noise
