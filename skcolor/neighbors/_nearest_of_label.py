"""The row that stands for a label: of its rows the one nearest to a point."""

import numpy as np
import numpy.typing as npt

from skcolor._compute.linear_algebra import linear_algebra_threads
from skcolor.neighbors._exact import neighbor_distances


def nearest_of_label(
    X: npt.NDArray[np.floating],
    labels: npt.NDArray[np.intp],
    points: npt.NDArray[np.floating],
) -> npt.NDArray[np.intp]:
    """Row nearest to a point for each label, among those that carry it.

    Parameters
    ----------
    X : ndarray of shape (n_samples, n_features)
        The rows.
    labels : ndarray of shape (n_samples,), int
        Label of each row; negative for none.
    points : ndarray of shape (n_labels, n_features)
        One for each label, in the float type of X.

    Returns
    -------
    ndarray of shape (n_labels,), int
        Indices of rows, the first of several as near; -1 for a label without any.
    """
    found = np.full(len(points), -1, dtype=np.intp)
    labeled = np.flatnonzero(labels >= 0)
    if not len(labeled):
        return found
    # Rows in no cluster are measured as if in the first, so that none need be copied.
    own = np.maximum(labels, 0).astype(np.intp)
    distances = distances_to(X, points, own)[labeled]
    own = own[labeled]
    nearest = np.full(len(points), np.inf, dtype=distances.dtype)
    np.minimum.at(nearest, own, distances)
    first = np.flatnonzero(distances == nearest[own])[::-1]
    found[own[first]] = labeled[first]  # of several, the first is set last
    return found


def distances_to(X, points, which):
    """Distance of each row to one of some points, whose index is given for each."""
    n_jobs = linear_algebra_threads()
    return neighbor_distances(X, points, which[:, np.newaxis], n_jobs=n_jobs)[:, 0]
