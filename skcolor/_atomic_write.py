"""Write files completely or not at all."""

import errno
import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

_unfinished: set[Path] = set()


def write_atomically(
    path: str | os.PathLike[str], write: Callable[[IO[bytes]], object]
) -> None:
    """Write a file completely, or leave it as it was.

    If several processes write to one path, the last to finish wins. Links are followed, and
    an existing file keeps its permissions. Special files, such as ``/dev/stdout``, are
    written to directly.

    Parameters
    ----------
    path : str or path-like
        Path of the file.
    write : callable
        Writes the contents to the binary file that it gets.

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    path = Path(os.path.realpath(path))
    if _is_special(path):
        with path.open("wb") as file:
            write(file)
        return
    with replacing(path) as temporary, temporary.open("xb") as file:
        write(file)


@contextmanager
def replacing(path: str | os.PathLike[str]) -> Iterator[Path]:
    """Path to write a file to, which then takes the place of another.

    For libraries that open files by themselves; see `write_atomically`.

    Parameters
    ----------
    path : str or path-like
        Path that the file has in the end.

    Yields
    ------
    Path
        Path to write to, where no file exists, in the same folder.

    Raises
    ------
    OSError
        If the file cannot be written, or `path` is not that of a regular file.
    """
    path = Path(os.path.realpath(path))
    if _is_special(path):
        raise FileExistsError(errno.EEXIST, "Not a regular file", str(path))
    # The name is unique among writers and short enough for every file system. `tempfile`
    # would create a private file; a new file should follow the umask.
    temporary = path.with_name(f".skcolor-{secrets.token_hex(8)}.tmp")
    _unfinished.add(temporary)
    try:
        yield temporary
        if path.exists():
            shutil.copymode(path, temporary)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
        _unfinished.discard(temporary)


def _is_special(path: Path) -> bool:
    return path.exists() and not path.is_file()


def remove_unfinished() -> None:
    """Remove partial files when a process exits without an exception."""
    for temporary in list(_unfinished):
        temporary.unlink(missing_ok=True)
