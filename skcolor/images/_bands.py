"""The pixels of images, read a band of rows at a time."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn import get_config
from sklearn.utils import gen_batches

from skcolor._array_api import cast, get_namespace, is_numpy

# Large enough for threads to share, small next to any image that does not fit in memory.
_BAND_BYTES = 2**25


def read_bands(parts: Any) -> Iterator[tuple[slice, Any]]:
    """Yield the pixels of images, in order, as rows of features.

    Parameters
    ----------
    parts : array of shape (n, height, width, d), or sequence of (height, width, d)
        The images, which may lie in a memory-mapped file.

    Yields
    ------
    pixels : slice
        Which pixels of all images these are.
    rows : array of shape (n_pixels, d)
        Their features; those of half precision in single precision if they are tensors.
    """
    blocks: Iterable[Any]
    if isinstance(parts, Sequence):
        blocks = (band for part in parts for band in _bands(part))
    elif parts.shape[1] > parts.shape[0]:
        images = (parts[i, ...] for i in range(parts.shape[0]))
        blocks = (band for image in images for band in _bands(image))
    else:
        blocks = _bands(parts)
    start = 0
    for block in blocks:
        rows = flatten(block)
        stop = start + rows.shape[0]
        yield slice(start, stop), rows
        start = stop


def _bands(array: Any) -> Iterator[Any]:
    budget = min(_BAND_BYTES, get_config()["working_memory"] * 2**20)
    itemsize = getattr(array.dtype, "itemsize", 8)  # the standard has none
    row_bytes = itemsize * int(np.prod(array.shape[1:]))
    for rows in gen_batches(array.shape[0], max(1, int(budget // row_bytes))):
        yield array[rows, ...]


def flatten(block: Any) -> Any:
    """Pixels of a block as rows; half precision of tensors becomes single precision."""
    if is_numpy(block):
        return np.asarray(block.reshape(-1, block.shape[-1]))
    xp = get_namespace(block)
    rows = xp.reshape(block, (-1, block.shape[-1]))
    is_wide = rows.dtype in (xp.float32, xp.float64)
    is_float = xp.isdtype(rows.dtype, "real floating")
    return rows if is_wide or not is_float else cast(rows, xp.float32)


def finite_rows(rows: Any) -> npt.NDArray[np.bool_] | Any:
    """Which rows have neither NaN nor infinity, in the array library of the rows."""
    xp = get_namespace(rows)
    if is_numpy(rows) and rows.dtype.kind != "f":
        return np.ones(len(rows), bool)
    return xp.all(xp.isfinite(rows), axis=1)
