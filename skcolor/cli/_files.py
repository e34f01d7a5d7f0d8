"""Read rows, arrays and lines of text from files."""

import math
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from skcolor.cli._file_names import JSON, SVMLIGHT, TEXTS, check_input, split_name
from skcolor.cli._magic import check_magic
from skcolor.cli._table import (
    LARGEST_INTEGER,
    InputError,
    ReadOptions,
    Table,
    join_names,
    one_line,
    print_note,
)
from skcolor.cli.readers import spool
from skcolor.cli.readers.anndata import read_h5ad
from skcolor.cli.readers.arrow import count_parquet_rows, read_feather, read_parquet
from skcolor.cli.readers.dialect import open_bytes, open_text
from skcolor.cli.readers.hdf5 import read_hdf5
from skcolor.cli.readers.jsonl import read_json
from skcolor.cli.readers.mat import read_mat
from skcolor.cli.readers.npy import note_counting_column, read_npy, read_npz
from skcolor.cli.readers.safetensors import read_safetensors
from skcolor.cli.readers.svmlight import read_svmlight
from skcolor.cli.readers.text import read_text
from skcolor.cli.readers.torch import read_torch
from skcolor.cli.readers.zarr import read_zarr

_TABLES: dict[str, Callable[[Path, ReadOptions], Table]] = {
    **dict.fromkeys(TEXTS, read_text),
    ".parquet": read_parquet,
    ".pq": read_parquet,
    ".feather": read_feather,
    ".arrow": read_feather,
    ".ipc": read_feather,
    **dict.fromkeys(JSON, read_json),
}
_ARRAYS: dict[str, Callable[[Path, str, ReadOptions], Table]] = {
    ".npy": lambda path, key, reading: read_npy(path),
    ".npz": read_npz,
    ".h5ad": read_h5ad,
    ".h5": read_hdf5,
    ".hdf5": read_hdf5,
    ".mat": read_mat,
    **dict.fromkeys(SVMLIGHT, lambda path, key, reading: read_svmlight(path, reading)),
    ".safetensors": read_safetensors,
    ".pt": read_torch,
    ".pth": read_torch,
    ".zarr": read_zarr,
}
_PLAIN = ReadOptions()


def read_rows(name: str, reading: ReadOptions = _PLAIN) -> npt.NDArray[Any]:
    """Read a table of finite numbers; see `read_table`."""
    return read_table(name, reading).rows


def read_table(name: str, reading: ReadOptions = _PLAIN) -> Table:
    """Read a table of finite numbers, and what its file holds beside them.

    Parameters
    ----------
    name : str
        Path of a file; ``FILE:NAME`` chooses one of several arrays, or columns.
    reading : ReadOptions
        What the user says about the file. By default, the file itself decides, and
        ambiguous files are refused.

    Returns
    -------
    Table
        Rows of shape (n_rows, n_columns), memory-mapped if the format allows, or from a
        temporary file if they are large. float16 becomes float32; in large files,
        `read_chunks` converts it.

    Raises
    ------
    InputError
        If the file is missing, unsupported, damaged, or not a table of finite numbers.
    """
    table = _read(*check_input(name), reading)
    rows = _check_table(table, split_name(name)[0], reading)
    if table.note and not reading.is_layout:
        print_note(f"{split_name(name)[0]}: {table.note}")
    return table._replace(rows=rows)


def read_array(name: str, axes: tuple[int, ...]) -> npt.NDArray[Any]:
    """Read an array of numbers, memory-mapped if the format allows.

    Parameters
    ----------
    name : str
        Path of a file of arrays; ``FILE:NAME`` chooses one of several.
    axes : tuple of int
        Numbers of axes that it can have.

    Returns
    -------
    ndarray
        The array, which may contain NaN.

    Raises
    ------
    InputError
        If the file is missing, unsupported, damaged, or holds no such array.
    """
    path, ending, part = check_input(name)
    if ending not in _ARRAYS or ending in SVMLIGHT:
        raise InputError(f"{path}: holds a table; give an array, as .npy")
    table = _read(path, ending, part, ReadOptions(axes=axes))
    array = np.asanyarray(table.rows)
    if array.ndim not in axes or 0 in array.shape or array.dtype.kind not in "fiub":
        wanted = " or ".join(map(str, axes))
        raise InputError(
            f"{path}: contains {array.dtype} of shape {array.shape}; wanted real numbers "
            f"with {wanted} axes"
        )
    if table.note:
        print_note(f"{path}: {table.note}")
    return array


def _read(path: Path, ending: str, part: str, reading: ReadOptions) -> Table:
    """Read a file by the reader of its kind."""
    _check_flags(path, ending, reading)
    try:
        check_magic(path)
        if ending in _TABLES:
            return _TABLES[ending](path, reading.with_columns(part))
        if part and ending in (".npy", *SVMLIGHT):
            raise InputError(f"{path}: holds one array; leave out :{part}")
        return _ARRAYS[ending](path, part, reading)
    except InputError:
        raise
    except ImportError as error:
        raise InputError(f"{path}: {error}") from None
    except UnicodeDecodeError:
        raise _refuse_encoding(path) from None
    except Exception as error:  # a damaged file can raise any error
        reason = one_line(error) or type(error).__name__
        raise InputError(
            f"{path}: cannot be read as {ending} ({reason}); is it complete, and of this "
            "type?"
        ) from None


def _check_flags(path: Path, ending: str, reading: ReadOptions) -> None:
    """Refuse flags that are for other kinds of files."""
    prefix = reading.prefix
    if ending not in TEXTS:
        for flag in ("header", "sep", "decimal"):
            if getattr(reading, flag) is not None:
                raise InputError(f"{path}: {prefix}{flag} is only for text files (.csv)")
    if ending not in _TABLES:
        if reading.index is not None:
            raise InputError(f"{path}: {prefix}index is only for tables (.csv, .parquet)")
        for flag in ("columns", "drop"):
            if getattr(reading, flag):
                raise InputError(
                    f"{path}: {prefix}{flag} is only for tables (.csv, .parquet); an array "
                    f"is chosen as {path}:NAME"
                )


def count_rows(name: str) -> int | None:
    """Number of rows according to the header of a file; None if it does not tell."""
    try:
        path, ending, _ = check_input(name)
        if ending == ".npy":
            return len(np.load(path, mmap_mode="r", allow_pickle=False))
        if ending == ".parquet":
            return count_parquet_rows(path)
    except Exception:  # reading the file will report the error
        return None
    return None


def is_large(rows: npt.NDArray[Any]) -> bool:
    """Whether rows are on disk and should stay there."""
    return isinstance(rows, np.memmap) and rows.nbytes > spool.LARGE_BYTES


def read_chunks(rows: npt.NDArray[Any]) -> Iterator[npt.NDArray[Any]]:
    """Iterate over chunks of rows; float16 becomes float32.

    Chunks of a memory-mapped file are read, not mapped: pages of a mapped file count as
    memory of the process until the system reclaims them.
    """
    row_bytes = rows.itemsize * rows.shape[1]
    n_at_once = max(1, spool.CHUNK_BYTES // row_bytes)
    for start in range(0, len(rows), n_at_once):
        n_rows = min(n_at_once, len(rows) - start)
        has_name = getattr(rows, "filename", None) is not None
        if isinstance(rows, np.memmap) and has_name and rows.flags.c_contiguous:
            part = np.fromfile(
                str(rows.filename),
                rows.dtype,
                count=n_rows * rows.shape[1],
                offset=rows.offset + start * row_bytes,
            ).reshape(-1, rows.shape[1])
        else:
            part = rows[start : start + n_rows]
        yield part.astype(np.float32) if part.dtype == np.float16 else part


def read_lines(name: str, n_rows: int, vectors: str) -> list[str]:
    """Read a text file with one line for each row of the file `vectors`.

    Raises
    ------
    InputError
        If the file cannot be read as UTF-8, or has the wrong number of lines.
    """
    try:
        with open_text(Path(name)) as file:
            lines = file.read().split("\n")
    except UnicodeDecodeError:
        raise _refuse_encoding(Path(name)) from None
    except OSError as error:
        raise InputError(f"{name}: cannot be read ({error.strerror})") from None
    if lines[-1] == "":
        lines.pop()
    if len(lines) != n_rows:
        raise InputError(
            f"{name}: has {len(lines)} lines and {vectors} has {n_rows} rows; give one "
            "line per row"
        )
    return lines


def _refuse_encoding(path: Path) -> InputError:
    """Error for a text that is not UTF-8, with its first line that is not."""
    number = 1
    with open_bytes(path) as lines:
        for number, line in enumerate(lines, 1):  # noqa: B007
            try:
                line.decode()
            except UnicodeDecodeError:
                break
    return InputError(
        f"{path}: not UTF-8 text (line {number}); save it as UTF-8, in Excel as 'CSV "
        f"UTF-8', or convert it: iconv -f WINDOWS-1252 -t UTF-8 {path} > new.csv"
    )


def _check_table(table: Table, path: Path, reading: ReadOptions) -> npt.NDArray[Any]:
    rows = table.rows
    if rows.dtype.names:
        raise InputError(
            f"{path}: contains records of {join_names(rows.dtype.names)}; save them as a "
            "table (.csv, .parquet)"
        )
    if rows.ndim != 2 or 0 in rows.shape:
        size = math.prod(rows.shape[1:])
        hint = f"; reshape it to ({len(rows)}, {size})" if rows.ndim > 2 and size else ""
        raise InputError(
            f"{path}: contains an array of shape {rows.shape}; wanted (rows, columns){hint}"
        )
    if rows.dtype.kind not in "fiub":
        raise InputError(f"{path}: contains {rows.dtype}; wanted real numbers")
    if rows.dtype.kind == "f":
        _check_finite(table, path)
    if rows.dtype.itemsize == 8 and rows.dtype.kind in "iu":
        _check_exact(rows, path)
    if table.columns is None and reading.n_fewest == 1:
        note_counting_column(path, rows)
    if rows.dtype == np.float16 and not is_large(rows):
        return rows.astype(np.float32)
    return rows


def _check_exact(rows: npt.NDArray[Any], path: Path) -> None:
    n_read = 0
    for part in read_chunks(rows):
        bad = np.argwhere((part > LARGEST_INTEGER) | (part < -LARGEST_INTEGER))
        if len(bad):
            row, column = bad[0]
            raise InputError(
                f"{path}: row {n_read + row} (counted from 0), column {column}: "
                f"{part[row, column]} has more digits than a float64; subtract an "
                "offset, or drop the column"
            )
        n_read += len(part)


def _check_finite(table: Table, path: Path) -> None:
    first, column, n_bad, n_read = -1, -1, 0, 0
    for part in read_chunks(table.rows):
        is_bad = ~np.isfinite(part)
        bad = np.flatnonzero(is_bad.any(axis=1))
        if n_bad == 0 and len(bad):
            first, column = n_read + int(bad[0]), int(is_bad[bad[0]].argmax())
        n_bad += len(bad)
        n_read += len(part)
    if n_bad:
        name = column if table.columns is None else repr(table.columns[column])
        raise InputError(
            f"{path}: {table.place(first)}row {first} (counted from 0) contains NaN or "
            f"infinity in column {name} ({n_bad} row{'s' * (n_bad != 1)} in all); "
            "remove or fill them"
        )
