"""Read rows from .npy and .npz files."""

from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from skcolor.cli._table import (
    InputError,
    ReadOptions,
    Table,
    counts_rows,
    join_names,
    print_note,
)
from skcolor.cli.readers.named_arrays import Stored, choose_arrays, to_dense

_HEADERS = {
    (1, 0): np.lib.format.read_array_header_1_0,
    (2, 0): np.lib.format.read_array_header_2_0,
}


def read_npy(path: Path) -> Table:
    """Map a .npy file into memory."""
    try:
        rows = np.load(path, mmap_mode="r", allow_pickle=False)
    except ValueError as error:
        if "Python objects" not in str(error):
            raise
        raise InputError(
            f"{path}: contains Python objects, which could run code; save numbers"
        ) from None
    if isinstance(rows, np.memmap):
        n_more = path.stat().st_size - rows.offset - rows.nbytes
        if n_more:
            raise InputError(
                f"{path}: has {n_more} bytes after its array of shape {rows.shape}; save "
                "one array per file"
            )
    return Table(rows)


def read_npz(path: Path, key: str, reading: ReadOptions) -> Table:
    """Read one array of a .npz file, and what is stored beside it."""
    with np.load(path, allow_pickle=False) as arrays:
        if {"format", "shape", "data"} <= {*arrays.files}:
            return Table(to_dense(path, _load_sparse(path)))
        if len(arrays.files) == 1 and not key:
            return Table(arrays[arrays.files[0]])
        names = {name.removesuffix(".npy") for name in arrays.zip.namelist()}
        about = {name: _read_header(arrays, name) for name in arrays.files if name in names}
        pickled = [name for name, (_, dtype) in about.items() if dtype.hasobject]
        if key in pickled:
            raise InputError(
                f"{path}: {key} contains Python objects; save numbers or texts"
            )
        stored = {
            name: Stored(shape, partial(arrays.__getitem__, name), dtype.kind in "fiub")
            for name, (shape, dtype) in about.items()
            if name not in pickled
        }
        if pickled and not reading.is_layout:
            print_note(
                f"{path}: left out {join_names(pickled)}, of Python objects; save texts as "
                "np.array(texts, dtype=str)"
            )
        return choose_arrays(path, stored, key, reading)


def note_counting_column(path: Path, rows: npt.NDArray[Any]) -> None:
    """Note on standard error that the first column of an array may be an index."""
    if rows.shape[1] > 1 and counts_rows(rows[:10, 0]) and counts_rows(rows[:, 0]):
        print_note(f"{path}: column 0 counts the rows; if it is an index, drop it")


def _load_sparse(path: Path) -> Any:
    from scipy.sparse import load_npz

    return load_npz(path)


def _read_header(arrays: Any, name: str) -> tuple[tuple[int, ...], np.dtype]:
    """Shape and type of an array without reading it."""
    with arrays.zip.open(f"{name}.npy") as file:
        version = np.lib.format.read_magic(file)
        shape, _, dtype = _HEADERS[version](file)
    return shape, dtype
