"""Streaming quantiles with a known error bound."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from skcolor._summaries.weighted import weighted_quantiles

# Values per column that a level keeps.
_SIZE = 2**13


@dataclass(frozen=True)
class QuantileSketch:
    """A sample of every column, which estimates the quantiles of all rows.

    ``+`` merges the sketches of parts. The result depends only on the parts and their
    order; nothing is random. Up to 8,192 rows, quantiles are exact.

    Parameters
    ----------
    levels : tuple of ndarray of shape (n_columns, n_kept)
        Values; each value of level `h` represents ``2**h`` rows.
    turns : tuple of int
        Number of times each level was halved.
    extremes : ndarray of shape (2, n_columns)
        The smallest and the largest value of every column.
    n_missing : int, default=0
        Number of missing values, which are left out; always 0 for several columns.

    Notes
    -----
    When a level is full, it is sorted, and every other value moves up to the next level.
    This changes the rank of any number by at most ``2**h``. So `rank_error`, the sum of
    this over all halvings, bounds the error of every rank. A level is halved at most once
    per 8,192 values, so the bound is at most ``log2(n / 8192) + 1`` in 8,192 of the rows:
    0.1 percent for a million rows, 0.26 percent for ten billion. Levels alternate between
    odd and even values, so most errors cancel.

    References
    ----------
    .. [1] G. S. Manku, S. Rajagopalan and B. G. Lindsay, "Approximate medians and other
       quantiles in one pass and with limited memory", SIGMOD 1998.
    .. [2] P. K. Agarwal et al., "Mergeable summaries", PODS 2012.
    """

    levels: tuple[npt.NDArray[np.floating], ...]
    turns: tuple[int, ...]
    extremes: npt.NDArray[np.floating]
    n_missing: int = 0

    @classmethod
    def of(cls, values: npt.NDArray[np.floating]) -> QuantileSketch:
        """Sketch of rows, of shape (n,), where NaN is missing, or (n, n_columns)."""
        known = values if values.ndim == 2 else values[~np.isnan(values)]
        columns = np.atleast_2d(known.T).copy()
        low = columns.min(axis=1, initial=np.inf)
        high = columns.max(axis=1, initial=-np.inf)
        n_missing = len(values) - len(known)
        return _halve_full(cls((columns,), (0,), np.stack([low, high]), n_missing))

    def __add__(self, other: QuantileSketch) -> QuantileSketch:
        """Merge two sketches."""
        if type(other) is not QuantileSketch:  # a weighted one merges with any
            return NotImplemented
        long, short = (
            (self, other) if len(self.levels) >= len(other.levels) else (other, self)
        )
        n_joined = len(short.levels)
        both = zip(long.levels[:n_joined], short.levels, strict=True)
        turns = zip(long.turns[:n_joined], short.turns, strict=True)
        low = np.minimum(self.extremes[0], other.extremes[0])
        high = np.maximum(self.extremes[1], other.extremes[1])
        return _halve_full(
            QuantileSketch(
                (*(np.hstack(pair) for pair in both), *long.levels[n_joined:]),
                (*(sum(pair) for pair in turns), *long.turns[n_joined:]),
                np.stack([low, high]),
                self.n_missing + other.n_missing,
            )
        )

    @property
    def n_rows(self) -> int:
        """Number of rows that the sketch has seen, without missing values."""
        return sum(level.shape[1] << h for h, level in enumerate(self.levels))

    @property
    def rank_error(self) -> int:
        """Largest possible error of a rank, in rows."""
        return sum(turn << h for h, turn in enumerate(self.turns))

    def kept(self) -> npt.NDArray[np.floating]:
        """Stored values of each column, of shape (n_known, n_columns)."""
        return np.vstack([*(level.T for level in self.levels), self.extremes])

    def percentile(self, percentages: npt.ArrayLike) -> npt.NDArray[np.float64]:
        """Percentiles of every column, with linear interpolation.

        Parameters
        ----------
        percentages : array-like of shape (m,)
            From 0 to 100.

        Returns
        -------
        ndarray of shape (m, n_columns), float64
            As ``numpy.percentile`` along the rows. 0 and 100 are exact.
        """
        shares = np.asarray(percentages, dtype=np.float64) / 100
        values, weights = np.hstack(self.levels), self._weights()
        columns = [
            weighted_quantiles(*column, shares)
            for column in zip(values, weights, strict=True)
        ]
        out = np.stack(columns, axis=1)
        out[shares == 0], out[shares == 1] = self.extremes
        return out

    def _weights(self) -> npt.NDArray[np.floating] | npt.NDArray[np.integer]:
        """Number of rows that each stored value represents, by column."""
        counts = [level.shape[1] for level in self.levels]
        weights = np.repeat(2 ** np.arange(len(counts), dtype=np.int64), counts)
        return np.broadcast_to(weights, (len(self.levels[0]), len(weights)))


def _halve_full(sketch: QuantileSketch) -> QuantileSketch:
    levels, turns = list(sketch.levels), list(sketch.turns)
    for h, level in enumerate(levels):  # the list grows in the loop
        if level.shape[1] <= _SIZE:
            continue
        level = np.sort(level, axis=1)
        n_paired = level.shape[1] // 2 * 2
        kept = level[:, turns[h] % 2 : n_paired : 2]
        levels[h] = level[:, n_paired:].copy()
        turns[h] += 1
        if h + 1 == len(levels):
            levels.append(kept[:, :0])
            turns.append(0)
        levels[h + 1] = np.hstack([levels[h + 1], kept])
    return replace(sketch, levels=tuple(levels), turns=tuple(turns))
