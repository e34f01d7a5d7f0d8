"""What readers of files share: the table they return, how to read it, and refusals."""

import contextlib
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

# Float64 holds every integer up to here, and not all beyond.
LARGEST_INTEGER = 2**53


class InputError(Exception):
    """What a user gave cannot be used; the message is one line and says the mend."""


@dataclass(frozen=True)
class ReadOptions:
    """How a file is to be read where it does not say so itself; None lets it say so."""

    header: bool | None = None
    index: bool | None = None
    prefix: str = "--"
    n_fewest: int = 1

    def flags(self, name: str) -> str:
        """Both forms of a flag, to be named in a message."""
        return f"{self.prefix}{name} or --no-{self.prefix[2:]}{name}"


class Table(NamedTuple):
    """Rows of a file, and what its columns and rows are called in messages."""

    rows: npt.NDArray[Any]
    columns: Sequence[str] | None = None
    place: Callable[[int], str] = lambda row: ""


def counts_rows(values: Sequence[Any] | npt.NDArray[Any]) -> bool:
    """Whether values are 0, 1, 2 … or 1, 2, 3 …, as no measurement is by chance."""
    if len(values) < 3 or values[0] not in (0, 1):
        return False
    return bool(np.array_equal(values, np.arange(len(values)) + values[0]))


def note_index(path: Path, columns: str, reading: ReadOptions) -> None:
    """Say on standard error that an index was left out."""
    print_note(
        f"{path}: {columns} left out as an index; --no-{reading.prefix[2:]}index keeps it"
    )


def refuse_index(path: Path, column: str, reading: ReadOptions) -> InputError:
    """Make the refusal of a first column that may be an index or not."""
    return InputError(
        f"{path}: {column} may be an index or a feature; "
        f"give {reading.flags('index')} to leave it out or to keep it"
    )


def print_note(note: str) -> None:
    """Print a note on standard error."""
    # The work goes on where nobody reads what it says.
    with contextlib.suppress(OSError):
        print(f"skcolor: note: {note}", file=sys.stderr)
