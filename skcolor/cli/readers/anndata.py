"""Read rows from .h5ad files, and from AnnData in .zarr folders."""

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from skcolor._external import import_optional
from skcolor.cli._table import InputError, ReadOptions, Table
from skcolor.cli.readers.layout_names import find_layout
from skcolor.cli.readers.named_arrays import describe, to_dense
from skcolor.cli.readers.spool import read_stored

# As scanpy does, take X_pca if X has more columns than this.
_MOST_COLUMNS = 50


def read_h5ad(path: Path, key: str, reading: ReadOptions) -> Table:
    """Read one matrix of a .h5ad file, and the observations and the layout beside it."""
    import_optional("anndata", extra="h5ad")
    with import_optional("h5py", extra="h5ad").File(path, "r") as file:
        return read_anndata(path, file, key, reading)


def read_anndata(path: Path, file: Any, key: str, reading: ReadOptions) -> Table:
    """Read one matrix of a stored AnnData: ``X``, ``X_pca``, ``layers/counts``.

    Without a `key`, X is read, or X_pca if there is one and X has more than 50 columns.
    """
    names = [
        name
        for name in ("X", *_members(file, "obsm"), *_members(file, "layers"), "raw/X")
        if name in file and not _is_nothing(file[name])
    ]
    places = [name for name in names if _shape(file[name])[1:] == (2,)]
    layout = find_layout([name for name in places if name.startswith("obsm/")])
    if key:
        name = _find(path, names, key)
    elif reading.is_layout and layout is not None:
        name = layout
    else:
        name = _guess(path, file, names)
    rows = _read(path, file[name])
    others = {} if reading.is_layout else _read_observations(file)
    if any(len(values) != len(rows) for values in others.values()):
        raise InputError(f"{path}: {name} has {len(rows)} rows; wanted one per observation")
    is_used = layout is not None and layout != name and not reading.is_layout
    return Table(
        rows,
        layout=_read(path, file[layout]) if is_used else None,
        others=others,
        note=describe(path, name, layout if is_used else None, others),
    )


def _members(file: Any, group: str) -> list[str]:
    return [f"{group}/{name}" for name in file[group]] if group in file else []


def _is_nothing(stored: Any) -> bool:
    return stored.attrs.get("encoding-type") == "null"


def _shape(stored: Any) -> tuple[int, ...]:
    return tuple(getattr(stored, "shape", None) or stored.attrs.get("shape", ()))


def _find(path: Path, names: list[str], key: str) -> str:
    ways = (key, f"obsm/{key}", f"obsm/X_{key}", f"layers/{key}")
    name = next((way for way in ways if way in names), None)
    if name is None:
        raise InputError(
            f"{path}: has no {key}; it has {', '.join(names) or 'no matrix'}; choose one "
            f"as {path}:NAME"
        )
    return name


def _guess(path: Path, file: Any, names: list[str]) -> str:
    """The matrix that scanpy, too, would compute neighbors from."""
    if "X" in names:
        is_wide = _shape(file["X"])[1] > _MOST_COLUMNS
        return "obsm/X_pca" if is_wide and "obsm/X_pca" in names else "X"
    others = [name for name in names if find_layout([name]) is None]
    if "obsm/X_pca" in others:
        return "obsm/X_pca"
    if len(others) != 1:
        raise InputError(
            f"{path}: has no X; it has {', '.join(names) or 'no matrix'}; choose one as "
            f"{path}:NAME"
        )
    return others[0]


def _read(path: Path, stored: Any) -> npt.NDArray[Any]:
    library = import_optional("anndata.io", extra="h5ad")
    if str(stored.attrs.get("encoding-type")).endswith(("csr_matrix", "csc_matrix")):
        return to_dense(path, library.read_elem(stored))
    if stored.attrs.get("encoding-type") == "array":
        return read_stored(path, stored)
    return np.asarray(library.read_elem(stored))


def _read_observations(file: Any) -> dict[str, npt.NDArray[Any]]:
    """Columns of the observations, and their names."""
    if "obs" not in file:
        return {}
    frame = import_optional("anndata.io", extra="h5ad").read_elem(file["obs"])
    columns = {str(name): _to_array(frame[name]) for name in frame.columns}
    columns.setdefault(str(frame.index.name or "index"), _to_array(frame.index))
    return columns


def _to_array(values: Any) -> npt.NDArray[Any]:
    if isinstance(values.dtype, np.dtype) and values.dtype.kind in "fiubM":
        return values.to_numpy()
    texts = values.astype(object)
    return texts.where(values.notna(), None).to_numpy(dtype=object)
