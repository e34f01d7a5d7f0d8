"""The row nearest to a point, among the rows with a label."""

import numpy as np
import numpy.typing as npt

from skcolor._compute.linear_algebra import linear_algebra_threads
from skcolor.neighbors._exact import neighbor_distances


def nearest_of_label(
    X: npt.NDArray[np.floating],
    labels: npt.NDArray[np.intp],
    points: npt.NDArray[np.floating],
    bounds: npt.NDArray[np.floating] | None = None,
) -> npt.NDArray[np.intp]:
    """Find the row nearest to a point for each label, among the rows with that label.

    Parameters
    ----------
    X : ndarray of shape (n_samples, n_features)
        The rows.
    labels : ndarray of shape (n_samples,), int
        Label of each row; negative means no label.
    points : ndarray of shape (n_labels, n_features)
        One point for each label, in the float type of X.
    bounds : ndarray of shape (n_samples, 2) or None, default=None
        If known, a lower and an upper bound of the squared distance of each row to the
        point of its label, which all rows have. Then only the rows that may be the nearest
        are measured.

    Returns
    -------
    ndarray of shape (n_labels,), int
        Indices of rows; of equally near ones, the first; -1 for labels without rows.
    """
    if bounds is not None:
        rows = _may_be_nearest(labels, bounds, len(points))
        found = nearest_of_label(X[rows], labels[rows], points)
        return np.where(found < 0, -1, rows[found])
    found = np.full(len(points), -1, dtype=np.intp)
    labeled = np.flatnonzero(labels >= 0)
    if not len(labeled):
        return found
    # Measure unlabeled rows as if they had the first label, to avoid a copy of X.
    own = np.maximum(labels, 0).astype(np.intp)
    distances = distances_to(X, points, own)[labeled]
    own = own[labeled]
    nearest = np.full(len(points), np.inf, dtype=distances.dtype)
    np.minimum.at(nearest, own, distances)
    first = np.flatnonzero(distances == nearest[own])[::-1]
    found[own[first]] = labeled[first]  # of equally near rows, the first is assigned last
    return found


def _may_be_nearest(labels, bounds, n_labels):
    lower, upper = bounds.T
    least = np.full(n_labels, np.inf, dtype=bounds.dtype)
    with np.errstate(invalid="ignore"):  # NaN where squares overflow
        np.minimum.at(least, labels, upper)
    return np.flatnonzero(~(lower > least[labels]))


def distances_to(X, points, which):
    """Distance of each row to the point whose index is given for the row."""
    n_jobs = linear_algebra_threads()
    return neighbor_distances(X, points, which[:, np.newaxis], n_jobs=n_jobs)[:, 0]
