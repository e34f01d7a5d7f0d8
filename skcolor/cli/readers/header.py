"""Decide whether the first line of a .csv file is a header or a row."""

import re
from collections.abc import Sequence

import numpy as np

from skcolor.cli._table import counts_rows

Record = Sequence[str]

_NUMBER = re.compile(
    r"\s*[+-]?(\d+\.?\d*([eE][+-]?\d+)?|\.\d+([eE][+-]?\d+)?|nan|inf|infinity)\s*",
    re.ASCII | re.IGNORECASE,
)
MISSING = {"", "na", "n/a", "#n/a", "<na>", "nan", "null", "none", "?", "-", ".", "--"}
# A row rarely has numbers that only increase over this many columns.
_MANY_COLUMNS = 8


def is_number(field: str) -> bool:
    """Whether a field is a number; NaN is one, an empty field is not."""
    return _NUMBER.fullmatch(field) is not None


def is_integer(field: str) -> bool:
    """Whether a field is a number without a decimal point."""
    return field.strip().lstrip("+-").isdecimal()


def find_header(first: Record, rest: Sequence[Record]) -> bool | None:
    """Distinguish a header from a row; None if it may be either.

    Parameters
    ----------
    first : sequence of str
        Fields of the first line.
    rest : sequence of sequence of str
        Fields of the lines that follow.
    """
    numbers = [is_number(field) for field in first]
    if all(numbers):
        return _are_names(first, rest)
    is_missing = [field.strip().lower() in MISSING for field in first]
    if not any(numbers):
        return None if all(is_missing) else True
    # "id,0,1,2" and ",0,1,2": how pandas writes an index next to unnamed columns.
    if numbers[0] or not all(numbers[1:]) or not _are_consecutive(first[1:]):
        return _are_names_beside_texts(first, rest)
    if is_missing[0] and not _begin_with_index(first, rest):
        return None
    return True


def _are_names_beside_texts(first: Record, rest: Sequence[Record]) -> bool | None:
    """Decide by the columns of numbers, if the first line has texts where the rest has."""
    rows = [row for row in rest if len(row) == len(first)]
    if not rows:
        return None
    shares = [sum(map(is_number, fields)) / len(rows) for fields in zip(*rows, strict=True)]
    columns = [n for n, share in enumerate(shares) if share >= 0.5]
    known = [n for n, field in enumerate(first) if is_number(field)]
    if columns != known:
        return _are_numbered(first, known) if {*known} < {*columns} else None
    numbers = [[fields[n] for n in columns] for fields in (first, *rows)]
    return _are_names(numbers[0], numbers[1:])


def _are_numbered(first: Record, known: Sequence[int]) -> bool | None:
    """Whether numbers are names as pandas gives them, "0,1,2,label", with others beside."""
    others = [field for n, field in enumerate(first) if n not in known]
    names = [first[n] for n in known]
    if any(field.strip().lower() in MISSING for field in others):
        return None
    is_numbered = len(names) > 2 and _are_consecutive(names) and int(names[0]) == 0
    return True if is_numbered else None


def _begin_with_index(first: Record, rest: Sequence[Record]) -> bool:
    """Whether the first column is an index, not a feature whose first value is missing."""
    fields = [row[0] for row in rest]
    if not fields or not all(field.strip() for field in fields):
        return False
    if not any(map(is_number, fields)):
        return True
    if not all(map(is_integer, fields)):
        return False
    others = [row[1:] for row in rest]
    return counts_rows([int(field) for field in fields]) or (
        int(first[1]) == 0 and _are_floats(others)
    )


def _are_names(first: Record, rest: Sequence[Record]) -> bool | None:
    """Distinguish numeric names from a row of numbers."""
    if not rest or len({float(field) for field in first}) < len(first):
        return False
    if len(first) == 1:
        return None if first[0].strip() == "0" and _are_floats(rest) else False
    are_consecutive = _are_consecutive(first)
    if all(is_integer(field) for field in first) and _are_floats(rest):
        return True if are_consecutive else None  # formatted differently from the rows
    if are_consecutive and int(first[0]) == 0:
        return None
    rows = [row for row in rest if len(row) == len(first) and all(map(is_number, row))]
    if not rows:
        return False
    values, *table = np.array([[float(field) for field in row] for row in (first, *rows)])
    return None if _stand_out(values, np.array(table), are_consecutive) else False


def _stand_out(values: np.ndarray, table: np.ndarray, are_consecutive: bool) -> bool:
    """Whether numbers are ordered as names are, unlike the rows below."""
    steps, other_steps = np.diff(values), np.diff(table)
    if len(values) == 2:
        is_outside = (values > table.max(axis=0)) | (values < table.min(axis=0))
        return are_consecutive and bool(is_outside.all() and (other_steps != 1).any())
    if np.allclose(steps, steps[0]) and len(values) > (2 if are_consecutive else 3):
        return not np.allclose(other_steps, other_steps[:, :1])
    is_sorted = bool((steps > 0).all() or (steps < 0).all())
    are_sorted = (other_steps > 0).all(axis=1) | (other_steps < 0).all(axis=1)
    return len(values) >= _MANY_COLUMNS and is_sorted and not are_sorted.all()


def _are_consecutive(fields: Record) -> bool:
    if not all(is_integer(field) for field in fields):
        return False
    values = [int(field) for field in fields]
    return values == list(range(values[0], values[0] + len(values))) and (
        len(values) > 1 or values[0] == 0
    )


def _are_floats(rows: Sequence[Record]) -> bool:
    return all(not is_integer(field) for row in rows for field in row)
