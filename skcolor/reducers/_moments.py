"""Sums over all rows that fit in a few columns: mean and scatter, exact and chunked."""

import numpy as np

from skcolor._chunks import row_chunks, sum_rows


def mean_and_scatter(X):
    """Mean row, and sum of outer products of the rows' deviations from it.

    Read in chunks, so that a memory-mapped X stays on disk, and summed in float64 after
    a shift by an early guess of the mean: float32 rows with large means lose nothing.

    Parameters
    ----------
    X : ndarray of shape (n_samples, n_features)
        Rows.

    Returns
    -------
    mean : ndarray of shape (n_features,), float64
        The mean row.
    scatter : ndarray of shape (n_features, n_features), float64
        ``(X - mean).T @ (X - mean)``.
    """
    n_samples, n_features = X.shape
    first = next(row_chunks(n_samples, 8 * n_features))
    shift = X[first].mean(axis=0, dtype=np.float64)

    def moments(rows):
        deviation = X[rows] - shift
        return deviation.sum(axis=0), deviation.T @ deviation

    total, scatter = sum_rows(moments, n_samples, row_bytes=8 * n_features)
    offset = total / n_samples
    scatter -= n_samples * np.outer(offset, offset)
    return shift + offset, scatter


def mean_of_cubes(X, components, mean):
    """Third moment of each component of the rows, summed in float64 over chunks.

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

    def cubes(rows):
        return ((((X[rows] - mean) @ components.T) ** 3).sum(axis=0),)

    row_bytes = 8 * (X.shape[1] + len(components))
    return sum_rows(cubes, len(X), row_bytes=row_bytes)[0] / len(X)
