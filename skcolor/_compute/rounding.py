"""Tolerances for rounding errors."""

from typing import Any

import numpy as np

from skcolor._array_api import numpy_dtype

# Numbers that differ by at most this many machine epsilons count as equal.
_N_ROUNDINGS = 32


def rounding_share(values: Any) -> float:
    """Relative tolerance for equality in the dtype of `values`."""
    dtype = np.dtype(numpy_dtype(values))
    return _N_ROUNDINGS * float(np.finfo(dtype if dtype.kind == "f" else np.float64).eps)
