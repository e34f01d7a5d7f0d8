"""Large arrays of files that cannot be mapped into memory, in a temporary file."""

import math
from collections.abc import Iterable
from pathlib import Path
from shutil import disk_usage
from tempfile import TemporaryFile, gettempdir
from typing import Any

import numpy as np
import numpy.typing as npt

from skcolor.cli._table import InputError

# Arrays above this size are read in chunks where possible.
LARGE_BYTES = 2**30
CHUNK_BYTES = 2**25


def read_stored(path: Path, stored: Any) -> npt.NDArray[Any]:
    """Read an array of Zarr or HDF5, which is mapped from a temporary file if it is large.

    Parameters
    ----------
    path : pathlib.Path
        Path of the file, for messages.
    stored : array of zarr or dataset of h5py
        Array that is read in slices along its first axis.
    """
    n_bytes = stored.dtype.itemsize * math.prod(stored.shape)
    if n_bytes <= LARGE_BYTES or stored.dtype.kind not in "fiub":
        return np.asarray(stored[()])
    n_rows = stored.shape[0]
    in_chunk = (getattr(stored, "shards", None) or stored.chunks or (1,))[0]
    step = in_chunk * max(1, CHUNK_BYTES * n_rows // (n_bytes * in_chunk))
    parts = (stored[start : start + step] for start in range(0, n_rows, step))
    return map_parts(path, parts, n_rows)


def map_parts(
    path: Path, parts: Iterable[npt.NDArray[Any]], n_rows: int
) -> npt.NDArray[Any]:
    """Write parts of an array to a file, and map it.

    The file has no name, so the system deletes it when the process ends, however it ends.
    """
    first: Any = None
    with TemporaryFile() as file:
        for part in parts:
            if first is None:
                first = part[:1]
                _check_room(path, n_rows * first.nbytes)
            file.write(np.ascontiguousarray(part, first.dtype).data)
        file.flush()
        rows = np.memmap(file, first.dtype, "r", shape=(n_rows, *first.shape[1:]))
    # On Windows it has a name, but can be opened only once.
    rows.filename = None
    return rows


def _check_room(path: Path, n_bytes: int) -> None:
    folder = gettempdir()
    n_free = disk_usage(folder).free
    if n_free < n_bytes:
        raise InputError(
            f"{path}: needs {n_bytes / 1e9:.2g} GB in {folder} for a temporary file, and "
            f"{n_free / 1e9:.2g} GB are free; set TMPDIR to a folder with more room"
        )
