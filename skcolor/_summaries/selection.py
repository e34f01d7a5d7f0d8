"""Order statistics: exact, by looking only at values near those of a sample."""

import numpy as np
import numpy.typing as npt

# Of fewer values, sorting parts of all takes less time.
_FEW = 20_000
# An order statistic of the sample deviates by at most so many standard deviations, or all
# values are looked at.
_N_DEVIATIONS = 4.0


def sample_size(n_values: int) -> int:
    """Number of values in a sample: larger ones leave fewer values to look at."""
    return max(1, min(n_values, round(2 * n_values ** (2 / 3))))


def brackets(
    sample: npt.NDArray[np.floating], share: float
) -> tuple[npt.NDArray[np.floating], npt.NDArray[np.floating]]:
    """Values that most likely enclose an order statistic of every column.

    Parameters
    ----------
    sample : ndarray of shape (n_sampled, n_columns)
        A sample of the values.
    share : float
        Share of the values that are smaller.

    Returns
    -------
    low, high : ndarray of shape (n_columns,)
        The values; infinite where the sample has none far enough out.
    """
    n = len(sample)
    margin = _N_DEVIATIONS * np.sqrt(n * share * (1 - share)) + 1
    first, last = (int(share * (n - 1) + step) for step in (-margin, margin))
    inner = [rank for rank in (first, last) if 0 <= rank < n]
    ordered = np.partition(sample, inner, axis=0) if inner else sample
    nowhere = np.full(sample.shape[1], np.inf, dtype=sample.dtype)
    low = ordered[first] if first >= 0 else -nowhere
    high = ordered[last] if last < n else nowhere
    return low, high


def order_statistics(
    columns: npt.NDArray[np.floating], ranks: npt.NDArray[np.intp]
) -> npt.NDArray[np.floating]:
    """Values at some ranks, as ``np.sort(columns, axis=1)[:, ranks]``, for close ranks.

    Parameters
    ----------
    columns : ndarray of shape (n_columns, n_values)
        Values, without NaN. They are reordered.
    ranks : ndarray of int
        Ranks from 0 to n_values - 1, ascending.

    Returns
    -------
    ndarray of shape (n_columns, n_ranks)
        The values.
    """
    if columns.shape[1] > _FEW:
        return np.array([_select(values, ranks) for values in columns])
    columns.partition(ranks, axis=1)
    return columns[:, ranks]


def _select(values, ranks):
    n = len(values)
    sample = values[:: n // sample_size(n), np.newaxis]
    (low,), (high,) = brackets(sample, ranks.mean() / (n - 1))
    n_below = np.count_nonzero(values < low)
    inside = values[(values >= low) & (values <= high)]
    if n_below <= ranks[0] and ranks[-1] < n_below + len(inside):
        values, ranks = inside, ranks - n_below
    values.partition(ranks)
    return values[ranks]
