"""Local minimization of a loss of a few parameters."""

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
    """Minimize a loss from a start with the Nelder-Mead method.

    Parameters
    ----------
    loss : callable
        Gets an array of shape (n,) and returns a number.
    start : ndarray of shape (n,)
        Initial parameters.
    steps : ndarray of shape (n,)
        Initial step size along each axis.
    max_trials : int or None, default=None
        Maximum number of evaluations; None uses scipy's default.

    Returns
    -------
    scipy.optimize.OptimizeResult
        ``x`` is the minimum found, ``fun`` its loss.
    """
    simplex = start + np.vstack([np.zeros(len(start)), np.diag(steps)])
    options = {"initial_simplex": simplex, "maxfev": max_trials}
    return minimize(loss, start, method="Nelder-Mead", options=options)
