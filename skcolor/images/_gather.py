"""The pixels of images as the rows of one array, in memory or in a temporary file."""

from collections.abc import Sequence
from tempfile import TemporaryFile
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn import get_config

from skcolor._array_api import get_namespace, is_numpy
from skcolor._checks.arrays import is_mapped
from skcolor.images._bands import read_bands


def gather_rows(parts: Any, used: Sequence[npt.NDArray[np.bool_]] | None) -> Any:
    """The pixels that are used, one row each.

    They are not copied if all are used and lie next to each other. Otherwise, those of
    memory-mapped images go to a temporary file if they need more than
    ``sklearn.set_config(working_memory=...)``.

    Parameters
    ----------
    parts : array of shape (n, height, width, d), or sequence of (height, width, d)
        The images.
    used : sequence of ndarray of shape (height, width), bool, or None
        Which pixels are used; None means all.

    Returns
    -------
    array of shape (n_used, d)
        The rows.
    """
    if not is_numpy(parts[0] if isinstance(parts, Sequence) else parts):
        return _gather_tensors(parts, used)
    is_array = isinstance(parts, np.ndarray)
    on_disk = any(map(is_mapped, [parts] if is_array else parts))
    dtype = parts.dtype if is_array else np.result_type(*{part.dtype for part in parts})
    if on_disk:
        dtype = _fitted_dtype(dtype)
    if used is None and is_array and parts.flags.c_contiguous and dtype == parts.dtype:
        return parts.reshape(-1, parts.shape[-1])
    flat = None if used is None else np.concatenate([keep.ravel() for keep in used])
    n_rows = sum(part[..., 0].size for part in parts) if flat is None else int(flat.sum())
    out = _new_rows((n_rows, parts[0].shape[-1]), dtype, on_disk=on_disk)
    start = 0
    for pixels, rows in read_bands(parts):
        rows = rows if flat is None else rows[flat[pixels]]
        out[start : start + len(rows)] = rows
        start += len(rows)
    return out


def _fitted_dtype(dtype: npt.DTypeLike) -> np.dtype[Any]:
    """The dtype that estimators would copy all rows to."""
    if dtype == np.float16:
        return np.dtype(np.float32)
    return np.dtype(dtype if dtype in (np.float32, np.float64) else np.float64)


def _new_rows(
    shape: tuple[int, int], dtype: np.dtype[Any], *, on_disk: bool
) -> npt.NDArray[Any]:
    if (
        not on_disk
        or np.prod(shape) * dtype.itemsize <= get_config()["working_memory"] * 2**20
    ):
        return np.empty(shape, dtype)
    with TemporaryFile(prefix="skcolor-") as file:  # the mapping outlives it
        return np.memmap(file, dtype, "w+", shape=shape)


def _gather_tensors(parts: Any, used: Sequence[npt.NDArray[np.bool_]] | None) -> Any:
    xp = get_namespace(parts[0] if isinstance(parts, Sequence) else parts)
    if used is None and not isinstance(parts, Sequence):
        return xp.reshape(parts, (-1, parts.shape[-1]))
    flat = None if used is None else np.concatenate([keep.ravel() for keep in used])
    pieces = []
    for pixels, rows in read_bands(parts):
        keep = slice(None) if flat is None else xp.asarray(flat[pixels], device=rows.device)
        pieces.append(rows[keep, ...] if flat is None else rows[keep])
    return xp.concat(pieces)
