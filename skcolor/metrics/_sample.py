"""Which rows a measure looks at, and what it compares them with."""

import numpy as np

from skcolor._checks.arguments import check_count
from skcolor._checks.tables import check_table
from skcolor._fitting.layout import check_layout
from skcolor.neighbors._count import count_others
from skcolor.neighbors._exact import ExactNeighbors


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
    return ExactNeighbors(points).others(n_others, rows)[1]


def random_others(rows, n_others, n_rows, random_state):
    """Others for each of `rows`, each as likely, with repeats, of shape (n, n_others)."""
    steps = random_state.randint(1, n_rows, size=(len(rows), n_others))
    return (rows[:, np.newaxis] + steps) % n_rows
