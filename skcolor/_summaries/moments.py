"""Count, mean and scatter of rows, summed in chunks and mergeable."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from skcolor._array_api import cast, get_namespace, is_numpy, to_numpy
from skcolor._compute.chunks import row_chunks, sum_parts, sum_rows
from skcolor._compute.linear_algebra import add_squares, linear_algebra_threads, mirror


def column_means(X: npt.NDArray[np.floating]) -> npt.NDArray[np.float64]:
    """Mean of each column, always a NumPy array."""
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
    n_rows : int
        Number of rows.
    mean : ndarray of shape (n_features,), float64
        Mean of the rows.
    scatter : ndarray of shape (n_features, n_features) or (n_features,), float64
        ``(X - mean).T @ (X - mean)``, or only its diagonal.

    References
    ----------
    .. [1] T. F. Chan, G. H. Golub and R. J. LeVeque, "Updating formulae and a pairwise
       algorithm for computing sample variances", COMPSTAT 1982.
    """

    n_rows: int
    mean: npt.NDArray[np.float64]
    scatter: npt.NDArray[np.float64]

    @classmethod
    def of(cls, X: npt.NDArray[np.floating], dtype: npt.DTypeLike = np.float64) -> Moments:
        """Moments of rows, with the full scatter matrix.

        Rows are read in chunks, so that a memory-mapped X stays on disk. They are shifted
        by a guess of the mean, so that float32 rows with large means do not lose precision.
        At most one more copy of the scatter than threads exists at a time.

        Parameters
        ----------
        X : ndarray of shape (n_samples, n_features)
            Rows, at least one.
        dtype : dtype, default=float64
            Precision of products within a chunk; chunks are summed in float64. float32
            takes half the time. Its rounding error is about 1e-8 of the largest variance.

        Returns
        -------
        Moments
            The moments of the rows.
        """
        n_rows, n_features = X.shape
        few = X[:: max(1, n_rows // 1000)]
        shift = few.mean(axis=0, dtype=np.float64).astype(dtype)

        def add_up(chunks):
            total = np.zeros(n_features)
            scatter = np.zeros((n_features, n_features))
            with np.errstate(over="ignore", under="ignore", invalid="ignore"):
                for rows in chunks:
                    deviation = X[rows] - shift
                    total += deviation.sum(axis=0)
                    add_squares(scatter, deviation)
            return total, scatter

        chunks = list(row_chunks(n_rows, 8 * n_features))
        total, scatter = sum_parts(add_up, chunks, n_jobs=linear_algebra_threads())
        mirror(scatter)
        offset = total / n_rows
        with np.errstate(over="ignore", invalid="ignore"):
            scatter -= np.outer(n_rows * offset, offset)
        return cls(n_rows, shift + offset, scatter)

    @classmethod
    def of_columns(cls, X: npt.NDArray[np.floating]) -> Moments:
        """Moments of rows from any array library, with only the diagonal of the scatter."""
        n_rows, n_features = X.shape
        if not is_numpy(X):
            xp = get_namespace(X)
            wide = cast(X, xp.float64)
            return cls(n_rows, column_means(wide), to_numpy(n_rows * xp.var(wide, axis=0)))
        first = next(row_chunks(n_rows, 8 * n_features))
        shift = X[first].mean(axis=0, dtype=np.float64)

        def sums(rows):
            deviation = X[rows] - shift
            return deviation.sum(axis=0), np.einsum("ij,ij->j", deviation, deviation)

        total, squares = sum_rows(sums, n_rows, row_bytes=8 * n_features)
        offset = total / n_rows
        return cls(n_rows, shift + offset, np.maximum(squares - total * offset, 0))

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
        )

    def scale(self, dtype: npt.DTypeLike = np.float64) -> npt.NDArray[np.float64]:
        """Standard deviation of each column; 1 if its values differ only by rounding."""
        squares = self.scatter if self.scatter.ndim == 1 else self.scatter.diagonal()
        variance = squares / self.n_rows
        # Rounding of the rows, and of the sums, which are float64.
        rounding = max(np.finfo(dtype).eps, self.n_rows * np.finfo(np.float64).eps)
        constant = variance <= rounding * variance + (rounding * self.mean) ** 2
        return np.where(constant, 1.0, np.sqrt(variance))


def mean_of_cubes(
    X: npt.NDArray[np.floating],
    components: npt.NDArray[np.floating],
    mean: npt.NDArray[np.floating],
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

    Returns
    -------
    ndarray of shape (n_components,), float64
        ``(((X - mean) @ components.T) ** 3).mean(axis=0)``.
    """
    mean, weights = mean.astype(X.dtype), components.T.astype(X.dtype)

    def cubes(rows):
        projected = (X[rows] - mean) @ weights
        return ((projected * projected * projected).sum(axis=0, dtype=np.float64),)

    row_bytes = 8 * (X.shape[1] + len(components))
    return sum_rows(cubes, len(X), row_bytes=row_bytes)[0] / len(X)
