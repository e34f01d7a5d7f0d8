"""Validation of sample weights."""

from typing import Any

import numpy as np
import numpy.typing as npt

from skcolor._array_api import to_numpy
from skcolor._checks.arrays import check_unmasked
from skcolor._checks.row_order import check_row_order
from skcolor._compat import _num_samples


def check_weights(
    sample_weight: Any, X: Any, *, together: bool = True, least: int = 1
) -> npt.NDArray[np.float64] | None:
    """Validate the weights of rows.

    Parameters
    ----------
    sample_weight : array-like of shape (n_samples,), number or None
        The weights; a number is that of every row.
    X : array-like of shape (n_samples, n_features)
        The rows, as they came.
    together : bool, default=True
        Whether these are all rows. Weights whose sum is less than the number of rows with
        a weight above 0 are then scaled up to that number: they are shares, not counts.
    least : int, default=1
        Smallest number of rows that all must count as.

    Returns
    -------
    ndarray of shape (n_samples,), float64, or None
        None if all weights are 1.

    Raises
    ------
    ValueError
        If there is not one weight per row, or if a weight is negative, NaN or infinite, or
        if all are 0.
    """
    if sample_weight is None:
        return None
    check_unmasked(sample_weight, "sample_weight")
    check_row_order({"X": X, "sample_weight": sample_weight})
    weights = _as_numbers(sample_weight)
    n_rows = _num_samples(X)
    if weights.ndim == 0:
        weights = np.full(n_rows, weights)
    if weights.shape != (n_rows,):
        raise ValueError(
            f"sample_weight must have shape ({n_rows},), one weight for each row of X; got "
            f"{weights.shape}."
        )
    is_wrong = ~(np.isfinite(weights) & (weights >= 0))
    if is_wrong.any():
        row = int(np.argmax(is_wrong))
        raise ValueError(
            "sample_weight must be finite and at least 0; got "
            f"{weights[row]} for row {row}."
        )
    n_used = np.count_nonzero(weights)
    if not n_used:
        raise ValueError(
            "sample_weight must be above 0 for at least one row; got only zeros, so that "
            "no row has a weight."
        )
    if together:
        largest = weights.max()
        with np.errstate(over="ignore"):
            total = weights.sum()
        if not total >= n_used:
            weights = weights / largest  # sums of tiny weights would lose precision
            weights *= n_used / weights.sum()
        if weights.sum() < least - 1e-6:
            raise ValueError(
                f"sample_weight must count at least {least} rows; got {n_used} row of X "
                f"with a weight above 0, which is {weights.sum():g}."
            )
    return None if (weights == 1).all() else weights


def _as_numbers(sample_weight: Any) -> npt.NDArray[np.float64]:
    try:
        weights = np.asarray(to_numpy(sample_weight))
        if weights.dtype.kind not in "biufO":
            raise TypeError
        return weights.astype(np.float64)
    except (TypeError, ValueError) as error:
        raise ValueError(
            "sample_weight must be numbers, one for each row of X; got "
            f"{sample_weight!r:.60}."
        ) from error
