"""Names of input files: ``FILE`` or ``FILE:NAME``, and the kinds of files."""

from pathlib import Path
from typing import NamedTuple

from skcolor.cli._table import InputError
from skcolor.cli.readers.dialect import COMPRESSED

TEXTS = (".csv", ".tsv", ".tab", ".txt", ".vec", ".dat", ".data")
JSON = (".jsonl", ".ndjson", ".json", ".jsonlines")
_ARROW = (".parquet", ".pq", ".feather", ".arrow", ".ipc")
TABLES = (*TEXTS, *_ARROW, *JSON)
_HDF5 = (".h5", ".hdf5", ".h5ad")
_TORCH = (".pt", ".pth")
SVMLIGHT = (".svmlight", ".libsvm", ".svm")
ARRAYS = (".npy", ".npz", *_HDF5, ".safetensors", *_TORCH, ".zarr", ".mat", *SVMLIGHT)
READABLE = (*ARRAYS, *TABLES)
_WAYS_OUT = {
    "save the sheet as .csv": (".xlsx", ".xls", ".xlsm", ".xlsb", ".ods", ".numbers"),
    "pickles can run code; save the array as .npy or the table as .parquet": (
        ".pkl",
        ".pickle",
        ".joblib",
    ),
    "save the table as .csv or .parquet": (
        *(".sqlite", ".sqlite3", ".db", ".db3", ".duckdb", ".mdb", ".sql"),
        *(".rds", ".rda", ".rdata", ".dta", ".sas7bdat", ".avro", ".orc", ".arff"),
    ),
    "save the weights or vectors as .safetensors": (".ckpt", ".gguf", ".onnx", ".keras"),
    "save the vectors as text, by gensim's save_word2vec_format, or as .npy": (".bin",),
    "save the vectors as .npy": (".index", ".faiss", ".fvecs", ".fbin", ".memmap", ".mmap"),
    "save it as .h5ad": (".loom", ".h5mu"),
    "save the matrix by scipy.sparse.save_npz, one row per sample": (".mtx",),
    "unpack it": (*COMPRESSED, ".zst", ".7z", ".tar", ".tgz", ".rar", ".lz4"),
}
_INSTEAD = {ending: way for way, endings in _WAYS_OUT.items() for ending in endings}


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
        raise InputError(f"{path}: not a file; {_name_file(path)}")
    if not path.suffix:
        raise InputError(
            f"{path}: has no ending that tells its kind; rename it, as to .csv"
        )
    if ending not in READABLE:
        way_out = _INSTEAD.get(ending, f"give one of {', '.join(READABLE)}")
        raise InputError(f"{path}: cannot read '{path.suffix}' files; {way_out}")
    return Name(path, ending, part)


def _name_file(folder: Path) -> str:
    """What to give instead of a folder: a file in it that can be read."""
    inside = sorted(one for one in folder.iterdir() if _ending(one) in TABLES)
    inside = [one for one in inside if one.suffix != ".json"]
    return f"give one, as {inside[0]}" if inside else f"give one of {', '.join(READABLE)}"


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
