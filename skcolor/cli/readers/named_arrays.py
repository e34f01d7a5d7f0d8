"""Choose the rows, their layout and other columns among the named arrays of a file."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from skcolor.cli._table import InputError, ReadOptions, Table, join_names
from skcolor.cli.readers.layout_names import find_layout

# Sparse matrices are made dense up to this size.
_MOST_BYTES = 2**32


class Stored(NamedTuple):
    """An array of a file: its shape, and a function that reads it."""

    shape: tuple[int, ...]
    read: Callable[[], Any]
    is_number: bool = True


def choose_arrays(
    path: Path, arrays: Mapping[str, Stored], key: str, reading: ReadOptions
) -> Table:
    """Rows, layout and other columns.

    Parameters
    ----------
    path : pathlib.Path
        Path of the file, for messages.
    arrays : mapping of str to Stored
        The arrays of the file.
    key : str
        Name of the array of rows, or its last part; "" to find it: the only array, or X, or
        the only table of numbers that is not a layout by its name.
    reading : ReadOptions
        What the rows are.
    """
    tables = [
        name
        for name, stored in arrays.items()
        if len(stored.shape) in reading.axes and stored.is_number
    ]
    layout = find_layout([name for name in tables if arrays[name].shape[1:] == (2,)])
    name = _find(path, arrays, key) if key else None
    if name is None and reading.is_layout and layout is not None:
        name = layout
    if name is None:
        name = _guess(path, arrays, tables, layout)
    n_rows = arrays[name].shape[0] if arrays[name].shape else 0
    has_layout = layout not in (None, name) and not reading.is_layout
    if layout is None or not has_layout or arrays[layout].shape[0] != n_rows:
        layout = None
    others = {
        other: stored.read()
        for other, stored in arrays.items()
        if other != name and stored.shape == (n_rows,) and not reading.is_layout
    }
    return Table(
        arrays[name].read(),
        layout=None if layout is None else np.asarray(arrays[layout].read()),
        others=others,
        note=describe(path, name, layout, others) if not key and len(arrays) > 1 else "",
    )


def describe(
    path: Path, name: str, layout: str | None, others: Mapping[str, npt.NDArray[Any]]
) -> str:
    """What was read of a file with several arrays."""
    parts = [f"rows from {name}"]
    if layout is not None:
        parts.append(f"layout from {layout}")
    if others:
        parts.append(f"beside them {join_names(list(others))}")
    return f"{'; '.join(parts)}; {path}:NAME takes another array"


def to_dense(path: Path, matrix: Any) -> npt.NDArray[Any]:
    """Make a sparse matrix dense if it is small enough."""
    n_bytes = matrix.shape[0] * matrix.shape[1] * matrix.dtype.itemsize
    if n_bytes > _MOST_BYTES:
        raise InputError(
            f"{path}: contains a sparse matrix of shape {matrix.shape}, too large to make "
            "dense; reduce it, for example by sklearn's TruncatedSVD(50)"
        )
    return np.asarray(matrix.toarray())


def _find(path: Path, arrays: Mapping[str, Stored], key: str) -> str:
    if key in arrays:
        return key
    found = [name for name in arrays if name.rpartition("/")[2] == key]
    if len(found) != 1:
        raise _refuse(path, list(arrays))
    return found[0]


def _guess(
    path: Path, arrays: Mapping[str, Stored], tables: list[str], layout: str | None
) -> str:
    if len(arrays) == 1:
        return next(iter(arrays))
    features = [name for name in tables if name != layout and find_layout([name]) is None]
    if "X" in features:
        return "X"
    if len(features) != 1:
        raise _refuse(path, list(arrays))
    return features[0]


def _refuse(path: Path, names: list[str]) -> InputError:
    return InputError(
        f"{path}: contains the arrays {join_names(names, 12) or '(none)'}; choose one as "
        f"{path}:NAME"
    )
