"""Sums over all rows that fit in a few columns: mean and scatter, exact and chunked."""

import numpy as np

from skcolor._compute.chunks import row_chunks, sum_parts, sum_rows
from skcolor._compute.linear_algebra import add_squares, linear_algebra_threads, mirror


def mean_and_scatter(X, dtype=np.float64):
    """Mean row, and sum of outer products of the rows' deviations from it.

    Read in chunks, so that a memory-mapped X stays on disk, and summed after a shift by
    a guess of the mean: float32 rows with large means lose nothing. Of the scatter there
    is one copy more than threads at a time.

    Parameters
    ----------
    X : ndarray of shape (n_samples, n_features)
        Rows.
    dtype : dtype, default=float64
        In what the products within a chunk are summed; the sums of chunks are in float64.
        float32 takes half the time. Its rounding is some 1e-8 of the largest variance.

    Returns
    -------
    mean : ndarray of shape (n_features,), float64
        The mean row.
    scatter : ndarray of shape (n_features, n_features), float64
        ``(X - mean).T @ (X - mean)``.
    """
    n_samples, n_features = X.shape
    shift = X[:: max(1, n_samples // 1000)].mean(axis=0, dtype=np.float64).astype(dtype)

    def moments(chunks):
        total = np.zeros(n_features)
        scatter = np.zeros((n_features, n_features))
        with np.errstate(over="ignore", under="ignore", invalid="ignore"):
            for rows in chunks:
                deviation = X[rows] - shift
                total += deviation.sum(axis=0)
                add_squares(scatter, deviation)
        return total, scatter

    chunks = list(row_chunks(n_samples, 8 * n_features))
    total, scatter = sum_parts(moments, chunks, n_jobs=linear_algebra_threads())
    mirror(scatter)
    offset = total / n_samples
    with np.errstate(over="ignore", invalid="ignore"):
        scatter -= np.outer(n_samples * offset, offset)
    return shift + offset, scatter


def mean_of_cubes(X, components, mean):
    """Third moment of each component of the rows, in float64 of projections in X's type.

    Parameters
    ----------
    X : ndarray of shape (n_samples, n_features)
        Rows.
    components : ndarray of shape (n_components, n_features)
        Directions.
    mean : ndarray of shape (n_features,)
        What is subtracted from each row first.

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
