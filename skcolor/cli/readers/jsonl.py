"""Read rows from .jsonl and .json files: one object, or one list of numbers, per row."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from skcolor._external import import_optional
from skcolor.cli._table import InputError, ReadOptions, Table
from skcolor.cli.readers.arrow import choose_from_arrow
from skcolor.cli.readers.dialect import open_text

# pyarrow infers types from the first block: it must be the whole file.
_LARGEST_BLOCK = 2**31 - 1


def read_json(path: Path, reading: ReadOptions) -> Table:
    """Read a .jsonl, .ndjson or .json file; see `skcolor.cli._files.read_table`."""
    with open_text(path) as file:
        start = next((line for line in file if line.strip()), "").lstrip()
    if not start:
        raise InputError(f"{path}: contains no rows")
    arrow = import_optional("pyarrow", extra="parquet")
    if start.startswith("["):
        rows = _read_array(path)
        if not all(isinstance(row, dict) for row in rows):
            return Table(_stack(path, rows))
        return choose_from_arrow(path, arrow.Table.from_pylist(rows), reading)
    reader = import_optional("pyarrow.json", extra="parquet")
    block = reader.ReadOptions(block_size=_LARGEST_BLOCK)
    with arrow.input_stream(str(path)) as stream:
        try:
            table = reader.read_json(stream, block)
        except arrow.ArrowInvalid:
            _refuse_fault(path)
            raise
    return choose_from_arrow(path, table, reading, lambda row: _place(path, row))


def _read_array(path: Path) -> list[Any]:
    """Items of one list, or lists of one line each."""
    with open_text(path) as file:
        text = file.read()
    try:
        rows = json.loads(text)
    except json.JSONDecodeError:
        rows = [content for _, content in _read_lines(path)]
    return rows if isinstance(rows, list) else [rows]


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


def _refuse_fault(path: Path) -> None:
    """Raise an error for the first line that is no JSON, or has a value of another type."""
    types: dict[str, tuple[str, int]] = {}
    for number, content in _read_lines(path):
        if not isinstance(content, dict):
            raise InputError(
                f"{path}: line {number} is a {type(content).__name__}; wanted an object, "
                "as the lines before it"
            )
        for name, value in content.items():
            found = _name_type(value)
            first, line = types.setdefault(name, (found, number))
            if "null" in (found, first):
                types[name] = (found if first == "null" else first, line)
            elif found != first:
                raise InputError(
                    f"{path}: line {number}, column {name!r}: is a {found}; line {line} "
                    f"has a {first}"
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
