"""Outliers so extreme that they would dominate the colors of all other rows."""

import weakref

import numpy as np

from skcolor._array_api import as_like, get_namespace, numpy_dtype, to_numpy
from skcolor._compute.chunks import map_rows
from skcolor._compute.linear_algebra import linear_algebra_threads
from skcolor._compute.rounding import rounding_share
from skcolor._summaries.moments import FAR_ONE_IN
from skcolor._summaries.spread import median_row
from skcolor._warn import warn_user

# A far row is this many times as far from the center as any ordinary row.
_GAP = 20
# Far rows together hold more than this share of the squared distances.
_SHARE = 0.5
_N_NAMED = 5
# Output computed from rows that a warning was issued about, by id.
_warned: weakref.WeakValueDictionary = weakref.WeakValueDictionary()


def find_far_rows(X, weights=None):
    """Find rows far beyond all others that hold most of the scatter.

    Candidates are the one percent of rows farthest from the median row. They are far rows
    if each is more than 20 times as far out as any other row, and if together they hold
    more than half of the sum of squared distances. Long tails contain none, because they
    have no gap. Nor do fewer than a hundred rows, or rows most of which are equal.

    Parameters
    ----------
    X : ndarray of shape (n_samples, n_features)
        The rows, read once, in chunks.
    weights : ndarray of shape (n_samples,) or None, default=None
        Rows of weight 0 are left out; otherwise, weights do not count.

    Returns
    -------
    rows : ndarray of shape (n_far,), int
        Their indices, ascending.
    distances : ndarray of shape (n_far,), float64
        Their distances from the center, divided by the median of all nonzero distances.
    """
    nothing = np.empty(0, dtype=np.intp), np.empty(0)
    used = np.arange(X.shape[0]) if weights is None else np.flatnonzero(weights)
    n_most = len(used) // FAR_ONE_IN
    if n_most == 0:
        return nothing
    radius = _distances_from_center(X, used)[used]
    order = np.argpartition(radius, len(used) - n_most - 1)[-n_most - 1 :]
    order = order[np.argsort(-radius[order], kind="stable")]
    farthest = radius[order]
    if not np.isfinite(farthest[-1]):
        return nothing
    with np.errstate(over="ignore"):
        is_gap = (farthest[:-1] > _GAP * farthest[1:]) & (farthest[1:] > 0)
        held, total = np.cumsum(farthest[:-1] ** 2), (radius**2).sum()
    # Where sums overflow, half of the sum equals the whole.
    is_gap &= (held > _SHARE * total) | np.isinf(held)
    if not is_gap.any():
        return nothing
    n_far = np.flatnonzero(is_gap)[-1] + 1
    rows = np.sort(order[:n_far])
    return used[rows], radius[rows] / np.median(radius[radius > 0])


def warn_of_far_rows(estimator, X, *, least=1, weights=None, moments=None):
    """Warn about far rows of X, if there are at least `least`; only once per pipeline.

    Parameters
    ----------
    estimator : estimator
        The estimator that is fitted to X.
    X : ndarray of shape (n_samples, n_features)
        The rows.
    least : int, default=1
        Minimum number of far rows to warn about.
    weights : ndarray of shape (n_samples,) or None, default=None
        Weights of the rows; see `find_far_rows`.
    moments : Moments or None, default=None
        Moments of X, which rule far rows out in most cases.

    Returns
    -------
    bool
        Whether a warning was issued about X, or about the rows it was computed from.
    """
    if _warned.get(id(X)) is X:
        return True
    if moments is not None and _are_ruled_out(moments):
        return False
    rows, distances = find_far_rows(X, weights)
    if len(rows) < least:
        return False
    named = ", ".join(str(row) for row in rows[:_N_NAMED])
    more = f" and {len(rows) - _N_NAMED} more" if len(rows) > _N_NAMED else ""
    which = f"row {named} lies" if len(rows) == 1 else f"rows {named}{more} lie up to"
    warn_user(
        f"{type(estimator).__name__} is dominated by very few rows of X: {which} "
        f"{distances.max():,.0f} times as far from the center as the median row, so the "
        "colors of all other rows may hardly differ. Check these outliers, or drop them.",
    )
    return True


def _are_ruled_out(moments):
    """Whether moments of rows show that none are far rows."""
    if moments.far is None:
        return False
    scatter = moments.scatter
    total = (scatter if scatter.ndim == 1 else scatter.diagonal()).sum()
    # The center is a median, which is within a standard deviation of the mean.
    with np.errstate(invalid="ignore"):
        moved = 1.5 * np.sqrt(total / FAR_ONE_IN)
    return (np.sqrt(moments.far) + moved) ** 2 < 0.8 * _SHARE * total


def mark_warned(X):
    """Record that a warning was issued about the rows behind X, and return X."""
    _warned[id(X)] = X
    return X


def _distances_from_center(X, used):
    """Distance of each row from the median row of a sample of some, in an arbitrary unit.

    Distances within rounding error are 0.
    """
    xp = get_namespace(X)
    middle, sample = median_row(X, None if len(used) == X.shape[0] else used)

    def largest(rows):
        return np.abs(rows - middle).max(axis=1)

    # In this unit, squares of ordinary rows neither overflow nor underflow.
    sizes = map_rows(largest, sample, row_bytes=8 * X.shape[1])
    unit = np.median(sizes[sizes > 0]) if sizes.any() else 1.0
    unit = float(max(unit, np.finfo(numpy_dtype(X)).tiny))
    center = as_like(middle, X)

    def measure(rows):
        with np.errstate(over="ignore"):
            away = rows - center
            away /= unit
            away *= away
            return xp.sqrt(xp.sum(away, axis=1))

    row_bytes = 2 * numpy_dtype(X).itemsize * X.shape[1]
    n_jobs = linear_algebra_threads()
    radius = to_numpy(map_rows(measure, X, row_bytes=row_bytes, n_jobs=n_jobs))
    rounding = rounding_share(X) * np.linalg.norm(middle / unit)
    return np.where(radius > rounding, radius, 0.0).astype(np.float64)
