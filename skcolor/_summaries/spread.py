"""How far rows lie from the middle, by powers of two."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from skcolor._array_api import to_numpy
from skcolor._compute.chunks import sum_rows
from skcolor._summaries.quantiles import percentiles

# Number of rows that the middle is estimated from.
_N_SAMPLE = 1000
# The binary exponents of squares of float64 numbers lie between these.
_LOWEST, _HIGHEST = -1100, 1100
# Squares of at least this power of two may have overflowed in float32.
_LARGE = 120
# A square that is more than 400 times another is at least so many powers of two larger.
_GAP = 8


@dataclass(frozen=True)
class Spread:
    """How many rows lie how far from their middle.

    Parameters
    ----------
    n_rows : int
        Number of rows.
    octaves : ndarray of int
        Number of rows by their distance from the middle; see `count_octaves`.
    """

    n_rows: int
    octaves: npt.NDArray[np.int64]

    @classmethod
    def of(cls, X: npt.NDArray[np.floating]) -> Spread:
        """Spread of rows, which are read once, in chunks."""
        middle = median_row(X)[0].astype(X.dtype)

        def count(rows):
            with np.errstate(over="ignore", under="ignore", invalid="ignore"):
                return (count_octaves(X[rows] - middle),)

        (octaves,) = sum_rows(count, len(X), row_bytes=2 * X.itemsize * X.shape[1])
        return cls(len(X), octaves)

    @property
    def is_finite(self) -> bool:
        """Whether all squares are finite; if not, rows are not finite, or very large."""
        return not self.octaves[-1]


def median_row(
    X: npt.NDArray[np.floating], used: npt.NDArray[np.intp] | None = None
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.floating]]:
    """Median of a sample of the rows, and the sample.

    Parameters
    ----------
    X : ndarray of shape (n_samples, n_features)
        The rows, of any array library.
    used : ndarray of shape (n_used,), int, or None, default=None
        The rows to take the sample from; None is all.

    Returns
    -------
    middle : ndarray of shape (n_features,), float64
        The median of each column.
    sample : ndarray of shape (n_sampled, n_features)
        Evenly spaced rows.
    """
    step = -(-(X.shape[0] if used is None else len(used)) // _N_SAMPLE)
    sample = to_numpy(X[::step, :] if used is None else X[used[::step]])
    return percentiles(sample, [50])[0], sample


def no_octaves() -> npt.NDArray[np.int64]:
    """Counts of no rows; see `count_octaves`."""
    return np.zeros(_HIGHEST - _LOWEST, dtype=np.int64)


def count_octaves(deviation: npt.NDArray[np.floating]) -> npt.NDArray[np.int64]:
    """Count rows by the binary exponent of their squared length.

    Squares that are zero or underflow come first, and those that overflow or are not finite
    last.
    """
    squares = np.einsum("ij,ij->i", deviation, deviation)
    exponents = np.frexp(squares)[1]
    exponents[squares == 0] = _LOWEST
    exponents[~(squares < np.inf)] = _HIGHEST - 1
    return np.bincount(exponents - _LOWEST, minlength=_HIGHEST - _LOWEST)


def largest_distance(octaves: npt.NDArray[np.int64]) -> float:
    """No counted row is farther from the middle than this."""
    highest = np.flatnonzero(octaves)[-1] + _LOWEST
    return float(np.sqrt(2.0**highest) if highest < _LARGE else np.inf)


def may_have_far_rows(octaves: npt.NDArray[np.int64], n_most: int) -> bool:
    """Whether up to `n_most` rows may be more than 20 times as far out as all others.

    Parameters
    ----------
    octaves : ndarray of int
        From `count_octaves`.
    n_most : int
        Largest number of such rows.

    Returns
    -------
    bool
        False only if there are none.
    """
    found = np.flatnonzero(octaves)
    n_above = np.cumsum(octaves[found][::-1])[::-1][1:]
    is_gap = (np.diff(found) >= _GAP) & (n_above <= n_most)
    # Distances that underflow or overflow are not told apart.
    is_blurred = octaves[-1] > 0 or list(found) == [0]
    return bool(is_gap.any() or is_blurred)
