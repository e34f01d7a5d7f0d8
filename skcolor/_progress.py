"""A progress bar on standard error, for work that people wait for."""

import contextlib
import sys
from typing import TextIO

_WIDTH = 30


class ProgressBar:
    """Shows how many of a number of steps are done.

    Redraws one line on a terminal; elsewhere (a file, a log) prints only the last state.

    Parameters
    ----------
    n_steps : int
        Steps until the end.
    label : str
        What is done, in a few words.
    shown : bool, default=True
        Whether anything is drawn.
    """

    def __init__(self, n_steps: int, label: str, *, shown: bool = True) -> None:
        self.n_steps = n_steps
        self.label = label
        self.shown = shown
        self._n_done = 0

    def __enter__(self) -> "ProgressBar":
        """Draw the empty bar."""
        self.advance(0)
        return self

    def __exit__(self, *exception: object) -> None:
        """Leave the bar as it stands and go to the next line."""
        if not self.shown:
            return
        if sys.stderr.isatty():
            _print("\n")
        elif not isinstance(
            exception[1], KeyboardInterrupt
        ):  # who stops the work knows of it
            _print(self._line() + "\n")

    def advance(self, n_steps: int = 1, note: str = "") -> None:
        """Count `n_steps` more as done, and show `note` behind the bar."""
        self._n_done = min(self.n_steps, self._n_done + n_steps)
        if self.shown and sys.stderr.isatty():
            # "Erase to the end of the line" clears what a longer note left behind.
            _print(f"\r{self._line(note)}\x1b[K")

    def _line(self, note: str = "") -> str:
        filled = _WIDTH * self._n_done // max(1, self.n_steps)
        full, empty = "█·" if can_print("█·", sys.stderr) else "#."
        bar = full * filled + empty * (_WIDTH - filled)
        return f"{self.label} {bar} {self._n_done}/{self.n_steps} {note}".rstrip()


def can_print(text: str, stream: TextIO) -> bool:
    """Whether a terminal or file has the characters of a text."""
    try:
        text.encode(stream.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def _print(text: str) -> None:
    # The work goes on where nobody looks at the bar any more.
    with contextlib.suppress(OSError):
        print(text, end="", file=sys.stderr, flush=True)
