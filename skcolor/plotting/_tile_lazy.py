"""Dask arrays as files of tiles need them: computed once, and small where they travel."""

from contextlib import ExitStack
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from skcolor._blocks.read_blocks import group_by_blocks, read_blocks
from skcolor._checks.tables import check_row_colors
from skcolor.plotting._explorer_data import pack_colors
from skcolor.plotting._tile_rows import name_rows


def pack_blocks(colors: Any, name: str) -> Any:
    """A lazy coloring in 8 bits per channel: workers send three bytes for each row."""

    def pack(block: npt.NDArray[Any], block_info: Any = None) -> npt.NDArray[np.uint8]:
        rows = slice(*block_info[0]["array-location"][0])
        of = name_rows(name, rows, n_rows)
        return pack_colors(check_row_colors(block, len(block), of="layout", name=of))

    n_rows = len(colors)
    if colors.ndim == 2:
        colors = colors.rechunk({1: -1})
    return colors.map_blocks(
        pack,
        chunks=(colors.chunks[0], (3,)),
        new_axis=[1] if colors.ndim == 1 else None,
        dtype=np.uint8,
        meta=np.zeros((0, 3), dtype=np.uint8),
    )


def on_disk(lazy: dict[str, Any], folder: Path) -> dict[str, npt.NDArray[Any]]:
    """Dask arrays with the same rows as memory-mapped files.

    Arrays in the same blocks are computed together, so that rows from which all are made
    are read once.
    """
    files: dict[str, npt.NDArray[Any]] = {}
    for arrays in group_by_blocks(lazy):
        paths = {name: folder / f"lazy-{len(files) + i}" for i, name in enumerate(arrays)}
        with ExitStack() as stack:
            opened = {name: stack.enter_context(paths[name].open("wb")) for name in arrays}
            for _, parts in read_blocks(arrays):
                for name, part in parts.items():
                    np.asarray(part, arrays[name].dtype, order="C").tofile(opened[name])
        for name, array in arrays.items():
            files[name] = np.memmap(paths[name], array.dtype, "r", shape=array.shape)
    return files
