"""Dask arrays: fits that add up summaries of blocks, and colours that stay lazy."""

import sys
from copy import copy

import numpy as np
from scipy.sparse import csr_array

from skcolor._external import import_optional
from skcolor._neighbors import ExactNeighbors, others_than_rows
from skcolor._rows import check_rows

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
    # What is lazy stays as it is when the estimator is fitted again.
    estimator = copy(estimator)
    like = function(estimator, *_filled(arrays))

    def call(rows, layout=None):
        return function(estimator, rows, layout) if len(rows) else like[:0]

    return da.map_blocks(
        call,
        *arrays,
        chunks=(X.chunks[0], *((n,) for n in like.shape[1:])),
        drop_axis=[1] if like.ndim == 1 else None,
        meta=like[:0],
    )


def sum_blocks(summarize, X, estimator):
    """Sum of ``summarize(rows)`` over the blocks of X, added up as a tree."""
    summarize = import_optional("dask", extra="dask").delayed(summarize)
    return _sum_tree([summarize(rows) for rows, _ in _checked_blocks(X, estimator)])


def sum_deviations(summarize, X, layout, n_neighbors, estimator):
    """Sum over blocks of ``summarize(rows, deviation)``.

    The deviation, float64, is that of the mean of a row's neighbours in the layout from
    the row. Neighbours can be in any block: one block at a time is added to the
    deviations of another, so that a worker never holds more than a few.
    """
    delayed = import_optional("dask", extra="dask").delayed
    layout = np.asarray(layout)  # computes a dask array
    blocks = _checked_blocks(X, estimator)
    search = delayed(ExactNeighbors(layout), pure=True)
    shift = delayed(np.mean)(blocks[0][0], axis=0, dtype=np.float64)
    sums = []
    for rows, span in blocks:
        others = delayed(_find_others)(search, layout[slice(*span)], span, n_neighbors)
        deviation = delayed(_subtract)(shift, rows)
        for other_rows, other_span in blocks:
            deviation = delayed(_add_mean)(deviation, others, other_rows, other_span, shift)
        sums.append(delayed(summarize)(rows, deviation))
    return _sum_tree(sums)


def _checked_blocks(X, estimator):
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


def _sum_tree(summaries):
    add = import_optional("dask", extra="dask").delayed(_add_all)
    while len(summaries) > 1:
        parts = range(0, len(summaries), _FAN_IN)
        summaries = [add(summaries[part : part + _FAN_IN]) for part in parts]
    return summaries[0].compute()


def _add_all(summaries):
    return sum(summaries[1:], summaries[0])


def _filled(arrays):
    """One row for each array, to find out what a function makes of it."""
    return [np.zeros((1, array.shape[1]), dtype=array.dtype) for array in arrays] + [
        None
    ] * (2 - len(arrays))


def _find_others(search, layout, span, n_neighbors):
    found = search.kneighbors(layout, n_neighbors + 1)
    return others_than_rows(*found, np.arange(*span))[1]


def _subtract(shift, rows):
    return shift - rows


def _add_mean(deviation, others, rows, span, shift):
    """Add the part of the means of neighbours that comes from the rows of one block."""
    here = (others >= span[0]) & (others < span[1])
    which, _ = np.nonzero(here)
    weights = np.full(len(which), 1 / others.shape[1])
    shape = (len(others), len(rows))
    means = csr_array((weights, (which, others[here] - span[0])), shape=shape)
    return deviation + means @ (rows - shift)
