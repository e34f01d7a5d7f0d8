"""Which rows a measure looks at, and who their neighbors are."""

import numpy as np

from skcolor._checks.arguments import check_count
from skcolor._checks.layout import check_layout
from skcolor._checks.tables import check_table
from skcolor.neighbors._count import count_others
from skcolor.neighbors._exact import ExactNeighbors
from skcolor.neighbors._own_row import find_rows, leave_out


def require_layout(layout, n_rows=None):
    """Take a layout that must be there, of `n_rows` rows where that is known."""
    layout = check_table(layout, "layout")
    return check_layout(layout, len(layout) if n_rows is None else n_rows)


def sample_rows(n_rows, sample_size, random_state):
    """Indices of `sample_size` of the rows in their order; of all where there are fewer."""
    check_count("sample_size", sample_size, none_too=True)
    if sample_size is None or sample_size >= n_rows:
        return np.arange(n_rows)
    return np.sort(random_state.choice(n_rows, sample_size, replace=False))


def nearest_others(points, rows, n_neighbors):
    """Indices of the nearest points of the points `rows`, not counting themselves.

    Returns
    -------
    ndarray of shape (n_rows, n_neighbors), int
        Nearest first; fewer, with a warning, where `n_neighbors` is more than there are
        other points.
    """
    check_count("n_neighbors", n_neighbors)
    n_others = count_others(n_neighbors, len(points))
    _, found = ExactNeighbors(points).kneighbors(points[rows], n_others + 1)
    return leave_out(find_rows(found, rows), found)
