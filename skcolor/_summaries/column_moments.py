"""Mean and standard deviation of columns: chunked, and of parts that add up."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from skcolor._array_api import cast, get_namespace, is_numpy, to_numpy
from skcolor._compute.chunks import row_chunks, sum_rows


def column_means(X: npt.NDArray[np.floating]) -> npt.NDArray[np.float64]:
    """Mean of each column, of numpy whatever X is."""
    if is_numpy(X):

        def total(rows):
            return (X[rows].sum(axis=0, dtype=np.float64),)

        return sum_rows(total, len(X), row_bytes=8 * X.shape[1])[0] / len(X)
    xp = get_namespace(X)
    return to_numpy(xp.mean(cast(X, xp.float64), axis=0))


@dataclass(frozen=True)
class ColumnMoments:
    """Mean of each column, and sum of squared deviations; of two parts by ``+``.

    References
    ----------
    .. [1] T. F. Chan, G. H. Golub and R. J. LeVeque, "Updating formulae and a pairwise
       algorithm for computing sample variances", COMPSTAT 1982.
    """

    n_rows: int
    mean: npt.NDArray[np.float64]
    squares: npt.NDArray[np.float64]

    @classmethod
    def of(cls, X: npt.NDArray[np.floating]) -> ColumnMoments:
        """Moments of rows, of shape (n_samples, n_features); at least one."""
        n_rows, n_features = X.shape
        if not is_numpy(X):
            xp = get_namespace(X)
            wide = cast(X, xp.float64)
            squares = n_rows * xp.var(wide, axis=0)
            return cls(n_rows, column_means(wide), to_numpy(squares))
        first = next(row_chunks(n_rows, 8 * n_features))
        shift = X[first].mean(axis=0, dtype=np.float64)

        def moments(rows):
            deviation = X[rows] - shift
            return deviation.sum(axis=0), np.einsum("ij,ij->j", deviation, deviation)

        total, squares = sum_rows(moments, n_rows, row_bytes=8 * n_features)
        offset = total / n_rows
        return cls(n_rows, shift + offset, np.maximum(squares - total * offset, 0))

    def __add__(self, other: ColumnMoments) -> ColumnMoments:
        """Moments of the rows of both."""
        n_rows = self.n_rows + other.n_rows
        share = other.n_rows / n_rows
        step = other.mean - self.mean
        return ColumnMoments(
            n_rows,
            self.mean + share * step,
            self.squares + other.squares + self.n_rows * share * step**2,
        )

    def scale(self, dtype: npt.DTypeLike = np.float64) -> npt.NDArray[np.float64]:
        """Standard deviation of each column; 1 where rows of `dtype` differ by rounding."""
        variance = self.squares / self.n_rows
        # That of the rows, and that of the sums, which are float64.
        rounding = max(np.finfo(dtype).eps, self.n_rows * np.finfo(np.float64).eps)
        constant = variance <= rounding * variance + (rounding * self.mean) ** 2
        return np.where(constant, 1.0, np.sqrt(variance))
