"""Read rows from .pt and .pth files, without running the code that they may hold."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from skcolor._external import import_optional
from skcolor.cli._table import InputError, ReadOptions, Table
from skcolor.cli.readers.named_arrays import Stored, choose_arrays


def read_torch(path: Path, key: str, reading: ReadOptions) -> Table:
    """Read one tensor of a file of torch, and what is stored beside it."""
    torch = import_optional("torch", extra="torch")
    try:
        content = torch.load(path, map_location="cpu", weights_only=True)
    except Exception as error:
        if "weights_only" not in str(error):
            raise
        raise InputError(
            f"{path}: contains Python objects, which could run code; save only tensors"
        ) from None
    if _are_rows(torch, content):
        content = torch.stack(list(content))
    stored = {
        name: Stored(tuple(np.shape(value)), partial(_to_array, torch, value))
        for name, value in _find_arrays(torch, content, "")
    }
    return choose_arrays(path, stored, key, reading)


def _are_rows(torch: Any, content: Any) -> bool:
    """Whether content is a list of vectors of equal length."""
    is_list = isinstance(content, list | tuple) and len(content) > 0
    return is_list and all(
        isinstance(item, torch.Tensor) and item.ndim == 1 and item.shape == content[0].shape
        for item in content
    )


def _find_arrays(torch: Any, content: Any, name: str) -> Iterator[tuple[str, Any]]:
    """Tensors, and lists of texts and numbers, by their way through containers."""
    if isinstance(content, torch.Tensor):
        yield name, content
    elif isinstance(content, dict):
        for key, value in content.items():
            yield from _find_arrays(torch, value, f"{name}/{key}" if name else str(key))
    elif isinstance(content, list | tuple) and content:
        if all(isinstance(item, str | int | float | None) for item in content):
            yield name, np.array([*content, None], dtype=object)[:-1]
        elif _are_rows(torch, content):
            yield name, torch.stack(list(content))
        elif (table := _to_table(content)) is not None:
            yield name, table
        else:
            for n, value in enumerate(content):
                yield from _find_arrays(torch, value, f"{name}/{n}" if name else str(n))


def _to_table(content: Any) -> npt.NDArray[Any] | None:
    """Lists of numbers, all of equal length, as rows."""
    if not all(isinstance(row, list) and len(row) == len(content[0]) for row in content):
        return None
    table = np.array(content)
    return table if table.ndim == 2 and table.dtype.kind in "fiub" else None


def _to_array(torch: Any, value: Any) -> npt.NDArray[Any]:
    if isinstance(value, np.ndarray):
        return value
    value = value.detach()
    value = value if value.layout is torch.strided else value.to_dense()
    return (value.float() if value.dtype == torch.bfloat16 else value).numpy()
