"""A progress bar on standard error."""

import contextlib
import sys
from threading import RLock
from typing import TextIO

_WIDTH = 30


class ProgressBar:
    """Progress bar that counts finished steps.

    On a terminal, it redraws one line; elsewhere, as in a log file, it prints only the
    final state.

    Parameters
    ----------
    n_steps : int
        Total number of steps.
    label : str
        Short description of the work.
    shown : bool, default=True
        Whether to draw the bar.
    """

    def __init__(self, n_steps: int, label: str, *, shown: bool = True) -> None:
        self.n_steps = n_steps
        self.label = label
        self.shown = shown
        self._n_done = 0
        self._lock = RLock()

    def __enter__(self) -> "ProgressBar":
        """Draw the empty bar."""
        self.advance(0)
        return self

    def __exit__(self, *exception: object) -> None:
        """Keep the bar and go to the next line."""
        if not self.shown:
            return
        if sys.stderr.isatty():
            _print("\n")
        elif not isinstance(
            exception[1], KeyboardInterrupt
        ):  # users who interrupt need no summary
            _print(self._line() + "\n")
        self.shown = False  # for threads that run on after an interrupt

    def advance(self, n_steps: int = 1, note: str = "") -> None:
        """Advance by `n_steps`, and show `note` after the bar."""
        with self._lock:
            self._n_done = min(self.n_steps, self._n_done + n_steps)
            if self.shown and sys.stderr.isatty():
                # "Erase to end of line" clears the rest of a longer note.
                _print(f"\r{self._line(note)}\x1b[K")

    def print_above(self, line: str) -> None:
        """Print a line on standard output at once, above a bar on the same terminal."""
        with self._lock:
            if self.shown and sys.stderr.isatty():
                _print("\r\x1b[K")
            print(line, flush=True)
            self.advance(0)

    def _line(self, note: str = "") -> str:
        filled = _WIDTH * self._n_done // max(1, self.n_steps)
        full, empty = "█·" if can_print("█·", sys.stderr) else "#."
        bar = full * filled + empty * (_WIDTH - filled)
        return f"{self.label} {bar} {self._n_done}/{self.n_steps} {note}".rstrip()


def can_print(text: str, stream: TextIO) -> bool:
    """Whether the encoding of a stream supports a text."""
    try:
        text.encode(stream.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def _print(text: str) -> None:
    # A closed standard error does not stop the work.
    with contextlib.suppress(OSError):
        print(text, end="", file=sys.stderr, flush=True)
