"""The whole sRGB cube for any three numbers, and how the colors change with them."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from scipy.special import expit

from skcolor.paint._spaces import pull_back_to_srgb, srgb_to_oklab


def logits_to_srgb(logits: npt.NDArray[np.floating]) -> npt.NDArray[np.floating]:
    """Colors of any numbers of shape (n, 3): ``1 / (1 + exp(-logits))``, in [0, 1]."""
    return expit(logits)


def logits_to_oklab(
    logits: npt.NDArray[np.floating],
) -> tuple[npt.NDArray, Callable[[npt.NDArray], npt.NDArray]]:
    """OKLab of any numbers, and the way back for gradients.

    Parameters
    ----------
    logits : ndarray of shape (n, 3)
        What `logits_to_srgb` takes.

    Returns
    -------
    lab : ndarray of shape (n, 3)
        OKLab of the colors.
    pull_back : callable
        Turns the gradient of a function by `lab` into that by `logits`.
    """
    colors = expit(logits)

    def pull_back(gradient: npt.NDArray) -> npt.NDArray:
        return pull_back_to_srgb(gradient, colors) * colors * (1 - colors)

    return srgb_to_oklab(colors), pull_back
