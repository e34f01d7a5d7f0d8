"""Units in which distances of rows neither cancel, nor overflow or underflow."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from skcolor._compute.chunks import spread_rows

# Rows whose distance from the origin is more than this many times their size, judged by a
# sample, are shifted; a copy of all rows is not worth less.
_FAR, _N_SAMPLE = 100, 1000
# Squares of float64 numbers with larger or smaller powers of two may lose their value.
FLOAT64_EXPONENT = 400


class Units(NamedTuple):
    """A shift of rows, and a power of two by which they are divided.

    Parameters
    ----------
    shift : ndarray of shape (n_features,) or None, default=None
        Subtracted from the rows first.
    exponent : int, default=0
        The power of two.
    """

    shift: npt.NDArray[np.floating] | None = None
    exponent: int = 0

    @property
    def are_usual(self) -> bool:
        """Whether rows are the same in these units."""
        return self.shift is None and self.exponent == 0

    def of(self, X: npt.NDArray[np.floating]) -> npt.NDArray[np.floating]:
        """The rows in these units; not a copy if they are the usual ones."""
        with np.errstate(over="ignore", under="ignore"):
            shifted = X if self.shift is None else X - self.shift
            return np.ldexp(shifted, -self.exponent) if self.exponent else shifted

    def restore(self, distances: npt.NDArray[np.floating]) -> npt.NDArray[np.floating]:
        """Distances in the units of the rows, given those in these units."""
        if not self.exponent:
            return distances
        return np.ldexp(distances.astype(np.float64), self.exponent)


def find_units(X: npt.NDArray[np.floating], most_exponent: int) -> Units:
    """Find the units for rows, from a sample of them, so that few outliers do not matter.

    Parameters
    ----------
    X : ndarray of shape (n_samples, n_features)
        The rows.
    most_exponent : int
        Rows whose size is between two to the power of this and its inverse have the unit 1.

    Returns
    -------
    Units
    """
    some = X[spread_rows(len(X), _N_SAMPLE)].astype(np.float64)
    # Halves, because the median of two large numbers may overflow.
    scale = int(np.frexp(np.median(np.abs(some).max(axis=1) / 2))[1])
    scale = scale if abs(scale) > FLOAT64_EXPONENT else 0
    with np.errstate(over="ignore", under="ignore"):
        some = np.ldexp(some, -scale)
        center = np.median(some, axis=0)
        size = np.median(np.linalg.norm(some - center, axis=1))
        distance = np.linalg.norm(center)
    exponent = int(np.frexp(size or distance)[1]) + scale
    shift = np.ldexp(center, scale).astype(X.dtype) if distance > _FAR * size else None
    return Units(shift, exponent if abs(exponent) > most_exponent else 0)
