"""Principal axes of fewer rows than columns, from products of rows with rows."""

import numpy as np
from sklearn.utils import gen_batches

from skcolor._compute.chunks import sum_parts
from skcolor._compute.linear_algebra import add_squares, eigh, mirror, product

_CHUNK_BYTES = 2**20
# A chunk of fewer columns adds little to the products that it is added to.
_LEAST_COLUMNS = 256


def row_axes(deviations, shape, n_jobs):
    """Eigenvalues and eigenvectors of the products of rows with rows, largest first.

    Parameters
    ----------
    deviations : callable
        Gets a slice of columns, and gives the rows in them: float64, of mean 0.
    shape : tuple of two ints
        Rows and columns.
    n_jobs : int or None
        Number of threads.

    Returns
    -------
    squares : ndarray of shape (n_rows,)
        Those of ``D @ D.T``, which are those of the larger ``D.T @ D``, too.
    vectors : ndarray of shape (n_rows, n_rows)
        One a column.
    """

    def add_up(chunks):
        gram = np.zeros((shape[0], shape[0]))
        for columns in chunks:
            part = deviations(columns)
            add_squares(gram, part.T)
        return (gram,)

    (gram,) = sum_parts(add_up, _column_chunks(shape), n_jobs=n_jobs)
    squares, vectors = eigh(mirror(gram), overwrite=True)
    return np.maximum(squares[::-1], 0), vectors[:, ::-1]


def column_axes(deviations, shape, squares, vectors):
    """Directions among columns that belong to some of what `row_axes` gives.

    Returns
    -------
    ndarray of shape (n_vectors, n_columns)
        Orthonormal; zero where the eigenvalue is 0.
    """
    lengths = np.sqrt(squares)
    weights = vectors * np.where(lengths > 0, 1 / np.where(lengths > 0, lengths, 1), 0)
    axes = np.empty((len(squares), shape[1]))
    for columns in _column_chunks(shape):
        axes[:, columns] = product(weights.T, deviations(columns))
    return axes


def _column_chunks(shape):
    width = max(_LEAST_COLUMNS, _CHUNK_BYTES // (8 * shape[0]))
    return list(gen_batches(shape[1], width))
