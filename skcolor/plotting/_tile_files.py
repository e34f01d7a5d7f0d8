"""The files of a folder of tiles."""

import gzip
import hashlib
import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from skcolor.plotting._explorer_data import json_bytes

FORMAT = "skcolor tiles 1"
ABOUT = "about.json"


class TileFiles:
    """Writes tiles, one after another: a file for each array of a tile.

    Parameters
    ----------
    folder : pathlib.Path
        The folder; in it, a folder of tiles has one for each array, with a file for each
        tile.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.parts = folder / "tiles"
        self.digest = hashlib.sha256()
        self.tiles: list[list[float]] = []

    def add(
        self,
        level: int,
        places: npt.NDArray[np.float32],
        arrays: dict[str, npt.NDArray[Any]],
        lines: list[bytes],
    ) -> None:
        """Write the next tile, and note its level, number of rows and box."""
        number = len(self.tiles)
        low, high = places.min(axis=0).tolist(), places.max(axis=0).tolist()
        self.tiles.append([level, len(places), *low, *high])
        for name, array in {"layout": places, **arrays}.items():
            content = io.BytesIO()
            np.save(content, _little_endian(array), allow_pickle=False)
            self._write(f"{name}/{number}.npy.gz", content.getvalue())
        if lines:
            self._write(f"texts/{number}.json.gz", b"[" + b",\n".join(lines) + b"]")

    def _write(self, name: str, content: bytes) -> None:
        path = self.parts / name
        path.parent.mkdir(parents=True, exist_ok=True)
        self.digest.update(content)
        path.write_bytes(gzip.compress(content, compresslevel=6, mtime=0))

    def finish(self, about: dict[str, Any], page: str) -> None:
        """Write the page and what it must know of all tiles."""
        # An open page must not read tiles of another map when the folder is replaced.
        name = f"tiles-{self.digest.hexdigest()[:12]}"
        self.parts.rename(self.folder / name)
        known = {"format": FORMAT, "folder": name, **about, "tiles": self.tiles}
        (self.folder / ABOUT).write_bytes(json_bytes(known))
        (self.folder / "index.html").write_text(page, encoding="utf-8", newline="\n")


def is_tile_folder(folder: Path) -> bool:
    """Whether a folder was written by `save_tiles`."""
    try:
        about = json.loads((folder / ABOUT).read_bytes())
    except (OSError, ValueError):
        return False
    return isinstance(about, dict) and about.get("format") == FORMAT


def _little_endian(array: npt.NDArray[Any]) -> npt.NDArray[Any]:
    return array.astype(array.dtype.newbyteorder("<"), copy=False)
