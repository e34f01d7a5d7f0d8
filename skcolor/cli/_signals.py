"""Exit cleanly on signals: immediately, with one line and no partial files."""

import contextlib
import os
import signal
import sys
from collections.abc import Iterator

from skcolor._atomic_write import remove_unfinished


def exit_on_signals() -> None:
    """Exit on Ctrl-C, on SIGTERM and when the terminal closes.

    Signals that are ignored, as in the background or under ``nohup``, stay ignored.
    """
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)  # Windows has no SIGHUP
        if number is None or signal.getsignal(number) == signal.SIG_IGN:
            continue
        with contextlib.suppress(ValueError):  # only the main thread can set handlers
            signal.signal(number, _exit)


@contextlib.contextmanager
def interruptible() -> Iterator[None]:
    """Let Ctrl-C raise KeyboardInterrupt, for work whose results so far are worth keeping.

    Only where no import can swallow the exception, and nobody waits for threads after it.
    """
    if signal.getsignal(signal.SIGINT) is not _exit:
        yield  # called from Python, where it does so anyway, or it is ignored
        return
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, _exit)


def end_interrupted() -> int:
    """Return the exit code after Ctrl-C, or end the process of a command with it.

    It waits for no thread.
    """
    if signal.getsignal(signal.SIGINT) is _exit:
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(OSError):
                stream.flush()
        remove_unfinished()
        os._exit(128 + signal.SIGINT)
    return 128 + signal.SIGINT


def _exit(number: int, frame: object) -> None:
    # No exception: it would wait for running threads, and can get lost during an import.
    remove_unfinished()
    reason = "interrupted" if number == signal.SIGINT else f"ended by signal {number}"
    line_of_a_bar = "\n" if os.isatty(2) else ""
    try:
        os.write(2, f"{line_of_a_bar}skcolor: {reason}\n".encode())
    finally:
        os._exit(128 + number)
