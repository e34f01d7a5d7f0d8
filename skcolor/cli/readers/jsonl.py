"""Read rows from .jsonl and .json files: one object, or one list of numbers, per row."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from skcolor._external import import_optional
from skcolor.cli._table import InputError, ReadOptions, Table
from skcolor.cli.readers.arrow import choose_from_arrow
from skcolor.cli.readers.dialect import open_bytes, open_text

# pyarrow infers types from the first block: it must be the whole file.
_LARGEST_BLOCK = 2**31 - 1


def read_json(path: Path, reading: ReadOptions) -> Table:
    """Read a .jsonl, .ndjson or .json file; see `skcolor.cli._files.read_table`."""
    with open_text(path) as file:
        is_wide = file.encoding == "utf-16"  # which pyarrow does not read
        start = next((line for line in file if line.strip()), "").lstrip()
    if not start:
        raise InputError(f"{path}: contains no rows")
    arrow = import_optional("pyarrow", extra="parquet")
    is_document = ".json" in path.name.lower() and ".jsonl" not in path.name.lower()
    if is_document or is_wide or start.startswith("["):
        rows = _read_document(path)
        if not all(isinstance(row, dict) for row in rows):
            return Table(_stack(path, rows))
        return choose_from_arrow(path, _flatten(arrow, _to_arrow(path, rows)), reading)
    reader = import_optional("pyarrow.json", extra="parquet")
    block = reader.ReadOptions(block_size=_LARGEST_BLOCK)
    with open_bytes(path) as stream:
        try:
            table = reader.read_json(stream, block)
        except arrow.ArrowInvalid:
            _refuse_fault(path, _read_lines(path))
            raise
    return choose_from_arrow(
        path, _flatten(arrow, table), reading, lambda row: _place(path, row)
    )


def _flatten(arrow: Any, table: Any) -> Any:
    """Make columns of groups: `b` inside of `a` becomes `a.b`; so do lists of one group."""
    compute = import_optional("pyarrow.compute", extra="parquet")
    types = arrow.types
    for n, field in enumerate(table.schema):
        if types.is_list(field.type) and types.is_struct(field.type.value_type):
            column = table.column(n)
            lengths = compute.list_value_length(column).to_numpy()
            if len(lengths) and (lengths == 1).all():
                parts = [chunk.flatten() for chunk in column.chunks]
                table = table.set_column(n, field.name, arrow.chunked_array(parts))
    if any(map(types.is_struct, table.schema.types)):
        return _flatten(arrow, table.flatten())
    return table


def _read_document(path: Path) -> list[Any]:
    """Rows of a whole file, or of its lines."""
    with open_text(path) as file:
        text = file.read()
    try:
        content = json.loads(text)
    except json.JSONDecodeError:
        return [row for _, row in _read_lines(path)]
    if isinstance(content, dict):
        content = _find_rows(path, content)
    if not isinstance(content, list) or not content:
        raise InputError(
            f"{path}: wanted a list of objects or of lists of numbers, or one per line"
        )
    return content


def _find_rows(path: Path, content: dict[str, Any]) -> Any:
    """Rows in an object: a list of objects in it, or its columns, as pandas writes them."""
    values = list(content.values())
    lists = {name: one for name, one in content.items() if isinstance(one, list) and one}
    if {*content} == {"columns", "index", "data"}:
        names = [str(name) for name in content["columns"]]
        return [dict(zip(names, row, strict=True)) for row in content["data"]]
    records = [one for one in lists.values() if isinstance(one[0], dict)]
    if len(records) == 1 and [*map(len, lists.values())].count(len(records[0])) == 1:
        return records[0]
    if values and all(isinstance(one, dict) for one in values):
        keys = [list(one) for one in values]
        are_alike = all(one == keys[0] for one in keys)
        if are_alike and keys[0] == [str(row) for row in range(len(keys[0]))]:
            lists = {name: list(one.values()) for name, one in content.items()}
            return _turn(lists)
        return values if are_alike else None
    vectors = [one for one in lists.values() if isinstance(one[0], list)]
    if len(vectors) == 1:  # as Chroma gives them, beside settings
        return _turn({n: one for n, one in lists.items() if len(one) == len(vectors[0])})
    if not lists or len(lists) < len(values) or len({*map(len, lists.values())}) > 1:
        return None
    if all(isinstance(item, int | float) for one in lists.values() for item in one):
        raise InputError(
            f"{path}: lists of numbers by name may be columns or rows; write a list of "
            'rows, as [{"id": "a", "vector": [1, 2]}]'
        )
    return _turn(lists)


def _turn(columns: dict[str, list[Any]]) -> list[dict[str, Any]]:
    """Rows of columns."""
    return [
        dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)
    ]


def _to_arrow(path: Path, rows: list[Any]) -> Any:
    arrow = import_optional("pyarrow", extra="parquet")
    try:
        return arrow.Table.from_pylist(rows)
    except (arrow.ArrowInvalid, arrow.ArrowTypeError):
        _refuse_fault(path, list(enumerate(rows)), "row")
        raise


def _stack(path: Path, rows: list[Any]) -> Any:
    """Lists of numbers as rows."""
    lengths = [len(row) if isinstance(row, list) else -1 for row in rows]
    for row, length in enumerate(lengths):
        if length != lengths[0] or length < 0:
            what = f"{length} items" if length >= 0 else f"a {type(rows[row]).__name__}"
            raise InputError(
                f"{path}: row {row} (counted from 0) is {what}; wanted lists of equal "
                "length"
            )
    return np.array(rows)


def _read_lines(path: Path) -> Iterator[tuple[int, Any]]:
    with open_text(path) as file:
        for number, line in enumerate(file, 1):
            if line.strip():
                try:
                    yield number, json.loads(line)
                except json.JSONDecodeError as error:
                    raise InputError(
                        f"{path}: line {number} is not JSON ({error.msg}); write one "
                        "object per line"
                    ) from None


def _place(path: Path, row: int) -> str:
    for count, (number, _) in enumerate(_read_lines(path)):
        if count == row:
            return f"line {number}: "
    return ""


def _refuse_fault(path: Path, rows: Iterable[tuple[int, Any]], noun: str = "line") -> None:
    """Raise an error for the first row that is no object, or has another type."""
    types: dict[str, tuple[str, int]] = {}
    for number, content in rows:
        if not isinstance(content, dict):
            raise InputError(
                f"{path}: {noun} {number} is a {type(content).__name__}; wanted an object, "
                f"as the {noun}s before it"
            )
        for name, value in content.items():
            found = _name_type(value)
            first, where = types.setdefault(name, (found, number))
            if first == "null":
                types[name] = (found, number)
            elif found not in ("null", first):
                raise InputError(
                    f"{path}: {noun} {number}, column {name!r}: is a {found}; {noun} "
                    f"{where} has a {first}"
                )


def _name_type(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "truth value"
    if isinstance(value, int | float):
        return "number"
    if isinstance(value, list):
        inner = {_name_type(item) for item in value} - {"null"}
        return f"list of {' and '.join(sorted(inner)) or 'nothing'}"
    return "text" if isinstance(value, str) else "group of values"
