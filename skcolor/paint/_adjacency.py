"""How much labels touch: which of them are neighbors in a layout."""

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array

from skcolor._compute.chunks import spread_rows
from skcolor.neighbors._exact import ExactNeighbors

_N_NEIGHBORS = 10
_MOST_ROWS = 10_000


def label_adjacency(
    labels: npt.NDArray[np.integer], points: npt.NDArray[np.floating], n_labels: int
) -> npt.NDArray[np.float64]:
    """Measure, for each pair of labels, how often their rows are neighbors.

    Parameters
    ----------
    labels : ndarray of shape (n_samples,)
        Labels from 0; negative labels touch nothing.
    points : ndarray of shape (n_samples, n_dimensions)
        A layout, or the rows themselves. Of more than 10,000 rows with more than three
        columns, an evenly spaced sample of that size is used.
    n_labels : int
        Number of labels.

    Returns
    -------
    ndarray of shape (n_labels, n_labels)
        Symmetric, 0 on the diagonal. Of the 10 nearest neighbors of a label's rows that
        have a different label, the share with the given other label; the larger of the two
        directions, so that a small label counts as much as a large one.
    """
    rows = np.flatnonzero(labels >= 0)
    if points.shape[1] > 3 and len(rows) > _MOST_ROWS:  # trees do not help there
        rows = rows[spread_rows(len(rows), _MOST_ROWS)]
    labels, points = labels[rows], points[rows]
    if len(labels) < 2:
        return np.zeros((n_labels, n_labels))
    n_neighbors = min(_N_NEIGHBORS + 1, len(labels))
    # Each row is among its own nearest and only adds to the diagonal.
    near = ExactNeighbors(points, n_jobs=-1).kneighbors(points, n_neighbors)[1]
    pairs = (np.repeat(labels, n_neighbors), labels[near].ravel())
    counts = coo_array((np.ones(near.size), pairs), shape=(n_labels, n_labels)).toarray()
    np.fill_diagonal(counts, 0)
    counts += counts.T
    shares = counts / np.maximum(counts.sum(axis=1), 1)[:, np.newaxis]
    return np.maximum(shares, shares.T)
