"""The files of a folder of tiles."""

import gzip
import hashlib
import io
import json
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from skcolor.plotting._explorer_data import json_bytes

FORMAT = "skcolor tiles 1"
ABOUT = "about.json"


class Tile(NamedTuple):
    """A tile, ready to be written.

    Attributes
    ----------
    level : int
        Its level.
    n_rows : int
        Its number of rows.
    box : list of float
        The smallest and the largest coordinates of its points.
    files : list of tuple of str, bytes and bytes
        Kind of an array, the end of its name, and the digest and the compressed content of
        its file.
    """

    level: int
    n_rows: int
    box: list[float]
    files: list[tuple[str, str, bytes, bytes]]


def make_tile(
    level: int,
    places: npt.NDArray[np.float32],
    arrays: dict[str, npt.NDArray[Any]],
    lines: list[bytes],
) -> Tile:
    """Compress the arrays of a tile, and its lines of text if there are any."""
    contents = {name: _npy(array) for name, array in {"layout": places, **arrays}.items()}
    files = [_file(name, "npy", content) for name, content in contents.items()]
    if lines:
        files.append(_file("texts", "json", b"[" + b",\n".join(lines) + b"]"))
    box = [*places.min(axis=0).tolist(), *places.max(axis=0).tolist()]
    return Tile(level, len(places), box, files)


def _file(name: str, suffix: str, content: bytes) -> tuple[str, str, bytes, bytes]:
    packed = gzip.compress(content, compresslevel=6, mtime=0)
    return name, suffix, hashlib.sha256(content).digest(), packed


def _npy(array: npt.NDArray[Any]) -> bytes:
    content = io.BytesIO()
    little_endian = array.astype(array.dtype.newbyteorder("<"), copy=False)
    np.save(content, little_endian, allow_pickle=False)
    return content.getvalue()


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

    def add(self, tile: Tile) -> None:
        """Write the next tile, and note its level, number of rows and box."""
        number = len(self.tiles)
        self.tiles.append([tile.level, tile.n_rows, *tile.box])
        for name, suffix, digest, packed in tile.files:
            path = self.parts / name / f"{number}.{suffix}.gz"
            path.parent.mkdir(parents=True, exist_ok=True)
            self.digest.update(digest)
            path.write_bytes(packed)

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
