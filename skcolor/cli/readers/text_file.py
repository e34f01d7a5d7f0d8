"""A text file whose columns are known, and what is wrong in it, by line and column."""

import math
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from skcolor.cli._table import InputError, ReadOptions
from skcolor.cli.readers.dialect import (
    Dialect,
    find_sign,
    has_thousands,
    open_text,
    read_records,
    resembles_number,
)
from skcolor.cli.readers.header import Record, is_integer


class TextFile(NamedTuple):
    """A text file, its dialect, and where its rows begin."""

    path: Path
    dialect: Dialect
    names: Record | None
    n_columns: int
    n_index: int
    first_line: int
    reading: ReadOptions

    def records(self) -> Iterator[tuple[int, Record]]:
        """Line number and fields of each row."""
        with open_text(self.path) as lines:
            for line, fields in read_records(lines, self.dialect):
                if line >= self.first_line:
                    yield line, fields

    def line(self, row: int) -> int:
        """Line number of a row."""
        return next(islice(self.records(), row, None))[0]

    def label(self, column: int) -> str:
        """The column in messages."""
        named = f" ({self.names[column].strip()[:40]!r})" if self.names else ""
        return f"column {column + 1}{named}"

    def check_lengths(self) -> None:
        """Raise an error for the first line of the wrong length."""
        for line, fields in self.records():
            if len(fields) != self.n_columns:
                self._refuse(
                    f"line {line} has {count(fields, 'field')} and those before it have "
                    f"{self.n_columns}",
                    hint_comment(fields),
                )

    def check_numbers(self, column: int) -> None:
        """Raise an error for the first field of a column that is not a number."""
        for line, fields in self.records():
            field = fields[column]
            if not self.dialect.is_number(field):
                is_filled = bool(field.strip())
                if not any(map(str.strip, fields)):
                    self._refuse(f"line {line} has only empty fields", "; remove it")
                what = f"{field[:40]!r} is not a number" if is_filled else "is empty"
                self._refuse(
                    f"line {line}, {self.label(column)}: {what}",
                    self._hint(line, field, column),
                )

    def check_rounding(self, column: int) -> None:
        """Raise an error for the first integer of a column that float64 would round."""
        for line, fields in self.records():
            field = fields[column]
            is_whole = is_integer(field) and math.isfinite(float(field))
            if is_whole and int(float(field)) != int(field):
                raise InputError(
                    f"{self.path}: line {line}, {self.label(column)}: "
                    f"{field.strip()[:40]} has more digits than a float64; subtract an "
                    "offset, or drop the column"
                )

    def refuse_item(self, row: int, column: int, what: str) -> None:
        """Raise an error for a list."""
        self._refuse(f"line {self.line(row)}, {self.label(column)}: {what}", "")

    def _refuse(self, what: str, hint: str) -> None:
        ending = "".join(self.path.suffixes[-2:]) or "text"
        raise InputError(f"{self.path}: cannot be read as {ending} ({what}){hint}")

    def _hint(self, line: int, field: str, column: int) -> str:
        """The likely reason why a field is not a number, and the way out."""
        if field.lstrip().startswith("#"):
            return "; comments are not supported; remove them"
        if has_thousands(field):
            return "; remove the separators of thousands"
        mark, other = (".", ",") if self.dialect.decimal == "." else (",", ".")
        if field.strip() and self.dialect.is_number(field.replace(other, mark)):
            return f"; write decimals as 1{mark}5"
        name = self.names[column].strip()[:40] if self.names else str(column + 1)
        drop = f", or leave the column out by {self.reading.prefix}drop {name!r}"
        if resembles_number(field):
            return f"; remove {find_sign(field)!r}{drop}"
        if not field.strip():
            return f"; fill it{drop}"
        if line == self.first_line and self.names:
            return f"; if this is a second line of names, remove it{drop}"
        return f"; correct or remove it{drop}"


def count(fields: Record, noun: str) -> str:
    """Number of fields in words."""
    return f"{len(fields)} {noun}{'s' * (len(fields) != 1)}"


def hint_comment(fields: Record) -> str:
    """A hint if a line is a comment."""
    if fields and fields[0].lstrip().startswith("#"):
        return "; comments are not supported; remove them"
    return ""
