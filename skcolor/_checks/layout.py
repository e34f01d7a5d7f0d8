"""Validation of layouts."""

import numpy as np

from skcolor._array_api import to_numpy
from skcolor._checks.tables import check_table


def check_layout(y, n_samples, *, n_columns=None):
    """Take `y` as a layout; labels (a 1-D `y`) and None are no layout.

    Parameters
    ----------
    y : array-like or None
        What came as `y`.
    n_samples : int
        How many rows X has.
    n_columns : int or None, default=None
        How many columns the layout must have; None: 2 or 3.

    Returns
    -------
    ndarray of shape (n_samples, 2) or (n_samples, 3), or None
        The layout, float32 or float64.

    Raises
    ------
    ValueError
        If `y` has the wrong shape, or holds NaN or infinity.
    TypeError
        If it is sparse, or holds what is no number.
    """
    y = to_numpy(y)
    if y is None or np.asarray(y).ndim == 1:
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
    return layout
