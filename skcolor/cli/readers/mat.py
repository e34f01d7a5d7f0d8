"""Read rows from .mat files of MATLAB and Octave."""

from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from skcolor.cli._table import InputError, ReadOptions, Table
from skcolor.cli.readers.named_arrays import Stored, choose_arrays, to_dense


def read_mat(path: Path, key: str, reading: ReadOptions) -> Table:
    """Read one matrix of a .mat file, and the vectors and cells of texts beside it."""
    from scipy.io import loadmat

    try:
        # Vectors are matrices of one row or column there.
        content = loadmat(path, squeeze_me=True)
    except NotImplementedError:
        raise InputError(
            f"{path}: is a file of MATLAB 7.3, in which matrices are turned; save it with "
            "the option -v7"
        ) from None
    stored = {
        name: Stored(tuple(value.shape), partial(_read, path, value), _is_number(value))
        for name, value in content.items()
        if hasattr(value, "dtype") and value.dtype.names is None and value.ndim
    }
    return choose_arrays(path, stored, key, reading)


def _is_number(value: Any) -> bool:
    return value.dtype.kind in "fiub"


def _read(path: Path, value: Any) -> npt.NDArray[Any]:
    return to_dense(path, value) if hasattr(value, "toarray") else np.asarray(value)
