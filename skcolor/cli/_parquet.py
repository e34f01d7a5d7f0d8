"""Read rows from .parquet files: numeric columns, or one column of lists."""

import re
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from skcolor._external import import_optional
from skcolor.cli._table import (
    LARGEST_INTEGER,
    InputError,
    ReadOptions,
    Table,
    counts_rows,
    note_index,
    refuse_index,
)

_UNNAMED = re.compile(r"__index_level_\d+__|Unnamed: \d+\S*|")


def read_parquet(path: Path, reading: ReadOptions) -> Table:
    """Read a .parquet file; see `skcolor.cli._files.read_rows`."""
    table = _open(path).read()
    names = table.column_names
    index = _find_index(path, table, reading)
    kept = [n for n in range(len(names)) if n not in index]
    if not kept:
        raise InputError(f"{path}: contains no columns except an index")
    arrow = import_optional("pyarrow", extra="parquet")
    if len(kept) == 1 and _is_list(arrow, table.column(kept[0]).type):
        return Table(_read_lists(arrow, path, table.column(kept[0]), names[kept[0]]))
    columns = [
        _read_numbers(arrow, path, table.column(n), f"column {names[n]!r}") for n in kept
    ]
    may_be_index = reading.index is None and kept[0] == 0 and len(kept) > reading.n_fewest
    if may_be_index and columns[0].dtype.kind in "iu" and counts_rows(columns[0]):
        raise refuse_index(path, f"column {names[0]!r} counts the rows and", reading)
    return Table(np.column_stack(columns), [names[n] for n in kept])


def count_parquet_rows(path: Path) -> int:
    """Number of rows according to the metadata of a file."""
    return _open(path).metadata.num_rows


def _open(path: Path) -> Any:
    # Not `read_table`, which reads folders in the path as columns ("year=2020/x.parquet").
    return import_optional("pyarrow.parquet", extra="parquet").ParquetFile(path)


def _find_index(path: Path, table: Any, reading: ReadOptions) -> list[int]:
    """Columns that the pandas metadata, or their names, mark as an index."""
    if reading.index is False:
        return []
    stored = (table.schema.pandas_metadata or {}).get("index_columns", [])
    index = [
        n
        for n, name in enumerate(table.column_names)
        if name in stored or _UNNAMED.fullmatch(name)
    ]
    if index:
        names = ", ".join(f"{table.column_names[n]!r}" for n in index)
        noun = "column" if len(index) == 1 else "columns"
        note_index(path, f"{noun} {names}", reading)
    elif reading.index:
        index = [0]
    return index


def _is_list(arrow: Any, kind: Any) -> bool:
    types = arrow.types
    tests = (types.is_list, types.is_large_list, types.is_fixed_size_list)
    return any(test(kind) for test in tests)


def _read_lists(arrow: Any, path: Path, column: Any, name: str) -> npt.NDArray[Any]:
    """Read lists of numbers, all of equal length, as rows."""
    where = f"column {name!r}"
    _check_whole(path, column, where)
    lengths = import_optional("pyarrow.compute", extra="parquet").list_value_length(column)
    lengths = lengths.to_numpy()
    odd = np.flatnonzero(lengths != lengths[:1])
    if len(odd):
        raise InputError(
            f"{path}: row {odd[0]} (counted from 0), {where}: has {lengths[odd[0]]} "
            f"numbers and row 0 has {lengths[0]}; use lists of equal length"
        )
    width = int(lengths[0]) if len(lengths) else 0
    parts = [chunk.flatten() for chunk in column.chunks]
    values = arrow.chunked_array(parts, column.type.value_type)
    return _read_numbers(arrow, path, values, where, width).reshape(len(lengths), width)


def _read_numbers(
    arrow: Any, path: Path, column: Any, where: str, width: int = 1
) -> npt.NDArray[Any]:
    """Read a column of numbers, or the numbers of lists of `width`."""
    types = arrow.types
    if types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    kind = column.type
    if types.is_decimal(kind):
        column = column.cast(arrow.float64())
    elif not (types.is_integer(kind) or types.is_floating(kind) or types.is_boolean(kind)):
        raise InputError(f"{path}: {where} has type {kind}; wanted real numbers; drop it")
    _check_whole(path, column, where, width)
    values = column.to_numpy()
    if types.is_decimal(kind) or values.dtype.kind in "iu":
        check_exact(values, path, where, width)
    return values


def _check_whole(path: Path, column: Any, where: str, width: int = 1) -> None:
    if column.null_count:
        first = int(np.flatnonzero(column.is_null().to_numpy())[0])
        raise InputError(
            f"{path}: {_row(first, width)}, {where}: is missing (null), "
            f"{column.null_count} in all; remove or fill them"
        )


def check_exact(values: npt.NDArray[Any], path: Path, where: str, width: int = 1) -> None:
    """Refuse integers that would be rounded to float64, in which colors are computed."""
    if values.dtype.kind != "f" and values.dtype.itemsize < 8:
        return
    large = np.flatnonzero((values > LARGEST_INTEGER) | (values < -LARGEST_INTEGER))
    if len(large):
        first = int(large[0])
        raise InputError(
            f"{path}: {_row(first, width)}, {where}: {values[first]} has more digits "
            "than a float64; subtract an offset, or drop the column"
        )


def _row(position: int, width: int) -> str:
    inside = f", number {position % width} of the list" if width > 1 else ""
    return f"row {position // width} (counted from 0){inside}"
