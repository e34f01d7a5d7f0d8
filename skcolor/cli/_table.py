"""Shared by file readers: tables, options, notes and errors."""

import contextlib
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

# The largest integer up to which float64 represents all integers exactly.
LARGEST_INTEGER = 2**53


class InputError(Exception):
    """Invalid input from the user; the message is one line and says how to fix it."""


@dataclass(frozen=True)
class ReadOptions:
    """How to read a file; None or empty means as the file itself indicates.

    Attributes
    ----------
    header, index : bool or None
        Whether the first line is a header, and whether the first column is an index.
    prefix : str
        How the flags of this file begin, for messages.
    n_fewest : int
        Number of columns that must be left next to an index.
    columns, drop : tuple of str
        Names or patterns of the columns to read, or not to read.
    sep, decimal : str or None
        Separator and decimal mark of text files.
    beside : tuple of str
        Names of columns that are wanted for something else, and so are not features.
    axes : tuple of int
        Numbers of axes that the array of features can have.
    """

    header: bool | None = None
    index: bool | None = None
    prefix: str = "--"
    n_fewest: int = 1
    columns: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    sep: str | None = None
    decimal: str | None = None
    beside: tuple[str, ...] = ()
    axes: tuple[int, ...] = (2,)

    @property
    def is_layout(self) -> bool:
        """Whether the rows are places in a layout."""
        return self.prefix != "--"

    def with_columns(self, names: str) -> "ReadOptions":
        """These options, with names of columns from ``FILE:NAMES``."""
        if not names:
            return self
        if self.columns:
            raise InputError(f"{self.prefix}columns and :{names} both name columns")
        return replace(self, columns=(names,))

    def flags(self, name: str) -> str:
        """Both forms of a flag, for a message."""
        return f"{self.prefix}{name} or --no-{self.prefix[2:]}{name}"


class Table(NamedTuple):
    """What a file holds.

    Attributes
    ----------
    rows : ndarray of shape (n_rows, n_columns)
        The rows.
    columns : sequence of str or None
        Names of the columns, for messages.
    place : callable
        Where in the file a row is, for messages.
    layout : ndarray of shape (n_rows, 2) or None
        Their layout, if the file holds one.
    others : mapping of str to ndarray of shape (n_rows,)
        The other columns.
    note : str
        What was read, if that is not the whole file.
    """

    rows: npt.NDArray[Any]
    columns: Sequence[str] | None = None
    place: Callable[[int], str] = lambda row: ""
    layout: npt.NDArray[Any] | None = None
    others: Mapping[str, npt.NDArray[Any]] = MappingProxyType({})
    note: str = ""


def split_names(names: str) -> tuple[str, ...]:
    """Names between commas."""
    return tuple(name.strip() for name in names.split(",") if name.strip())


def counts_rows(values: Sequence[Any] | npt.NDArray[Any]) -> bool:
    """Whether values are 0, 1, 2 … or 1, 2, 3 …, which no measurement is by chance."""
    if len(values) < 3 or values[0] not in (0, 1):
        return False
    return bool(np.array_equal(values, np.arange(len(values)) + values[0]))


def note_index(path: Path, columns: str, reading: ReadOptions) -> None:
    """Note on standard error that an index was dropped."""
    print_note(
        f"{path}: dropped {columns} as an index; --no-{reading.prefix[2:]}index keeps it"
    )


def refuse_index(path: Path, column: str, reading: ReadOptions) -> InputError:
    """Error for a first column that may be an index or a feature."""
    return InputError(
        f"{path}: {column} may be an index or a feature; pass {reading.flags('index')} "
        "to drop it or to keep it"
    )


def join_names(names: Sequence[str], n_most: int = 8) -> str:
    """List names for a message, the first ones if there are many."""
    shown = [name if len(name) <= 40 else f"{name[:37]}..." for name in names[:n_most]]
    n_more = len(names) - n_most
    return ", ".join(shown) + (f" and {n_more} more" if n_more > 0 else "")


def one_line(message: object) -> str:
    """A message or an error without line breaks, as all that the commands print."""
    return " ".join(str(message).split())


def print_note(note: str) -> None:
    """Print a note on standard error."""
    # A closed standard error does not stop the work.
    with contextlib.suppress(OSError):
        print(f"skcolor: note: {note}", file=sys.stderr)
