"""Rows of arrays that may be larger than memory, read in chunks."""

from collections.abc import Iterator, Mapping
from typing import Any

from scipy.sparse import issparse

CHUNK_ROWS = 262_144


def chunks_of(n_rows: int) -> Iterator[slice]:
    """Slices over all rows."""
    for start in range(0, n_rows, CHUNK_ROWS):
        yield slice(start, min(start + CHUNK_ROWS, n_rows))


def take_rows(values: Any, rows: slice) -> Any:
    """Some rows of a list, an array, or a Series or table."""
    return getattr(values, "iloc", values)[rows]


def has_rows(values: Any) -> bool:
    """Whether some rows can be taken."""
    is_one = isinstance(values, str | bytes | Mapping)
    is_sequence = hasattr(values, "__len__") and hasattr(values, "__getitem__")
    return is_sequence and not is_one and not issparse(values)


def name_rows(name: str, rows: slice, n_rows: int) -> str:
    """The name of some rows of an argument, for errors that say where in them."""
    is_whole = rows.start == 0 and rows.stop == n_rows
    return name if is_whole else f"{name}[{rows.start}:{rows.stop}]"
