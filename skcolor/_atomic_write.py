"""Files that are written whole or not at all."""

import os
import secrets
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import IO

_unfinished: set[Path] = set()


def write_atomically(
    path: str | os.PathLike[str], write: Callable[[IO[bytes]], object]
) -> None:
    """Write a file so that it is there whole, or as it was before.

    Of several writers of one path, the last to finish wins. Links are followed, and a file
    that was there keeps its permissions. What is no file, such as ``/dev/stdout``, is
    written to as it stands.

    Parameters
    ----------
    path : str or path-like
        Where to.
    write : callable
        Writes everything to the binary file that it is given.

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    path = Path(os.path.realpath(path))
    if path.exists() and not path.is_file():
        with path.open("wb") as file:
            write(file)
        return
    # A short name of its own: no other writer has it, and no file system finds it too long.
    # `tempfile` would make it private, where a new file follows the umask.
    temporary = path.with_name(f".skcolor-{secrets.token_hex(8)}.tmp")
    _unfinished.add(temporary)
    try:
        with temporary.open("xb") as file:
            write(file)
        if path.exists():
            shutil.copymode(path, temporary)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
        _unfinished.discard(temporary)


def remove_unfinished() -> None:
    """Remove what is half-written, where a process ends without an exception."""
    for temporary in list(_unfinished):
        temporary.unlink(missing_ok=True)
