"""Read rows from .safetensors files."""

from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from skcolor._external import import_optional
from skcolor.cli._table import InputError, ReadOptions, Table
from skcolor.cli.readers.named_arrays import Stored, choose_arrays

_SIZES = ("16", "32", "64")
_OF_NUMPY = {"BOOL", "U8", "I8", *(kind + size for kind in "UIF" for size in _SIZES)}


def read_safetensors(path: Path, key: str, reading: ReadOptions) -> Table:
    """Read one tensor of a .safetensors file, and what is stored beside it."""
    library = import_optional("safetensors", extra="safetensors")
    with library.safe_open(str(path), framework="np") as file:
        slices = {name: file.get_slice(name) for name in file.keys()}  # noqa: SIM118
        stored = {
            name: Stored(
                tuple(part.get_shape()),
                partial(_read, library, path, file, name, part.get_dtype()),
            )
            for name, part in slices.items()
        }
        return choose_arrays(path, stored, key, reading)


def _read(library: Any, path: Path, file: Any, name: str, dtype: str) -> npt.NDArray[Any]:
    """Read a tensor; of the types that NumPy lacks, bfloat16 becomes float32."""
    if dtype == "BF16":
        tensor = dict(library.deserialize(path.read_bytes()))[name]
        halves = np.frombuffer(tensor["data"], dtype="<u2").astype(np.uint32)
        return (halves << 16).view(np.float32).reshape(tensor["shape"])
    if dtype not in _OF_NUMPY:
        raise InputError(f"{path}: {name} has type {dtype}; save it as float32")
    return file.get_tensor(name)
