"""The checks of arguments that hold one row for each sample: any table, and colors."""

import numpy as np
import numpy.typing as npt
from scipy.sparse import issparse
from sklearn.utils import check_array

from skcolor._checks.arrays import check_unmasked, clip_rounding


def check_table(values, name: str, *, min_rows: int = 1) -> npt.NDArray[np.floating]:
    """Validate a table of finite numbers.

    Parameters
    ----------
    values : array-like of shape (n_rows, n_columns)
        What came.
    name : str
        What the argument is called.
    min_rows : int, default=1
        How many rows there must be at least.

    Returns
    -------
    ndarray of shape (n_rows, n_columns)
        float32 stays float32; all else is float64.

    Raises
    ------
    ValueError
        If it has another number of dimensions or too few rows, or its entries are not
        finite real numbers.
    TypeError
        If it is sparse, or holds what is no number.
    """
    check_unmasked(values, name)
    try:
        return check_array(
            values,
            dtype=[np.float64, np.float32],
            ensure_min_samples=min_rows,
            input_name=name,
        )
    except (TypeError, ValueError) as error:
        reason = str(error).partition("\n")[0].rstrip(":.")
        raise type(error)(
            f"{name} must be a dense table of finite real numbers, a row for each sample; "
            f"got {describe(values)} ({reason})."
        ) from None


def check_vector(values, name: str, n_values: int, wanted: str) -> npt.NDArray[np.float64]:
    """Validate so many finite numbers.

    Parameters
    ----------
    values : array-like of shape (n_values,)
        What came.
    name : str
        What the argument is called.
    n_values : int
        How many there must be.
    wanted : str
        What the argument may be, for the error.

    Returns
    -------
    ndarray of shape (n_values,), float64
        The numbers.

    Raises
    ------
    ValueError
        If they are something else.
    """
    check_unmasked(values, name)
    vector = np.asarray(values)
    if vector.dtype.kind not in "biuf":
        raise ValueError(f"{name} must be {wanted}; got {values!r:.60}.")
    if vector.shape != (n_values,):
        raise ValueError(f"{name} must be {wanted}; got an array of shape {vector.shape}.")
    if not np.isfinite(vector).all():
        raise ValueError(f"{name} must be {wanted}; got NaN or infinity.")
    return vector.astype(np.float64)


def check_row_colors(
    colors, n_rows: int | None = None, *, of: str = "X", name: str = "colors"
) -> npt.NDArray[np.floating]:
    """Validate sRGB colors, one for each row.

    Parameters
    ----------
    colors : array-like of shape (n_rows, 3)
        sRGB in [0, 1]; what rounding takes out of it is brought back.
    n_rows : int or None, default=None
        How many there must be; None takes any number but 0.
    of : str, default="X"
        Name of the argument whose rows they belong to.
    name : str, default="colors"
        What the argument is called.

    Returns
    -------
    ndarray of shape (n_rows, 3)
        float32 stays float32; all else is float64.

    Raises
    ------
    ValueError
        If the shape is another, or colors leave [0, 1] or are not finite.
    TypeError
        If they are sparse, or no numbers.
    """
    colors = check_table(colors, name)
    n_rows = len(colors) if n_rows is None else n_rows
    if colors.shape != (n_rows, 3):
        raise ValueError(
            f"{name} has shape {colors.shape}; wanted ({n_rows}, 3), one sRGB color for "
            f"each row of {of}."
        )
    return clip_rounding(colors, name)


def describe(values):
    """What came, in a few words whatever its size."""
    if issparse(values):
        return f"a sparse array of shape {values.shape}"
    if hasattr(values, "shape"):
        return f"shape {tuple(values.shape)} of {getattr(values, 'dtype', 'mixed types')}"
    return (
        f"{values!r:.60}"
        if np.isscalar(values) or values is None
        else (f"a {type(values).__name__}")
    )
