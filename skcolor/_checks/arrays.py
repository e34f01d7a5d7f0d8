"""The checks of arrays that need no scikit-learn."""

import numpy as np
import numpy.typing as npt

# How far rounding in float32 takes colors out of [0, 1]: far less than a screen shows.
COLOR_ROUNDING = 1e-5


def check_unmasked(values, name: str) -> None:
    """Refuse masked entries: what is computed from an array knows nothing of its mask.

    Parameters
    ----------
    values : object
        What came; a list may hold masked arrays.
    name : str
        What the argument is called.

    Raises
    ------
    ValueError
        If some are masked; the message says how many.
    """
    is_list = isinstance(values, (list, tuple))
    parts = values if is_list else (values,)
    n_masked = sum(
        np.ma.count_masked(part) for part in parts if isinstance(part, np.ma.MaskedArray)
    )
    if n_masked:
        raise ValueError(
            f"{name} must have no masked entries, whose mask would be ignored; got "
            f"{n_masked} of them. Fill them, or drop the rows that hold them."
        )


def clip_rounding(numbers: npt.NDArray[np.floating], name: str) -> npt.NDArray[np.floating]:
    """Bring numbers back into [0, 1] that rounding has taken out of it.

    Raises
    ------
    ValueError
        If some lie further outside.
    """
    low, high = numbers.min(), numbers.max()
    if not (low >= -COLOR_ROUNDING and high <= 1 + COLOR_ROUNDING):
        raise ValueError(
            f"{name} must lie in [0, 1]; got values from {low:.6g} to {high:.6g}."
        )
    return np.clip(numbers, 0, 1) if low < 0 or high > 1 else numbers
