"""The rows that a measure samples, their neighbors, and random other rows."""

from typing import Any

import numpy as np
import numpy.typing as npt

from skcolor._checks.arguments import check_count
from skcolor._checks.layout import check_layout
from skcolor._checks.tables import check_table
from skcolor._compute.shared_work import shared
from skcolor.neighbors._count import count_others
from skcolor.neighbors._exact import ExactNeighbors


def require_layout(
    layout: npt.ArrayLike, n_rows: int | None = None
) -> npt.NDArray[np.floating]:
    """Check a required layout, which must have `n_rows` rows if given."""
    table = check_table(layout, "layout")
    checked = check_layout(table, len(table) if n_rows is None else n_rows)
    assert checked is not None  # a 2-D table is never taken as labels
    return checked


def sample_rows(
    n_rows: int, sample_size: int | None, random_state: np.random.RandomState
) -> npt.NDArray[np.intp]:
    """Sorted indices of `sample_size` random rows, or of all rows if there are fewer."""
    check_count("sample_size", sample_size, none_too=True)
    if sample_size is None or sample_size >= n_rows:
        return np.arange(n_rows)
    return np.sort(random_state.choice(n_rows, sample_size, replace=False))


def nearest_others(
    points: npt.NDArray[np.floating], rows: npt.NDArray[np.intp], n_neighbors: int
) -> npt.NDArray[np.intp]:
    """Indices of the nearest neighbors of the points `rows`, excluding themselves.

    Returns
    -------
    ndarray of shape (n_rows, n_neighbors), int
        Nearest first. Fewer, with a warning, if `n_neighbors` exceeds the number of other
        points.
    """
    check_count("n_neighbors", n_neighbors)
    n_others = count_others(n_neighbors, len(points))
    return ExactNeighbors(points).others(n_others, rows)[1]


def sampled_others(
    points: npt.NDArray[np.floating],
    rows: npt.NDArray[np.intp],
    n_neighbors: int,
    *,
    sample_size: int | None,
    seed: Any,
) -> npt.NDArray[np.intp]:
    """`nearest_others` of the first sample that a seed gives, shared among measures."""
    return shared(
        lambda: nearest_others(points, rows, n_neighbors),
        ("nearest_others", n_neighbors, sample_size),
        points,
        seed=seed,
    )


def random_others(
    rows: npt.NDArray[np.intp],
    n_others: int,
    n_rows: int,
    random_state: np.random.RandomState,
) -> npt.NDArray[np.intp]:
    """Random other rows for each of `rows`, with repeats, of shape (n, n_others)."""
    steps = random_state.randint(1, n_rows, size=(len(rows), n_others))
    return (rows[:, np.newaxis] + steps) % n_rows
