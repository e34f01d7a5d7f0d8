"""How far rows lie from the middle."""

import numpy as np
import numpy.typing as npt

from skcolor._array_api import to_numpy
from skcolor._summaries.quantiles import percentiles

# Number of rows that the middle is estimated from.
_N_SAMPLE = 1000
# The leading bits of the square of a row's length, as float32: exponent and two more.
_SHIFT, _N_LENGTHS = np.uint32(21), 2**10
_INFINITE = 1020


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


def no_lengths() -> npt.NDArray[np.int64]:
    """Counts of no rows; see `count_lengths`."""
    return np.zeros(_N_LENGTHS, dtype=np.int64)


def row_squares(rows: npt.NDArray[np.floating]) -> npt.NDArray[np.floating]:
    """Squared length of each row."""
    if hasattr(np, "vecdot"):  # NumPy 2.0, twice as fast
        return np.vecdot(rows, rows)
    return np.einsum("ij,ij->i", rows, rows)


def count_lengths(squares: npt.NDArray[np.floating]) -> npt.NDArray[np.int64]:
    """Count rows by their squared length, in four steps from each power of two to the next.

    Squares that are zero or underflow in float32 come first, and those that overflow or
    are not finite last.
    """
    leading = squares.astype(np.float32, copy=False).view(np.uint32) >> _SHIFT
    leading &= _N_LENGTHS - 1  # NaN may have a sign
    return np.bincount(leading, minlength=_N_LENGTHS)


def largest_squares(lengths: npt.NDArray[np.int64], n_most: int) -> float:
    """The sum of the squares of any `n_most` rows is at most this.

    Parameters
    ----------
    lengths : ndarray of int
        From `count_lengths`.
    n_most : int
        Number of rows.

    Returns
    -------
    float
        The bound, which is infinite if squares overflow.
    """
    found = np.flatnonzero(lengths)[::-1]
    counts = lengths[found]
    taken = np.clip(n_most - (np.cumsum(counts) - counts), 0, counts)
    found, taken = found[taken > 0], taken[taken > 0]
    above = np.minimum(found + 1, _INFINITE).astype(np.uint32)
    return float(taken @ (above << _SHIFT).view(np.float32).astype(np.float64))
