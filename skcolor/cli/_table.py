"""Shared by file readers: tables, options, notes and errors."""

import contextlib
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

# The largest integer up to which float64 represents all integers exactly.
LARGEST_INTEGER = 2**53


class InputError(Exception):
    """Invalid input from the user; the message is one line and says how to fix it."""


@dataclass(frozen=True)
class ReadOptions:
    """How to read a file; None means as the file itself indicates."""

    header: bool | None = None
    index: bool | None = None
    prefix: str = "--"
    n_fewest: int = 1

    def flags(self, name: str) -> str:
        """Both forms of a flag, for a message."""
        return f"{self.prefix}{name} or --no-{self.prefix[2:]}{name}"


class Table(NamedTuple):
    """Rows of a file, and names of its columns and rows for messages."""

    rows: npt.NDArray[Any]
    columns: Sequence[str] | None = None
    place: Callable[[int], str] = lambda row: ""


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


def print_note(note: str) -> None:
    """Print a note on standard error."""
    # A closed standard error does not stop the work.
    with contextlib.suppress(OSError):
        print(f"skcolor: note: {note}", file=sys.stderr)
