"""FastICA's iteration in chunks, without temporary arrays of the size of X."""

import numpy as np
from sklearn.exceptions import ConvergenceWarning

from skcolor._compute.chunks import sum_rows
from skcolor._compute.linear_algebra import eigh, product
from skcolor._warn import warn_user


def rotate_to_independence(Z, *, fun, max_iter, tol, weights=None):
    """Find the rotation of whitened rows that makes their components most independent.

    FastICA's symmetric fixed-point iteration, starting from the identity, or near it if the
    identity is a fixed point. Products use the float type of the rows; sums over chunks are
    float64.

    Parameters
    ----------
    Z : ndarray of shape (n_samples, n_components)
        Whitened rows.
    fun : {"logcosh", "exp", "cube"}
        The contrast function.
    max_iter : int
        Maximum number of iterations.
    tol : float
        Tolerance for convergence: how much the dot product of each component with its
        previous value may differ from 1.
    weights : ndarray of shape (n_samples,) or None, default=None
        How often each row counts.

    Returns
    -------
    rotation : ndarray of shape (n_components, n_components), float64
        Matrix to multiply whitened rows with; each row is a component.
    n_iter : int
        Number of iterations run.

    Warns
    -----
    ConvergenceWarning
        If the iteration did not converge in `max_iter` iterations.
    """
    if weights is not None:
        Z, weights = Z[weights > 0], weights[weights > 0].astype(Z.dtype)
    n_samples, n_components = Z.shape
    contrast = _CONTRASTS[fun]
    rotation = np.eye(n_components)
    for n_iter in range(1, max_iter + 1):
        matrix = rotation.astype(Z.dtype).T

        def moments(rows, matrix=matrix):
            counts = None if weights is None else weights[rows, np.newaxis]
            value, slope = contrast(Z[rows] @ matrix, counts)
            return (value.T @ Z[rows]).astype(np.float64), slope

        total, slope = sum_rows(moments, n_samples, row_bytes=3 * Z.itemsize * n_components)
        before, rotation = rotation, _orthogonal(total - slope[:, np.newaxis] * rotation)
        change = np.abs(np.abs(np.einsum("ij,ij->i", rotation, before)) - 1).max()
        if change < tol and n_iter == 1 < min(n_components, max_iter):
            # The start may be a saddle point, as for a symmetric cloud.
            rotation = product(_small_turn(n_components), rotation)
        elif change < tol:
            return rotation, n_iter
    warn_user(
        f"FastICA did not converge in max_iter={max_iter} iterations; raise max_iter or "
        "tol, or ask for fewer components.",
        ConvergenceWarning,
    )
    return rotation, max_iter


def _small_turn(n_components):
    """A fixed rotation by some degrees, in no special direction."""
    above = np.triu(np.random.RandomState(0).uniform(0.1, 0.2, (n_components,) * 2), 1)
    return _orthogonal(np.eye(n_components) + (above - above.T) / np.sqrt(n_components))


def _orthogonal(matrix):
    """Compute the nearest orthogonal matrix."""
    # By eigenvectors, as in scikit-learn. `polar` rounds differently, which would change
    # the colors if the iteration does not converge.
    squares, vectors = eigh(product(matrix, matrix.T))
    squares = np.maximum(squares, np.finfo(np.float64).tiny)
    return product(product(vectors / np.sqrt(squares), vectors.T), matrix)


# Each returns g(S), times how often each row counts, and the sum of its derivative over the
# rows; S may be overwritten.


def _logcosh(S, counts):
    value = np.tanh(S, out=S)
    if counts is None:
        return value, len(S) - np.einsum("ij,ij->j", value, value, dtype=np.float64)
    slope = (counts * (1 - value * value)).sum(axis=0, dtype=np.float64)
    return value * counts, slope


def _exp(S, counts):
    squares = S**2
    bell = np.exp(-squares / 2)
    if counts is not None:
        bell *= counts
    return S * bell, ((1 - squares) * bell).sum(axis=0, dtype=np.float64)


def _cube(S, counts):
    squares = S**2
    if counts is not None:
        squares *= counts
    return S * squares, 3 * squares.sum(axis=0, dtype=np.float64)


_CONTRASTS = {"logcosh": _logcosh, "exp": _exp, "cube": _cube}
