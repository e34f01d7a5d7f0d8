"""Array API support: NumPy, or another library if scikit-learn's dispatch is on.

With ``sklearn.set_config(array_api_dispatch=True)`` and scikit-learn 1.9 or newer, arrays
of any library that follows the Python array API standard
(https://data-apis.org/array-api/), such as PyTorch, are processed in that library and on
their device. NumPy arrays take a fast path without an import.
"""

import sys
from typing import Any

import numpy as np


def get_namespace(array: Any) -> Any:
    """Namespace of an array: numpy, or the array's own library."""
    # Dispatch can only be on if scikit-learn is loaded.
    if isinstance(array, np.ndarray | np.generic) or "sklearn" not in sys.modules:
        return np
    from skcolor._compat import array_namespace

    return array_namespace(array)


def is_numpy(array: Any) -> bool:
    """Whether the namespace of an array is numpy."""
    return get_namespace(array) is np


def cast(array: Any, dtype: Any) -> Any:
    """Convert an array to a dtype of its own library, without a needless copy."""
    if is_numpy(array):  # or an array with the same methods, such as dask's
        return array.astype(dtype, copy=False)
    return get_namespace(array).astype(array, dtype, copy=False)


def to_numpy(array: Any) -> Any:
    """Copy an array of another library to NumPy; return all else as is."""
    if is_numpy(array):
        return array
    from skcolor._compat import move_to

    return move_to(array, xp=np, device="cpu")


def as_like(array: Any, like: Any) -> Any:
    """Convert a NumPy array to the library, dtype and device of another array."""
    if is_numpy(like):
        return np.asarray(array, dtype=like.dtype)
    xp = get_namespace(like)
    return xp.asarray(array, dtype=like.dtype, device=like.device)


def numpy_dtype(array: Any) -> Any:
    """NumPy's floating dtype for an array."""
    if is_numpy(array):
        return array.dtype
    is_single = array.dtype == get_namespace(array).float32
    return np.dtype(np.float32 if is_single else np.float64)


def move_fitted_to(estimator: Any, array: Any) -> None:
    """Move the fitted arrays of an estimator to the library and device of an array."""
    if is_numpy(array):
        return
    from skcolor._compat import move_to

    xp = get_namespace(array)
    for name, value in vars(estimator).items():
        is_learned = name.endswith("_") and isinstance(value, np.ndarray)
        if is_learned and value.dtype.kind != "O":  # feature names stay
            vars(estimator)[name] = move_to(value, xp=xp, device=array.device)


def cbrt(array: Any) -> Any:
    """Cube root, which the standard lacks."""
    xp = get_namespace(array)
    if xp is np:
        return np.cbrt(array)
    return xp.copysign(xp.abs(array) ** (1 / 3), array)


def atan2(y: Any, x: Any) -> Any:
    """Angle of (x, y); old versions of NumPy only have ``arctan2``."""
    xp = get_namespace(y)
    return np.arctan2(y, x) if xp is np else xp.atan2(y, x)
