"""Parse the columns of a text file by pandas, or plain numbers by NumPy without it."""

import inspect
import re
import warnings
from collections.abc import Sequence
from typing import IO, Any

import numpy as np
import numpy.typing as npt

from skcolor._external import import_optional
from skcolor.cli._table import LARGEST_INTEGER, InputError
from skcolor.cli.readers.dialect import open_text
from skcolor.cli.readers.header import Record
from skcolor.cli.readers.text_file import TextFile

_CODE = re.compile(r"\s*0\d+\s*", re.ASCII)
_INTEGER = re.compile(r"\s*[+-]?\d+\s*", re.ASCII)


def load_fields(file: TextFile, sample: Sequence[Record]) -> list[npt.NDArray[Any]]:
    """Columns of a file: numbers, booleans, or texts as an array of objects.

    Raises
    ------
    InputError
        If a line has too many or too few fields.
    """
    try:
        if file.n_columns == 1:
            _check_no_blank(file)
        return _load(file, sample)
    except ImportError:
        if not _are_plain(file, sample):
            raise
        return _load_plain(file, sample)


def _load(file: TextFile, sample: Sequence[Record]) -> list[npt.NDArray[Any]]:
    pandas = import_optional("pandas", extra="pandas")
    dialect = file.dialect
    settings: dict[str, Any] = {
        "sep": r"\s+" if dialect.sep == " " else dialect.sep,
        "decimal": dialect.decimal,
        "quoting": 0 if dialect.quotes else 3,
        # Without these, pandas takes columns that it does not expect for an index.
        "header": None,
        "names": range(file.n_columns),
        "index_col": False,
        "na_filter": False,
        "low_memory": False,
        "dtype": dict.fromkeys(_find_codes(sample, file.n_columns), str),
    }
    if "float_precision" in inspect.signature(pandas.read_csv).parameters:
        settings["float_precision"] = "round_trip"
    with open_text(file.path) as lines, warnings.catch_warnings():
        # Later versions of pandas are exact without it, and deprecate it.
        warnings.simplefilter("ignore", DeprecationWarning)
        _skip(lines, file)
        try:
            frame = pandas.read_csv(lines, **settings)
        except UnicodeDecodeError:
            raise
        except ValueError:
            file.check_lengths()
            raise
    columns = [_to_array(frame[n]) for n in range(file.n_columns)]
    # pandas fills short lines up with empty fields.
    if columns[-1].dtype == object and not all(columns[-1]):
        file.check_lengths()
    return columns


def _to_array(series: Any) -> npt.NDArray[Any]:
    values = series.to_numpy()
    return values if values.dtype.kind in "fiub" else series.to_numpy(dtype=object)


def _find_codes(sample: Sequence[Record], n_columns: int) -> list[int]:
    """Columns of digits that begin with zeros, which numbers would lose."""
    return [
        n
        for n, fields in enumerate(zip(*_whole(sample, n_columns), strict=True))
        if any(map(_CODE.fullmatch, fields)) and all(f.strip().isdecimal() for f in fields)
    ]


def _whole(sample: Sequence[Record], n_columns: int) -> list[Record]:
    return [fields for fields in sample if len(fields) == n_columns]


def _skip(lines: IO[str], file: TextFile) -> None:
    for _ in range(file.first_line - 1):
        lines.readline()


def _check_no_blank(file: TextFile) -> None:
    """In a single column, a blank line is a missing value, unless it is at the end."""
    blank = 0
    with open_text(file.path) as lines:
        for number, line in enumerate(lines, 1):
            if number < file.first_line:
                continue
            if line.isspace():
                blank = blank or number
            elif blank:
                raise InputError(f"{file.path}: line {blank} is blank; remove or fill it")


def _are_plain(file: TextFile, sample: Sequence[Record]) -> bool:
    dialect = file.dialect
    fields = (field for row in sample for field in row[file.n_index :])
    is_plain = dialect.decimal == "." and not file.reading.columns and not file.reading.drop
    is_plain = is_plain and not _find_codes(sample, file.n_columns)
    return is_plain and all(map(dialect.is_number, fields))


def _load_plain(file: TextFile, sample: Sequence[Record]) -> list[npt.NDArray[Any]]:
    n_index = file.n_index
    with open_text(file.path) as lines:
        _skip(lines, file)
        try:
            values = np.loadtxt(
                (line for line in lines if not line.isspace()),
                delimiter=None if file.dialect.sep == " " else file.dialect.sep,
                ndmin=2,
                comments=None,
                quotechar='"' if file.dialect.quotes else None,
                # Not `usecols`, which would accept rows of any length.
                converters=dict.fromkeys(range(n_index), lambda field: 0.0),
            )
        except UnicodeDecodeError:
            raise
        except ValueError:
            file.check_lengths()
            for column in range(n_index, file.n_columns):
                file.check_numbers(column)
            raise
    fields = zip(*_whole(sample, file.n_columns), strict=True)
    columns = [_to_integers(*pair) for pair in zip(values.T, fields, strict=True)]
    for n in range(n_index):
        columns[n] = np.array([fields[n] for _, fields in file.records()], dtype=object)
    return columns


def _to_integers(column: npt.NDArray[Any], fields: Sequence[str]) -> npt.NDArray[Any]:
    """Make integers of a column that pandas would read as such; they may be labels."""
    if not all(map(_INTEGER.fullmatch, fields)):
        return column
    is_whole = (column == np.rint(column)) & (abs(column) < LARGEST_INTEGER)
    return column.astype(np.int64) if is_whole.all() else column
