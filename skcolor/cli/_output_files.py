"""Check where results go, and write them completely or not at all."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from skcolor import _atomic_write
from skcolor.cli._table import InputError


def write_output(name: str | Path, write: Callable[[IO[bytes]], object]) -> None:
    """Write a file completely or not at all.

    Parameters
    ----------
    name : str or pathlib.Path
        Path of the file.
    write : callable
        Writes the contents to the binary file that it gets.

    Raises
    ------
    InputError
        If the file cannot be written.
    """
    try:
        _atomic_write.write_atomically(name, write)
    except OSError as error:
        raise InputError(f"{name}: cannot be written ({error.strerror or error})") from None


def check_output(name: str, endings: tuple[str, ...]) -> str:
    """Check an output file before any work, and return its extension."""
    path = Path(name)
    ending = path.suffix.lower()
    if ending not in endings:
        problem = f"cannot write '{path.suffix}' files" if ending else "has no ending"
        raise InputError(f"{path}: {problem}; use one of {', '.join(endings)}")
    if path.is_dir():
        raise InputError(f"{path}: is a folder; give a file")
    if not path.parent.is_dir():
        raise InputError(f"{path}: no folder {path.parent}; create it first")
    check_folder(path.parent)
    return ending


def check_folder(folder: Path) -> None:
    """Check that files can be written to a folder, by writing one."""
    try:
        with TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise InputError(
            f"{folder}: cannot be written to ({error.strerror}); give another folder"
        ) from None
