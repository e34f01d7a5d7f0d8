"""Principal axes of fewer rows than columns, from their Gram matrix."""

import numpy as np
from sklearn.utils import gen_batches

from skcolor._compute.chunks import sum_parts
from skcolor._compute.linear_algebra import add_squares, eigh, mirror, product

_CHUNK_BYTES = 2**20
# With fewer columns in a chunk, adding up the products would dominate.
_LEAST_COLUMNS = 256


def row_axes(deviations, shape, n_jobs):
    """Compute eigenvalues and eigenvectors of the Gram matrix of rows, largest first.

    Parameters
    ----------
    deviations : callable
        Called with a slice of columns; returns the rows in them, float64, with mean 0.
    shape : tuple of two ints
        Number of rows and of columns.
    n_jobs : int or None
        Number of threads.

    Returns
    -------
    squares : ndarray of shape (n_rows,)
        Eigenvalues of ``D @ D.T``, which are also those of the larger ``D.T @ D``.
    vectors : ndarray of shape (n_rows, n_rows)
        Each column is an eigenvector.
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
    """Compute the directions in column space that belong to results of `row_axes`.

    Returns
    -------
    ndarray of shape (n_vectors, n_columns)
        Orthonormal; zero if the eigenvalue is 0.
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
