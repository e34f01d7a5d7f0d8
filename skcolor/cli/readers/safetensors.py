"""Read rows from .safetensors files."""

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from skcolor._external import import_optional
from skcolor.cli._table import ReadOptions, Table
from skcolor.cli.readers.named_arrays import Stored, choose_arrays


def read_safetensors(path: Path, key: str, reading: ReadOptions) -> Table:
    """Read one tensor of a .safetensors file, and what is stored beside it."""
    library = import_optional("safetensors", extra="safetensors")
    with library.safe_open(str(path), framework="np") as file:
        slices = {name: file.get_slice(name) for name in file.keys()}  # noqa: SIM118
        stored = {
            name: Stored(
                tuple(part.get_shape()),
                _read_bfloat16(library, path, name)
                if part.get_dtype() == "BF16"
                else lambda name=name: file.get_tensor(name),
            )
            for name, part in slices.items()
        }
        return choose_arrays(path, stored, key, reading)


def _read_bfloat16(library: Any, path: Path, name: str) -> Any:
    """Reader of a tensor of a type that NumPy lacks, as float32."""

    def read() -> npt.NDArray[np.float32]:
        tensor = dict(library.deserialize(path.read_bytes()))[name]
        halves = np.frombuffer(tensor["data"], dtype="<u2").astype(np.uint32)
        return (halves << 16).view(np.float32).reshape(tensor["shape"])

    return read
