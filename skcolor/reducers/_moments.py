"""Sums over all rows that fit in a few columns: mean and scatter, exact and chunked."""

import numpy as np

from skcolor._chunks import sum_rows


def mean_and_scatter(X, dtype=np.float64):
    """Mean row, and sum of outer products of the rows' deviations from it.

    Read in chunks, so that a memory-mapped X stays on disk, and summed after a shift by
    a guess of the mean: float32 rows with large means lose nothing.

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

    def moments(rows):
        deviation = X[rows] - shift
        with np.errstate(over="ignore", under="ignore", invalid="ignore"):
            sums = deviation.sum(axis=0), deviation.T @ deviation
        return tuple(values.astype(np.float64) for values in sums)

    total, scatter = sum_rows(moments, n_samples, row_bytes=8 * n_features)
    offset = total / n_samples
    scatter -= n_samples * np.outer(offset, offset)
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
