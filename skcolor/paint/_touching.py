"""How much labels touch: which of them are neighbours on a map."""

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array
from scipy.spatial import cKDTree

_N_NEIGHBORS = 10


def touching(
    labels: npt.NDArray[np.integer], points: npt.NDArray[np.floating], n_labels: int
) -> npt.NDArray[np.float64]:
    """Count, for each two labels, how often their rows are neighbours.

    Parameters
    ----------
    labels : ndarray of shape (n_samples,)
        From 0; negative ones touch nothing.
    points : ndarray of shape (n_samples, n_dimensions)
        Where the rows are: a layout.
    n_labels : int
        Number of labels.

    Returns
    -------
    ndarray of shape (n_labels, n_labels)
        Symmetric, 0 on the diagonal: among the nearest 10 of the rows of one label, the
        share that has the other; the larger of both ways, so that a small label counts as
        much as a large one.
    """
    known = labels >= 0
    labels, points = labels[known], points[known]
    if len(labels) < 2:
        return np.zeros((n_labels, n_labels))
    n_neighbors = min(_N_NEIGHBORS + 1, len(labels))
    # The row itself is among its nearest, and adds to the diagonal only.
    near = cKDTree(points).query(points, np.arange(1, n_neighbors + 1), workers=-1)[1]
    pairs = (np.repeat(labels, n_neighbors), labels[near].ravel())
    counts = coo_array((np.ones(near.size), pairs), shape=(n_labels, n_labels)).toarray()
    np.fill_diagonal(counts, 0)
    sizes = np.bincount(labels, minlength=n_labels) * (n_neighbors - 1)
    shares = counts / np.maximum(sizes, 1)[:, np.newaxis]
    return np.maximum(shares, shares.T)
