"""How far rounding moves a number."""

from typing import Any

import numpy as np

from skcolor._array_api import numpy_dtype

# Numbers that are as near to each other as this many units of rounding count as equal.
_N_ROUNDINGS = 32


def rounding_share(values: Any) -> float:
    """Share of a number's size by which it may differ from itself, for its type."""
    dtype = np.dtype(numpy_dtype(values))
    return _N_ROUNDINGS * float(np.finfo(dtype if dtype.kind == "f" else np.float64).eps)
