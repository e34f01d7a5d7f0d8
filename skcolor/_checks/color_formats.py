"""The formats in which colors can be given, one per row."""

import re

import numpy as np
import numpy.typing as npt
from scipy.sparse import issparse

# To matplotlib these are grays, but in data they are labels or values.
_NUMBER = re.compile(r"\s*[-+.\d]")


def as_color_table(colors, name: str):
    """Convert hex strings, named colors, and integers from 0 to 255 to floats in [0, 1].

    Parameters
    ----------
    colors : object
        Value of the argument.
    name : str
        Name of the argument.

    Returns
    -------
    object
        An array of shape (n_rows, 3) or (n_rows, 4): float64 from strings, float32 from
        integers. Anything else is returned as it is.

    Raises
    ------
    ValueError
        If there is one number per row, if a string is not a color, if integers exceed 0 to
        255, or if none is larger than 1, because they could mean either range.
    TypeError
        If the values are booleans, or `colors` is an estimator.
    """
    if issparse(colors):
        return colors
    if hasattr(colors, "fit"):
        raise TypeError(
            f"{name} must be colors; got an estimator, {type(colors).__name__}. Pass what "
            "its transform returns."
        )
    if isinstance(colors, str):
        raise ValueError(f"{name} must have one color per row; got the string {colors!r}.")
    if isinstance(colors, (list, tuple)) and any(isinstance(c, str) for c in colors):
        return _parse(colors, name)
    try:
        array = np.asarray(colors)
    except (TypeError, ValueError):  # lists of unequal length, arrays on a GPU
        return colors
    if array.dtype.kind in "OUST":
        entries = (array[:, 0] if array.shape[1:] == (1,) else array).tolist()
        if array.ndim and any(isinstance(entry, str) for entry in entries):
            return _parse(entries, name)
        array = _infer_dtype(array)
    if array.ndim == 1 and array.size:
        raise ValueError(
            f"{name} has shape {array.shape}; wanted three channels, or a string, per row. "
            "Values and labels need a colorer, such as ValueColorer."
        )
    if array.dtype.kind == "b":
        raise TypeError(
            f"{name} must be sRGB colors; got booleans. Convert them to floats if they "
            "mean 0 and 1."
        )
    if array.dtype.kind in "iu" and array.ndim == 2 and array.size:
        return _scale_bytes(array, name)
    return colors


def _infer_dtype(array: npt.NDArray[np.object_]) -> npt.NDArray:
    """The array with the dtype that its objects suggest, if there is one."""
    try:
        return np.array(array.tolist())
    except ValueError:
        return array


def _parse(entries, name: str) -> npt.NDArray[np.float64]:
    """Colors of matplotlib as RGBA."""
    from matplotlib.colors import to_rgba

    known: dict = {}
    for row, entry in enumerate(entries):
        key = tuple(entry) if isinstance(entry, (list, np.ndarray)) else entry
        if key in known:
            continue
        try:
            if isinstance(key, str) and _NUMBER.match(key):
                raise ValueError
            known[key] = to_rgba(key)
        except (TypeError, ValueError):
            raise ValueError(
                f"{name} must be colors, such as '#1f77b4' or 'tab:blue'; got "
                f"{entry!r:.60} in row {row}. Labels need a colorer, or one color each."
            ) from None
    keys = (tuple(e) if isinstance(e, (list, np.ndarray)) else e for e in entries)
    return np.array([known[key] for key in keys], dtype=np.float64)


def _scale_bytes(array: npt.NDArray[np.integer], name: str) -> npt.NDArray[np.float32]:
    """Integers from 0 to 255 as floats in [0, 1]."""
    low, high = int(array.min()), int(array.max())
    if low < 0 or high > 255:
        raise ValueError(
            f"{name} of {array.dtype} must lie in [0, 255]; got values from {low} to "
            f"{high}."
        )
    if high == 1:
        raise ValueError(
            f"{name} of {array.dtype} could mean 0 to 1 or 0 to 255; got only 0 and 1. "
            f"Convert them to floats if they mean 0 to 1: {name}.astype(float)."
        )
    return array.astype(np.float32) / np.float32(255)
