"""Read rows from .parquet, .feather and .arrow files, and from tables of pyarrow."""

import json
import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from skcolor._external import import_optional
from skcolor.cli._table import LARGEST_INTEGER, InputError, ReadOptions, Table, note_index
from skcolor.cli.readers import spool
from skcolor.cli.readers.columns import Column, Kind, choose_columns, stack_numbers

_SIZES = {"FLOAT": 4, "DOUBLE": 8, "INT32": 4, "INT64": 8}
_UNNAMED = re.compile(r"__index_level_\d+__|Unnamed: \d+\S*|")


class _Place(NamedTuple):
    """Where values are, for messages: in a column of numbers, or of lists of `width`.

    `first` is the first row of a part of a column; None if it is the whole.
    """

    path: Path
    where: str
    line: Callable[[int], str]
    width: int = 1
    first: int | None = None

    def error(self, position: int, what: str) -> InputError:
        """Error for a value."""
        row, number = divmod(position, self.width)
        row += self.first or 0
        inside = f", number {number} of the list" if self.width > 1 else ""
        return InputError(
            f"{self.path}: {self.line(row)}row {row} (counted from 0){inside}, "
            f"{self.where}: {what}"
        )

    def odd(self, position: int, width: int, other: int, wanted: int) -> InputError:
        """Error for a list of another length than that of another row."""
        return self.error(
            position,
            f"has {width} numbers and row {other} has {wanted}; use lists of equal length",
        )

    def check_whole(self, column: Any) -> None:
        """Refuse missing values."""
        if column.null_count:
            count = f", {column.null_count} in all" if self.first is None else ""
            raise self.error(
                int(np.flatnonzero(column.is_null().to_numpy())[0]),
                f"is missing (null){count}; remove or fill them, or leave the column out "
                "by --drop",
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
    file = _open(path)
    names = file.schema_arrow.names
    n_bytes = _count_bytes(file)
    if n_bytes <= spool.LARGE_BYTES or len({*names}) < len(names):
        return choose_from_arrow(path, file.read(), reading)

    def load(n: int) -> Any:
        return file.read(columns=[names[n]]).column(names[n])

    def stack(chosen: list[int]) -> npt.NDArray[Any]:
        step = max(1, spool.CHUNK_BYTES * file.metadata.num_rows // n_bytes)
        return _map_rows(path, file, [names[n] for n in chosen], step)

    return _choose(path, _Source(file.schema_arrow, load), reading, stack=stack)


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
    return _choose(path, _Source(table.schema, table.column), reading, place)


class _Source(NamedTuple):
    """The columns of a table, or of a file that is too large for one."""

    schema: Any
    load: Callable[[int], Any]


def _choose(
    path: Path,
    source: _Source,
    reading: ReadOptions,
    place: Callable[[int], str] = lambda row: "",
    stack: Callable[[list[int]], npt.NDArray[Any]] | None = None,
) -> Table:
    names = source.schema.names
    if not names:
        raise InputError(f"{path}: contains no columns except an index")
    index = _find_index(path, source.schema, reading)
    columns = _make_columns(source, _Place(path, "", place))
    for n in index:
        called = "index" if _UNNAMED.fullmatch(names[n]) else names[n]
        columns[n] = columns[n]._replace(name=called, kind=Kind.INDEX)
    return choose_columns(path, columns, reading, place, stack)


def _count_bytes(file: Any) -> int:
    """Bytes of the columns of a .parquet file in memory, at least."""
    about, n_bytes = file.metadata, 0
    for group in map(about.row_group, range(about.num_row_groups)):
        for column in map(group.column, range(about.num_columns)):
            plain = column.num_values * _SIZES.get(column.physical_type, 0)
            n_bytes += max(column.total_uncompressed_size, plain)
    return n_bytes


def _map_rows(path: Path, file: Any, names: list[str], step: int) -> npt.NDArray[Any]:
    """Read the numbers of columns some rows at a time, into a mapped temporary file."""
    arrow = import_optional("pyarrow", extra="parquet")

    def read() -> Iterator[npt.NDArray[Any]]:
        first, width = 0, None
        for batch in batches:
            table = arrow.Table.from_batches([batch]).select(names)
            place = _Place(path, f"column {names[0]!r}", lambda row: "", first=first)
            part = stack_numbers(_make_columns(_Source(table.schema, table.column), place))
            width = width or part.shape[1]
            if part.shape[1] != width:
                raise place.odd(0, part.shape[1], 0, width)
            yield part
            first += len(part)

    # All at once, pyarrow would keep what it has read of earlier groups.
    batches = (
        batch
        for group in range(file.num_row_groups)
        for batch in file.iter_batches(step, row_groups=[group], columns=names)
    )
    return spool.map_parts(path, read(), file.metadata.num_rows)


def _open(path: Path) -> Any:
    # Not `read_table`, which reads folders in the path as columns ("year=2020/x.parquet").
    parquet = import_optional("pyarrow.parquet", extra="parquet")
    return parquet.ParquetFile(path, memory_map=True, pre_buffer=False)


def _find_index(path: Path, schema: Any, reading: ReadOptions) -> list[int]:
    """Columns that the pandas metadata, or their names, mark as an index."""
    if reading.index is False:
        return []
    stored = (schema.pandas_metadata or {}).get("index_columns", [])
    index = [
        n
        for n, name in enumerate(schema.names)
        if name in stored or _UNNAMED.fullmatch(name)
    ]
    if index:
        names = ", ".join(f"{schema.names[n]!r}" for n in index)
        noun = "column" if len(index) == 1 else "columns"
        note_index(path, f"{noun} {names}", reading)
    elif reading.index:
        index = [0]
    return index


def _make_columns(source: _Source, place: _Place) -> list[Column]:
    """The columns, which are loaded when they are read."""
    arrow = import_optional("pyarrow", extra="parquet")
    schema = source.schema
    classes, categorical = _find_classes(schema), _find_categorical(schema)
    columns = []
    for n, field in enumerate(schema):
        name, kind_of = field.name, field.type
        load = partial(source.load, n)
        if isinstance(kind_of, arrow.BaseExtensionType):
            kind_of = kind_of.storage_type
            load = partial(_load_storage, arrow, load)
        if name in classes:
            kind_of = arrow.string()
            load = partial(_load_classes, arrow, load, classes[name])
        kind = _find_kind(arrow.types, kind_of)
        if name in categorical and kind is Kind.NUMBER:
            kind = Kind.CATEGORY
        read = _read_lists if kind is Kind.LIST else _read_numbers
        where = place._replace(where=f"column {name!r}")
        columns.append(
            Column(
                name,
                kind,
                where.where,
                partial(read, arrow, where, load),
                partial(_read_values, arrow, load, kind),
                str(getattr(kind_of, "value_type", kind_of)),
            )
        )
    return columns


def _find_classes(schema: Any) -> dict[str, list[str]]:
    """Names of classes by column, which datasets stores apart."""
    about = json.loads((schema.metadata or {}).get(b"huggingface", b"{}"))
    features = about.get("info", {}).get("features", {})
    return {
        name: feature["names"]
        for name, feature in features.items()
        if isinstance(feature, dict) and feature.get("_type") == "ClassLabel"
    }


def _load_classes(arrow: Any, load: Callable[[], Any], names: list[str]) -> Any:
    """Replace the numbers of classes by their names."""
    compute = import_optional("pyarrow.compute", extra="parquet")
    numbers = load()
    # -1 stands for no class.
    known = compute.if_else(compute.less(numbers, 0), None, numbers)
    return compute.take(arrow.array(names), known)


def _load_storage(arrow: Any, load: Callable[[], Any]) -> Any:
    column = load()
    storage = [chunk.storage for chunk in column.chunks]
    return arrow.chunked_array(storage, column.type.storage_type)


def _find_categorical(schema: Any) -> set[str]:
    """Names of columns that were categories in pandas."""
    columns = (schema.pandas_metadata or {}).get("columns", [])
    return {one["field_name"] for one in columns if one["pandas_type"] == "categorical"}


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


def _read_lists(arrow: Any, place: _Place, load: Callable[[], Any]) -> npt.NDArray[Any]:
    """Read lists of numbers, all of equal length, as rows."""
    column = load()
    place.check_whole(column)
    lengths = import_optional("pyarrow.compute", extra="parquet").list_value_length(column)
    lengths = lengths.to_numpy()
    odd = np.flatnonzero(lengths != lengths[:1])
    if len(odd):
        raise place.odd(int(odd[0]), lengths[odd[0]], place.first or 0, lengths[0])
    width = int(lengths[0]) if len(lengths) else 0
    parts = [chunk.flatten() for chunk in column.chunks]
    values = arrow.chunked_array(parts, column.type.value_type)
    place = place._replace(width=width)
    numbers = _read_numbers(arrow, place, lambda: values)
    return numbers.reshape(len(lengths), width)


def _read_numbers(arrow: Any, place: _Place, load: Callable[[], Any]) -> npt.NDArray[Any]:
    """Read a column of numbers, or the numbers of lists."""
    column, types = load(), arrow.types
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


def _read_values(arrow: Any, load: Callable[[], Any], kind: Kind) -> npt.NDArray[Any]:
    """Values that may be missing: NaN among numbers, None among texts."""
    column = load()
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
