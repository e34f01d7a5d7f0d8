"""Apply a fitted pipeline from end to end, a chunk of rows at a time."""

import numpy as np
from scipy.sparse import issparse
from sklearn.utils import indexable

from skcolor._blocks.dask_arrays import is_dask
from skcolor._blocks.read_blocks import read_blocks
from skcolor._checks.arguments import check_count
from skcolor._checks.arrays import is_mapped
from skcolor._checks.layout import check_layout
from skcolor._checks.row_order import check_row_order
from skcolor._compat import _num_samples, _safe_indexing
from skcolor._compute.chunks import fill_chunks, row_chunks
from skcolor._fitted.pipelines import color_lazily, color_rows, last_step
from skcolor.neighbors._sparse import entry_bytes
from skcolor.neighbors._z_order import order_rows

# Fewer rows take less time than the checks of each step.
_ENOUGH_ROWS = 16_384


def transform_in_chunks(estimator, X, layout=None, *, n_jobs=None, out=None):
    """Color rows a chunk at a time, through all steps of a pipeline.

    ``pipeline.transform(X)`` applies each step to all rows and stores the intermediate
    results. Here, each chunk goes through all steps while it is in the CPU cache, and
    chunks are spread over threads. The colors are the same. See Examples for rows and
    colors larger than memory.

    Parameters
    ----------
    estimator : estimator
        A fitted colorer, a pipeline or search that ends in one, or any fitted transformer
        that treats each row separately.
    X : array-like of shape (n_samples, n_features)
        The rows, or whatever the first step takes: a sparse array, a data frame, a list of
        texts. A memory-mapped file stays on disk. A dask array is computed a few blocks at
        a time, by its scheduler and not in `n_jobs` threads.
    layout : array-like of shape (n_samples, 2) or (n_samples, 3), default=None
        Layout of the rows, for colorers that use it; see ``transform`` of the colorer.
    n_jobs : int or None, default=None
        Number of threads; None means 1, -1 all CPU cores. It does not change the result.
    out : ndarray of shape (n_samples, n_columns) or None, default=None
        Array for the result, such as a memory-mapped file. None makes a new array.

    Returns
    -------
    ndarray of shape (n_samples, n_columns)
        `out`, or a new array, with the colors, or the output of the last step.

    Raises
    ------
    ValueError
        If X has no rows, the number of rows of `layout` differs, or the shape of `out` is
        wrong.

    Examples
    --------
    >>> import numpy as np
    >>> from skcolor import recipes, transform_in_chunks
    >>> X = np.random.default_rng(0).normal(size=(5000, 8)).astype(np.float32)
    >>> pipeline = recipes.pca().fit(X[:1000])
    >>> transform_in_chunks(pipeline, X, n_jobs=2).shape
    (5000, 3)

    From file to file: ``X = np.load("rows.npy", mmap_mode="r")``, and for the colors
    ``out = np.lib.format.open_memmap("colors.npy", "w+", X.dtype, (len(X), 3))``.
    """
    (X,) = indexable(X)  # a sparse array that rows can be taken from
    check_count("n_jobs", n_jobs, least=None, none_too=True)
    n_rows = _num_samples(X)
    if n_rows == 0:
        raise ValueError("X has no rows; wanted at least one.")
    check_row_order({"X": X, "layout": layout})
    if is_dask(X):
        return _compute(color_lazily(estimator, X, layout), n_rows, out)
    layout = check_layout(layout, n_rows)
    chunks = list(row_chunks(n_rows, _row_bytes(X), enough=_ENOUGH_ROWS))
    uses_layout = layout is not None and getattr(last_step(estimator), "uses_layout", False)
    if uses_layout:
        # Rows that are neighbors in the layout need the same other rows.
        order = order_rows(layout, _row_bytes(X) // 2, mapped=is_mapped(X))
        chunks = [order[rows] for rows in chunks]

    def transform(rows):
        places = None if layout is None else layout[rows]
        return color_rows(estimator, _safe_indexing(X, rows), places)

    return fill_chunks(
        transform, chunks, lambda first: _make_out(out, n_rows, first), n_jobs=n_jobs
    )


def _compute(lazy, n_rows, out):
    for rows, parts in read_blocks({"X": lazy}):
        if rows.start == 0:
            out = _make_out(out, n_rows, lazy[:1])
        out[rows] = parts["X"]
    return out


def _row_bytes(X):
    if issparse(X):
        return 2 * entry_bytes(X)
    if isinstance(X, (list, tuple)) and isinstance(X[0], (str, bytes)):
        return 2 * sum(map(len, X)) // len(X)
    if isinstance(X, (list, tuple)):
        return 16 * np.size(X[0])
    itemsize = getattr(getattr(X, "dtype", None), "itemsize", 8)
    # The row itself and the result of a step are in the cache.
    return 2 * itemsize * int(np.prod(X.shape[1:]))


def _make_out(out, n_rows, first):
    shape = (n_rows, *first.shape[1:])
    if out is None:
        return np.empty(shape, dtype=first.dtype)
    if out.shape != shape:
        raise ValueError(f"out has shape {out.shape}; wanted {shape}.")
    return out
