"""Lazy values, computed a few blocks at a time, from the first row to the last."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from skcolor._blocks.dask_arrays import check_length, is_dask, is_dask_frame
from skcolor._checks.texts import check_texts
from skcolor._external import import_optional

# Results that are computed at once: enough blocks for many workers, and little memory here.
_AT_ONCE = 2**26
# A text of ordinary length, with what Python adds.
_TEXT_BYTES = 200


def find_lazy(values: Any) -> Any:
    """The dask array or frame that values are, or, as in xarray, hold; None if neither."""
    if is_dask(values) or is_dask_frame(values):
        return values
    held = values.data if hasattr(values, "dims") else None
    return held if is_dask(held) else None


def as_dask_array(values: Any, name: str) -> Any:
    """Lazy values as a dask array with chunks of known size.

    Raises
    ------
    ValueError
        If the size of the blocks of a dask array is not known.
    """
    if is_dask_frame(values):
        return values.to_dask_array().compute_chunk_sizes()
    if np.isnan(np.array(values.shape, dtype=float)).any():
        raise ValueError(
            f"{name} must be a dask array with known chunk sizes; got shape "
            f"{values.shape}. Call compute_chunk_sizes() on it first."
        )
    return values


def read_blocks(
    arrays: dict[str, Any],
) -> Iterator[tuple[slice, dict[str, npt.NDArray[Any]]]]:
    """Compute dask arrays with the same rows, so that blocks they share are computed once.

    Parameters
    ----------
    arrays : dict of str to dask array
        The arrays, by the name of the argument; the first decides which rows are computed
        together.

    Yields
    ------
    rows : slice
        The next rows.
    parts : dict of str to ndarray
        These rows of each array.
    """
    records = _in_records(arrays)
    chunks = records.chunks[0]
    bounds = np.concatenate([[0], np.cumsum(chunks)])
    first = 0
    while first < len(chunks):
        most = bounds[first] + _AT_ONCE // max(1, records.dtype.itemsize)
        last = max(first + 1, int(np.searchsorted(bounds, most, side="right")) - 1)
        rows = slice(int(bounds[first]), int(bounds[last]))
        part = records.blocks[first:last].compute()[:, 0]
        yield rows, {name: part[name] for name in arrays}
        first = last


def _in_records(arrays: dict[str, Any]) -> Any:
    """Dask arrays with the same rows as one column of records with a field for each.

    All that is made of a block of rows is then one task, or few. With tasks for each array,
    the last would hold the block; workers would start on more blocks in the meantime than
    fit in their memory, write these to disk, and send them to each other.
    """
    da = import_optional("dask.array", extra="dask")
    chunks = next(iter(arrays.values())).chunks[0]
    tables = [_as_table(array.rechunk({0: chunks})) for array in arrays.values()]
    dtype = np.dtype([(name, a.dtype, a.shape[1:]) for name, a in arrays.items()])

    def join(*parts: npt.NDArray[Any], block_info: Any = None) -> npt.NDArray[Any]:
        rows = slice(*block_info[0]["array-location"][0])
        records = np.empty((rows.stop - rows.start, 1), dtype)
        for name, part in zip(dtype.names or (), parts, strict=True):
            check_length(part, name, rows)
            records[name] = np.reshape(part, records[name].shape)
        return records

    return da.map_blocks(
        join, *tables, chunks=(chunks, (1,)), dtype=dtype, meta=np.zeros((0, 1), dtype)
    )


def _as_table(array: Any) -> Any:
    """A dask array with two axes, the second in one chunk."""
    array = array.rechunk(dict.fromkeys(range(1, array.ndim), -1))
    if array.ndim == 2:
        return array
    return array.map_blocks(
        lambda block: block.reshape(len(block), -1),
        chunks=(array.chunks[0], (int(np.prod(array.shape[1:])),)),
        drop_axis=list(range(2, array.ndim)),
        new_axis=[1] if array.ndim == 1 else None,
        dtype=array.dtype,
        meta=np.zeros((0, 0), array.dtype),
    )


def group_by_blocks(arrays: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Dask arrays that can be computed together: their blocks have the same rows."""
    groups: dict[Any, dict[str, Any]] = {}
    for name, array in arrays.items():
        groups.setdefault(array.chunks[0], {})[name] = array
    yield from groups.values()


def compute_rows(given: dict[str, Any]) -> list[Any]:
    """Arguments with the same rows, the lazy ones among them in memory."""
    lazy = {
        name: as_dask_array(find_lazy(values), name)
        for name, values in given.items()
        if find_lazy(values) is not None
    }
    computed = {name: np.empty(array.shape, array.dtype) for name, array in lazy.items()}
    for group in group_by_blocks(lazy):
        for rows, parts in read_blocks(group):
            for name, part in parts.items():
                computed[name][rows] = part
    return [computed.get(name, values) for name, values in given.items()]


class TextsInOrder:
    """Texts of lazy values, which can be taken only once, and from first to last.

    Parameters
    ----------
    values : dask array or Series
        An entry for each row.
    name : str
        Name of the argument.
    n_rows : int
        Wanted number of rows.
    """

    def __init__(self, values: Any, name: str, n_rows: int) -> None:
        self.name, self.n_rows = name, n_rows
        if is_dask(values):
            values = as_dask_array(values, name)
        self._blocks = _compute_in_order(values)
        self._kept: list[str] = []
        self._n_read = 0
        self._n_given = len(values) if is_dask(values) else n_rows

    def __len__(self) -> int:
        """Number of entries, as far as it is known before they are read."""
        return self._n_given

    def __getitem__(self, rows: slice) -> list[str]:
        """The next texts.

        Raises
        ------
        ValueError
            If there are not as many rows as wanted.
        """
        is_last = rows.stop >= self.n_rows
        while self._n_read < rows.stop or (is_last and self._n_read == self.n_rows):
            block = next(self._blocks, None)
            if block is None:
                break
            self._kept += check_texts(block, f"{self.name}[{self._n_read}:]", len(block))
            self._n_read += len(block)
        if self._n_read < rows.stop or self._n_read > self.n_rows:
            than = "fewer" if self._n_read < rows.stop else "more"
            raise ValueError(f"{self.name} has {than} rows than layout, {self.n_rows}.")
        taken = self._kept[: rows.stop - rows.start]
        del self._kept[: rows.stop - rows.start]
        return taken


def _compute_in_order(values: Any) -> Iterator[Any]:
    dask = import_optional("dask", extra="dask")
    blocks = values.to_delayed()
    blocks = blocks.ravel().tolist() if is_dask(values) else blocks
    first, most = 0, 1  # texts may be long: the first block tells
    while first < len(blocks):
        found = dask.compute(*blocks[first : first + most])
        yield from found
        first += most
        most = max(1, _AT_ONCE // (_TEXT_BYTES * max(1, *map(len, found))))
