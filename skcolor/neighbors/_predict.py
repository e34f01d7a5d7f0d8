"""Labels by a fitted clusterer, each the same whatever rows come with it."""

import numpy as np
from sklearn.cluster import AffinityPropagation, KMeans, MeanShift, MiniBatchKMeans
from sklearn.frozen import FrozenEstimator
from sklearn.utils import gen_batches

from skcolor._compute.linear_algebra import single_threaded
from skcolor.neighbors._exact import neighbor_distances

# What gives each row the label of the nearest center.
_NEAREST = {
    clusterer.predict
    for clusterer in (AffinityPropagation, KMeans, MeanShift, MiniBatchKMeans)
}
_BLOCK = 256


def predict_each(clusterer, X):
    """Labels of rows, whose type must be that of the rows in fit.

    A matrix product has other last bits in another batch, and decides by them where a row
    is as near to two centers. So the nearest center is found from differences between
    numbers, the first of several. Of other clusterers, ``predict`` sees blocks of one
    size, filled with rows that come again: what is left to chance is the place of a row in
    its block, which can decide where two labels are equally good up to rounding.
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
    """The centers by which a clusterer labels rows, if it takes the nearest."""
    if isinstance(clusterer, FrozenEstimator):
        clusterer = clusterer.estimator
    centers = getattr(clusterer, "cluster_centers_", None)
    if getattr(type(clusterer), "predict", None) not in _NEAREST or len(centers) == 0:
        return None
    return centers


def _nearest(X, centers):
    """Index of the nearest center of each row, the first of several as near."""
    X, centers = X.astype(np.float64), centers.astype(np.float64)
    squares, margin = _rough_squares(X, centers)
    # Where these overflow, every center may be the nearest.
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
    """Squares of distances by a matrix product, and how wrong they may be, of each row."""
    shift = centers.mean(axis=0)
    X, centers = X - shift, centers - shift
    with np.errstate(over="ignore", invalid="ignore"):
        sizes = [np.einsum("nd,nd->n", A, A) for A in (X, centers)]
        squares = sizes[0][:, np.newaxis] + sizes[1] - 2 * (X @ centers.T)
        largest = sizes[0] + sizes[1].max()
    precision = np.finfo(np.float64).eps
    return squares, 4 * (X.shape[1] + 4) * precision * largest[:, np.newaxis]
