"""Texts and labels of rows, from any kind of sequence."""

from collections.abc import Iterable, Mapping, Set
from typing import Any

import numpy as np

from skcolor._checks.arrays import check_unmasked
from skcolor._checks.tables import describe

# Control characters have no glyphs; only line breaks make sense in a title.
_CONTROLS = {code: " " for code in (*range(32), *range(127, 160)) if code != 10}
_CONTAINERS = (list, tuple, dict, set, frozenset, np.ndarray)


def read_entries(values: Any, name: str, n_rows: int, *, of: str = "layout") -> list[Any]:
    """Read one entry per row.

    Parameters
    ----------
    values : array-like of shape (n_rows,)
        A list, a NumPy array, or a Series or array of pandas, polars or pyarrow. An index
        is ignored.
    name : str
        Name of the argument.
    n_rows : int
        Required number of entries.
    of : str, default="layout"
        Name of the argument that has these rows.

    Returns
    -------
    list
        The entries; missing ones (None, NaN, NaT or NA) become None.

    Raises
    ------
    ValueError
        If there is not one entry per row, or an entry is a container, or any are masked.
    """
    is_one = isinstance(values, str | bytes | Mapping | Set)
    if is_one or not isinstance(values, Iterable):
        raise ValueError(
            f"{name} must be a sequence of {n_rows}, one per row of {of}; got "
            f"{describe(values)}."
        )
    check_unmasked(values, name)
    shape = tuple(getattr(values, "shape", (n_rows,)))
    has_rows = len(shape) == 1
    entries = _to_list(values) if has_rows else []
    if len(entries) != n_rows or not has_rows:
        shape = (len(entries),) if has_rows else shape
        raise ValueError(
            f"{name} has shape {shape}; wanted ({n_rows},), one for each row of {of}."
        )
    if _are_plain(entries):
        return entries
    for row, entry in enumerate(entries):
        if isinstance(entry, _CONTAINERS):
            raise ValueError(
                f"{name}[{row}] is of type {type(entry).__name__}; wanted a single text, "
                f"number or date for each row of {of}."
            )
    return [None if _is_missing(entry) else entry for entry in entries]


def as_text(value: Any) -> str:
    """Convert a value to text that any file can store and any font can show.

    Bytes are decoded as UTF-8. A lone surrogate is not a character and becomes U+FFFD.

    Raises
    ------
    UnicodeDecodeError
        If bytes are not UTF-8.
    """
    if isinstance(value, np.datetime64):
        return str(np.datetime_as_string(value, unit="auto"))
    text = value.decode() if isinstance(value, bytes) else str(value)
    if text.isascii():
        return str(text)
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def as_drawn(value: Any) -> str:
    """Convert a value to text without control characters, except line breaks."""
    return as_text(value).translate(_CONTROLS)


def shorten(text: str, n_characters: int) -> str:
    """Shorten text to one line of `n_characters`, with an ellipsis if it is cut."""
    text = as_drawn(text).replace("\n", " ")
    return text if len(text) <= n_characters else text[: n_characters - 1] + "…"


def check_texts(values: Any, name: str, n_rows: int, *, of: str = "layout") -> list[str]:
    """Validate one value per row and convert them to texts; missing ones become "".

    Raises
    ------
    ValueError
        If there is not one value per row, or bytes are not UTF-8.
    """
    entries = read_entries(values, name, n_rows, of=of)
    if _are_plain(entries) and all(map(str.isascii, entries)):
        return entries
    return [_to_text(entry, name, row) for row, entry in enumerate(entries)]


def name_labels(
    values: Any, name: str, n_rows: int, *, of: str = "layout"
) -> tuple[list[str], np.ndarray]:
    """Names of labels, and the code of each row.

    Parameters
    ----------
    values : array-like of shape (n_rows,)
        The labels: numbers, texts, dates or anything with a text form.
    name : str
        Name of the argument.
    n_rows : int
        Required number of entries.
    of : str, default="layout"
        Name of the argument that has these rows.

    Returns
    -------
    names : list of str
        In the order of the categories if they have one, otherwise sorted: numbers first,
        then texts.
    codes : ndarray of shape (n_rows,), int
        Indices into `names`; -1 for missing labels.

    Raises
    ------
    ValueError
        If there is not one label per row, or bytes are not UTF-8.
    """
    entries = read_entries(values, name, n_rows, of=of)
    first: dict[str, Any] = {}
    texts = []
    for row, entry in enumerate(entries):
        texts.append(_to_text(entry, name, row))
        if entry is not None:
            first.setdefault(texts[-1], entry)
    categories: Any = getattr(getattr(values, "dtype", None), "categories", None)
    if hasattr(categories, "to_list"):
        ordered = dict.fromkeys(map(as_text, categories.to_list()))
        names = [text for text in ordered if text in first]
    else:
        names = _sort(first)
    numbers = {text: number for number, text in enumerate(names)}
    pairs = zip(texts, entries, strict=True)
    codes = [-1 if entry is None else numbers[text] for text, entry in pairs]
    return names, np.array(codes, dtype=np.intp)


def number_labels(
    values: Any, name: str, n_rows: int, *, of: str = "layout", names_too: bool = False
) -> np.ndarray:
    """Convert labels to integers; negative means no label.

    Parameters
    ----------
    values : array-like of shape (n_rows,)
        Whole numbers of any type. Missing labels (None, NaN, NA) become -1.
    name : str
        Name of the argument.
    n_rows : int
        Required number of entries.
    of : str, default="layout"
        Name of the argument that has these rows.
    names_too : bool, default=False
        Whether labels may be names, which are numbered as in `name_labels`.

    Returns
    -------
    ndarray of shape (n_rows,), int
        The labels.

    Raises
    ------
    ValueError
        If the values are invalid.
    """
    if (
        type(values) is np.ndarray
        and values.shape == (n_rows,)
        and values.dtype.kind in "iu"
    ):
        return values
    entries = read_entries(values, name, n_rows, of=of)
    known = [entry for entry in entries if entry is not None]
    numbers = whole_numbers(entries)
    if known and numbers is not None:
        return numbers
    if known and names_too and not any(map(_is_fraction, known)):
        return name_labels(values, name, n_rows, of=of)[1]
    odd = next((entry for entry in known if not _is_whole(entry)), "only missing ones")
    or_names = " or names" if names_too else ""
    raise ValueError(
        f"{name} must be {n_rows} integers{or_names}, one per row of {of}; got {odd!r:.40}."
    )


def whole_numbers(entries: list[Any]) -> np.ndarray | None:
    """Convert entries to integers, None to -1; return None if any is not an integer."""
    if not all(entry is None or _is_whole(entry) for entry in entries):
        return None
    return np.array([-1 if entry is None else int(entry) for entry in entries], np.int64)


def _to_list(values):
    if isinstance(getattr(values, "dtype", None), np.dtype) and values.dtype.kind != "O":
        return list(np.asarray(values))  # NumPy scalars have the shortest texts
    for method in ("to_pylist", "tolist", "to_list"):
        if hasattr(values, method):
            return getattr(values, method)()
    return list(values)


def _are_plain(entries):
    """Whether all are strings, which is far faster to find than what each one is."""
    return set(map(type, entries)) == {str}


def _is_missing(value):
    if value is None:
        return True
    try:
        return bool(value != value)
    except TypeError:  # NA of pandas is neither equal nor unequal
        return True


def _is_whole(value):
    if isinstance(value, bool | np.bool_):
        return True
    is_number = isinstance(value, int | float | np.integer | np.floating)
    return is_number and -(2**63) <= value < 2**63 and value == int(value)


def _is_fraction(value):
    return isinstance(value, float | complex | np.inexact) and not _is_whole(value)


def _to_text(entry, name, row):
    try:
        return "" if entry is None else as_text(entry)
    except UnicodeDecodeError:
        raise ValueError(
            f"{name}[{row}] must be text or UTF-8 bytes; got {entry!r:.40}."
        ) from None


def _sort(first):
    """Sort texts by the values that they stand for."""
    try:
        return sorted(first, key=first.__getitem__)
    except TypeError:  # of mixed types
        return sorted(first, key=lambda text: _by_kind(text, first[text]))


def _by_kind(text, value):
    is_number = isinstance(value, int | float | np.integer | np.floating)
    return not is_number, float(value) if is_number else 0.0, text
