"""Rows so far out that they alone would decide the colors of all others."""

import weakref

import numpy as np

from skcolor._array_api import as_like, get_namespace, numpy_dtype, to_numpy
from skcolor._compute.chunks import map_rows
from skcolor._compute.linear_algebra import linear_algebra_threads
from skcolor._compute.rounding import rounding_share
from skcolor._summaries.quantiles import percentiles
from skcolor._warn import warn_user

# One row in so many can be far out; of fewer rows, nobody can tell.
_ONE_IN = 100
# It is so many times as far from the middle as the next row.
_GAP = 20
# The far rows together hold more than this share of the squared distances.
_SHARE = 0.5
# Rows that the middle is found from.
_N_SAMPLE = 1000
_N_NAMED = 5
# What has come out of rows that a warning was given of, by its id.
_warned: weakref.WeakValueDictionary = weakref.WeakValueDictionary()


def find_far_rows(X):
    """Rows far beyond all others that hold most of the scatter.

    A row may be one if it is among the hundredth of the rows that is farthest from the
    median row. Such rows are far if all of them are 20 times as far out as any other,
    and if they hold more than half of the sum of squared distances. So long tails have
    none, for which there is no gap, and no rows have any of which there are less than a
    hundred, or most of which are equal.

    Parameters
    ----------
    X : ndarray of shape (n_samples, n_features)
        The rows, read once, in chunks.

    Returns
    -------
    rows : ndarray of shape (n_far,), int
        Their indices, rising.
    distances : ndarray of shape (n_far,), float64
        Their distances from the middle, in units of that of the median row of those that
        are not in the middle.
    """
    nothing = np.empty(0, dtype=np.intp), np.empty(0)
    n_most = X.shape[0] // _ONE_IN
    if n_most == 0:
        return nothing
    radius = _distances_from_middle(X)
    order = np.argpartition(radius, X.shape[0] - n_most - 1)[-n_most - 1 :]
    order = order[np.argsort(-radius[order], kind="stable")]
    farthest = radius[order]
    if not np.isfinite(farthest[-1]):
        return nothing
    with np.errstate(over="ignore"):
        is_gap = (farthest[:-1] > _GAP * farthest[1:]) & (farthest[1:] > 0)
        held, total = np.cumsum(farthest[:-1] ** 2), (radius**2).sum()
    # Half of what overflows is as much as the whole.
    is_gap &= (held > _SHARE * total) | np.isinf(held)
    if not is_gap.any():
        return nothing
    n_far = np.flatnonzero(is_gap)[-1] + 1
    rows = np.sort(order[:n_far])
    return rows, radius[rows] / np.median(radius[radius > 0])


def warn_of_far_rows(estimator, X, *, least=1):
    """Warn of far rows of X, if there are `least`; once in a pipeline, at its first step.

    Parameters
    ----------
    estimator : estimator
        What is fitted to them.
    X : ndarray of shape (n_samples, n_features)
        The rows.
    least : int, default=1
        How many far rows do harm.

    Returns
    -------
    bool
        Whether a warning was given of X, or of what it was made from.
    """
    if _warned.get(id(X)) is X:
        return True
    rows, distances = find_far_rows(X)
    if len(rows) < least:
        return False
    named = ", ".join(str(row) for row in rows[:_N_NAMED])
    more = f" and {len(rows) - _N_NAMED} more" if len(rows) > _N_NAMED else ""
    which = f"row {named} lies" if len(rows) == 1 else f"rows {named}{more} lie up to"
    warn_user(
        f"{type(estimator).__name__} is led by very few rows of X: {which} "
        f"{distances.max():,.0f} times as far from the middle as the median row, and the "
        "colors of all others may hardly differ. Check what is far out, or drop it.",
    )
    return True


def mark_warned(X):
    """Note that a warning was given of the rows that X was made from, and return X."""
    _warned[id(X)] = X
    return X


def _distances_from_middle(X):
    """Distance of each row from the median row of a sample, in some unit.

    It is 0 where rounding explains it.
    """
    xp = get_namespace(X)
    sample = to_numpy(X[:: -(-X.shape[0] // _N_SAMPLE), :])
    middle = percentiles(sample, [50])[0]

    def largest(rows):
        return np.abs(rows - middle).max(axis=1)

    # In a unit of their own, squares of ordinary rows neither overflow nor vanish.
    sizes = map_rows(largest, sample, row_bytes=8 * X.shape[1])
    unit = np.median(sizes[sizes > 0]) if sizes.any() else 1.0
    unit = float(max(unit, np.finfo(numpy_dtype(X)).tiny))
    center = as_like(middle, X)

    def measure(rows):
        with np.errstate(over="ignore"):
            away = (rows - center) / unit
            return xp.sqrt(xp.sum(away * away, axis=1))

    row_bytes = 2 * numpy_dtype(X).itemsize * X.shape[1]
    n_jobs = linear_algebra_threads()
    radius = to_numpy(map_rows(measure, X, row_bytes=row_bytes, n_jobs=n_jobs))
    rounding = rounding_share(X) * np.linalg.norm(middle / unit)
    return np.where(radius > rounding, radius, 0.0).astype(np.float64)
