"""Write files and folders completely or not at all."""

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


def write_folder_atomically(
    path: str | os.PathLike[str],
    write: Callable[[Path], object],
    is_ours: Callable[[Path], bool],
) -> None:
    """Write a folder completely, or leave what is there as it was.

    Parameters
    ----------
    path : str or path-like
        Path of the folder. Links are followed.
    write : callable
        Writes the contents to the empty folder that it gets, beside the path.
    is_ours : callable
        Whether a folder may be replaced.

    Raises
    ------
    FileExistsError
        If there is anything else at the path than nothing, an empty folder, or a folder
        that may be replaced.
    OSError
        If the folder cannot be written.
    """
    path = Path(os.path.realpath(path))
    check_replaceable(path, is_ours)
    temporary = path.with_name(f".skcolor-{secrets.token_hex(8)}.tmp")
    old = path.with_name(f".skcolor-{secrets.token_hex(8)}.old")
    _unfinished.add(temporary)
    try:
        temporary.mkdir()
        write(temporary)
        check_replaceable(path, is_ours)  # it may have changed in the meantime
        if path.exists():
            path.replace(old)
        try:
            temporary.replace(path)
        except OSError:
            if old.exists():
                old.replace(path)
            raise
        shutil.rmtree(old, ignore_errors=True)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
        _unfinished.discard(temporary)


def check_replaceable(path: Path, is_ours: Callable[[Path], bool]) -> None:
    """Check that a folder may be written at a path.

    Raises
    ------
    FileExistsError
        If there is something that may not be replaced.
    """
    if not path.exists() or (path.is_dir() and (is_ours(path) or not any(path.iterdir()))):
        return
    raise FileExistsError(
        errno.EEXIST, "exists and was not written by skcolor; choose another", str(path)
    )


def remove_unfinished() -> None:
    """Remove partial files when a process exits without an exception."""
    for temporary in list(_unfinished):
        if temporary.is_dir():
            shutil.rmtree(temporary, ignore_errors=True)
        else:
            temporary.unlink(missing_ok=True)
