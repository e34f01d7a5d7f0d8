"""Lazy results of fitted estimators for dask arrays, block by block."""

from copy import copy, deepcopy

import numpy as np
from sklearn.utils.validation import check_is_fitted

from skcolor._blocks.block_neighbors import BlockNeighbors
from skcolor._blocks.dask_arrays import as_blocks, check_blocks, is_dask, map_rows_of
from skcolor._checks.arrays import count_axes
from skcolor._checks.layout import check_layout
from skcolor._compat import _get_output_config
from skcolor._external import import_optional


def fit_and_transform(estimator, X, y=None, **weights):
    """Fit an estimator to a dask array, then transform it."""
    check_output(estimator)
    return estimator.fit(X, y, **weights).transform(X)


def fit_and_color(colorer, X, y=None, **weights):
    """Like `fit_and_transform` for colorers, whose ``transform`` also takes a layout."""
    check_output(colorer)
    return colorer.fit(X, y, **weights).transform(X, y)


def transform(estimator, X):
    """Lazily transform each block of a dask array."""
    check_is_fitted(estimator)
    check_output(estimator)
    # ``set_output`` may ask for data frames by the time of the computation.
    return map_blocks(
        lambda copied, X, _: np.asarray(copied.transform(X)), X, None, estimator
    )


def encode(colorer, X, y, method="transform"):
    """Lazily encode each block of a dask array; also return the dtype of its colors.

    In-memory rows are encoded eagerly, if the training rows are in blocks.
    """
    check_is_fitted(colorer)
    if keeps_blocks(colorer):
        return _encode_among_blocks(colorer, X, y)
    _, dtype = check_blocks(colorer, X, reset=False)
    return map_blocks(
        lambda copied, *rows: copied._encode_rows(*rows)[0], X, y, colorer
    ), dtype


def color(colorer, X, y):
    """Lazily encode and paint each block of a dask array."""
    return colorer._paint_rows(*colorer._encode_rows(X, y))


def paint(colorer, encoding, dtype):
    """Lazily paint each block of an encoding."""
    check_output(colorer)
    light = without_rows(colorer)
    return map_rows_of(lambda part: light._paint_rows(part, dtype), encoding)


def keeps_blocks(colorer):
    """Whether a colorer keeps its training rows in blocks."""
    return isinstance(getattr(colorer, "_known_rows", None), BlockNeighbors)


def _encode_among_blocks(colorer, X, y):
    blocks, dtype = check_blocks(colorer, as_blocks(X), reset=False)
    layout = check_layout(y, len(blocks), n_columns=colorer.layout_.shape[1])
    if layout is None:
        raise ValueError(
            "layout (passed as y) must be given, because a colorer fitted to a dask "
            "array cannot place new rows; got None. Call transform(X, layout)."
        )
    light = without_rows(colorer)
    distances = colorer._known_rows.distances(
        blocks, layout, colorer._placement.in_layout, colorer.n_neighbors_, light
    )
    encoding = map_rows_of(light._encode_distances, distances)
    return encoding if is_dask(X) else encoding.compute(), dtype


def without_rows(colorer):
    """Copy without training rows, small enough to send to workers with every block."""
    light = copy(colorer)
    for name in ("_known_rows", "layout_"):
        vars(light).pop(name, None)
    return light


def freeze(estimator):
    """Copy a fitted estimator so that later changes of the original do not affect it.

    fit, `partial_fit` and `align` replace arrays by new ones, so arrays need no copy.
    Nested estimators, such as a clusterer or an embedder, may change theirs in place.
    """
    frozen, memo = copy(estimator), {}
    for name, value in vars(estimator).items():
        if name == "steps":  # of a pipeline
            frozen.steps = [(name, _freeze_step(step)) for name, step in value]
        elif hasattr(value, "get_params"):
            setattr(frozen, name, _copy_all(value, memo))
    return frozen


def _freeze_step(step):
    return freeze(step) if hasattr(step, "get_params") else step


def _copy_all(estimator, memo):
    try:
        return deepcopy(estimator, memo)
    except RecursionError:  # a large Birch, whose predict also uses new arrays
        return copy(estimator)


def check_output(estimator):
    """Check that ``set_output`` does not ask for a data frame, which cannot be lazy."""
    container = _get_output_config("transform", estimator)["dense"]
    if container != "default":
        raise ValueError(
            f"set_output(transform={container!r}) would compute a dask array at once; use "
            'set_output(transform="default"), which returns a dask array, or pass '
            "X.compute()."
        )


def map_blocks(function, X, y, estimator):
    """Lazily map ``function(estimator, rows, layout)`` over blocks of X and its layout."""
    da = import_optional("dask.array", extra="dask")
    X, _ = check_blocks(estimator, X, reset=False)
    arrays = [X]
    if y is not None and count_axes(y, "layout") == 2:
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
