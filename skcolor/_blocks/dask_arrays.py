"""Dask arrays: their blocks, what is made of each, and sums over all."""

import sys

import numpy as np

from skcolor._checks.rows import check_rows
from skcolor._external import import_optional

# How many summaries are added at a time.
_FAN_IN = 8


def is_dask(X):
    """Whether X is a dask array; dask is not imported to find out."""
    module = sys.modules.get("dask.array")
    return module is not None and isinstance(X, module.Array)


def check_blocks(estimator, X, *, reset, min_samples=1):
    """Validate all of a dask array but its numbers: those are checked block by block.

    Returns
    -------
    X : dask array of shape (n_samples, n_features)
        In one chunk along the features.
    dtype : dtype
        What its rows are computed in.

    Raises
    ------
    ValueError
        If the sizes of its chunks are not known, and where an array in memory of the same
        shape and type would raise.
    """
    if np.isnan(X.shape).any():
        raise ValueError(
            f"X is a dask array of shape {X.shape} whose chunks have unknown sizes; call "
            "X.compute_chunk_sizes() first."
        )
    few = np.zeros((min(len(X), 2), *X.shape[1:]), dtype=X.dtype)
    dtype = check_rows(estimator, few, reset=reset, min_samples=min_samples).dtype
    return X.rechunk({1: -1}), dtype


def map_rows_of(function, *arrays):
    """Lazily join ``function(rows, ...)`` over blocks of dask arrays with the same rows."""
    da = import_optional("dask.array", extra="dask")
    # What the function makes of one row tells the shape and type of the rest.
    like = function(*(np.zeros((1, *a.shape[1:]), dtype=a.dtype) for a in arrays))

    def call(*rows):
        return function(*rows) if len(rows[0]) else like[:0]

    return da.map_blocks(
        call,
        *arrays,
        chunks=(arrays[0].chunks[0], *((n,) for n in like.shape[1:])),
        drop_axis=[1] if like.ndim < arrays[0].ndim else None,
        new_axis=[1] if like.ndim > arrays[0].ndim else None,
        meta=like[:0],
    )


def as_blocks(X):
    """A dask array as it is; other rows in a single block."""
    if is_dask(X):
        return X
    return import_optional("dask.array", extra="dask").from_array(np.asarray(X), chunks=-1)


def checked_blocks(X, estimator):
    """Delayed blocks that hold rows, validated where they are computed; their spans."""
    check = import_optional("dask", extra="dask").delayed(check_rows)
    ends = np.cumsum(X.chunks[0])
    return [
        (check(estimator, block, reset=False), (int(end) - n_rows, int(end)))
        for block, n_rows, end in zip(
            X.to_delayed().ravel(), X.chunks[0], ends, strict=True
        )
        if n_rows
    ]


def sum_tree(summaries):
    """Compute the sum of delayed summaries, the same whatever is done first.

    A few are added at a time, so that not all of them are held.
    """
    add = import_optional("dask", extra="dask").delayed(_add_all)
    while len(summaries) > 1:
        parts = range(0, len(summaries), _FAN_IN)
        summaries = [add(summaries[part : part + _FAN_IN]) for part in parts]
    return summaries[0].compute()


def _add_all(summaries):
    return sum(summaries[1:], summaries[0])
