"""The rows that stand for labels: which they are, and how maps show them."""

import numpy as np

from skcolor._summaries.label_means import label_means
from skcolor.neighbors._nearest_of_label import nearest_of_label
from skcolor.plotting._axes import axes_points
from skcolor.plotting._pictures import pin_pictures

# Share of a map that pictures of exemplars take at most, but for many of them.
_PICTURES = 0.05


def find_exemplars(colorer, n_rows):
    """Rows that a colorer names as exemplars, if it was fitted to `n_rows` rows."""
    if len(getattr(colorer, "labels_", ())) != n_rows:
        return None
    return getattr(colorer, "exemplar_indices_", None)


def typical_rows(X, labels, n_labels):
    """For each label the row that is nearest the mean of its rows.

    Parameters
    ----------
    X : ndarray of shape (n_samples, n_features)
        The rows.
    labels : ndarray of shape (n_samples,), int
        Their labels; negative for none.
    n_labels : int
        Number of labels.

    Returns
    -------
    ndarray of shape (n_labels,), int
        Indices of rows; -1 for a label without any.
    """
    X = X if X.dtype in (np.float32, np.float64) else X.astype(np.float64)
    means = label_means(labels, X, n_labels).astype(X.dtype)
    return nearest_of_label(X, labels, means)


def draw_exemplars(ax, places, colors, images, ink):
    """Draw rows over all others, as points or as pictures.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        The map.
    places, colors : ndarray of shape (n_exemplars, 2) and (n_exemplars, 3)
        The rows.
    images : ndarray of shape (n_exemplars, height, width, 3) or None
        Their pictures.
    ink : str
        Color of the rings around points.

    Returns
    -------
    matplotlib.collections.PathCollection or list of matplotlib.offsetbox.AnnotationBbox
        The points, or the pictures.
    """
    area = np.prod(axes_points(ax))
    if images is not None:
        height = np.clip(np.sqrt(_PICTURES * area / len(places)), 8, 30)
        return pin_pictures(ax, places, images, colors, height)
    size = np.clip(6000 / len(places), 25, 90) * min(1.0, area / 300**2)
    style = {"edgecolors": ink, "linewidths": 0.22 * np.sqrt(size), "zorder": 3}
    return ax.scatter(*places.T, c=colors, s=size, **style)
