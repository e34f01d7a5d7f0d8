"""Medians of many columns and what exceeds them, in one pass over rows."""

from typing import Any

import numpy as np
import numpy.typing as npt

from skcolor._compute.chunks import row_chunks, run_all
from skcolor._compute.linear_algebra import linear_algebra_threads, reused_array
from skcolor._compute.projected_rows import ProjectedRows
from skcolor._summaries.selection import brackets, sample_size

# Columns with more equal values than this share are not searched in this way.
_MOST_INSIDE = 0.2
# Memory for one value of a chunk: the value, and how it compares.
_ENTRY_BYTES = 12


def add_where_above_medians(
    X: npt.NDArray[np.floating] | ProjectedRows, weights: npt.NDArray[np.integer]
) -> tuple[npt.NDArray[Any], npt.NDArray[Any], npt.NDArray[Any]] | None:
    """Find the median of each column, and sum the weights of columns that exceed theirs.

    Values are compared with two bounds, which a sample gives. Only values between them wait
    for the medians.

    Parameters
    ----------
    X : ndarray or ProjectedRows of shape (n_samples, n_features)
        The rows. Columns after the last weight are ignored.
    weights : ndarray of shape (n_columns, n_sums), unsigned int
        Weights of the first columns in each sum; sums must fit their type. Each column is
        part of one sum.

    Returns
    -------
    medians : ndarray of shape (n_columns,), float64
        As ``numpy.median``.
    largest : ndarray of shape (n_columns,)
        The largest value of each column, or a smaller one that is at least the median.
    sums : ndarray of shape (n_samples, n_sums)
        The sum of the weights of the columns whose value is above the median.

    None if the medians are not between the bounds, or if many values are equal.
    """
    n_rows, n_columns = len(X), len(weights)
    sample = X[:: n_rows // sample_size(n_rows), :n_columns]
    low, high = brackets(sample, 0.5)
    sums = np.empty((n_rows, weights.shape[1]), weights.dtype)
    worth, row_type = weights.astype(X.dtype), np.min_scalar_type(n_rows)

    def compare(rows: slice) -> tuple[Any, ...] | None:
        values = X[rows, :n_columns]
        is_above = values > high
        is_inside = values >= low
        is_inside ^= is_above
        # Sums of integers are exact in any order.
        flags = reused_array("flags", len(is_above), n_columns, X.dtype)
        np.copyto(flags, is_above)
        sums[rows] = flags @ worth
        n_above = np.ones(len(flags), X.dtype) @ flags
        places = np.flatnonzero(is_inside)
        if len(places) > _MOST_INSIDE * values.size:
            return None
        row = places // n_columns  # divmod is slow
        column = places - n_columns * row
        inside = (row + rows.start).astype(row_type), column.astype(np.uint8)
        return *inside, values[row, column], n_above.astype(np.intp)

    found = run_all(compare, _chunks(X), n_jobs=linear_algebra_threads())
    if any(part is None for part in found):
        return None
    column, value = (np.concatenate([part[i] for part in found]) for i in (1, 2))
    n_above = np.sum([part[3] for part in found], axis=0)
    medians = _find_medians(n_rows, column, value, n_above)
    if medians is None:
        return None
    target, weight = weights.argmax(axis=1), weights.max(axis=1)

    def add(part: tuple[Any, ...]) -> None:
        row, column, value, _ = part
        is_above = value > medians[column]
        row, column = row[is_above].astype(np.intp), column[is_above]
        places = row * weights.shape[1] + target[column]
        np.add.at(sums.reshape(-1), places, weight[column])

    run_all(add, found, n_jobs=linear_algebra_threads())
    return medians, np.where(n_above > 0, high, medians), sums


def _chunks(X):
    row_bytes, step = _ENTRY_BYTES * X.shape[1], 1
    if isinstance(X, ProjectedRows):
        step = X.step
    return list(row_chunks(len(X), row_bytes, step=step))


def _find_medians(n_rows, column, value, n_above):
    """Medians, given the values between bounds and the number of values above."""
    ends = np.cumsum(np.bincount(column, minlength=len(n_above)))
    parts = np.split(value[np.argsort(column, kind="stable")], ends[:-1])
    ranks = np.array([(n_rows - 1) // 2, n_rows // 2])

    def find(j: int) -> float | None:
        places = ranks - (n_rows - n_above[j] - len(parts[j]))
        if places[0] < 0 or places[1] >= len(parts[j]):
            return None
        # Halved, so that a range as wide as the float type does not overflow.
        low, high = np.partition(parts[j], places)[places].astype(np.float64) / 2
        return float(2 * (high - (high - low) / 2))

    medians = run_all(find, range(len(parts)), n_jobs=linear_algebra_threads())
    return None if None in medians else np.array(medians)
