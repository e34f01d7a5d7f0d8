"""Labels from a fitted clusterer that do not depend on the other rows."""

import numpy as np
from sklearn.cluster import AffinityPropagation, KMeans, MeanShift, MiniBatchKMeans
from sklearn.frozen import FrozenEstimator
from sklearn.utils import gen_batches

from skcolor._compute.linear_algebra import single_threaded
from skcolor.neighbors._nearest_center import NearestCenter

# Methods that label each row by its nearest center.
_NEAREST = {
    clusterer.predict
    for clusterer in (AffinityPropagation, KMeans, MeanShift, MiniBatchKMeans)
}
_BLOCK = 256


def row_predictor(clusterer, dtype):
    """Make a function that predicts the label of each row, whatever the others are.

    The rows must have the float type of the rows in fit. Where the label is that of the
    nearest center, it is ``NearestCenter.find``. For other clusterers, ``predict`` gets
    blocks of one size, padded with repeated rows. Then only the position of a row in its
    block can affect its label, if two labels are equally good up to rounding.
    """
    centers = _nearest_centers(clusterer)
    if centers is not None:
        return NearestCenter(centers, dtype).find
    return lambda X: _predict_in_blocks(clusterer, X)


def labels_by_center(clusterer):
    """Whether `row_predictor` labels rows of a clusterer by the nearest center."""
    return _nearest_centers(clusterer) is not None


def _predict_in_blocks(clusterer, X):
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
