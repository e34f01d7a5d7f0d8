"""Rank correlation of many small samples at once; scipy has it only for one."""

import numpy as np
import numpy.typing as npt
from scipy.stats import rankdata


def rank(values: npt.NDArray[np.floating]) -> npt.NDArray[np.floating]:
    """Centered ranks within each row; equal values share the mean of their ranks."""
    mean = (values.shape[1] + 1) / 2
    ranks: npt.NDArray[np.floating] = rankdata(values, axis=1) - mean
    return ranks


def correlate(
    a: npt.NDArray[np.floating], b: npt.NDArray[np.floating]
) -> npt.NDArray[np.floating]:
    """Correlation of each row of `a` with that of `b`; 0 if one is constant.

    Parameters
    ----------
    a, b : ndarray of shape (n, m)
        Rows with mean 0, as from `rank`.

    Returns
    -------
    ndarray of shape (n,)
        From -1 to 1.
    """
    products: npt.NDArray[np.floating] = (a * b).sum(axis=1)
    scale = np.sqrt((a * a).sum(axis=1) * (b * b).sum(axis=1))
    return products / np.where(scale > 0, scale, 1)
