"""Choose the rows, their layout and other columns among the columns of a table."""

import difflib
import re
from collections.abc import Callable, Sequence
from enum import Enum
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from skcolor.cli._table import (
    InputError,
    ReadOptions,
    Table,
    counts_rows,
    join_names,
    refuse_index,
    split_names,
)
from skcolor.cli.readers.layout_names import find_layout, find_pairs
from skcolor.cli.readers.series import find_series

# Integers under these names tell rows or groups apart.
_NAMES_ROWS = re.compile(
    r"(?i:(.*[\W_])?(id|ids|idx|index|label|labels|target|class|cluster|clusters|category|group"
    r"|kind|type|leiden|louvain)"
    r"|(user|item|movie|customer|product|order|doc|document|patient|sample|cell|row|object)id)"
    r"|.*[a-z](ID|Id)"
)
# Fewer integers may by chance be 1 to n in some order.
_FEWEST_COUNTED = 20
# So many more columns of numbers make `x, y` a layout, not two features.
_FEWEST_BESIDE_XY = 3


class Kind(Enum):
    """What a column contains; the value is its name in messages."""

    NUMBER = "numbers"
    FLAG = "true or false"
    CATEGORY = "categories"
    LIST = "lists of numbers"
    TEXT = "text"
    DATE = "dates"
    INDEX = "index"
    EMPTY = "empty"
    OTHER = "neither numbers nor text"


class Column(NamedTuple):
    """A column of a table.

    Attributes
    ----------
    name : str
        Its name.
    kind : Kind
        What it contains.
    where : str
        The column in messages, such as ``column 'a'``.
    numbers : callable
        Reads numbers, or lists of numbers as rows; raises an InputError where one is
        missing.
    values : callable
        Reads values that may be missing.
    type : str
        Its type in messages.
    """

    name: str
    kind: Kind
    where: str
    numbers: Callable[[], npt.NDArray[Any]]
    values: Callable[[], npt.NDArray[Any]]
    type: str = ""


class _Choice(NamedTuple):
    rows: list[int]
    layout: tuple[int, ...] | None = None


def choose_columns(
    path: Path,
    columns: Sequence[Column],
    reading: ReadOptions,
    place: Callable[[int], str] = lambda row: "",
    stack: Callable[[list[int]], npt.NDArray[Any]] | None = None,
) -> Table:
    """Rows, layout and other columns of a table.

    Without `reading.columns`, the rows are the only column of lists, or else all columns of
    numbers, except those that are a layout, an id or a label by their names. If most of
    them are numbered, as `dim_0` to `dim_99`, only these are the rows. If given, `stack`
    reads the numbers of the columns at some positions.
    """
    names = [column.name for column in columns]
    dropped = {*find_names(path, names, reading.drop, f"{reading.prefix}drop")}
    left = [n for n in range(len(columns)) if n not in dropped]
    if not left or all(columns[n].kind is Kind.INDEX for n in left):
        raise InputError(f"{path}: contains no columns except an index")
    choice = _choose(path, columns, left, reading)
    chosen = {*choice.rows, *(choice.layout or ())}
    wanted = _match_all(names, reading.beside)
    beside = [
        n for n in range(len(names)) if n in wanted or (n in left and n not in chosen)
    ]
    is_list = columns[choice.rows[0]].kind is Kind.LIST
    return Table(
        stack(choice.rows) if stack else stack_numbers([columns[n] for n in choice.rows]),
        None if is_list else [columns[n].name for n in choice.rows],
        place,
        _stack(columns, choice.layout),
        {} if reading.is_layout else _read_others([columns[n] for n in beside]),
        "" if reading.columns else _describe(columns, choice, beside),
    )


def stack_numbers(columns: Sequence[Column]) -> npt.NDArray[Any]:
    """The numbers of columns, or of one column of lists, as rows."""
    parts = [column.numbers() for column in columns]
    is_list = len(parts) == 1 and parts[0].ndim == 2
    return parts[0] if is_list else np.column_stack(parts)


def find_names(
    path: Path, names: Sequence[str], patterns: Sequence[str], flag: str
) -> list[int]:
    """Positions of names like ``dim_3`` or ``dim_*``, or of several between commas."""
    found: list[int] = []
    for pattern in _split(names, patterns):
        matching = _match(names, pattern)
        if not matching:
            near = difflib.get_close_matches(pattern, names, 1)
            hint = f"did you mean {near[0]}?" if near else f"it has {join_names(names)}"
            raise InputError(f"{path}: {flag} {pattern}: no such column; {hint}")
        found += [n for n in matching if n not in found]
    return found


def _split(names: Sequence[str], patterns: Sequence[str]) -> list[str]:
    parts = [[one] if one in names else split_names(one) for one in patterns]
    return [pattern for several in parts for pattern in several]


def _match(names: Sequence[str], pattern: str) -> list[int]:
    matching = [n for n, name in enumerate(names) if name == pattern]
    return matching or [n for n, name in enumerate(names) if fnmatchcase(name, pattern)]


def _match_all(names: Sequence[str], patterns: Sequence[str]) -> set[int]:
    return {n for one in _split(names, patterns) for n in _match(names, one)}


def _choose(
    path: Path, columns: Sequence[Column], left: list[int], reading: ReadOptions
) -> _Choice:
    names = [column.name for column in columns]
    named = find_names(path, names, reading.columns, f"{reading.prefix}columns")
    if named:
        _check_chosen(path, columns, named)
    beside = _match_all(names, reading.beside)
    free = [n for n in left if n not in beside]
    numbers = _of_kind(columns, free, Kind.NUMBER)
    lists = _of_kind(columns, free, Kind.LIST)
    pairs: list[tuple[int, ...]] = [
        *_find_pairs(columns, numbers, bool(named or lists), reading)
    ]
    if named or len(lists) > 1 or numbers:
        places = _find_places(columns, lists)
        pairs, lists = places + pairs, [n for n in lists if (n,) not in places]
    if reading.is_layout and pairs and not named:
        return _Choice(list(pairs[0]))
    layout = next((pair for pair in pairs if not {*pair} & {*named}), None)
    if named:
        return _Choice(named, layout)
    if len(lists) > 1:
        several = join_names([columns[n].name for n in lists])
        raise InputError(
            f"{path}: contains several columns of lists ({several}); choose one as "
            f"{path}:NAME"
        )
    if lists:
        return _Choice(lists, layout)
    in_pairs = {n for pair in pairs for n in pair}
    numbers = [n for n in numbers if n not in in_pairs]
    if numbers[:1] == [0] and len(numbers) > reading.n_fewest and reading.index is None:
        _check_first(path, columns, reading)
    kept = 0 if reading.index is False else None
    features = [n for n in numbers if n == kept or not _names_rows(columns[n])]
    series = find_series([columns[n].name for n in features])
    if series and kept is None:
        features = [features[position] for position in series]
    features = features or numbers or _of_kind(columns, free, Kind.FLAG, Kind.CATEGORY)
    if not features:
        raise _refuse(path, columns, left)
    return _Choice(features, layout)


def _of_kind(columns: Sequence[Column], positions: list[int], *kinds: Kind) -> list[int]:
    return [n for n in positions if columns[n].kind in kinds]


def _find_pairs(
    columns: Sequence[Column], numbers: list[int], has_rows: bool, reading: ReadOptions
) -> list[tuple[int, int]]:
    """Pairs of columns that are a layout, as far as rows are left without them."""
    names = [columns[n].name for n in numbers]
    pairs = [(numbers[a], numbers[b]) for a, b in find_pairs(names)]
    if reading.is_layout or has_rows:
        return pairs
    n_left = len(numbers) - 2 * len(pairs)
    is_named = [len(columns[a].name.strip()) > 1 for a, _ in pairs]
    if n_left < _FEWEST_BESIDE_XY:
        pairs = [pair for pair, keep in zip(pairs, is_named, strict=True) if keep]
    return pairs if len(numbers) > 2 * len(pairs) else []


def _find_places(columns: Sequence[Column], lists: list[int]) -> list[tuple[int, ...]]:
    """A column of lists of two numbers that is a layout by its name."""
    name = find_layout([columns[n].name for n in lists])
    found = [n for n in lists if columns[n].name == name]
    return [(n,) for n in found if columns[n].numbers().shape[1] == 2]


def _check_first(path: Path, columns: Sequence[Column], reading: ReadOptions) -> None:
    values = columns[0].values()
    if values.dtype.kind in "iu" and counts_rows(values):
        raise refuse_index(path, f"{columns[0].where} counts the rows and", reading)


def _names_rows(column: Column) -> bool:
    """Whether integers are ids, labels or dates, by name or by value."""
    values = column.values()
    if values.dtype.kind not in "iu" or not len(values):
        return False
    is_named = _NAMES_ROWS.fullmatch(column.name.strip()) is not None
    return is_named or _are_dates(values) or _are_numbers_of_rows(values)


def _are_numbers_of_rows(values: npt.NDArray[Any]) -> bool:
    """Whether integers are 0 to n - 1 or 1 to n, in any order."""
    first, n_rows = values.min(), len(values)
    if (
        n_rows < _FEWEST_COUNTED
        or first not in (0, 1)
        or values.max() != first + n_rows - 1
    ):
        return False
    return len(np.unique(values)) == n_rows


def _are_dates(values: npt.NDArray[Any]) -> bool:
    """Whether integers are dates such as 20240131."""
    if values.min() < 1900_01_01 or values.max() > 2100_12_31:
        return False
    months, days = values // 100 % 100, values % 100
    return bool(((months >= 1) & (months <= 12) & (days >= 1) & (days <= 31)).all())


def _check_chosen(path: Path, columns: Sequence[Column], chosen: list[int]) -> None:
    for n in chosen:
        column = columns[n]
        is_single = column.kind is Kind.LIST and len(chosen) == 1
        if not is_single and column.kind not in (Kind.NUMBER, Kind.FLAG, Kind.CATEGORY):
            raise InputError(
                f"{path}: {column.where} has type {column.type or column.kind.value}; "
                "wanted real numbers, or one column of lists"
            )


def _refuse(path: Path, columns: Sequence[Column], left: list[int]) -> InputError:
    types = [f"{columns[n].where} has type {columns[n].type}" for n in left]
    return InputError(f"{path}: {join_names(types, 3)}; wanted real numbers")


def _describe(columns: Sequence[Column], choice: _Choice, beside: list[int]) -> str:
    """What was read, if that is not all of the table."""
    said = [n for n in beside if columns[n].kind is not Kind.INDEX]
    if not said and choice.layout is None:
        return ""
    first = columns[choice.rows[0]]
    count = len(choice.rows)
    parts = [f"column {first.name!r}"]
    if count > 1:
        last = columns[choice.rows[-1]]
        parts = [f"{count} columns of numbers, {first.name!r} to {last.name!r}"]
    if choice.layout:
        pair = " and ".join(repr(columns[n].name) for n in choice.layout)
        parts.append(f"the layout from {pair}")
    if said:
        names = [f"{columns[n].name!r} ({columns[n].kind.value})" for n in said]
        parts.append(f"beside them {join_names(names)}")
    return f"read {'; '.join(parts)}; --columns takes others"


def _stack(
    columns: Sequence[Column], pair: tuple[int, ...] | None
) -> npt.NDArray[Any] | None:
    if pair is None:
        return None
    return stack_numbers([columns[n] for n in pair])


def _read_others(columns: Sequence[Column]) -> dict[str, npt.NDArray[Any]]:
    others: dict[str, npt.NDArray[Any]] = {}
    for column in columns:
        if column.kind in (Kind.LIST, Kind.OTHER, Kind.EMPTY):
            continue
        name, n = column.name, 0
        while name in others:  # as pandas names columns of one name
            n += 1
            name = f"{column.name}.{n}"
        others[name] = column.values()
    return others
