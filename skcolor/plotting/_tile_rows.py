"""Rows of arrays that may be larger than memory, read in chunks."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import issparse

CHUNK_ROWS = 262_144


def chunks_of(n_rows: int) -> Iterator[slice]:
    """Slices over all rows."""
    for start in range(0, n_rows, CHUNK_ROWS):
        yield slice(start, min(start + CHUNK_ROWS, n_rows))


def take_rows(values: Any, rows: slice) -> Any:
    """Some rows of a list, an array, or a Series or table."""
    return getattr(values, "iloc", values)[rows]


def has_rows(values: Any) -> bool:
    """Whether some rows can be taken."""
    is_one = isinstance(values, str | bytes | Mapping)
    is_sequence = hasattr(values, "__len__") and hasattr(values, "__getitem__")
    return is_sequence and not is_one and not issparse(values)


def name_rows(name: str, rows: slice, n_rows: int) -> str:
    """The name of some rows of an argument, for errors that say where in them."""
    is_whole = rows.start == 0 and rows.stop == n_rows
    return name if is_whole else f"{name}[{rows.start}:{rows.stop}]"


def on_disk(values: Any, name: str, path: Path) -> Any:
    """A dask array as a memory-mapped file, so that each block is computed once.

    Parameters
    ----------
    values : object
        Anything; what is not lazy is returned as it is.
    name : str
        Name of the argument.
    path : pathlib.Path
        File to write.

    Raises
    ------
    ValueError
        If the size of the blocks is not known.
    """
    if not (hasattr(values, "compute") and hasattr(values, "chunks")):
        return values
    if np.isnan(np.array(values.shape, dtype=float)).any():
        raise ValueError(
            f"{name} must be a dask array with known chunk sizes; got shape "
            f"{values.shape}. Call compute_chunk_sizes() on it first."
        )
    stops = np.cumsum(values.chunks[0])
    with path.open("wb") as file:
        for start, stop in zip(stops - values.chunks[0], stops, strict=True):
            block: npt.NDArray[Any] = np.asarray(values[int(start) : int(stop)])
            block.astype(values.dtype, copy=False).tofile(file)
    return np.memmap(path, dtype=values.dtype, mode="r", shape=values.shape)
