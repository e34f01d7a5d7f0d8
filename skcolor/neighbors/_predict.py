"""Labels from a fitted clusterer that do not depend on the other rows."""

import numpy as np
from sklearn.cluster import AffinityPropagation, KMeans, MeanShift, MiniBatchKMeans
from sklearn.frozen import FrozenEstimator
from sklearn.utils import gen_batches

from skcolor._compute.linear_algebra import single_threaded
from skcolor.neighbors._exact import neighbor_distances

# Methods that label each row by its nearest center.
_NEAREST = {
    clusterer.predict
    for clusterer in (AffinityPropagation, KMeans, MeanShift, MiniBatchKMeans)
}
_BLOCK = 256


def predict_each(clusterer, X):
    """Predict labels of rows, which must have the type of the rows in fit.

    The last bits of a matrix product depend on the batch, and decide the label of a row
    that is equally near to two centers. So the nearest center, the first of several, is
    found from differences. For other clusterers, ``predict`` gets blocks of one size,
    padded with repeated rows. Then only the position of a row in its block can affect its
    label, if two labels are equally good up to rounding.
    """
    centers = _nearest_centers(clusterer)
    if centers is not None:
        return _nearest(X, centers)
    labels = []
    with single_threaded():
        for rows in gen_batches(len(X), _BLOCK):
            block = np.resize(X[rows], (_BLOCK, X.shape[1]))
            n_rows = len(X[rows])
            labels.append(np.asarray(clusterer.predict(block))[:n_rows])
    return np.concatenate(labels)


def _nearest_centers(clusterer):
    """The centers of a clusterer that labels rows by the nearest one, else None."""
    if isinstance(clusterer, FrozenEstimator):
        clusterer = clusterer.estimator
    centers = getattr(clusterer, "cluster_centers_", None)
    if getattr(type(clusterer), "predict", None) not in _NEAREST or len(centers) == 0:
        return None
    return centers


def _nearest(X, centers):
    """Index of each row's nearest center; of equally near ones, the first."""
    X, centers = X.astype(np.float64), centers.astype(np.float64)
    squares, margin = _rough_squares(X, centers)
    # If these overflow, every center is a candidate.
    candidates = ~(squares > squares.min(axis=1, keepdims=True) + margin)
    labels = candidates.argmax(axis=1)
    doubtful = np.flatnonzero(candidates.sum(axis=1) > 1)
    candidates = candidates[doubtful]
    distances = np.full(candidates.shape, np.inf)
    for center in np.flatnonzero(candidates.any(axis=0)):
        rows = np.flatnonzero(candidates[:, center])
        only = np.zeros((len(rows), 1), dtype=np.intp)
        near = neighbor_distances(X[doubtful[rows]], centers[[center]], only)
        distances[rows, center] = near[:, 0]
    labels[doubtful] = distances.argmin(axis=1)
    return labels


def _rough_squares(X, centers):
    """Squared distances by a matrix product, and a bound of their error for each row."""
    shift = centers.mean(axis=0)
    X, centers = X - shift, centers - shift
    with np.errstate(over="ignore", invalid="ignore"):
        sizes = [np.einsum("nd,nd->n", A, A) for A in (X, centers)]
        squares = sizes[0][:, np.newaxis] + sizes[1] - 2 * (X @ centers.T)
        largest = sizes[0] + sizes[1].max()
    precision = np.finfo(np.float64).eps
    return squares, 4 * (X.shape[1] + 4) * precision * largest[:, np.newaxis]
