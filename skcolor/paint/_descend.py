"""The search for a small loss of a few numbers."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from scipy.optimize import OptimizeResult, minimize


def descend(
    loss: Callable[[npt.NDArray[np.float64]], float],
    start: npt.NDArray[np.float64],
    steps: npt.NDArray[np.float64],
    *,
    max_trials: int | None = None,
) -> OptimizeResult:
    """Find a small loss near a start by the method of Nelder and Mead.

    Parameters
    ----------
    loss : callable
        Gets an array of shape (n,), and gives a number.
    start : ndarray of shape (n,)
        Where to begin.
    steps : ndarray of shape (n,)
        How far the first steps go along each axis.
    max_trials : int or None, default=None
        How often the loss may be asked for; None takes scipy's number.

    Returns
    -------
    scipy.optimize.OptimizeResult
        ``x`` is where the loss is smallest, ``fun`` the loss there.
    """
    simplex = start + np.vstack([np.zeros(len(start)), np.diag(steps)])
    options = {"initial_simplex": simplex, "maxfev": max_trials}
    return minimize(loss, start, method="Nelder-Mead", options=options)
