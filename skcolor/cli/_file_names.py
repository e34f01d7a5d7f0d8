"""Names of input files: ``FILE`` or ``FILE:NAME``, and the kinds of files."""

from pathlib import Path
from typing import NamedTuple

from skcolor.cli._table import InputError
from skcolor.cli.readers.dialect import COMPRESSED

TEXTS = (".csv", ".tsv", ".tab", ".txt", ".vec", ".dat")
JSON = (".jsonl", ".ndjson", ".json")
TABLES = (*TEXTS, ".parquet", ".feather", ".arrow", *JSON)
ARRAYS = (".npy", ".npz", ".h5ad", ".safetensors", ".pt", ".pth", ".zarr")
READABLE = (*ARRAYS, *TABLES)
_INSTEAD = {
    ".xlsx": "save the sheet as .csv",
    ".xls": "save the sheet as .csv",
    ".pkl": "pickles can run code; save the array as .npy or the table as .parquet",
    ".pickle": "pickles can run code; save the array as .npy or the table as .parquet",
    ".joblib": "pickles can run code; save the array as .npy or the table as .parquet",
}


class Name(NamedTuple):
    """The name of an input: a file, its kind, and a part of it or ""."""

    path: Path
    ending: str
    part: str


def check_input(name: str) -> Name:
    """Check a file of rows before any work, and take its name apart."""
    path, part = split_name(name)
    ending = _ending(path)
    if not path.exists():
        raise InputError(f"{path}: no such file; check the path")
    if path.is_dir() and ending != ".zarr":
        raise InputError(f"{path}: not a file; give one of {', '.join(READABLE)}")
    if ending not in READABLE:
        way_out = _INSTEAD.get(ending, f"give one of {', '.join(READABLE)}")
        raise InputError(f"{path}: cannot read '{path.suffix}' files; {way_out}")
    return Name(path, ending, part)


def split_name(name: str) -> tuple[Path, str]:
    """Split ``FILE:NAME``; a path may itself contain colons."""
    stem, part = name, ""
    while ":" in stem and not Path(stem).exists():
        stem, _, last = stem.rpartition(":")
        part = f"{last}:{part}" if part else last
    return (Path(stem), part) if Path(stem).exists() else _split_missing(name)


def _split_missing(name: str) -> tuple[Path, str]:
    stem, _, part = name.rpartition(":")
    return (Path(stem), part) if _ending(Path(stem)) in READABLE else (Path(name), "")


def _ending(path: Path) -> str:
    """Ending of a file, without that of its compression."""
    ending = path.suffix.lower()
    inner = Path(path.stem).suffix.lower()
    return inner if ending in COMPRESSED and inner in (*TEXTS, *JSON) else ending
