"""Mean and scatter of rows that come in parts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from skcolor._summaries.scatter import mean_and_scatter


@dataclass(frozen=True)
class Moments:
    """Mean and scatter of rows; those of two parts together by ``+``.

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
        """Moments of rows, of shape (n_samples, n_features); see `mean_and_scatter`."""
        return cls(len(X), *mean_and_scatter(X, dtype))

    def __add__(self, other: Moments) -> Moments:
        """Moments of the rows of both."""
        n_rows = self.n_rows + other.n_rows
        share = other.n_rows / n_rows
        step = other.mean - self.mean
        return Moments(
            n_rows,
            self.mean + share * step,
            self.scatter + other.scatter + self.n_rows * share * np.outer(step, step),
        )
