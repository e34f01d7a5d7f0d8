"""Exemplars: rows that represent labels, and how maps show them."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.offsetbox import AnnotationBbox
from matplotlib.text import Text

from skcolor._summaries.label_means import label_means
from skcolor.neighbors._nearest_of_label import nearest_of_label
from skcolor.plotting._axes import axes_points
from skcolor.plotting._division import SMALLEST, natural_scale
from skcolor.plotting._pictures import pin_pictures
from skcolor.plotting._plates import find_plates, write_number
from skcolor.plotting._sheet import FONT

# Largest share of a map that exemplars cover; images, unless there are many.
_COVERED = 0.05


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
    numbers: Sequence[int] = (),
) -> tuple[PathCollection | list[AnnotationBbox], list[Text]]:
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
    numbers : sequence of int, default=()
        Exemplars to draw their numbers on, the most important first. Those that would
        cover others are drawn next to them, or left out.

    Returns
    -------
    exemplars : matplotlib.collections.PathCollection or list of AnnotationBbox
        The points, or the images.
    texts : list of matplotlib.text.Text
        The numbers.
    """
    width, height = axes_points(ax)
    area = width * height
    most = _COVERED * area / len(places)
    size = min(np.clip(6000 / len(places), 25, 90) * min(1.0, area / 300**2), most)
    spots = 72 * ax.transData.transform(places) / ax.figure.dpi
    font = max(SMALLEST, FONT * natural_scale(width, height))
    if images is not None:
        side = float(np.clip(np.sqrt(most), 8, 30))
        plates = find_plates(spots, numbers, font, mark=side, area=area, on_marks=False)
        marks: Any = pin_pictures(ax, places, images, colors, side)
    else:
        mark = float(np.sqrt(size))
        plates = find_plates(spots, numbers, font, mark=mark, area=area)
        style: dict[str, Any] = {"edgecolors": ink, "linewidths": 0.22 * mark, "zorder": 3}
        marks = ax.scatter(places[:, 0], places[:, 1], c=colors, s=size, **style)
    return marks, [write_number(ax, one, places, colors, font, ink) for one in plates]
