"""Read rows from .csv files: comma-separated numbers, with or without a header."""

import csv
import math
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import IO, Any, NamedTuple

import numpy as np
import numpy.typing as npt

from skcolor.cli._header import Record, find_header, is_integer, is_number
from skcolor.cli._table import (
    LARGEST_INTEGER,
    InputError,
    ReadOptions,
    Table,
    counts_rows,
    note_index,
    print_note,
    refuse_index,
)

_N_SAMPLED = 1000
# Names that pandas writes or reads for a column without a name.
_UNNAMED = re.compile(r"\s*(Unnamed: \d+\S*|__index_level_\d+__)?\s*")


class _Plan(NamedTuple):
    """What the first lines tell about the header and the columns."""

    names: Record | None
    n_columns: int
    n_index: int
    first_line: int


def read_csv(path: Path, reading: ReadOptions) -> Table:
    """Read a .csv file; see `skcolor.cli._files.read_rows`."""
    with _open(path) as file:
        sample = list(islice(_records(file), _N_SAMPLED + 1))
    if not sample:
        raise InputError(f"{path}: contains no rows")
    plan = _plan_reading(path, sample, reading)
    try:
        values = _load(path, plan)
    except (UnicodeDecodeError, InputError):
        raise
    except ValueError:
        _refuse_fault(path, plan, reading)
        raise
    if (np.abs(values[:, plan.n_index :]) >= LARGEST_INTEGER).any():
        _refuse_rounding(path, plan)
    if plan.n_index == 0 and reading.index is None:
        _check_first_column(path, values, plan, sample, reading)
    names = plan.names or [str(n) for n in range(1, plan.n_columns + 1)]
    return Table(
        values[:, plan.n_index :],
        names[plan.n_index :],
        lambda row: f"line {_find_line(path, plan, row)}: ",
    )


def _open(path: Path) -> IO[str]:
    return path.open(encoding="utf-8-sig")


def _records(file: IO[str]) -> Iterator[tuple[int, Record]]:
    """Line number, as in an editor, and fields of each line that is not blank."""
    reader = csv.reader(file)
    line = 1
    for fields in reader:
        if len(fields) > 1 or (fields and not fields[0].isspace()):
            yield line, fields
        line = reader.line_num + 1


def _plan_reading(
    path: Path, sample: list[tuple[int, Record]], reading: ReadOptions
) -> _Plan:
    (line, first), *rest = sample
    rows = [fields for _, fields in rest]
    n_columns = len(rows[0]) if rows else len(first)
    has_header = reading.header
    if has_header is None:
        has_header = find_header(first, rows)
    if has_header is None:
        raise InputError(
            f"{path}: line {line} ({_shorten(first)}) may be column names or a row of "
            f"numbers; pass {reading.flags('header')}"
        )
    if not has_header:
        return _Plan(None, len(first), int(reading.index or 0), line)
    if not rows:
        raise InputError(f"{path}: contains no rows")
    if reading.index and len(first) == n_columns - 1:
        first = ["", *first]
    if len(first) != n_columns:
        raise InputError(
            f"{path}: line {line} has {_count(first, 'name')} and line {rest[0][0]} "
            f"has {_count(rows[0], 'field')}"
            f"{_hint(first) or _hint(rows[0]) or _short_header(first, rows[0], reading)}"
        )
    if reading.header is None and all(map(is_number, first[1:])) and len(first) > 1:
        _note_header(path, line, first, reading)
    n_index = _count_index(path, first, rows, reading)
    return _Plan(first, n_columns, n_index, rest[0][0])


def _note_header(path: Path, line: int, first: Record, reading: ReadOptions) -> None:
    print_note(
        f"{path}: line {line} ({_shorten(first)}) was read as column names; pass "
        f"--no-{reading.prefix[2:]}header to read it as a row"
    )


def _count_index(
    path: Path, names: Record, rows: Sequence[Record], reading: ReadOptions
) -> int:
    """Number of leading index columns: those without a name, or as requested."""
    if reading.index is False:
        return 0
    is_unnamed = [_UNNAMED.fullmatch(name) is not None for name in names]
    n_index = is_unnamed.index(False) if False in is_unnamed else len(names) - 1
    if reading.index:
        return max(1, n_index)
    for column in range(n_index):
        fields = [row[column] for row in rows if len(row) > column]
        if any(is_number(field) and not is_integer(field) for field in fields):
            raise refuse_index(path, f"column {column + 1}, which has no name,", reading)
    if n_index:
        unnamed = "column 1" if n_index == 1 else f"columns 1 to {n_index}"
        note_index(path, f"unnamed {unnamed}", reading)
    return n_index


def _load(path: Path, plan: _Plan) -> npt.NDArray[Any]:
    with _open(path) as file:
        for _ in range(plan.first_line - 1):
            file.readline()
        return np.loadtxt(
            _lines(file, path, plan),
            delimiter=",",
            ndmin=2,
            comments=None,
            quotechar='"',
            # Not `usecols`, which would accept rows of any length.
            converters={column: lambda field: 0.0 for column in range(plan.n_index)},
        )


def _lines(file: IO[str], path: Path, plan: _Plan) -> Iterator[str]:
    """Lines that are not blank; in a single column, a blank line is a missing value."""
    blank = 0
    for number, line in enumerate(file, plan.first_line):
        if line.isspace():
            blank = blank or number
        elif blank and plan.n_columns == 1:
            raise InputError(f"{path}: line {blank} is blank; remove or fill it")
        else:
            yield line


def _check_first_column(
    path: Path,
    values: npt.NDArray[Any],
    plan: _Plan,
    sample: list[tuple[int, Record]],
    reading: ReadOptions,
) -> None:
    rows = [fields for line, fields in sample if line >= plan.first_line]
    if (
        plan.n_columns > reading.n_fewest
        and all(is_integer(fields[0]) for fields in rows)
        and counts_rows(values[:, 0])
    ):
        raise refuse_index(path, f"{_name(plan, 0)} counts the rows and", reading)


def _rows(path: Path, plan: _Plan) -> Iterator[tuple[int, Record]]:
    with _open(path) as file:
        for line, fields in _records(file):
            if line >= plan.first_line:
                yield line, fields


def _refuse_fault(path: Path, plan: _Plan, reading: ReadOptions) -> None:
    """Raise an error for the first invalid number, or line of the wrong length."""
    for line, fields in _rows(path, plan):
        if len(fields) != plan.n_columns:
            raise InputError(
                f"{path}: cannot be read as .csv (line {line} has "
                f"{_count(fields, 'field')} and those before it have "
                f"{plan.n_columns}){_hint(fields)}"
            )
        for column, field in enumerate(fields):
            if column < plan.n_index or is_number(field):
                continue
            what = f"{field[:40]!r} is not a number" if field.strip() else "is empty"
            raise InputError(
                f"{path}: cannot be read as .csv (line {line}, {_name(plan, column)}: "
                f"{what}){_hint([field]) or _suggest_index(column, reading)}"
            )


def _refuse_rounding(path: Path, plan: _Plan) -> None:
    for line, fields in _rows(path, plan):
        for column, field in enumerate(fields[plan.n_index :], plan.n_index):
            is_finite = math.isfinite(float(field))
            if is_integer(field) and is_finite and int(float(field)) != int(field):
                raise InputError(
                    f"{path}: line {line}, {_name(plan, column)}: {field.strip()[:40]} "
                    "has more digits than a float64; subtract an offset, or drop the "
                    "column"
                )


def _find_line(path: Path, plan: _Plan, row: int) -> int:
    return next(islice(_rows(path, plan), row, None))[0]


def _name(plan: _Plan, column: int) -> str:
    named = f" ({plan.names[column].strip()[:40]!r})" if plan.names else ""
    return f"column {column + 1}{named}"


def _suggest_index(column: int, reading: ReadOptions) -> str:
    return "" if column else f"; {reading.prefix}index drops the first column"


def _hint(fields: Record) -> str:
    """The likely reason why fields are not numbers, if there is one."""
    text = ",".join(fields)
    for mark, name in ((";", "semicolons"), ("\t", "tabs"), ("|", "bars")):
        if mark in text:
            return f"; separate fields by commas, not {name}, and write decimals as 1.5"
    if text.lstrip().startswith("#"):
        return "; comments are not supported; remove them"
    if len(fields) == 1 and re.fullmatch(r"[+-]?\d+,\d+", text.strip()):
        return "; write decimals as 1.5"
    return ""


def _short_header(names: Record, fields: Record, reading: ReadOptions) -> str:
    if len(names) != len(fields) - 1:
        return ""
    return f"; {reading.prefix}index drops a first column without a name"


def _count(fields: Record, noun: str) -> str:
    return f"{len(fields)} {noun}{'s' * (len(fields) != 1)}"


def _shorten(fields: Record) -> str:
    text = ",".join(fields)
    return repr(text if len(text) <= 40 else f"{text[:37]}...")
