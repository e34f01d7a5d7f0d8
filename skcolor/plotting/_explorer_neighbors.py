"""The nearest rows of each row, for an explorer page."""

from typing import Any

import numpy as np
import numpy.typing as npt

from skcolor._checks.arrays import as_array
from skcolor._checks.tables import check_table
from skcolor.neighbors._search import find_neighbors, percent_found, search_all


def check_neighbors(
    neighbors: Any, X: npt.ArrayLike | None, n_rows: int
) -> tuple[npt.NDArray[np.uint32], int]:
    """Find the nearest rows, or validate those that are given.

    Parameters
    ----------
    neighbors : int or array-like of shape (n_rows, n_neighbors)
        Number of neighbors to find in `X`; or the indices of the nearest rows of each row,
        nearest first, without the row itself.
    X : array-like of shape (n_rows, n_features) or None
        The rows, to find neighbors in.
    n_rows : int
        Number of rows of the layout.

    Returns
    -------
    indices : ndarray of shape (n_rows, n_neighbors), uint32
        Indices, nearest first.
    percent : int
        How many in a hundred of the nearest rows were found.

    Raises
    ------
    ValueError
        If there is not at least one neighbor for each row, or an index is that of no row.
    """
    given = as_array(neighbors, "neighbors")
    if given.ndim == 0:
        return _find(given, X, n_rows)
    if given.ndim != 2 or len(given) != n_rows or not given.shape[1]:
        raise ValueError(
            f"neighbors has shape {given.shape}; wanted ({n_rows}, n_neighbors), the "
            "nearest rows of each row of layout, or a number."
        )
    if given.dtype.kind not in "iu" or given.min() < 0 or given.max() >= n_rows:
        raise ValueError(
            f"neighbors must be integers from 0 to {n_rows - 1}, rows of layout; got "
            f"{given.dtype} from {given.min()} to {given.max()}."
        )
    return given.astype(np.uint32), 100


def _find(
    number: npt.NDArray[Any], X: npt.ArrayLike | None, n_rows: int
) -> tuple[npt.NDArray[np.uint32], int]:
    if number.dtype.kind not in "iu" or not 0 < number < n_rows:
        raise ValueError(
            f"neighbors must be an integer from 1 to {n_rows - 1}, or an array of row "
            f"indices; got {number!r}."
        )
    if X is None:
        raise ValueError(f"neighbors={number} needs X, the rows, to find them in.")
    rows = check_table(X, "X")
    if len(rows) != n_rows:
        raise ValueError(
            f"X has {len(rows)} rows and layout has {n_rows}; wanted the same rows."
        )
    search = find_neighbors(rows, "auto", n_neighbors=int(number), n_jobs=-1)
    percent = percent_found(search_all(search, int(number)))
    return search.others(int(number))[1].astype(np.uint32), percent
