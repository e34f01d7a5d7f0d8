"""Mean of the rows of each label."""

import numpy as np
import numpy.typing as npt


def label_means(
    labels: npt.NDArray[np.integer], X: npt.NDArray[np.floating], n_labels: int
) -> npt.NDArray[np.float64]:
    """Mean of the rows of each label.

    Parameters
    ----------
    labels : ndarray of shape (n_samples,), int
        Label of each row; negative means no label.
    X : ndarray of shape (n_samples, n_features)
        The rows.
    n_labels : int
        Number of labels.

    Returns
    -------
    ndarray of shape (n_labels, n_features), float64
        The means; NaN for labels without rows.
    """
    order = np.argsort(labels, kind="stable")
    bounds = np.searchsorted(labels[order], np.arange(n_labels + 1))
    means = np.full((n_labels, X.shape[1]), np.nan)
    for label in np.flatnonzero(np.diff(bounds)):
        rows = order[bounds[label] : bounds[label + 1]]
        means[label] = X[rows].mean(axis=0, dtype=np.float64)
    return means
