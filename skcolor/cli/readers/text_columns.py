"""What the columns of a text file are: numbers, texts, lists, dates, an index."""

import re
from typing import Any

import numpy as np
import numpy.typing as npt

from skcolor.cli._table import LARGEST_INTEGER
from skcolor.cli.readers.columns import Column, Kind
from skcolor.cli.readers.dialect import resembles_number
from skcolor.cli.readers.header import MISSING
from skcolor.cli.readers.lists import is_list, split_list
from skcolor.cli.readers.text_file import TextFile

_DATE = re.compile(r"\s*(\d{4}[-/.]\d\d?[-/.]\d\d?|\d\d?[-/.]\d\d?[-/.]\d{4})([ T].*)?")

_SHORTENED = (
    "'...' stands for numbers that were left out when it was written; save vectors as .npy "
    "or .parquet"
)


def make_column(file: TextFile, n: int, fields: npt.NDArray[Any]) -> Column:
    """Describe column `n` with these fields."""
    name = file.names[n].strip() if file.names else str(n + 1)
    kind = Kind.INDEX if n < file.n_index else _find_kind(file, fields)
    if n < file.n_index and not name:
        name = "index"
    return Column(
        name,
        kind,
        file.label(n),
        lambda: _read_numbers(file, n, fields, kind),
        lambda: _read_values(file, fields, kind),
        kind.value,
    )


def _find_kind(file: TextFile, fields: npt.NDArray[Any]) -> Kind:
    """Kind of a column; one of numbers may have fields that are no numbers by mistake."""
    if fields.dtype != object:
        return Kind.FLAG if fields.dtype == bool else Kind.NUMBER
    known = [text for text in map(str, fields) if text.strip().lower() not in MISSING]
    if not known:  # in one row, it is rather a value that is missing
        return Kind.EMPTY if len(fields) > 1 else Kind.NUMBER
    # One number in brackets is a reference or a year.
    if all(map(is_list, known)) and len(split_list(known[0])) != 1:
        return Kind.LIST
    if all(map(str.isdecimal, map(str.strip, known))) and len(known) == len(fields):
        # Digits that were left as texts begin with zeros, or have too many for a number.
        return Kind.TEXT if any(text.strip()[0] == "0" for text in known) else Kind.NUMBER
    if 2 * sum(map(resembles_number, known)) >= len(known):
        return Kind.NUMBER
    return Kind.DATE if all(map(_DATE.fullmatch, known)) else Kind.TEXT


def _read_numbers(
    file: TextFile, n: int, fields: npt.NDArray[Any], kind: Kind
) -> npt.NDArray[Any]:
    if kind is Kind.LIST:
        return _read_lists(file, n, fields)
    if fields.dtype == bool:
        return fields
    if fields.dtype == object:
        if not all(map(file.dialect.is_number, map(str, fields))):
            file.check_numbers(n)
        fields = np.array(
            [float(f) for f in file.dialect.as_points(list(map(str, fields)))]
        )
    if np.abs(fields).max(initial=0) >= LARGEST_INTEGER:
        file.check_rounding(n)
    return fields.astype(np.float64, copy=False)


def _read_lists(file: TextFile, n: int, fields: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Read lists of numbers, all of equal length, as rows."""
    width = len(split_list(str(fields[0])))
    rows = np.empty((len(fields), width))
    for row, field in enumerate(fields):
        items = split_list(str(field))
        if "..." in items:
            file.refuse_item(row, n, _SHORTENED)
        if not items:
            file.refuse_item(row, n, "is empty; fill it, or remove the row")
        if len(items) != width:
            what = f"has {len(items)} numbers and the first row has {width}"
            file.refuse_item(row, n, what)
        try:
            rows[row] = [float(item) for item in items]
        except ValueError as error:
            file.refuse_item(row, n, str(error))
    return rows


def _read_values(file: TextFile, fields: npt.NDArray[Any], kind: Kind) -> npt.NDArray[Any]:
    """Values that may be missing: NaN among numbers, None among texts."""
    if fields.dtype != object:
        return fields
    known = [text for text in map(str, fields) if text.strip().lower() not in MISSING]
    if kind is Kind.NUMBER and all(map(file.dialect.is_number, known)):
        texts = file.dialect.as_points([str(field) for field in fields])
        return np.array(
            [
                float(t) if file.dialect.is_number(f) else np.nan
                for t, f in zip(texts, map(str, fields), strict=True)
            ]
        )
    return np.array([field if field.strip() else None for field in fields], dtype=object)
