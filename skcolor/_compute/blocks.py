"""Dask arrays: fits that add up summaries of blocks, and colors that stay lazy."""

import sys
from copy import copy, deepcopy

import numpy as np

from skcolor._checks.rows import check_rows
from skcolor._compat import _get_output_config
from skcolor._external import import_optional

# How many summaries are added at a time.
_FAN_IN = 8


def is_dask(X):
    """Whether X is a dask array; dask is not imported to find out."""
    module = sys.modules.get("dask.array")
    return module is not None and isinstance(X, module.Array)


def fit_blocks(estimator, X, y, *, min_samples=1):
    """Fit an estimator to a dask array, by the sum of the summaries of its blocks."""
    if not hasattr(estimator, "_summarize_blocks"):
        raise TypeError(
            f"{type(estimator).__name__} cannot be fitted to a dask array, as it needs all "
            "rows at once. Fit it to rows that fit in memory, such as X[::100].compute(); "
            "transform takes dask arrays."
        )
    if getattr(estimator, "arrange", None) is not None:
        raise ValueError(
            f"arrange={estimator.arrange!r} needs all rows at once; set arrange=None for "
            "dask arrays."
        )
    X, dtype = check_blocks(estimator, X, reset=True, min_samples=min_samples)
    estimator._fit_summary(estimator._summarize_blocks(X, y), dtype)


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


def check_output(estimator):
    """Hold ``set_output`` to ask for no data frame: a lazy array could not become one."""
    container = _get_output_config("transform", estimator)["dense"]
    if container != "default":
        raise ValueError(
            f"set_output(transform={container!r}) would compute a dask array at once; use "
            'set_output(transform="default"), which gives a dask array, or pass '
            "X.compute()."
        )


def freeze(estimator):
    """Copy of a fitted estimator that stays as it is whatever happens to the original.

    What fit, `partial_fit` and `align` learn are new arrays in place of the old ones, so
    those are not copied. Estimators inside, such as a clusterer or an embedder, change
    their own.
    """
    frozen, memo = copy(estimator), {}
    for name, value in vars(estimator).items():
        if hasattr(value, "get_params"):
            setattr(frozen, name, _copy_all(value, memo))
    return frozen


def _copy_all(estimator, memo):
    try:
        return deepcopy(estimator, memo)
    except RecursionError:  # a large Birch, which has new arrays for its predict, too
        return copy(estimator)


def map_blocks(function, X, y, estimator):
    """Lazily join ``function(estimator, rows, layout)`` over blocks of X and its layout."""
    da = import_optional("dask.array", extra="dask")
    X, _ = check_blocks(estimator, X, reset=False)
    arrays = [X]
    if y is not None and len(y.shape if hasattr(y, "shape") else np.shape(y)) == 2:
        if len(y) != len(X):
            raise ValueError(
                f"layout (passed as y) has {len(y)} rows and X has {len(X)}; "
                "pass one layout row for each row of X, in the same order."
            )
        arrays.append(da.asarray(y).rechunk((X.chunks[0], -1)))
    estimator = freeze(estimator)
    if len(arrays) == 1:
        return map_rows_of(lambda rows: function(estimator, rows, None), *arrays)
    return map_rows_of(lambda *rows: function(estimator, *rows), *arrays)


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
        drop_axis=[1] if like.ndim == 1 else None,
        meta=like[:0],
    )


def as_blocks(X):
    """A dask array as it is; other rows in a single block."""
    if is_dask(X):
        return X
    return import_optional("dask.array", extra="dask").from_array(np.asarray(X), chunks=-1)


def sum_blocks(summarize, X, estimator):
    """Sum of ``summarize(rows)`` over the blocks of X, added up as a tree."""
    summarize = import_optional("dask", extra="dask").delayed(summarize)
    return sum_tree([summarize(rows) for rows, _ in checked_blocks(X, estimator)])


def sum_rows_of(summarize, array):
    """Sum of ``summarize(rows)`` over the blocks of what `map_rows_of` gives."""
    summarize = import_optional("dask", extra="dask").delayed(summarize)
    return sum_tree([summarize(block) for block in array.to_delayed().ravel()])


def take_rows(X, rows, estimator):
    """Some rows of a dask array, by increasing index, in memory; all are validated."""
    dask = import_optional("dask", extra="dask")
    take = dask.delayed(np.take)
    parts = [
        take(block, rows[(rows >= span[0]) & (rows < span[1])] - span[0], axis=0)
        for block, span in checked_blocks(X, estimator)
    ]
    return np.vstack(dask.compute(*parts))


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
    """Sum of delayed summaries, a few at a time: the same whatever is done first."""
    add = import_optional("dask", extra="dask").delayed(_add_all)
    while len(summaries) > 1:
        parts = range(0, len(summaries), _FAN_IN)
        summaries = [add(summaries[part : part + _FAN_IN]) for part in parts]
    return summaries[0].compute()


def _add_all(summaries):
    return sum(summaries[1:], summaries[0])
