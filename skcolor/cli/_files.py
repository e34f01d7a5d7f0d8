"""Rows in from files, results out to files: whole or not at all."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

import numpy as np
import numpy.typing as npt
from sklearn.utils import gen_batches

from skcolor import _files
from skcolor._external import import_optional

READABLE = (".npy", ".npz", ".csv", ".parquet")
# Mapped files above this size are read a chunk at a time wherever that can be.
_LARGE_BYTES = 2**30
_CHUNK_BYTES = 2**25


class InputError(Exception):
    """What a user gave cannot be used; the message is one line and says the mend."""


def read_rows(name: str) -> npt.NDArray[Any]:
    """Read a table of finite numbers.

    Parameters
    ----------
    name : str
        Path of a ``.npy``, ``.npz``, ``.csv`` or ``.parquet`` file; ``FILE.npz:NAME``
        picks one of several arrays.

    Returns
    -------
    ndarray of shape (n_rows, n_columns)
        Memory-mapped where the file allows; float16 becomes float32, in large files only
        when `read_chunks` reads them.

    Raises
    ------
    InputError
        If the file is missing, of another kind, damaged, or not a table of finite
        numbers.
    """
    path, key = Path(name), ""
    if not path.exists() and ".npz:" in name:
        stem, _, key = name.rpartition(":")
        path = Path(stem)
    if not path.exists():
        raise InputError(f"{path}: no such file; check the path")
    if not path.is_file():
        raise InputError(f"{path}: not a file; give a {', '.join(READABLE)} file")
    readers: dict[str, Callable[[Path], npt.NDArray[Any]]] = {
        ".npy": lambda path: np.load(path, mmap_mode="r", allow_pickle=False),
        ".npz": lambda path: _read_npz(path, key),
        ".csv": _read_csv,
        ".parquet": _read_parquet,
    }
    if path.suffix not in readers:
        raise InputError(
            f"{path}: cannot read '{path.suffix}' files; give one of {', '.join(READABLE)}"
        )
    try:
        rows = readers[path.suffix](path)
    except InputError:
        raise
    except ImportError as error:
        raise InputError(f"{path}: {error}") from None
    except UnicodeDecodeError:
        raise InputError(f"{path}: not UTF-8 text; save it as UTF-8") from None
    except Exception as error:  # whatever a damaged file makes its reader raise
        raise InputError(
            f"{path}: cannot be read as {path.suffix} ({_one_line(error)}); "
            "is it complete, and of that kind?"
        ) from None
    return _check_table(rows, path)


def is_large(rows: npt.NDArray[Any]) -> bool:
    """Whether rows are on disk, and should stay there."""
    return isinstance(rows, np.memmap) and rows.nbytes > _LARGE_BYTES


def read_chunks(rows: npt.NDArray[Any]) -> Iterator[npt.NDArray[Any]]:
    """Chunks of rows, one after another; float16 becomes float32.

    Those of a mapped file are read, not mapped: what has been looked at of a mapped file
    counts as memory of the process until something else wants it.
    """
    row_bytes = rows.itemsize * rows.shape[1]
    for chunk in gen_batches(len(rows), max(1, _CHUNK_BYTES // row_bytes)):
        if isinstance(rows, np.memmap) and rows.flags.c_contiguous:
            part = np.fromfile(
                str(rows.filename),
                rows.dtype,
                count=(chunk.stop - chunk.start) * rows.shape[1],
                offset=rows.offset + chunk.start * row_bytes,
            ).reshape(-1, rows.shape[1])
        else:
            part = rows[chunk]
        yield part.astype(np.float32) if part.dtype == np.float16 else part


def read_lines(name: str, n_rows: int, vectors: str) -> list[str]:
    """Read a text file with one line for each of the rows in the file `vectors`.

    Raises
    ------
    InputError
        If the file cannot be read as UTF-8, or has another number of lines.
    """
    try:
        lines = Path(name).read_text(encoding="utf-8-sig").split("\n")
    except UnicodeDecodeError:
        raise InputError(f"{name}: not UTF-8 text; save it as UTF-8") from None
    except OSError as error:
        raise InputError(f"{name}: cannot be read ({error.strerror})") from None
    if lines[-1] == "":
        lines.pop()
    if len(lines) != n_rows:
        raise InputError(
            f"{name}: has {len(lines)} lines and {vectors} has {n_rows} rows; "
            "give one line for each row"
        )
    return lines


def write_whole(name: str | Path, write: Callable[[IO[bytes]], object]) -> None:
    """Write a file so that it is there whole, or not there.

    Parameters
    ----------
    name : str or pathlib.Path
        Where to.
    write : callable
        Writes everything to the binary file that it is given.

    Raises
    ------
    InputError
        If the file cannot be written.
    """
    try:
        _files.write_whole(name, write)
    except OSError as error:
        raise InputError(f"{name}: cannot be written ({error.strerror or error})") from None


def check_output(name: str, endings: tuple[str, ...]) -> str:
    """Ending of a file to be written; checked before any work is done for it."""
    path = Path(name)
    if path.suffix not in endings:
        raise InputError(
            f"{path}: cannot write '{path.suffix}' files; end it in {', '.join(endings)}"
        )
    if path.is_dir():
        raise InputError(f"{path}: is a folder; give a file")
    if not path.parent.is_dir():
        raise InputError(f"{path}: no folder {path.parent}; make it first")
    return path.suffix


def _read_npz(path: Path, key: str) -> npt.NDArray[Any]:
    with np.load(path, allow_pickle=False) as arrays:
        if not key and len(arrays.files) == 1:
            key = arrays.files[0]
        if key not in arrays.files:
            raise InputError(
                f"{path}: holds the arrays {', '.join(arrays.files)}; "
                f"name one of them as {path}:NAME"
            )
        return arrays[key]


def _read_csv(path: Path) -> npt.NDArray[Any]:
    with path.open(encoding="utf-8-sig") as file:
        fields = file.readline().split(",")
    try:
        n_header = 0 if [float(field) for field in fields] else 1
    except ValueError:
        n_header = 1
    with path.open(encoding="utf-8-sig") as file:
        lines = [line for line in file.read().splitlines()[n_header:] if line.strip()]
    if not lines:
        raise InputError(f"{path}: holds no rows")
    return np.loadtxt(lines, delimiter=",", ndmin=2, comments=None)


def _read_parquet(path: Path) -> npt.NDArray[Any]:
    parquet = import_optional("pyarrow.parquet", extra="parquet")
    table = parquet.read_table(path)
    if table.num_columns == 1 and hasattr(table.schema[0].type, "value_type"):
        column = table.column(0).combine_chunks()  # one list of numbers in each row
        return column.flatten().to_numpy(zero_copy_only=False).reshape(len(column), -1)
    return np.column_stack([column.to_numpy() for column in table.columns])


def _check_table(rows: npt.NDArray[Any], path: Path) -> npt.NDArray[Any]:
    if rows.ndim != 2 or 0 in rows.shape:
        raise InputError(
            f"{path}: holds an array of shape {rows.shape}; wanted (rows, columns)"
        )
    if rows.dtype.kind not in "fiub":
        raise InputError(f"{path}: holds {rows.dtype}; wanted real numbers")
    if rows.dtype.kind == "f":
        _check_finite(rows, path)
    if rows.dtype == np.float16 and not is_large(rows):
        return rows.astype(np.float32)
    return rows


def _check_finite(rows: npt.NDArray[Any], path: Path) -> None:
    first, n_bad, n_read = -1, 0, 0
    for part in read_chunks(rows):
        bad = np.flatnonzero(~np.isfinite(part).all(axis=1))
        if n_bad == 0 and len(bad):
            first = n_read + int(bad[0])
        n_bad += len(bad)
        n_read += len(part)
    if n_bad:
        raise InputError(
            f"{path}: row {first} (counted from 0) holds NaN or infinity, "
            f"as do {n_bad} in all; remove or fill them"
        )


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__
