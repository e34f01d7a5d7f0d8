"""Write tables of numbers with named columns: .npy, .csv and .parquet."""

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import IO, Any

import numpy as np
import numpy.typing as npt

from skcolor._external import import_optional
from skcolor.cli._table import InputError

TABLES = (".npy", ".csv", ".parquet")


def check_table_library(name: str, ending: str) -> None:
    """Check before any work that the library that writes a file is installed."""
    if ending == ".parquet":
        try:
            import_optional("pyarrow.parquet", extra="parquet")
        except ImportError as error:
            raise InputError(f"{name}: {error}") from None


def write_table(
    file: IO[bytes],
    ending: str,
    parts: Iterable[npt.NDArray[Any]],
    n_rows: int,
    names: Sequence[str],
) -> None:
    """Write rows that come in parts.

    Parameters
    ----------
    file : binary file
        Where to write.
    ending : str
        One of `TABLES`.
    parts : iterable of ndarrays of shape (n, n_columns)
        The rows in order, at least one part.
    n_rows : int
        Their number in all.
    names : sequence of str
        The columns; a .npy file does not keep them.
    """
    parts = iter(parts)
    first = next(parts)
    write = {".npy": _write_npy, ".csv": _write_csv, ".parquet": _write_parquet}[ending]
    write(file, first, chain([first], parts), n_rows, names)


def _write_npy(file, first, parts, n_rows, names):
    header = np.lib.format.header_data_from_array_1_0(np.ascontiguousarray(first))
    shape = (n_rows, len(names))
    np.lib.format.write_array_header_1_0(file, {**header, "shape": shape})
    for part in parts:
        file.write(np.ascontiguousarray(part).data)


def _write_csv(file, first, parts, n_rows, names):
    file.write(f"{','.join(names)}\n".encode())
    for part in parts:
        np.savetxt(file, part, fmt="%.6g", delimiter=",")


def _write_parquet(file, first, parts, n_rows, names):
    arrow = import_optional("pyarrow", extra="parquet")
    parquet = import_optional("pyarrow.parquet", extra="parquet")
    schema = arrow.schema([(name, arrow.from_numpy_dtype(first.dtype)) for name in names])
    with parquet.ParquetWriter(file, schema) as writer:
        for part in parts:
            columns = [np.ascontiguousarray(column) for column in part.T]
            writer.write_table(arrow.table(columns, schema=schema))
