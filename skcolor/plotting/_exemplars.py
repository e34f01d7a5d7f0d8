"""Exemplars: rows that represent labels, and how maps show them."""

from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.offsetbox import AnnotationBbox

from skcolor._summaries.label_means import label_means
from skcolor.neighbors._nearest_of_label import nearest_of_label
from skcolor.plotting._axes import axes_points
from skcolor.plotting._pictures import pin_pictures

# Largest share of a map that exemplar images cover, unless there are many.
_PICTURES = 0.05


def find_exemplars(colorer: Any, n_rows: int) -> npt.NDArray[np.intp] | None:
    """Exemplars of a colorer, if it was fitted to `n_rows` rows."""
    if len(getattr(colorer, "labels_", ())) != n_rows:
        return None
    exemplars: npt.NDArray[np.intp] | None = getattr(colorer, "exemplar_indices_", None)
    return exemplars


def typical_rows(
    X: npt.NDArray[np.floating], labels: npt.NDArray[np.intp], n_labels: int
) -> npt.NDArray[np.intp]:
    """For each label, find the row nearest to the mean of its rows.

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
        Indices of rows; -1 for labels without rows.
    """
    X = X if X.dtype in (np.float32, np.float64) else X.astype(np.float64)
    means = label_means(labels, X, n_labels).astype(X.dtype)
    rows: npt.NDArray[np.intp] = nearest_of_label(X, labels, means)
    return rows


def draw_exemplars(
    ax: Axes,
    places: npt.NDArray[np.floating],
    colors: npt.NDArray[np.floating],
    images: npt.NDArray[np.uint8] | None,
    ink: str,
) -> PathCollection | list[AnnotationBbox]:
    """Draw exemplars on top of all other rows, as points or images.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        The map.
    places, colors : ndarray of shape (n_exemplars, 2) and (n_exemplars, 3)
        Positions and colors of the rows.
    images : ndarray of shape (n_exemplars, height, width, 3) or None
        Images of the rows.
    ink : str
        Color of the rings around points.

    Returns
    -------
    matplotlib.collections.PathCollection or list of matplotlib.offsetbox.AnnotationBbox
        The points, or the images.
    """
    area = np.prod(axes_points(ax))
    if images is not None:
        height = np.clip(np.sqrt(_PICTURES * area / len(places)), 8, 30)
        return pin_pictures(ax, places, images, colors, height)
    size = np.clip(6000 / len(places), 25, 90) * min(1.0, area / 300**2)
    style: dict[str, Any] = {
        "edgecolors": ink,
        "linewidths": 0.22 * np.sqrt(size),
        "zorder": 3,
    }
    return ax.scatter(places[:, 0], places[:, 1], c=colors, s=size, **style)
