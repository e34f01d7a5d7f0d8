"""Warnings that point to the user's line that caused them."""

import sys
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from types import FrameType

# Packages that may be on the stack between the user's line and ours.
_PASSED = {
    "skcolor", "sklearn", "imblearn", "joblib", "dask",
    "contextlib", "threading", "multiprocessing", "concurrent",
}  # fmt: skip


_subjects: ContextVar[tuple[str, ...]] = ContextVar("_subjects", default=())


@contextmanager
def warnings_about(names: Sequence[str]) -> Iterator[None]:
    """Say what warnings of this thread are about, for whoever shows them."""
    token = _subjects.set(tuple(names))
    try:
        yield
    finally:
        _subjects.reset(token)


def warning_subjects() -> tuple[str, ...]:
    """Names that the current warning is about; for use in ``warnings.showwarning``."""
    return _subjects.get()


def warn_user(message: str, category: type[Warning] = UserWarning) -> None:
    """Warn at the nearest line outside of skcolor and the packages it runs in.

    A fixed stack level does not work: pipelines and searches add frames. In a pool thread
    there is no such line, and the warning points to ours.

    Parameters
    ----------
    message : str
        The message.
    category : type, default=UserWarning
        The warning category.
    """
    frame: FrameType | None = sys._getframe(1)
    level = 2
    while frame is not None and _package(frame) in _PASSED:
        frame, level = frame.f_back, level + 1
    warnings.warn(message, category, stacklevel=2 if frame is None else level)


def _package(frame: FrameType) -> str:
    return str(frame.f_globals.get("__name__", "")).partition(".")[0]
