"""Check of arguments that select rows, by their numbers or by a mask."""

import numpy as np
import numpy.typing as npt

from skcolor._checks.arrays import as_array


def check_row_numbers(
    given, name: str, n_rows: int, *, of: str = "layout", mask_too: bool = False
) -> npt.NDArray[np.intp]:
    """Validate numbers of rows.

    Parameters
    ----------
    given : array-like of int or None
        Value of the argument; None is none.
    name : str
        Name of the argument.
    n_rows : int
        Number of rows.
    of : str, default="layout"
        Name of the argument that has these rows.
    mask_too : bool, default=False
        Whether it may also be a boolean for each row.

    Returns
    -------
    ndarray of int
        Numbers of rows, from 0.

    Raises
    ------
    ValueError
        If it is not one-dimensional, of another type, or beyond the rows.
    """
    given = [] if given is None else given
    rows = as_array(given, name)
    wanted = f"integers from 0 to {n_rows - 1}, rows of {of}"
    wanted += f", or {n_rows} booleans" if mask_too else ""
    if mask_too and rows.dtype == bool:
        if rows.shape != (n_rows,):
            raise ValueError(
                f"{name} must be {wanted}; got booleans of shape {rows.shape}."
            )
        return np.flatnonzero(rows)
    rows = rows if rows.size else rows.astype(int)
    is_row = rows.ndim == 1 and rows.dtype.kind in "iu"
    if not (is_row and (rows >= 0).all() and (rows < n_rows).all()):
        raise ValueError(f"{name} must be {wanted}; got {rows!r:.60}.")
    return rows.astype(np.intp, copy=False)
