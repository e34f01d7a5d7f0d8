"""Further columns of the rows of an explorer, packed by what they hold."""

import datetime
import numbers
from decimal import Decimal
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from skcolor._checks.texts import as_text, check_texts, name_labels, read_entries
from skcolor.plotting._explorer_data import column_bytes, json_bytes

_LARGEST_EXACT = 2**53  # integers that a number of JavaScript can hold
_LARGEST_DATE = 8.64e15  # milliseconds from 1970 that a date of JavaScript can hold
_DAY = 86_400_000  # milliseconds
_INTEGERS = (np.uint8, np.int8, np.uint16, np.int16, np.uint32, np.int32)


class PackedColumns(NamedTuple):
    """Columns as the scripts read them.

    Attributes
    ----------
    about : list of dict
        Of each column: its name, its kind (``"numbers"``, ``"dates"``, ``"days"``,
        ``"names"`` or ``"texts"``), and the type of its numbers.
    content : dict of str to bytes
        ``column-0`` and so on: numbers, codes or texts; ``column-0-names``: what codes
        stand for.
    """

    about: list[dict[str, str]]
    content: dict[str, bytes]


def named_columns(columns: Any) -> dict[str, Any]:
    """Columns of a dict, or of a table of pandas, polars or pyarrow, by name.

    Raises
    ------
    TypeError
        If they are neither.
    ValueError
        If two columns have the same name.
    """
    if columns is None:
        return {}
    if isinstance(columns, dict):
        names: Any = list(columns)
    else:
        names = getattr(columns, "column_names", getattr(columns, "columns", None))
    if names is None:
        raise TypeError(
            "columns must be a dict of columns by name, or a DataFrame; got "
            f"{type(columns).__name__}."
        )
    texts = [as_text(name) for name in names]
    for text in texts:
        if texts.count(text) > 1:
            raise ValueError(f"columns contains {text!r} more than once.")
    return {text: columns[name] for text, name in zip(texts, names, strict=True)}


def pack_columns(columns: dict[str, Any], n_rows: int) -> PackedColumns:
    """Validate and pack columns, with one entry for each row of the layout.

    Numbers take the smallest type that holds all of them exactly. Repeated texts are
    stored once.
    """
    about, content = [], {}
    for i, (name, values) in enumerate(columns.items()):
        kind, packed, names = _pack(values, f"columns[{name!r}]", n_rows)
        about.append({"name": name, "kind": kind})
        if isinstance(packed, list):
            content[f"column-{i}"] = json_bytes(packed)
            continue
        about[-1]["type"] = packed.dtype.name
        content[f"column-{i}"] = column_bytes(packed)
        if names is not None:
            content[f"column-{i}-names"] = json_bytes(names)
    return PackedColumns(about, content)


def _pack(
    values: Any, name: str, n_rows: int
) -> tuple[str, npt.NDArray[Any] | list[str], list[str] | None]:
    """The kind of a column, its numbers, codes or texts, and the names of codes."""
    is_category = hasattr(getattr(values, "dtype", None), "categories")
    entries = read_entries(values, name, n_rows)
    known = [entry for entry in entries if entry is not None]
    if known and not is_category:
        if all(map(_is_number, known)):
            return "numbers", _pack_numbers(entries), None
        if all(isinstance(entry, datetime.date | np.datetime64) for entry in known):
            times = _to_milliseconds(entries)
            if not np.abs(times).max(initial=0, where=np.isfinite(times)) > _LARGEST_DATE:
                return _kind_of_times(times, known), times, None
    names, codes = name_labels(values, name, n_rows)
    if len(names) > n_rows / 2 and len(names) > 20:
        return "texts", check_texts(values, name, n_rows), None
    if (codes < 0).any():
        codes = np.where(codes < 0, len(names), codes)
        names = [*names, ""]
    return "names", codes.astype(_smallest_integer(0, len(names))), names


def _is_number(entry: Any) -> bool:
    if isinstance(entry, bool | np.bool_ | np.timedelta64):
        return False
    if isinstance(entry, numbers.Integral):
        return abs(int(entry)) <= _LARGEST_EXACT
    return isinstance(entry, numbers.Real | Decimal)


def _pack_numbers(entries: list[Any]) -> npt.NDArray[Any]:
    column = np.array([np.nan if c is None else float(c) for c in entries])
    with np.errstate(invalid="ignore"):
        is_whole = np.isfinite(column).all() and (column == np.rint(column)).all()
    if is_whole:
        integer = _smallest_integer(column.min(), column.max())
        if integer is not np.float64:
            return column.astype(integer)
    with np.errstate(over="ignore"):
        single = column.astype(np.float32)
    return single if np.array_equal(single, column, equal_nan=True) else column


def _smallest_integer(low: float, high: float) -> Any:
    for integer in _INTEGERS:
        limits = np.iinfo(integer)
        if limits.min <= low and high <= limits.max:
            return integer
    return np.float64


def _to_milliseconds(entries: list[Any]) -> npt.NDArray[np.float64]:
    """Milliseconds since 1970 in UTC; NaN for missing dates."""
    times = np.full(len(entries), np.nan)
    for row, entry in enumerate(entries):
        if entry is not None:
            if getattr(entry, "tzinfo", None) is not None:
                entry = entry.astimezone(datetime.UTC).replace(tzinfo=None)
            times[row] = np.datetime64(entry, "ms").astype(np.int64)
    return times


def _kind_of_times(times: npt.NDArray[np.float64], known: list[Any]) -> str:
    has_zone = any(getattr(entry, "tzinfo", None) is not None for entry in known)
    is_day = not has_zone and not (times[np.isfinite(times)] % _DAY).any()
    return "days" if is_day else "dates"
