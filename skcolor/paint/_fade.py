"""Colors with less chroma."""

import numpy as np
import numpy.typing as npt

from skcolor.paint._spaces import oklab_to_srgb, srgb_to_oklab


def fade(
    colors: npt.NDArray[np.floating], share: npt.NDArray[np.floating]
) -> npt.NDArray[np.floating]:
    """Multiply the chroma of colors; lightness and hue in OKLab stay.

    Parameters
    ----------
    colors : ndarray of shape (n, 3)
        sRGB in [0, 1].
    share : ndarray of shape (n,)
        The share of the chroma to keep, in [0, 1]. With 1, a color stays exactly.

    Returns
    -------
    ndarray of shape (n, 3)
        sRGB in [0, 1].
    """
    oklab = srgb_to_oklab(colors)
    oklab[:, 1:] *= share[:, np.newaxis]
    faded = np.clip(oklab_to_srgb(oklab), 0, 1)
    return np.where(share[:, np.newaxis] < 1, faded, colors)
