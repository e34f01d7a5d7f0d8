"""Validation of layouts."""

from typing import Any

import numpy as np
import numpy.typing as npt

from skcolor._array_api import to_numpy
from skcolor._checks.arrays import as_array
from skcolor._checks.tables import check_table

_FARTHEST = 1e150


def check_layout(
    y: Any, n_samples: int, *, n_columns: int | None = None
) -> npt.NDArray[np.floating] | None:
    """Validate `y` as a layout; return None for labels (a 1-D `y`) and None.

    Parameters
    ----------
    y : array-like or None
        Value of the argument `y`.
    n_samples : int
        Number of rows of X.
    n_columns : int or None, default=None
        Required number of columns; None allows 2 or 3.

    Returns
    -------
    ndarray of shape (n_samples, 2) or (n_samples, 3), or None
        The layout, float32 or float64.

    Raises
    ------
    ValueError
        If `y` has the wrong shape, or contains NaN, infinity, or numbers whose squares
        overflow.
    TypeError
        If it is sparse, or contains entries that are not numbers.
    """
    y = to_numpy(y)
    if y is None or as_array(y, "layout").ndim == 1:
        return None
    layout = check_table(y, "layout", min_rows=0)
    if len(layout) != n_samples:
        raise ValueError(
            f"layout (passed as y) has {len(layout)} rows and X has {n_samples}; "
            "pass one layout row for each row of X, in the same order."
        )
    allowed = (2, 3) if n_columns is None else (n_columns,)
    if layout.shape[1] not in allowed:
        raise ValueError(
            f"layout (passed as y) has {layout.shape[1]} columns; "
            f"wanted {' or '.join(map(str, allowed))}"
            f"{'' if n_columns is None else ', as in fit'}."
        )
    _check_distances(layout)
    return layout


def _check_distances(layout):
    """Raise a ValueError if squared distances of places overflow."""
    farthest = float(max(layout.max(initial=0), -layout.min(initial=0)))
    if farthest > _FARTHEST:
        raise ValueError(
            "layout (passed as y) must have coordinates whose squared distances fit in "
            f"float64; got {farthest:.3g}. Divide it by its largest absolute value."
        )
