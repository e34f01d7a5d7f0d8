"""Checks of arrays, without scikit-learn."""

import mmap
from typing import Any

import numpy as np
import numpy.typing as npt

# Tolerance for colors outside [0, 1] by float32 rounding; far below a visible difference.
COLOR_ROUNDING = 1e-5


def check_unmasked(values, name: str) -> None:
    """Refuse masked entries, because computations ignore the mask.

    Parameters
    ----------
    values : object
        Value of the argument; a list may contain masked arrays.
    name : str
        Name of the argument.

    Raises
    ------
    ValueError
        If any entry is masked; the message says how many.
    """
    is_list = isinstance(values, (list, tuple))
    parts = values if is_list else (values,)
    n_masked = sum(
        np.ma.count_masked(part) for part in parts if isinstance(part, np.ma.MaskedArray)
    )
    if n_masked:
        raise ValueError(
            f"{name} must have no masked entries, because masks are not supported; got "
            f"{n_masked}. Fill them, or drop their rows."
        )


def as_array(values, name: str) -> npt.NDArray[Any]:
    """Convert an argument to an array.

    Parameters
    ----------
    values : array-like
        Value of the argument.
    name : str
        Name of the argument.

    Returns
    -------
    ndarray
        The array; not copied if it is one.

    Raises
    ------
    ValueError
        If entries are masked, or lists have different lengths.
    """
    check_unmasked(values, name)
    try:
        return np.asarray(values)
    except ValueError:
        raise ValueError(
            f"{name} must be an array; got a {type(values).__name__} whose entries differ "
            "in shape."
        ) from None


def count_axes(values, name: str) -> int:
    """Number of axes of an argument, without reading it if it has a shape."""
    shape = getattr(values, "shape", None)
    return as_array(values, name).ndim if shape is None else len(shape)


def is_mapped(array: npt.NDArray[Any]) -> bool:
    """Whether an array lies in a memory-mapped file."""
    base: Any = array
    while isinstance(base, np.ndarray) and not isinstance(base, np.memmap):
        base = base.base
    return isinstance(base, (np.memmap, mmap.mmap))


def clip_rounding(numbers: npt.NDArray[np.floating], name: str) -> npt.NDArray[np.floating]:
    """Clip numbers that are outside [0, 1] only by rounding.

    Raises
    ------
    ValueError
        If any number is further outside.
    """
    low, high = numbers.min(), numbers.max()
    if not (low >= -COLOR_ROUNDING and high <= 1 + COLOR_ROUNDING):
        is_byte = low >= 0 and 1 < high <= 255 and (numbers == np.rint(numbers)).all()
        raise ValueError(
            f"{name} must lie in [0, 1]; got values from {low:.6g} to {high:.6g}."
            + (" Convert them to integers if they mean 0 to 255." if is_byte else "")
        )
    return np.clip(numbers, 0, 1) if low < 0 or high > 1 else numbers
