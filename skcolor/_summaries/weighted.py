"""Quantiles of values that count as often as their weights say."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt


def scale_of_weights(total: float, n_given: int) -> float:
    """Factor by which weights become counts: more than 1 if they are shares of rows."""
    return n_given / total if total < n_given else 1.0


def weighted_quantiles(
    values: npt.NDArray[np.floating],
    weights: npt.NDArray[np.floating] | npt.NDArray[np.integer],
    shares: npt.ArrayLike,
) -> npt.NDArray[np.float64]:
    """Quantiles of values, with linear interpolation.

    Parameters
    ----------
    values : ndarray of shape (n,)
        Values, at least one.
    weights : ndarray of shape (n,)
        How often each of them counts, above 0; the sum is at least 1.
    shares : array-like of shape (m,)
        From 0 to 1.

    Returns
    -------
    ndarray of shape (m,), float64
        As ``numpy.quantile(numpy.repeat(values, weights), shares)``.
    """
    shares = np.asarray(shares, dtype=np.float64)
    ordered, ends = _ranks(values, weights)
    positions = shares * max(ends[-1] - 1, 0)
    below = np.floor(positions)
    low = _at_rank(ordered, ends, below)
    high = _at_rank(ordered, ends, np.minimum(below + 1, ends[-1] - 1))
    share = positions - below
    # Not low + share * (high - low), which can overflow. Equal numbers are kept, because
    # interpolation would round.
    found = np.where(low == high, low, (1 - share) * low + share * high)
    found[shares == 0], found[shares == 1] = ordered[0], ordered[-1]
    return found


def value_at_rank(
    values: npt.NDArray[np.floating], weights: npt.NDArray[np.floating], rank: float
) -> float:
    """The value that counts as number `rank`, from 0, of all in ascending order."""
    ordered, ends = _ranks(values, weights)
    return float(_at_rank(ordered, ends, np.floor(rank)))


def rows_at_ranks(
    values: npt.NDArray[np.floating],
    weights: npt.NDArray[np.floating],
    ranks: npt.NDArray[np.floating],
) -> npt.NDArray[np.intp]:
    """Indices of the values at some ranks; those of equal values are in their order."""
    order = np.argsort(values, kind="stable")
    return _at_rank(order, np.cumsum(weights[order]), ranks)


def _ranks(values, weights):
    """Values in ascending order, in float64, and how many count up to each of them."""
    order = np.argsort(values, kind="stable")
    return values[order].astype(np.float64), np.cumsum(weights[order])


def _at_rank(ordered, ends, ranks):
    found = np.searchsorted(ends, ranks, side="right")
    return ordered[np.minimum(found, len(ordered) - 1)]
