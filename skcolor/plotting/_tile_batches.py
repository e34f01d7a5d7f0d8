"""Rows sorted into batches on disk, each of which fits in memory."""

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt


class Batches:
    """Files to which rows are appended in the order in which they come.

    Parameters
    ----------
    folder : pathlib.Path
        Empty folder for the files.
    dtype : dtype
        Type of a record, with a field for each number of a row.
    """

    def __init__(self, folder: Path, dtype: np.dtype[Any]) -> None:
        self.folder = folder
        self.dtype = dtype

    def append(
        self,
        batches: npt.NDArray[np.int64],
        records: npt.NDArray[Any],
        texts: list[bytes] | None,
    ) -> None:
        """Append each row to its batch: its record, and if given its line of text."""
        order = np.argsort(batches, kind="stable")
        found, starts = np.unique(batches[order], return_index=True)
        for batch, rows in zip(found, np.split(order, starts[1:]), strict=True):
            with self._path(batch, "records").open("ab") as file:
                file.write(records[rows].tobytes())
            if texts is not None:
                with self._path(batch, "lines").open("ab") as file:
                    file.writelines(texts[row] + b"\n" for row in rows)

    def read(self, batch: int) -> tuple[npt.NDArray[Any], list[bytes]]:
        """The records and the lines of a batch, which are then deleted."""
        records, lines = self._take(batch, "records"), self._take(batch, "lines")
        return np.frombuffer(records, dtype=self.dtype), lines.split(b"\n")[:-1]

    def _take(self, batch: int, kind: str) -> bytes:
        path = self._path(batch, kind)
        content = path.read_bytes() if path.exists() else b""
        path.unlink(missing_ok=True)
        return content

    def _path(self, batch: int, kind: str) -> Path:
        return self.folder / f"{batch}.{kind}"
