"""Read rows from .h5 and .hdf5 files: one of several arrays, or AnnData."""

from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from skcolor._external import import_optional
from skcolor.cli._table import InputError, ReadOptions, Table
from skcolor.cli.readers.anndata import read_anndata
from skcolor.cli.readers.named_arrays import Stored, choose_arrays
from skcolor.cli.readers.spool import read_stored


def read_hdf5(path: Path, key: str, reading: ReadOptions) -> Table:
    """Read one array of an HDF5 file, and what is stored beside it."""
    h5py = import_optional("h5py", extra="h5ad")
    with h5py.File(path, "r") as file:
        if file.attrs.get("encoding-type") == "anndata":
            import_optional("anndata", extra="h5ad")
            return read_anndata(path, file, key, reading)
        if any("pandas_type" in group.attrs for group in file.values()):
            raise InputError(
                f"{path}: is a table that pandas wrote by to_hdf; save it as .parquet"
            )
        found: dict[str, Any] = {}
        file.visititems(found.__setitem__)
        stored = {
            name: Stored(
                dataset.shape,
                partial(_read, path, h5py, dataset),
                dataset.dtype.kind in "fiub",
            )
            for name, dataset in found.items()
            if isinstance(dataset, h5py.Dataset) and dataset.shape is not None
        }
        return choose_arrays(path, stored, key.strip("/"), reading)


def _read(path: Path, h5py: Any, dataset: Any) -> npt.NDArray[Any]:
    is_text = h5py.check_string_dtype(dataset.dtype) is not None
    return np.asarray(dataset.asstr()[()]) if is_text else read_stored(path, dataset)
