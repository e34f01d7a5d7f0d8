"""Read rows from .npy and .npz files."""

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from skcolor.cli._table import InputError, Table, counts_rows, print_note


def read_npy(path: Path) -> Table:
    """Map a .npy file into memory."""
    rows = np.load(path, mmap_mode="r", allow_pickle=False)
    if isinstance(rows, np.memmap):
        n_more = path.stat().st_size - rows.offset - rows.nbytes
        if n_more:
            raise InputError(
                f"{path}: has {n_more} bytes after its array of shape {rows.shape}; save "
                "one array per file"
            )
    return Table(rows)


def read_npz(path: Path, key: str) -> Table:
    """Read one array of a .npz file."""
    with np.load(path, allow_pickle=False) as arrays:
        if {"format", "shape", "data"} <= {*arrays.files}:
            raise InputError(f"{path}: contains a sparse matrix; save a dense array")
        if not key and len(arrays.files) == 1:
            key = arrays.files[0]
        if key not in arrays.files:
            raise InputError(
                f"{path}: contains the arrays {', '.join(arrays.files) or '(none)'}; "
                f"choose one as {path}:NAME"
            )
        return Table(arrays[key])


def note_counting_column(path: Path, rows: npt.NDArray[Any]) -> None:
    """Note on standard error that the first column of an array may be an index."""
    if rows.shape[1] > 1 and counts_rows(rows[:10, 0]) and counts_rows(rows[:, 0]):
        print_note(f"{path}: column 0 counts the rows; if it is an index, drop it")
