"""Find out how a text file separates its fields and writes its numbers."""

import csv
import dataclasses
import io
import re
import sys
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from itertools import dropwhile, islice
from pathlib import Path
from typing import IO, Any, NamedTuple

import numpy as np

from skcolor.cli._table import InputError, ReadOptions, print_note
from skcolor.cli.readers.header import Record, is_number
from skcolor.cli.readers.lists import is_list, split_list

COMPRESSED = (".gz", ".bz2", ".xz", ".zip")
SEPARATORS = {"tab": "\t", "\\t": "\t", "space": " ", "comma": ",", "semicolon": ";"}

# So many lines are looked at; fewer if they are long.
_N_SNIFFED = 200
_FEWEST_SNIFFED = 10
_N_CHARACTERS = 2**19
_CANDIDATES = ("\t", ";", "|", ",", " ")
_COMMA = re.compile(r"\s*[+-]?\d*,\d+([eE][+-]?\d+)?\s*", re.ASCII)
_THOUSANDS = re.compile(
    r"\s*[+-]?\d{1,3}(([ _'\u2019\u00a0\u202f]\d{3})+([.,]\d+)?|(,\d{3})+(\.\d+)?"
    r"|(\.\d{3}){2,}|(\.\d{3})+,\d+)\s*"
)
_SIGNS = "%\u2030$\u20ac\u00a3\u00a5"
_SEP_LINE = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)
_SWAP = str.maketrans(",.", ".,")


class Dialect(NamedTuple):
    """How a text file is written.

    Attributes
    ----------
    sep : str
        Separator of fields; a space stands for any run of spaces and tabs.
    decimal : str
        ``"."`` or ``","``.
    quotes : bool
        Whether fields may be quoted.
    n_skipped : int
        Number of lines before the first record: comments, or the sizes in a file of word
        vectors.
    """

    sep: str = ","
    decimal: str = "."
    quotes: bool = True
    n_skipped: int = 0

    def as_points(self, fields: Record) -> Record:
        """Fields with decimal points, whatever the decimal mark is."""
        if self.decimal == ".":
            return fields
        return [field.translate(_SWAP) for field in fields]

    def is_number(self, field: str) -> bool:
        """Whether a field is a number with this decimal mark."""
        return is_number(self.as_points([field])[0])


def resembles_number(field: str) -> bool:
    """Whether a field is a number to a person, if not to a parser."""
    bare = field.strip().strip(_SIGNS).strip()
    return is_number(bare) or bool(_COMMA.fullmatch(bare) or has_thousands(bare))


def find_sign(field: str) -> str:
    """The sign of percent or of a currency in a number, or ""."""
    return next((sign for sign in _SIGNS if sign in field), "")


def has_thousands(field: str) -> bool:
    """Whether a field is a number with separators of thousands."""
    return _THOUSANDS.fullmatch(field) is not None


def open_text(path: Path) -> io.TextIOWrapper:
    """Open a text file, which may be compressed."""
    file: Any = open_bytes(path)
    # Spreadsheets and PowerShell write UTF-16, and mark it as such.
    is_wide = file.peek(2)[:2] in (b"\xff\xfe", b"\xfe\xff")
    return io.TextIOWrapper(file, encoding="utf-16" if is_wide else "utf-8-sig")


def open_bytes(path: Path) -> IO[bytes]:
    """Open a file, which may be compressed."""
    ending = path.suffix.lower()
    modules = {".gz": "gzip", ".bz2": "bz2", ".xz": "lzma"}
    if ending in modules:  # imported where used: not all builds of Python have all of them
        return import_module(modules[ending]).open(path)
    if ending == ".zip":
        with zipfile.ZipFile(path) as archive:
            names = [name for name in archive.namelist() if not name.endswith("/")]
            if len(names) != 1:
                raise InputError(f"{path}: contains {len(names)} files; wanted one")
            return archive.open(names[0])
    return path.open("rb")


def read_records(lines: Iterable[str], dialect: Dialect) -> Iterator[tuple[int, Record]]:
    """Line number, as in an editor, and fields of each line that is not blank."""
    csv.field_size_limit(sys.maxsize if sys.maxsize < 2**32 else 2**31 - 1)
    lines = islice(lines, dialect.n_skipped, None)
    is_spaced = dialect.sep == " "
    if is_spaced:
        lines = (line.replace("\t", " ").strip(" ") for line in lines)
    reader = csv.reader(
        lines,
        delimiter=dialect.sep,
        quoting=csv.QUOTE_MINIMAL if dialect.quotes else csv.QUOTE_NONE,
        skipinitialspace=is_spaced,
    )
    line = 1 + dialect.n_skipped
    for fields in reader:
        if is_spaced and fields and fields[-1] == "":  # spaces before the line break
            fields.pop()
        if len(fields) > 1 or (fields and not fields[0].isspace()):
            yield line, fields
        line = reader.line_num + 1 + dialect.n_skipped


def find_dialect(path: Path, reading: ReadOptions) -> Dialect:
    """Find out how a file is written, from its first 200 lines.

    The separator is the one that gives most lines of equal length with most numbers. The
    decimal mark is a comma if fields like ``1,5`` are left and fields like ``1.5`` are not.
    """
    lines: list[str] = []
    n_left = _N_CHARACTERS
    with open_text(path) as file:
        for line in islice(file, _N_SNIFFED):
            lines.append(line)
            n_left -= len(line)
            if n_left < 0 and len(lines) >= _FEWEST_SNIFFED:
                break
        is_cut = bool(file.readline())
    _check_text(path, lines)
    named = _SEP_LINE.fullmatch(lines[0]) if lines else None
    if named:  # as Excel reads it
        reading = dataclasses.replace(reading, sep=reading.sep or named[1])
        lines[0] = "\n"
    body = list(dropwhile(lambda line: line.startswith("#") or not line.strip(), lines))
    body = body or lines
    n_before = len(lines) - len(body)
    is_of_words = reading.sep in (None, " ") and len(body) > 1 and _are_sizes(*body[:2])
    if is_of_words:
        body, n_before = body[1:], n_before + 1
    sample = "".join(body)
    dialects = [
        Dialect(sep, quotes=quotes)
        for quotes in ([True, False] if '"' in sample else [True])
        for sep in ([reading.sep] if reading.sep else _CANDIDATES)
    ]
    dialect = max(dialects, key=lambda one: _rate(body, one, is_cut))
    if dialect.sep == " " and '"' not in sample:  # a quote is then a word of its own
        dialect = dialect._replace(quotes=False)
    records = [fields for _, fields in read_records(body, dialect)]
    decimal = reading.decimal or _find_decimal(path, records[1:] or records, dialect)
    if n_before and not is_of_words:
        n_before = _count_comments(path, lines[:n_before], records, dialect)
        n_before = max(n_before, int(named is not None))
    return dialect._replace(decimal=decimal, n_skipped=n_before)


def _check_text(path: Path, lines: Sequence[str]) -> None:
    for number, line in enumerate(lines, 1):
        if "\0" in line:
            raise InputError(
                f"{path}: line {number} has bytes of zero, so that it is no UTF-8 text; "
                "save it as UTF-8"
            )


def _are_sizes(first: str, second: str) -> bool:
    """Whether a line has the numbers of words and of dimensions of the vectors below."""
    sizes = first.split()
    if len(sizes) != 2 or not all(size.isdecimal() for size in sizes):
        return False
    # Not all that Python takes for a space is one: words may contain others.
    n_fields = len(re.findall(r"[^ \t\r\n]+", second))
    return int(sizes[1]) > 1 and n_fields == int(sizes[1]) + 1


def _rate(lines: Sequence[str], dialect: Dialect, is_cut: bool) -> tuple[float, int]:
    """Share of lines in records of the usual length, times their share of numbers."""
    try:
        starts, records = zip(*read_records(lines, dialect), strict=True)
    except (csv.Error, ValueError):  # no records at all
        return 0.0, 0
    sizes = np.diff([*starts, len(lines) + 1])
    if is_cut:  # perhaps in the middle of a quoted field
        records = records[:-1]
    rows = list(zip(records, sizes, strict=False))
    rows = rows[1:] or rows
    if not rows:
        return 0.0, 0
    ((width, _),) = Counter(len(fields) for fields, _ in rows).most_common(1)
    n_lines = sum(size for fields, size in rows if len(fields) == width)
    fields = [field for fields, _ in rows if len(fields) == width for field in fields]
    items = [len(split_list(f)) if is_list(f) else 1 for f in fields]
    n_numbers = sum(
        n
        for field, n in zip(fields, items, strict=True)
        if is_list(field) or resembles_number(field)
    )
    share = n_lines / len(lines) * (n_numbers / (sum(items) or 1) + 0.01)
    if width == 1:  # what remains if nothing separates
        return share / 8, width
    if len(records[0]) != width:
        share /= 2
    # Words of texts, too, have spaces between them.
    return (0.8 * share if dialect.sep == " " else share), width


def _find_decimal(path: Path, records: Sequence[Record], dialect: Dialect) -> str:
    if dialect.sep == ",":
        return "."
    fields = [field for record in records for field in record]
    commas = [f for f in fields if _COMMA.fullmatch(f)]
    points = [f for f in fields if is_number(f) and "." in f]
    marked = [f for f in fields if re.fullmatch(r"\s*[+-]?\d{1,3}(\.\d{3})+,\d+\s*", f)]
    if len(commas) + len(marked) <= len(points):
        return "."
    is_grouped = re.compile(r"\s*[+-]?[1-9]\d{0,2},\d{3}\s*").fullmatch
    if not marked and not points and all(map(is_grouped, commas)):
        raise InputError(
            f"{path}: {commas[0].strip()!r} may be a decimal number or have a separator of "
            "thousands; pass --decimal , or --decimal ."
        )
    return ","


def _count_comments(
    path: Path, comments: Sequence[str], records: Sequence[Record], dialect: Dialect
) -> int:
    """Number of lines to skip; a comment as long as the rows may be their header."""
    width = len(records[-1]) if records else 0
    last = max((n for n, line in enumerate(comments) if line.strip()), default=-1)
    if last < 0:
        return 0
    fields = next(read_records([comments[last]], dialect))[1]
    is_header = len(merge_mark(fields, width)) == width
    n_skipped = last if is_header else len(comments)
    if any(line.startswith("#") for line in comments[:n_skipped]):
        print_note(f"{path}: skipped comments up to line {n_skipped}")
    return n_skipped


def merge_mark(fields: Record, width: int) -> Record:
    """Fields of a header after ``#`` and a space, which is no name of its own."""
    if len(fields) == width + 1 and fields[0] == "#":
        return [f"# {fields[1]}", *fields[2:]]
    return fields
