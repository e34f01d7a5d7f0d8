"""A progress bar on standard error, for work that people wait for."""

import sys

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
        if self.shown:
            last = "" if sys.stderr.isatty() else self._line()
            print(last, file=sys.stderr, flush=True)

    def advance(self, n_steps: int = 1, note: str = "") -> None:
        """Count `n_steps` more as done, and show `note` behind the bar."""
        self._n_done = min(self.n_steps, self._n_done + n_steps)
        if self.shown and sys.stderr.isatty():
            # "Erase to the end of the line" clears what a longer note left behind.
            print(f"\r{self._line(note)}\x1b[K", end="", file=sys.stderr, flush=True)

    def _line(self, note: str = "") -> str:
        filled = _WIDTH * self._n_done // max(1, self.n_steps)
        bar = "█" * filled + "·" * (_WIDTH - filled)
        return f"{self.label} {bar} {self._n_done}/{self.n_steps} {note}".rstrip()
