"""Colours as an eye sees them: in OKLab, and with noise."""

import numpy as np
import numpy.typing as npt
from sklearn.utils import check_array, check_random_state

from skcolor.paint._spaces import srgb_to_oklab


def check_seen(colors, n_rows: int) -> npt.NDArray[np.floating]:
    """Validate colours, one for each of `n_rows` rows."""
    colors = check_array(colors, dtype=[np.float64, np.float32], input_name="colors")
    if colors.shape != (n_rows, 3):
        raise ValueError(
            f"colors has shape {colors.shape}; wanted ({n_rows}, 3), one sRGB colour for "
            "each row of X."
        )
    if colors.min() < 0 or colors.max() > 1:
        raise ValueError(
            f"colors must lie in [0, 1]; got values from {colors.min():.3g} to "
            f"{colors.max():.3g}."
        )
    return colors


def see(colors: npt.NDArray[np.floating], jnd: float, random_state) -> npt.NDArray:
    """OKLab of colours, each coordinate with normal noise of standard deviation `jnd`."""
    if not jnd >= 0:
        raise ValueError(f"jnd must be at least 0; got {jnd!r}.")
    lab = srgb_to_oklab(colors).astype(np.float64)
    noise = check_random_state(random_state).normal(size=lab.shape)
    return lab + jnd * noise
