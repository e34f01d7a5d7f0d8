"""Fit estimators to dask arrays, which need not fit in memory.

The hooks of an estimator decide how: it is fitted to a sample of the rows, to distances or
deviations from their layout neighbors, or to the sum of the summaries of their blocks.
"""

from copy import copy

import numpy as np

from skcolor._blocks.block_neighbors import BlockNeighbors
from skcolor._blocks.dask_arrays import (
    check_blocks,
    checked_blocks,
    in_fixed_blocks,
    sum_tree,
)
from skcolor._blocks.transforms import encode
from skcolor._checks.weights import check_weights
from skcolor._compute.linear_algebra import single_threaded
from skcolor._external import import_optional
from skcolor._fitting.placement import given_layout, store_layout
from skcolor._fitting.stream import as_keyword
from skcolor._summaries.sketch import QuantileSketch

_REASON = "for a dask array"


def fit(estimator, X, y=None, sample_weight=None):
    """Fit an estimator to a dask array, with the strategy of its first hook."""
    strategy = next((s for hook, s in _STRATEGIES.items() if _has(estimator, hook)), None)
    if strategy is None:
        raise TypeError(
            f"{type(estimator).__name__} cannot be fitted to a dask array, because it "
            "needs all rows at once. Fit it to rows that fit in memory, such as "
            "X[::100].compute(); transform accepts dask arrays."
        )
    parameter = estimator._needs_all_rows()
    if parameter is not None:
        raise ValueError(
            f"{parameter}={getattr(estimator, parameter)!r} needs all rows at once; set "
            f"{parameter}=None for dask arrays."
        )
    weights = check_weights(sample_weight, X, least=estimator._min_samples)
    given = as_keyword(weights)
    with single_threaded():
        X, dtype = check_blocks(
            estimator, X, reset=True, min_samples=estimator._min_samples
        )
        strategy(estimator, X, y, dtype, **given)
    return estimator


def _has(estimator, name):
    return getattr(estimator, name, None) is not None


def _fit_to_sample(colorer, X, y, dtype):
    def take(rows):
        """Load some rows, by increasing index, into memory; all blocks are validated."""
        dask = import_optional("dask", extra="dask")
        take = dask.delayed(np.take)
        parts = [
            take(block, rows[(rows >= span[0]) & (rows < span[1])] - span[0], axis=0)
            for block, span in checked_blocks(X, colorer)
        ]
        return np.vstack(dask.compute(*parts))

    colorer._fit_paint(None, None, colorer._fit_sample(len(X), take))


def _fit_to_distances(colorer, X, y, dtype):
    layout = given_layout(colorer, y, len(X), reason=_REASON)
    # Raise errors of invalid parameters before rows are read.
    copy(colorer)._fit_paint(None, None, QuantileSketch.of(np.zeros(2)))
    store_layout(colorer, layout, BlockNeighbors(X))
    colorer._fit(X, layout)
    values, _ = encode(colorer, X, layout)
    blocks = [(block,) for block in in_fixed_blocks(values).to_delayed().ravel()]
    colorer._fit_paint(None, None, _sum(QuantileSketch.of, blocks))


def _add_up_deviations(estimator, X, y, dtype, weights=None):
    if weights is not None:
        raise ValueError(
            f"sample_weight must be None for {type(estimator).__name__} and a dask array; "
            "fit it to rows that fit in memory, or to batches with partial_fit."
        )
    n_others = estimator._count_others(len(X))
    layout = given_layout(estimator, y, len(X), reason=_REASON)
    summary = BlockNeighbors(in_fixed_blocks(X)).sum_deviations(
        estimator._summarize_deviations, layout, n_others, estimator
    )
    estimator._learn_summary(summary, dtype)


def _add_up(estimator, X, y, dtype, weights=None):
    layout = estimator._blocks_layout(y, len(X), _REASON)
    estimator._try_parameters(X.shape[1])

    def summarize(rows, places, weights):
        return estimator._summarize(rows, places, **as_keyword(weights))

    def take(values, span):  # so that each worker gets those of its rows only
        return None if values is None else values[slice(*span)]

    blocks = checked_blocks(in_fixed_blocks(X), estimator)
    if weights is not None:  # blocks of rows that are left out add nothing
        blocks = [block for block in blocks if weights[slice(*block[1])].any()]
    parts = [(rows, take(layout, span), take(weights, span)) for rows, span in blocks]
    estimator._learn_summary(_sum(summarize, parts), dtype)


def _sum(summarize, parts):
    summarize = import_optional("dask", extra="dask").delayed(summarize)
    return sum_tree([summarize(*part) for part in parts])


# Strategies by hook; the first hook that an estimator has decides.
_STRATEGIES = {
    "_fit_sample": _fit_to_sample,
    "_encode_distances": _fit_to_distances,
    "_summarize_deviations": _add_up_deviations,
    "_summarize": _add_up,
}
