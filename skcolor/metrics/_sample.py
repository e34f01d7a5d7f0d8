"""Which rows a measure looks at, and who their neighbours are."""

import numpy as np

from skcolor._layout import check_layout
from skcolor._neighbors import ExactNeighbors, check_enough_rows, others_than_rows


def require_layout(layout, n_rows=None):
    """Take a layout that must be there, of `n_rows` rows where that is known."""
    if np.ndim(layout) < 2:
        raise ValueError("layout must have 2 or 3 columns; got a 1-D array or None.")
    return check_layout(layout, len(layout) if n_rows is None else n_rows)


def sample_rows(n_rows, sample_size, random_state):
    """Indices of `sample_size` of the rows in their order; of all where there are fewer."""
    if sample_size is None:
        return np.arange(n_rows)
    if sample_size < 1:
        raise ValueError(f"sample_size must be at least 1 or None; got {sample_size!r}.")
    if sample_size >= n_rows:
        return np.arange(n_rows)
    return np.sort(random_state.choice(n_rows, sample_size, replace=False))


def nearest_others(points, rows, n_neighbors):
    """Indices of the nearest points of the points `rows`, not counting themselves.

    Returns
    -------
    ndarray of shape (n_rows, n_neighbors), int
        Nearest first.
    """
    if n_neighbors < 1:
        raise ValueError(f"n_neighbors must be at least 1; got {n_neighbors!r}.")
    check_enough_rows(n_neighbors, n_neighbors + 1, points)
    found = ExactNeighbors(points).kneighbors(points[rows], n_neighbors + 1)
    return others_than_rows(*found, rows)[1]
