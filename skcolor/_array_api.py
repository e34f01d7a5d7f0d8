"""The library of an array: numpy, or another where scikit-learn's dispatch is on.

With ``sklearn.set_config(array_api_dispatch=True)``, and scikit-learn 1.9 or newer,
arrays of any library of the Python array API standard (https://data-apis.org/array-api/)
are worked on where they are: torch's, on a GPU too. Numpy's own way always comes first
and takes no import.
"""

import sys
from typing import Any

import numpy as np


def get_namespace(array: Any) -> Any:
    """The functions for an array: those of numpy, or of the array's own library."""
    # Without scikit-learn there is no dispatch to be on.
    if isinstance(array, np.ndarray | np.generic) or "sklearn" not in sys.modules:
        return np
    from skcolor._compat import array_namespace

    return array_namespace(array)


def is_numpy(array: Any) -> bool:
    """Whether numpy works on an array."""
    return get_namespace(array) is np


def cast(array: Any, dtype: Any) -> Any:
    """Convert an array to a type of its own library; not copied where it has it."""
    if is_numpy(array):  # or what works alike, such as dask's
        return array.astype(dtype, copy=False)
    return get_namespace(array).astype(array, dtype, copy=False)


def to_numpy(array: Any) -> Any:
    """Copy an array of another library to numpy; what has no other stays as it is."""
    if is_numpy(array):
        return array
    from skcolor._compat import move_to

    return move_to(array, xp=np, device="cpu")


def as_like(array: Any, like: Any) -> Any:
    """Numbers of a numpy array in the library, type and device of another array."""
    if is_numpy(like):
        return np.asarray(array, dtype=like.dtype)
    xp = get_namespace(like)
    return xp.asarray(array, dtype=like.dtype, device=like.device)


def numpy_dtype(array: Any) -> Any:
    """Numpy's type for the floating numbers of an array."""
    if is_numpy(array):
        return array.dtype
    is_single = array.dtype == get_namespace(array).float32
    return np.dtype(np.float32 if is_single else np.float64)


def move_fitted_to(estimator: Any, array: Any) -> None:
    """Move what an estimator has learned to the library and device of an array."""
    if is_numpy(array):
        return
    from skcolor._compat import move_to

    xp = get_namespace(array)
    for name, value in vars(estimator).items():
        is_learned = name.endswith("_") and isinstance(value, np.ndarray)
        if is_learned and value.dtype.kind != "O":  # names of columns stay
            vars(estimator)[name] = move_to(value, xp=xp, device=array.device)


def cbrt(array: Any) -> Any:
    """Cubic root, which the standard does not have."""
    xp = get_namespace(array)
    if xp is np:
        return np.cbrt(array)
    return xp.copysign(xp.abs(array) ** (1 / 3), array)


def atan2(y: Any, x: Any) -> Any:
    """Angle of (x, y), under the name that old versions of numpy have."""
    xp = get_namespace(y)
    return np.arctan2(y, x) if xp is np else xp.atan2(y, x)
