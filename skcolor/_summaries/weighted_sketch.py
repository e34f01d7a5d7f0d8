"""Streaming quantiles of values that have weights."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from skcolor._summaries import sketch as plain
from skcolor._summaries.sketch import QuantileSketch
from skcolor._summaries.weighted import scale_of_weights


@dataclass(frozen=True)
class WeightedSketch(QuantileSketch):
    """A `QuantileSketch` of values that count as often as their weights say.

    ``+`` also merges it with a sketch of values without weights, which count once. Until
    there are 8,192 values whose weights lie between the same two powers of 2, quantiles
    are exact.

    Parameters
    ----------
    levels : tuple of one ndarray of shape (n_columns, n_kept)
        Values.
    turns : tuple
        Empty.
    extremes, n_missing
        As of a `QuantileSketch`.
    weights : ndarray of shape (n_columns, n_kept)
        How often each value counts.
    exponents : ndarray of shape (n_kept,), int
        Weights are from ``2**exponents`` to less than twice that.
    n_given : int
        Number of values, without missing ones and those of weight 0.
    error : float, default=0.0
        Largest possible error of a rank.
    halved : dict of int to int
        Number of times that values of an exponent were halved.

    Notes
    -----
    When there are too many values of an exponent, they are paired in ascending order. Of
    each pair, the heavier value stays, with the weight of both, so that the rank of any
    number changes by at most the largest weight of the lighter ones. For weights between w
    and W, the bound is at most twice that of a sketch of n W / w rows without weights.
    """

    weights: npt.NDArray[np.float64] = field(default_factory=lambda: np.empty((0, 0)))
    exponents: npt.NDArray[np.int64] = field(default_factory=lambda: np.empty(0, int))
    n_given: int = 0
    error: float = 0.0
    halved: dict[int, int] = field(default_factory=dict)

    @classmethod
    def of_weighted(
        cls, values: npt.NDArray[np.floating], weights: npt.NDArray[np.float64]
    ) -> WeightedSketch:
        """Sketch of rows, of shape (n,), where NaN is missing, or (n, n_columns)."""
        values, weights = values[weights > 0], weights[weights > 0]
        known = QuantileSketch.of(values)
        if values.ndim == 1:
            weights, values = weights[~np.isnan(values)], values[~np.isnan(values)]
        columns = np.atleast_2d(values.T)
        table = np.broadcast_to(weights, columns.shape)
        exponents = np.frexp(weights)[1].astype(np.int64) - 1
        return cls(
            (columns,), (), known.extremes, known.n_missing, table, exponents, len(weights)
        )._halve()

    def __add__(self, other: QuantileSketch) -> WeightedSketch:
        """Merge two sketches."""
        return _merge(self, _with_weights(other))

    def __radd__(self, other: QuantileSketch) -> WeightedSketch:
        """Merge a sketch without weights with this one."""
        return _merge(_with_weights(other), self)

    @property
    def n_rows(self) -> float:  # type: ignore[override]
        """Sum of the weights."""
        return float(self.weights[0].sum())

    @property
    def rank_error(self) -> float:  # type: ignore[override]
        """Largest possible error of a rank, in units of the weights."""
        return self.error

    def _weights(self) -> npt.NDArray[np.float64]:
        return self.weights * scale_of_weights(self.n_rows, self.n_given)

    def _halve(self) -> WeightedSketch:
        """Halve all values of exponents that have too many."""
        sketch = self
        while True:
            found, counts = np.unique(sketch.exponents, return_counts=True)
            full = found[counts > plain._SIZE]
            if not len(full):
                return sketch
            sketch = sketch._halve_exponent(int(full[0]))

    def _halve_exponent(self, exponent: int) -> WeightedSketch:
        (values,) = self.levels
        part = self.exponents == exponent
        order = np.argsort(values[:, part], axis=1, kind="stable")
        ordered, weights = (
            np.take_along_axis(table[:, part], order, axis=1)
            for table in (values, self.weights)
        )
        n = ordered.shape[1] // 2 * 2
        low, high = weights[:, 0:n:2], weights[:, 1:n:2]
        turn = self.halved.get(exponent, 0)
        # Of equal weights, the lower and the higher value stay in turn.
        stays = high > low if turn % 2 == 0 else high >= low
        kept = np.where(stays, ordered[:, 1:n:2], ordered[:, 0:n:2])
        rest = np.flatnonzero(part)[: ordered.shape[1] - n]
        exponents = [self.exponents[~part], self.exponents[rest]]
        return replace(
            self,
            levels=(np.hstack([values[:, ~part], ordered[:, n:], kept]),),
            weights=np.hstack([self.weights[:, ~part], weights[:, n:], low + high]),
            exponents=np.concatenate([*exponents, np.full(n // 2, exponent + 1)]),
            error=self.error + float(np.minimum(low, high).max()),
            halved={**self.halved, exponent: turn + 1},
        )


def _with_weights(sketch: QuantileSketch) -> WeightedSketch:
    if isinstance(sketch, WeightedSketch):
        return sketch
    counts = [level.shape[1] for level in sketch.levels]
    return WeightedSketch(
        (np.hstack(sketch.levels),),
        (),
        sketch.extremes,
        sketch.n_missing,
        sketch._weights().astype(np.float64),
        np.repeat(np.arange(len(counts)), counts),
        sketch.n_rows,
        float(sketch.rank_error),
        dict(enumerate(sketch.turns)),
    )


def _merge(first: WeightedSketch, second: WeightedSketch) -> WeightedSketch:
    low, high = (
        pick(first.extremes[i], second.extremes[i])
        for i, pick in enumerate((np.minimum, np.maximum))
    )
    return WeightedSketch(
        (np.hstack([*first.levels, *second.levels]),),
        (),
        np.stack([low, high]),
        first.n_missing + second.n_missing,
        np.hstack([first.weights, second.weights]),
        np.concatenate([first.exponents, second.exponents]),
        first.n_given + second.n_given,
        first.error + second.error,
        {
            key: first.halved.get(key, 0) + second.halved.get(key, 0)
            for key in {**first.halved, **second.halved}
        },
    )._halve()


def sketch_of(
    values: npt.NDArray[np.floating], weights: npt.NDArray[np.float64] | None = None
) -> QuantileSketch:
    """Sketch of rows, with weights if there are any."""
    if weights is None:
        return QuantileSketch.of(values)
    return WeightedSketch.of_weighted(values, weights)
