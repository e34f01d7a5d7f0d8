"""Distances between sparse rows."""

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from skcolor._compute.chunks import map_rows


def entry_bytes(X: csr_array) -> int:
    """Mean memory of a row in bytes."""
    return int(X.nnz * (X.data.itemsize + X.indices.itemsize) / max(1, X.shape[0])) + 1


def sparse_distances(
    X: csr_array,
    others: csr_array,
    indices: npt.NDArray[np.intp],
    *,
    n_jobs: int | None = None,
) -> npt.NDArray[np.floating]:
    """Compute what `neighbor_distances` computes, from sparse rows."""
    k = indices.shape[1]
    # In this unit, squares do not overflow. A power of two keeps equal distances equal.
    largest = max(float(np.abs(part.data).max(initial=0)) for part in (X, others))
    unit = 2.0 ** np.frexp(largest)[1]

    def measure(
        rows: npt.NDArray[np.intp], neighbors: npt.NDArray[np.intp]
    ) -> npt.NDArray[np.floating]:
        difference = X[np.repeat(rows, k)] - others[neighbors.ravel()]
        difference.data /= unit
        squares = difference.multiply(difference).sum(axis=1)
        distances: npt.NDArray[np.floating] = (np.sqrt(squares) * unit).astype(X.dtype)
        return distances.reshape(-1, k)

    row_bytes = k * (entry_bytes(X) + entry_bytes(others))
    return map_rows(
        measure, np.arange(X.shape[0]), indices, row_bytes=row_bytes, n_jobs=n_jobs
    )
