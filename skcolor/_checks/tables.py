"""Checks of arguments with one row per sample: tables and colors."""

from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array, issparse
from sklearn.utils import check_array

from skcolor._checks.arrays import as_array, check_unmasked, clip_rounding
from skcolor._checks.color_formats import as_color_table


def check_table(
    values, name: str, *, min_rows: int = 1, sparse: bool = False
) -> npt.NDArray[np.floating]:
    """Validate a table of finite numbers.

    Parameters
    ----------
    values : array-like of shape (n_rows, n_columns)
        Value of the argument.
    name : str
        Name of the argument.
    min_rows : int, default=1
        Smallest allowed number of rows.
    sparse : bool, default=False
        Whether a sparse table is allowed.

    Returns
    -------
    ndarray or csr_array of shape (n_rows, n_columns)
        float32 stays float32; all other dtypes become float64. A sparse table becomes a
        csr_array without duplicate entries.

    Raises
    ------
    ValueError
        If it is not 2-D, has too few rows, or contains entries that are not finite real
        numbers.
    TypeError
        If it is sparse, or contains entries that are not numbers.
    """
    check_unmasked(values, name)
    try:
        table = check_array(
            values,
            accept_sparse="csr" if sparse else False,
            dtype=[np.float64, np.float32],
            ensure_min_samples=min_rows,
            input_name=name,
        )
    except (TypeError, ValueError) as error:
        reason = str(error).partition("\n")[0].rstrip(":.")
        raise type(error)(
            f"{name} must be a {'' if sparse else 'dense '}table of finite real numbers, "
            f"one row per sample; got {describe(values)} ({reason})."
        ) from None
    return _without_duplicates(csr_array(table)) if issparse(table) else table


def _without_duplicates(table: csr_array) -> csr_array:
    if not table.has_canonical_format:
        table = table.copy()  # the caller's array stays as it is
        table.sum_duplicates()
    return table


def is_number_table(values: Any) -> bool:
    """Whether a value is a dense or sparse table of finite numbers.

    Categories and dates are no numbers, even if NumPy can convert them.
    """
    dtypes = values.dtypes if hasattr(values, "columns") else ()
    if any(map(_is_no_number, dtypes)):
        return False
    try:
        check_table(values, "X", sparse=True)
    except (TypeError, ValueError):
        return False
    return True


def _is_no_number(dtype: Any) -> bool:
    """Whether the type of a column, of pandas or polars, is of categories or dates."""
    is_time = getattr(dtype, "kind", None) in ("M", "m")
    return is_time or hasattr(dtype, "categories") or getattr(dtype, "is_temporal", bool)()


def check_vector(values, name: str, n_values: int, wanted: str) -> npt.NDArray[np.float64]:
    """Validate a vector of finite numbers.

    Parameters
    ----------
    values : array-like of shape (n_values,)
        Value of the argument.
    name : str
        Name of the argument.
    n_values : int
        Required number of entries.
    wanted : str
        Description of valid values, for the error.

    Returns
    -------
    ndarray of shape (n_values,), float64
        The numbers.

    Raises
    ------
    ValueError
        If the values are invalid.
    """
    vector = as_array(values, name)
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
    """Validate opaque sRGB colors, one per row.

    Parameters
    ----------
    colors : array-like of shape (n_rows, 3), (n_rows, 4) or (n_rows,)
        Floats in [0, 1], where values outside by rounding are clipped; integers from 0 to
        255; or strings: hex colors, or names known to matplotlib. A fourth column, opacity,
        must be 1.
    n_rows : int or None, default=None
        Required number of colors; None allows any number except 0.
    of : str, default="X"
        Name of the argument that has these rows.
    name : str, default="colors"
        Name of the argument.

    Returns
    -------
    ndarray of shape (n_rows, 3)
        float32 stays float32, and integers become float32; all others become float64.

    Raises
    ------
    ValueError
        If the shape is wrong, colors are not finite or not in their range, integers could
        mean either range, a string is not a color, any color is transparent, or the columns
        of a table are red, green and blue in another order.
    TypeError
        If they are sparse or booleans, or neither numbers nor strings.
    """
    rgb, opacity = check_row_rgba(colors, n_rows, of=of, name=name)
    if opacity is not None:
        row = int(np.argmax(opacity < 1))
        raise ValueError(
            f"{name} must be opaque, because transparent colors have no meaning here; got "
            f"an opacity of {opacity[row]:.3g} in row {row}. Drop the opacity, or mix the "
            "colors with their background."
        )
    return rgb


def check_row_rgba(
    colors, n_rows: int | None = None, *, of: str = "X", name: str = "colors"
) -> tuple[npt.NDArray[np.floating], npt.NDArray[np.floating] | None]:
    """Validate sRGB colors, one per row, that may be transparent.

    Parameters and errors are those of `check_row_colors`.

    Returns
    -------
    rgb : ndarray of shape (n_rows, 3)
        The colors.
    opacity : ndarray of shape (n_rows,) or None
        Their opacity in [0, 1]; None if all are opaque.
    """
    check_unmasked(colors, name)
    _check_channel_order(colors, name)
    colors = as_color_table(colors, name)
    colors = check_table(colors, name)
    n_rows = len(colors) if n_rows is None else n_rows
    if colors.shape not in ((n_rows, 3), (n_rows, 4)):
        raise ValueError(
            f"{name} has shape {colors.shape}; wanted ({n_rows}, 3), one sRGB color for "
            f"each row of {of}."
        )
    colors = clip_rounding(colors, name)
    rgb, opacity = colors[:, :3], colors[:, 3:].ravel()
    return rgb, opacity if (opacity < 1).any() else None


def _check_channel_order(colors, name):
    """Colors are read by position, so that their columns must be in the order of sRGB."""
    columns = [str(column) for column in getattr(colors, "columns", ())]
    channels = [column.rpartition("__")[2].lower() for column in columns]
    wanted = ["red", "green", "blue"] + ["alpha"] * ("alpha" in channels)
    if channels != wanted and sorted(channels) == sorted(wanted):
        in_order = [columns[channels.index(channel)] for channel in wanted]
        raise ValueError(
            f"{name} has the columns {columns}; wanted {', '.join(wanted)} in this order: "
            f"pass {name}[{in_order}]."
        )


def describe(values):
    """Short description of a value, whatever its size."""
    if issparse(values):
        return f"a sparse array of shape {values.shape}"
    if hasattr(values, "shape"):
        return f"shape {tuple(values.shape)} of {getattr(values, 'dtype', 'mixed types')}"
    return (
        f"{values!r:.60}"
        if np.isscalar(values) or values is None
        else (f"a {type(values).__name__}")
    )
