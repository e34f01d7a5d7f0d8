"""Operations on dask arrays: checks, maps and sums over blocks."""

import sys

import numpy as np

from skcolor._checks.rows import check_rows
from skcolor._external import import_optional

# Number of summaries to add at a time.
_FAN_IN = 8
# Sums are over blocks of at most so many rows and bytes.
_MOST_ROWS = 2**18
_MOST_BYTES = 2**26


def is_dask(X):
    """Whether X is a dask array, without an import of dask."""
    module = sys.modules.get("dask.array")
    return module is not None and isinstance(X, module.Array)


def is_dask_frame(X):
    """Whether X is a DataFrame or Series of dask, without an import of dask."""
    module = sys.modules.get("dask.dataframe")
    return module is not None and isinstance(X, (module.DataFrame, module.Series))


def check_blocks(estimator, X, *, reset, min_samples=1):
    """Validate a dask array, except for its values, which each block checks later.

    Returns
    -------
    X : dask array of shape (n_samples, n_features)
        In one chunk along the features.
    dtype : dtype
        Float type of the computations on its rows.

    Raises
    ------
    ValueError
        If its chunk sizes are unknown, or a NumPy array of the same shape and dtype would
        raise; when computed, if a block does not have the rows that its chunks say.
    """
    if np.isnan(X.shape).any():
        raise ValueError(
            f"X must be a dask array with known chunk sizes; got shape {X.shape}. Call "
            "X.compute_chunk_sizes() first."
        )
    few = np.zeros((min(len(X), 2), *X.shape[1:]), dtype=X.dtype)
    dtype = check_rows(estimator, few, reset=reset, min_samples=min_samples).dtype
    X = X.map_blocks(_check_length, dtype=X.dtype, meta=X._meta)
    return X.rechunk({1: -1}), dtype


def _check_length(block, block_info=None):
    """Check a block: a task that used what others give would lose rows without a word."""
    if block_info is not None:
        start, stop = block_info[0]["array-location"][0]
        check_length(block, "X", slice(start, stop))
    return block


def check_length(block, name, rows):
    """Check that a computed block has the rows that the chunks of its array say."""
    if len(block) != rows.stop - rows.start:
        raise ValueError(
            f"{name}[{rows.start}:{rows.stop}] has {len(block)} rows when computed, so the "
            f"chunks of {name} are wrong. If it comes from a dask DataFrame, pass "
            "frame.to_dask_array().compute_chunk_sizes()."
        )


def in_fixed_blocks(X):
    """The rows in blocks that depend on the shape alone, as do sums over them."""
    row_bytes = X.dtype.itemsize * int(np.prod(X.shape[1:]))
    most = min(_MOST_ROWS, max(1, _MOST_BYTES // max(1, row_bytes)))
    # In tasks, a block that is not divided stays where it is.
    return X.rechunk({0: 2 ** int(np.log2(most))}, method="tasks")


def map_rows_of(function, *arrays):
    """Lazily map ``function(rows, ...)`` over blocks of dask arrays with the same rows."""
    da = import_optional("dask.array", extra="dask")
    # The result for one row defines the shape and dtype of the rest.
    like = function(*(np.zeros((1, *a.shape[1:]), dtype=a.dtype) for a in arrays))

    # As a task of its own, a large estimator goes to each worker once, not with each block.
    function = import_optional("dask", extra="dask").delayed(function, pure=True)
    return da.map_blocks(
        call,
        *arrays,
        function=function,
        none=like[:0],
        chunks=(arrays[0].chunks[0], *((n,) for n in like.shape[1:])),
        drop_axis=[1] if like.ndim < arrays[0].ndim else None,
        new_axis=[1] if like.ndim > arrays[0].ndim else None,
        meta=like[:0],
    )


def call(*rows, function, none):
    """Call a function with rows of a block; its name is that of the lazy arrays."""
    return function(*rows) if len(rows[0]) else none


def as_blocks(X):
    """Return a dask array as is, and other rows as a single block."""
    if is_dask(X):
        return X
    return import_optional("dask.array", extra="dask").from_array(np.asarray(X), chunks=-1)


def compute_all(arrays):
    """Compute dask arrays together, so that blocks they share are computed once."""
    return import_optional("dask", extra="dask").compute(*arrays)


def checked_blocks(X, estimator):
    """Delayed non-empty blocks, validated when computed, and their spans of rows."""
    delayed = import_optional("dask", extra="dask").delayed
    check = delayed(check_rows)
    # What an earlier fit left may be large: it goes to each worker once.
    estimator = delayed(estimator, pure=False, traverse=False)
    ends = np.cumsum(X.chunks[0])
    return [
        (check(estimator, block, reset=False), (int(end) - n_rows, int(end)))
        for block, n_rows, end in zip(
            X.to_delayed().ravel(), X.chunks[0], ends, strict=True
        )
        if n_rows
    ]


def sum_tree(summaries):
    """Compute the sum of delayed summaries, in an order that does not depend on timing.

    A few are added at a time, so that they are not all in memory.
    """
    add = import_optional("dask", extra="dask").delayed(_add_all)
    while len(summaries) > 1:
        parts = range(0, len(summaries), _FAN_IN)
        summaries = [add(summaries[part : part + _FAN_IN]) for part in parts]
    return summaries[0].compute()


def _add_all(summaries):
    return sum(summaries[1:], summaries[0])
