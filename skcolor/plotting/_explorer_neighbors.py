"""The nearest rows of each row, for an explorer page."""

from typing import Any

import numpy as np
import numpy.typing as npt

from skcolor._checks.arrays import as_array
from skcolor._checks.tables import check_table
from skcolor.neighbors._search import find_neighbors


def check_neighbors(
    neighbors: Any, X: npt.ArrayLike | None, n_rows: int
) -> npt.NDArray[np.uint32]:
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
    ndarray of shape (n_rows, n_neighbors), uint32
        Indices, nearest first.

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
    return given.astype(np.uint32)


def _find(
    number: npt.NDArray[Any], X: npt.ArrayLike | None, n_rows: int
) -> npt.NDArray[np.uint32]:
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
    _, indices = find_neighbors(rows, n_jobs=-1).others(int(number))
    return indices.astype(np.uint32)
