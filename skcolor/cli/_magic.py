"""What a file is by its first bytes, where its name says something else."""

from pathlib import Path
from typing import NamedTuple

from skcolor.cli._table import InputError

_N_BYTES = 256


class _Magic(NamedTuple):
    """First bytes of a kind of file, its endings, and what to do with any other ending."""

    start: bytes
    name: str
    endings: tuple[str, ...]
    way_out: str


_KINDS = (
    _Magic(b"\x1f\x8b\x08", "compressed by gzip", (".gz",), "add .gz to its name"),
    _Magic(
        b"PK\x03\x04",
        "a zip archive, as Excel, too, writes",
        (".zip", ".npz", ".pt", ".pth"),
        "unpack it, or save the sheet as .csv",
    ),
    _Magic(b"PAR1", "a Parquet file", (".parquet", ".pq"), "let its name end in .parquet"),
    _Magic(
        b"ARROW1", "an Arrow file", (".arrow", ".feather", ".ipc"), "rename it to .arrow"
    ),
    _Magic(b"\x93NUMPY", "a NumPy array", (".npy",), "let its name end in .npy"),
    _Magic(b"SQLite format 3", "a SQLite database", (), "save the table as .csv"),
    _Magic(
        b"\x89HDF\r\n",
        "an HDF5 file",
        (".h5", ".hdf5", ".h5ad", ".mat"),
        "let its name end in .h5",
    ),
    _Magic(
        b"version https://git-lfs",
        "only a pointer of Git LFS",
        (),
        "run git lfs pull to get the file",
    ),
    _Magic(b"<!doctype html", "a web page", (), "download the file itself"),
    _Magic(b"<html", "a web page", (), "download the file itself"),
)


def check_magic(path: Path) -> None:
    """Refuse a file that is of another kind than its name says.

    Raises
    ------
    InputError
        If the first bytes are those of another kind.
    """
    if not path.is_file():
        return
    with path.open("rb") as file:
        start = file.read(_N_BYTES)
    for kind in _KINDS:
        is_kind = start.startswith(kind.start) or (
            kind.start.startswith(b"<") and start.lstrip().lower().startswith(kind.start)
        )
        if is_kind and path.suffix.lower() not in kind.endings:
            raise InputError(f"{path}: is {kind.name}; {kind.way_out}")
