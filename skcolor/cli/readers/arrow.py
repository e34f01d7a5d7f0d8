"""Read rows from .parquet, .feather and .arrow files, and from tables of pyarrow."""

import json
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from skcolor._external import import_optional
from skcolor.cli._table import LARGEST_INTEGER, InputError, ReadOptions, Table, note_index
from skcolor.cli.readers.columns import Column, Kind, choose_columns

_UNNAMED = re.compile(r"__index_level_\d+__|Unnamed: \d+\S*|")


class _Place(NamedTuple):
    """Where values are, for messages: in a column of numbers, or of lists of `width`."""

    path: Path
    where: str
    line: Callable[[int], str]
    width: int = 1

    def error(self, position: int, what: str) -> InputError:
        """Error for a value."""
        row, number = divmod(position, self.width)
        inside = f", number {number} of the list" if self.width > 1 else ""
        return InputError(
            f"{self.path}: {self.line(row)}row {row} (counted from 0){inside}, "
            f"{self.where}: {what}"
        )

    def check_whole(self, column: Any) -> None:
        """Refuse missing values."""
        if column.null_count:
            raise self.error(
                int(np.flatnonzero(column.is_null().to_numpy())[0]),
                f"is missing (null), {column.null_count} in all; remove or fill them, or "
                "leave the column out by --drop",
            )

    def check_exact(self, values: npt.NDArray[Any]) -> None:
        """Refuse integers that would be rounded to float64, as which rows are used."""
        if values.dtype.kind != "f" and values.dtype.itemsize < 8:
            return
        large = np.flatnonzero((values > LARGEST_INTEGER) | (values < -LARGEST_INTEGER))
        if len(large):
            raise self.error(
                int(large[0]),
                f"{values[large[0]]} has more digits than a float64; subtract an offset, "
                "or drop the column",
            )


def read_parquet(path: Path, reading: ReadOptions) -> Table:
    """Read a .parquet file; see `skcolor.cli._files.read_table`."""
    return choose_from_arrow(path, _open(path).read(), reading)


def read_feather(path: Path, reading: ReadOptions) -> Table:
    """Read a .feather or .arrow file, of Arrow's format for files or for streams."""
    arrow = import_optional("pyarrow", extra="parquet")
    with arrow.memory_map(str(path)) as file:
        try:
            table = arrow.ipc.open_file(file).read_all()
        except arrow.ArrowInvalid:
            file.seek(0)
            table = arrow.ipc.open_stream(file).read_all()
        return choose_from_arrow(path, table, reading)


def count_parquet_rows(path: Path) -> int:
    """Number of rows according to the metadata of a file."""
    return _open(path).metadata.num_rows


def choose_from_arrow(
    path: Path,
    table: Any,
    reading: ReadOptions,
    place: Callable[[int], str] = lambda row: "",
) -> Table:
    """Rows, layout and other columns of a table of pyarrow."""
    arrow = import_optional("pyarrow", extra="parquet")
    table = _name_classes(arrow, table)
    names = table.column_names
    if not names:
        raise InputError(f"{path}: contains no columns except an index")
    index = _find_index(path, table, reading)
    categorical = _find_categorical(table)
    columns = []
    for n, name in enumerate(names):
        place_in = _Place(path, f"column {name!r}", place)
        column = _make_column(arrow, place_in, name, table.column(n), name in categorical)
        if n in index:
            called = "index" if _UNNAMED.fullmatch(name) else name
            column = column._replace(name=called, kind=Kind.INDEX)
        columns.append(column)
    return choose_columns(path, columns, reading, place)


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


def _name_classes(arrow: Any, table: Any) -> Any:
    """Replace the numbers of classes by their names, which datasets stores apart."""
    about = json.loads((table.schema.metadata or {}).get(b"huggingface", b"{}"))
    features = about.get("info", {}).get("features", {})
    compute = import_optional("pyarrow.compute", extra="parquet")
    for n, name in enumerate(table.column_names):
        feature = features.get(name)
        if not isinstance(feature, dict) or feature.get("_type") != "ClassLabel":
            continue
        names = arrow.array(feature["names"])
        numbers = table.column(n)
        # -1 stands for no class.
        known = compute.if_else(compute.less(numbers, 0), None, numbers)
        table = table.set_column(n, name, compute.take(names, known))
    return table


def _find_categorical(table: Any) -> set[str]:
    """Names of columns that were categories in pandas."""
    columns = (table.schema.pandas_metadata or {}).get("columns", [])
    return {one["field_name"] for one in columns if one["pandas_type"] == "categorical"}


def _make_column(
    arrow: Any, place: _Place, name: str, column: Any, is_categorical: bool
) -> Column:
    if isinstance(column.type, arrow.BaseExtensionType):
        storage = [chunk.storage for chunk in column.chunks]
        column = arrow.chunked_array(storage, column.type.storage_type)
    kind = _find_kind(arrow.types, column.type)
    if is_categorical and kind is Kind.NUMBER:
        kind = Kind.CATEGORY
    read = _read_lists if kind is Kind.LIST else _read_numbers
    return Column(
        name,
        kind,
        place.where,
        partial(read, arrow, place, column),
        partial(_read_values, arrow, column, kind),
        str(getattr(column.type, "value_type", column.type)),
    )


def _find_kind(types: Any, kind: Any) -> Kind:
    if types.is_dictionary(kind):
        is_number = _find_kind(types, kind.value_type) is Kind.NUMBER
        return Kind.CATEGORY if is_number else Kind.TEXT
    lists = (types.is_list, types.is_large_list, types.is_fixed_size_list)
    if any(is_list(kind) for is_list in lists):
        is_number = _find_kind(types, kind.value_type) in (Kind.NUMBER, Kind.FLAG)
        return Kind.LIST if is_number else Kind.OTHER
    if types.is_integer(kind) or types.is_floating(kind) or types.is_decimal(kind):
        return Kind.NUMBER
    if types.is_boolean(kind):
        return Kind.FLAG
    if types.is_null(kind):
        return Kind.EMPTY
    if types.is_temporal(kind):
        return Kind.DATE
    is_text = types.is_string(kind) or types.is_large_string(kind)
    return Kind.TEXT if is_text or str(kind) == "string_view" else Kind.OTHER


def _read_lists(arrow: Any, place: _Place, column: Any) -> npt.NDArray[Any]:
    """Read lists of numbers, all of equal length, as rows."""
    place.check_whole(column)
    lengths = import_optional("pyarrow.compute", extra="parquet").list_value_length(column)
    lengths = lengths.to_numpy()
    odd = np.flatnonzero(lengths != lengths[:1])
    if len(odd):
        raise place.error(
            int(odd[0]),
            f"has {lengths[odd[0]]} numbers and row 0 has {lengths[0]}; use lists of equal "
            "length",
        )
    width = int(lengths[0]) if len(lengths) else 0
    parts = [chunk.flatten() for chunk in column.chunks]
    values = arrow.chunked_array(parts, column.type.value_type)
    place = place._replace(width=width)
    return _read_numbers(arrow, place, values).reshape(len(lengths), width)


def _read_numbers(arrow: Any, place: _Place, column: Any) -> npt.NDArray[Any]:
    """Read a column of numbers, or the numbers of lists."""
    types = arrow.types
    if types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    is_decimal = types.is_decimal(column.type)
    if is_decimal:
        column = column.cast(arrow.float64())
    place.check_whole(column)
    values = column.to_numpy()
    if is_decimal or values.dtype.kind in "iu":
        place.check_exact(values)
    return values


def _read_values(arrow: Any, column: Any, kind: Kind) -> npt.NDArray[Any]:
    """Values that may be missing: NaN among numbers, None among texts."""
    if kind is Kind.NUMBER:
        if arrow.types.is_decimal(column.type):
            column = column.cast(arrow.float64())
        return column.to_numpy()
    if kind is Kind.DATE and getattr(column.type, "tz", None) is None:
        if arrow.types.is_date(column.type):
            return column.to_numpy().astype("datetime64[D]")
        if arrow.types.is_timestamp(column.type):
            return column.to_numpy()
    if kind is Kind.FLAG and not column.null_count:
        return column.to_numpy()
    if kind is Kind.DATE:
        column = column.cast(arrow.string())
    return np.array([*column.to_pylist(), None], dtype=object)[:-1]
