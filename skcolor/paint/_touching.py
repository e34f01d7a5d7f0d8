"""How much labels touch: which of them are neighbors on a map."""

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array

from skcolor._compute.chunks import spread_rows
from skcolor.neighbors._exact import ExactNeighbors

_N_NEIGHBORS = 10
_MOST_ROWS = 10_000


def touching(
    labels: npt.NDArray[np.integer], points: npt.NDArray[np.floating], n_labels: int
) -> npt.NDArray[np.float64]:
    """Count, for each two labels, how often their rows are neighbors.

    Parameters
    ----------
    labels : ndarray of shape (n_samples,)
        From 0; negative ones touch nothing.
    points : ndarray of shape (n_samples, n_dimensions)
        Where the rows are: a layout, or the rows themselves. Of more than 10,000 rows with
        more than three columns, that many are looked at, evenly spaced.
    n_labels : int
        Number of labels.

    Returns
    -------
    ndarray of shape (n_labels, n_labels)
        Symmetric, 0 on the diagonal: of all that is among the nearest 10 of the rows of
        one label and has another, the share that has this other; the larger of both ways,
        so that a small label counts as much as a large one.
    """
    rows = np.flatnonzero(labels >= 0)
    if points.shape[1] > 3 and len(rows) > _MOST_ROWS:  # no tree helps there
        rows = rows[spread_rows(len(rows), _MOST_ROWS)]
    labels, points = labels[rows], points[rows]
    if len(labels) < 2:
        return np.zeros((n_labels, n_labels))
    n_neighbors = min(_N_NEIGHBORS + 1, len(labels))
    # The row itself is among its nearest, and adds to the diagonal only.
    near = ExactNeighbors(points, n_jobs=-1).kneighbors(points, n_neighbors)[1]
    pairs = (np.repeat(labels, n_neighbors), labels[near].ravel())
    counts = coo_array((np.ones(near.size), pairs), shape=(n_labels, n_labels)).toarray()
    np.fill_diagonal(counts, 0)
    counts += counts.T
    shares = counts / np.maximum(counts.sum(axis=1), 1)[:, np.newaxis]
    return np.maximum(shares, shares.T)
