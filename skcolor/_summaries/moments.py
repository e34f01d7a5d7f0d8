"""Count, mean and scatter of rows, summed in chunks and mergeable."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from skcolor._array_api import cast, get_namespace, is_numpy, to_numpy
from skcolor._compute.chunks import row_chunks, sum_parts, sum_rows
from skcolor._compute.linear_algebra import (
    add_squares,
    linear_algebra_threads,
    mirror,
    product,
    reused_array,
)
from skcolor._compute.projected_rows import ProjectedRows
from skcolor._summaries.spread import (
    count_lengths,
    largest_squares,
    median_row,
    no_lengths,
    row_squares,
)

# For variances above this, float32 sums are far from underflow.
_TINY = 1e-20
# So many numbers are summed in their own precision.
_N_SUMMED = 64
# A row of a chunk takes at least so much memory: sums of too many float32 numbers round.
_LEAST_ROW_BYTES = 256
# Chunks of wide rows have so many: to add up their products takes time, too.
_MANY_ROWS = 512
# So many sums take little memory.
_SMALL = 2**15
# Rows closer to zero than this many times their spread need no shift.
_NEAR = 2
# Far rows are at most one in so many.
FAR_ONE_IN = 100


def column_means(
    X: npt.NDArray[np.floating], weights: npt.NDArray[np.float64] | None = None
) -> npt.NDArray[np.float64]:
    """Mean of each column, always a NumPy array; rows may have weights."""
    if weights is not None:
        X = to_numpy(X)

        def weighted_total(rows):
            used = weights[rows] > 0
            return (product(weights[rows][used], X[rows][used].astype(np.float64)),)

        total = sum_rows(weighted_total, len(X), row_bytes=16 * X.shape[1])[0]
        return total / weights.sum()
    if is_numpy(X):

        def total(rows):
            return (X[rows].sum(axis=0, dtype=np.float64),)

        return sum_rows(total, len(X), row_bytes=8 * X.shape[1])[0] / len(X)
    xp = get_namespace(X)
    return to_numpy(xp.mean(cast(X, xp.float64), axis=0))


@dataclass(frozen=True)
class Moments:
    """Count, mean and scatter of rows; ``+`` merges the moments of two parts.

    Parameters
    ----------
    n_rows : int or float
        Number of rows, or the sum of their weights.
    mean : ndarray of shape (n_features,), float64
        Mean of the rows.
    scatter : ndarray of shape (n_features, n_features) or (n_features,), float64
        ``(X - mean).T @ (X - mean)``, or only its diagonal.
    n_given : int or None, default=None
        Number of rows with a weight above 0; None if it is `n_rows`.
    far : float or None, default=None
        At most so much is the sum of the squared distances of any percent of the rows from
        the mean; None if unknown.

    References
    ----------
    .. [1] T. F. Chan, G. H. Golub and R. J. LeVeque, "Updating formulae and a pairwise
       algorithm for computing sample variances", COMPSTAT 1982.
    """

    n_rows: float
    mean: npt.NDArray[np.float64]
    scatter: npt.NDArray[np.float64]
    n_given: int | None = None
    far: float | None = None

    @property
    def is_finite(self) -> bool:
        """Whether the mean is finite; if not, X is not finite, or its sums overflow."""
        return bool(np.isfinite(self.mean).all())

    @property
    def n_counted(self) -> float:
        """Number of rows, to which weights that are shares are scaled up."""
        n_given = self.n_rows if self.n_given is None else self.n_given
        return max(self.n_rows, n_given)

    @classmethod
    def of(
        cls,
        X: npt.NDArray[np.floating],
        dtype: npt.DTypeLike = np.float64,
        weights: npt.NDArray[np.float64] | None = None,
    ) -> Moments:
        """Moments of rows, with the full scatter matrix.

        Rows are read in chunks, so that a memory-mapped X stays on disk. They are shifted
        by a guess of the mean, so that float32 rows with large means do not lose precision;
        those near zero, which would lose little, are not copied. At most one more copy of a
        large scatter than threads exists at a time.

        Parameters
        ----------
        X : ndarray of shape (n_samples, n_features)
            Rows, at least one.
        dtype : dtype, default=float64
            Precision of products within a chunk; chunks are summed in float64. float32
            takes half the time. Its rounding error is about 1e-8 of the largest variance,
            and was at most 2.3e-7 of it in trials with rows near zero.
        weights : ndarray of shape (n_samples,) or None, default=None
            How often each row counts.

        Returns
        -------
        Moments
            The moments of the rows.
        """
        n_features = X.shape[1]
        if weights is None:
            shift = _find_shift(X, dtype, np.max)
        else:
            used = np.flatnonzero(weights)
            few = X[used[:: max(1, len(used) // 1000)]]
            shift = few.mean(axis=0, dtype=np.float64).astype(dtype)

        def add(rows, deviation, total, scatter, lengths):
            if weights is not None:
                deviation = _weigh(deviation, weights[rows], total)
            else:
                total += _column_sums(deviation)
                lengths += count_lengths(row_squares(deviation))
            add_squares(scatter, deviation)

        sums = (n_features,), (n_features, n_features)
        total, scatter, lengths = _sum_deviations(X, shift, sums, add)
        mirror(scatter)
        if weights is None:
            n_rows = len(X)
            known = {"far": _find_far(lengths, n_rows, total / n_rows)}
        else:
            n_rows, known = weights.sum(), {"n_given": len(used)}
        offset = total / n_rows
        with np.errstate(over="ignore", invalid="ignore"):
            scatter -= np.outer(n_rows * offset, offset)
        return cls(n_rows, shift + offset, scatter, **known)

    @classmethod
    def of_columns(cls, X: npt.NDArray[np.floating]) -> Moments:
        """Moments of rows from any array library, with only the diagonal of the scatter.

        Products within a chunk have the precision of X; chunks are summed in float64.
        """
        n_rows = X.shape[0]
        if isinstance(X, ProjectedRows) and X.moments is not None:
            return X.moments
        if not is_numpy(X):
            xp = get_namespace(X)
            wide = cast(X, xp.float64)
            return cls(n_rows, column_means(wide), to_numpy(n_rows * xp.var(wide, axis=0)))
        found = cls._of_columns(X, X.dtype)
        variance = found.scatter / n_rows
        is_in_range = np.isfinite(variance) & (variance > _TINY)
        return found if is_in_range.all() else cls._of_columns(X, np.float64)

    @classmethod
    def _of_columns(cls, X, dtype):
        n_rows, n_features = X.shape
        shift, ones = _find_shift(X, dtype, np.asarray), np.ones(n_features, dtype)

        def add(rows, deviation, total, squares, lengths):
            total += _column_sums(deviation)
            powers = reused_array("powers", *deviation.shape, deviation.dtype)
            np.multiply(deviation, deviation, out=powers)
            squares += _column_sums(powers)
            lengths += count_lengths(powers @ ones)

        sums = (n_features,), (n_features,)
        total, squares, lengths = _sum_deviations(X, shift, sums, add)
        offset = total / n_rows
        with np.errstate(over="ignore", invalid="ignore"):
            scatter = np.maximum(squares - total * offset, 0)
        far = _find_far(lengths, n_rows, offset)
        return cls(n_rows, shift + offset, scatter, far=far)

    def __add__(self, other: Moments) -> Moments:
        """Merge the moments of two parts."""
        n_rows = self.n_rows + other.n_rows
        share = other.n_rows / n_rows
        step = other.mean - self.mean
        between = step**2 if self.scatter.ndim == 1 else np.outer(step, step)
        return Moments(
            n_rows,
            self.mean + share * step,
            self.scatter + other.scatter + self.n_rows * share * between,
            _add_counts(self, other),
        )

    def scale(self, dtype: npt.DTypeLike = np.float64) -> npt.NDArray[np.float64]:
        """Standard deviation of each column; 1 if its values differ only by rounding."""
        squares = self.scatter if self.scatter.ndim == 1 else self.scatter.diagonal()
        variance = squares / self.n_rows
        # Rounding of the rows, and of the sums, which are float64.
        rounding = max(np.finfo(dtype).eps, self.n_rows * np.finfo(np.float64).eps)
        constant = variance <= rounding * variance + (rounding * self.mean) ** 2
        return np.where(constant, 1.0, np.sqrt(variance))


def _find_shift(X, dtype, pick):
    """The middle of a sample of rows, or 0 if sums of rows do not round much more.

    `pick` gives what is compared of the columns: `np.max` if errors may be in relation to
    the largest of their spreads.
    """
    middle, sample = median_row(X)
    with np.errstate(over="ignore", invalid="ignore"):
        few = sample[::10] - middle.astype(sample.dtype)
        spread = np.median(np.abs(few, out=few), axis=0, overwrite_input=True)
        is_near = np.all(pick(np.abs(middle)) <= _NEAR * pick(spread))
    return np.zeros_like(middle, dtype) if is_near else middle.astype(dtype)


def _find_far(lengths, n_rows, offset):
    """`Moments.far` of rows whose mean is at an offset from where they were counted."""
    n_most = n_rows // FAR_ONE_IN
    with np.errstate(over="ignore", invalid="ignore"):
        moved = np.sqrt(n_most) * np.linalg.norm(offset)
        return float((np.sqrt(largest_squares(lengths, n_most)) + moved) ** 2)


def _sum_deviations(X, shift, shapes, add):
    """Sums over all rows, and how many rows lie how far out.

    ``add(rows, deviation, *sums, lengths)`` adds what it finds in a chunk of deviations
    from a shift to float64 sums of the given shapes. Deviations have the dtype of the
    shift.
    """
    n_rows, n_features = X.shape
    has_shift = shift.any()

    def add_up(chunks):
        sums = [np.zeros(shape) for shape in shapes]
        lengths = no_lengths()
        with np.errstate(over="ignore", under="ignore", invalid="ignore"):
            for rows in chunks:
                deviation = X[rows]
                is_ready = deviation.dtype == shift.dtype and deviation.flags.c_contiguous
                if has_shift or not is_ready:
                    out = reused_array("deviation", *deviation.shape, shift.dtype)
                    deviation = np.subtract(deviation, shift, out=out)
                add(rows, deviation, *sums, lengths)
        return *sums, lengths

    # Products of columns need a buffer less than their squares, and more rows at once.
    entry_bytes, enough = (6, _MANY_ROWS) if len(shapes[1]) == 2 else (12, 1)
    row_bytes, step = max(entry_bytes * n_features, _LEAST_ROW_BYTES), _N_SUMMED
    if isinstance(X, ProjectedRows):
        step = X.step
    chunks = list(row_chunks(n_rows, row_bytes, step=step, enough=enough))
    are_small = sum(map(math.prod, shapes)) <= _SMALL
    return sum_parts(add_up, chunks, n_jobs=linear_algebra_threads(), are_small=are_small)


def _column_sums(rows):
    """Sum of each column; few numbers are summed in their own precision."""
    n_whole = len(rows) // _N_SUMMED * _N_SUMMED
    parts = rows[:n_whole].reshape(-1, _N_SUMMED, rows.shape[1])
    # A product is several times as fast as a sum along an axis.
    sums = np.matmul(np.ones((1, _N_SUMMED), rows.dtype), parts)[:, 0]
    total = sums.sum(axis=0, dtype=np.float64)
    if n_whole < len(rows):
        total += rows[n_whole:].sum(axis=0, dtype=np.float64)
    return total


def _add_counts(first: Moments, second: Moments) -> int | None:
    if first.n_given is None and second.n_given is None:
        return None
    counts = [m.n_rows if m.n_given is None else m.n_given for m in (first, second)]
    return int(sum(counts))


def _weigh(deviation, weights, total):
    """Multiply rows by roots of their weights, and add weighted rows to a total."""
    used = weights > 0
    deviation, weights = deviation[used], weights[used]
    total += product(weights, deviation.astype(np.float64, copy=False))
    deviation *= np.sqrt(weights)[:, np.newaxis].astype(deviation.dtype)
    return deviation


def mean_of_cubes(
    X: npt.NDArray[np.floating],
    components: npt.NDArray[np.floating],
    mean: npt.NDArray[np.floating],
    weights: npt.NDArray[np.float64] | None = None,
) -> npt.NDArray[np.float64]:
    """Third moment of each component, summed in float64 from projections in X's dtype.

    Parameters
    ----------
    X : ndarray of shape (n_samples, n_features)
        Rows.
    components : ndarray of shape (n_components, n_features)
        Directions.
    mean : ndarray of shape (n_features,)
        Subtracted from each row first.
    weights : ndarray of shape (n_samples,) or None, default=None
        How often each row counts.

    Returns
    -------
    ndarray of shape (n_components,), float64
        ``(((X - mean) @ components.T) ** 3).mean(axis=0)``.
    """
    mean, loadings = mean.astype(X.dtype), components.T.astype(X.dtype)

    def cubes(rows):
        if weights is not None:
            rows = np.arange(len(X))[rows][weights[rows] > 0]
        projected = (X[rows] - mean) @ loadings
        powers = projected * projected * projected
        if weights is not None:
            return (product(weights[rows], powers.astype(np.float64)),)
        return (powers.sum(axis=0, dtype=np.float64),)

    row_bytes = 8 * (X.shape[1] + len(components))
    total = len(X) if weights is None else weights.sum()
    return sum_rows(cubes, len(X), row_bytes=row_bytes)[0] / total
