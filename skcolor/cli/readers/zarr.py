"""Read rows from .zarr folders: an array, one of several, or AnnData."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from skcolor._external import import_optional
from skcolor.cli._table import ReadOptions, Table
from skcolor.cli.readers.anndata import read_anndata
from skcolor.cli.readers.named_arrays import Stored, choose_arrays
from skcolor.cli.readers.spool import read_stored


def read_zarr(path: Path, key: str, reading: ReadOptions) -> Table:
    """Read one array of a .zarr folder, and what is stored beside it."""
    content = import_optional("zarr", extra="zarr").open(str(path), mode="r")
    if hasattr(content, "shape"):
        return Table(read_stored(path, content))
    if content.attrs.get("encoding-type") == "anndata":
        import_optional("anndata", extra="h5ad")
        return read_anndata(path, content, key, reading)
    stored = {
        name: Stored(
            tuple(array.shape),
            partial(read_stored, path, array),
            getattr(array.dtype, "kind", "") in tuple("fiub"),
        )
        for name, array in _find_arrays(content, "")
    }
    return choose_arrays(path, stored, key, reading)


def _find_arrays(group: Any, prefix: str) -> Iterator[tuple[str, Any]]:
    for name, array in sorted(group.arrays()):
        yield prefix + name, array
    for name, inner in sorted(group.groups()):
        yield from _find_arrays(inner, f"{prefix}{name}/")
