"""Warnings that point at the line of the user's that led to them."""

import sys
import warnings
from types import FrameType

# What may lie between the user's line and ours.
_PASSED = {
    "skcolor", "sklearn", "imblearn", "joblib", "dask",
    "contextlib", "threading", "multiprocessing", "concurrent",
}  # fmt: skip


def warn_user(message: str, category: type[Warning] = UserWarning) -> None:
    """Warn at the nearest line of neither skcolor nor of what may lie between.

    A fixed number of frames would not do: there are more of them in pipelines and
    searches, and in a thread of a pool there is no such line, and ours has to do.

    Parameters
    ----------
    message : str
        What to say.
    category : type, default=UserWarning
        The kind of warning.
    """
    frame: FrameType | None = sys._getframe(1)
    level = 2
    while frame is not None and _package(frame) in _PASSED:
        frame, level = frame.f_back, level + 1
    warnings.warn(message, category, stacklevel=2 if frame is None else level)


def _package(frame: FrameType) -> str:
    return str(frame.f_globals.get("__name__", "")).partition(".")[0]
