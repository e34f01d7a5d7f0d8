"""Read rows from text files: fields with any separator, with or without a header."""

import re
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import numpy.typing as npt

from skcolor.cli._table import (
    InputError,
    ReadOptions,
    Table,
    counts_rows,
    note_index,
    print_note,
    refuse_index,
)
from skcolor.cli.readers.columns import choose_columns
from skcolor.cli.readers.dialect import (
    Dialect,
    find_dialect,
    merge_mark,
    open_text,
    read_records,
)
from skcolor.cli.readers.header import Record, find_header, is_integer, is_number
from skcolor.cli.readers.svmlight import is_svmlight, read_svmlight
from skcolor.cli.readers.text_columns import make_column
from skcolor.cli.readers.text_file import TextFile, count, hint_comment
from skcolor.cli.readers.text_load import load_fields

_N_SAMPLED = 1000
# Names that pandas writes or reads for a column without a name.
_UNNAMED = re.compile(r"\s*(Unnamed: \d+\S*|__index_level_\d+__)?\s*")


def read_text(path: Path, reading: ReadOptions) -> Table:
    """Read a text file; see `skcolor.cli._files.read_table`."""
    with open_text(path) as lines:
        if is_svmlight(lines):
            return read_svmlight(path, reading)
    dialect = find_dialect(path, reading)
    with open_text(path) as lines:
        sample = list(islice(read_records(lines, dialect), _N_SAMPLED + 1))
    if not sample:
        raise InputError(f"{path}: contains no rows")
    file = _plan_reading(path, sample, dialect, reading)
    rows = [fields for line, fields in sample if line >= file.first_line]
    columns = load_fields(file, rows)
    if file.n_columns > 1 and _is_nothing(file, columns[-1]):
        columns = columns[:-1]
    return choose_columns(
        path,
        [make_column(file, n, fields) for n, fields in enumerate(columns)],
        reading,
        lambda row: f"line {file.line(row)}: ",
    )


def _are_mostly_numbers(names: Record) -> bool:
    n_numbers = sum(map(is_number, names))
    return n_numbers > 2 or (len(names) > 1 and all(map(is_number, names[1:])))


def _is_nothing(file: TextFile, fields: npt.NDArray[Any]) -> bool:
    """Whether a last column is only a separator at the end of each line."""
    is_unnamed = file.names is None or not file.names[-1].strip()
    return is_unnamed and fields.dtype == object and not any(map(str.strip, fields))


def _plan_reading(
    path: Path, sample: list[tuple[int, Record]], dialect: Dialect, reading: ReadOptions
) -> TextFile:
    (line, first), *rest = sample
    rows = [fields for _, fields in rest]
    width = len(rows[0]) if rows else len(first)
    first = merge_mark(first, width)
    is_open = width > 1 and bool(rows) and not any(row[-1].strip() for row in rows if row)
    if is_open and len(first) == width - 1:
        first = [*first, ""]
    has_header = reading.header
    if has_header is None:
        has_header = _find_header(dialect, first, rows, is_open and not first[-1].strip())
    if has_header is None:
        raise InputError(
            f"{path}: line {line} ({_shorten(first, dialect)}) may be column names or a "
            f"row of numbers; pass {reading.flags('header')}"
        )
    if not has_header:
        n_index = int(reading.index or 0)
        return TextFile(path, dialect, None, len(first), n_index, line, reading)
    if not rows:
        raise InputError(f"{path}: contains no rows")
    if len(first) == width - 1 and (reading.index or _name_rows(rows)):
        first = ["", *first]
    if len(first) != width:
        raise InputError(
            f"{path}: line {line} has {count(first, 'name')} and line {rest[0][0]} has "
            f"{count(rows[0], 'field')}"
            f"{hint_comment(first) or _short_header(first, rows[0], reading)}"
        )
    if reading.header is None and _are_mostly_numbers(first):
        print_note(
            f"{path}: line {line} ({_shorten(first, dialect)}) was read as column names; "
            f"pass --no-{reading.prefix[2:]}header to read it as a row"
        )
    n_index = _count_index(path, first, rows, dialect, reading)
    return TextFile(path, dialect, first, width, n_index, rest[0][0], reading)


def _find_header(
    dialect: Dialect, first: Record, rows: Sequence[Record], has_open_end: bool
) -> bool | None:
    end = -1 if has_open_end else None
    first, *rows = [dialect.as_points(fields[:end]) for fields in (first, *rows)]
    return find_header(first, rows)


def _name_rows(rows: Sequence[Record]) -> bool:
    """Whether first fields name rows, as R writes them below a shorter header."""
    fields = [row[0] for row in rows]
    if all(map(is_integer, fields)):
        return counts_rows([int(field) for field in fields])
    return not any(map(is_number, fields))


def _count_index(
    path: Path,
    names: Record,
    rows: Sequence[Record],
    dialect: Dialect,
    reading: ReadOptions,
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
        if any(dialect.is_number(field) and not is_integer(field) for field in fields):
            raise refuse_index(path, f"column {column + 1}, which has no name,", reading)
    if n_index:
        unnamed = "column 1" if n_index == 1 else f"columns 1 to {n_index}"
        note_index(path, f"unnamed {unnamed}", reading)
    return n_index


def _short_header(names: Record, fields: Record, reading: ReadOptions) -> str:
    if len(names) == 1:
        return "; if that is a title, remove it"
    if len(names) != len(fields) - 1:
        return ""
    return f"; {reading.prefix}index drops a first column without a name"


def _shorten(fields: Record, dialect: Dialect) -> str:
    text = dialect.sep.join(fields)
    return repr(text if len(text) <= 40 else f"{text[:37]}...")
