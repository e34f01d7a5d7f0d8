"""Colorers that encode each row as one label."""

from skcolor._array_api import to_numpy
from skcolor._compat import StrOptions
from skcolor._summaries.label_means import label_means
from skcolor.base._colorer import BaseColorer
from skcolor.base._missing_color import MissingColorMixin
from skcolor.paint._adjacency import label_adjacency
from skcolor.paint._arrange import OBJECTIVES, arrange_contrast, arrange_similarity
from skcolor.paint._match import match_palette
from skcolor.paint._palettes import (
    get_palette,
    paint_labels,
    palette_colors,
)


class BaseLabelColorer(MissingColorMixin, BaseColorer, abstract=True):
    """Base class of colorers that encode each row as one integer, painted with a palette.

    A negative integer means no label. A colorer that encodes rows so should have the
    parameter `missing_color`. To learn from parts of the rows, a colorer also implements
    ``_count_labels``.
    """

    _encoding_kind, _encoding_shape = "integers", ()

    _needed_to_stream = (*BaseColorer._needed_to_stream, "_count_labels")
    _parameter_constraints = {
        "palette": [str, "array-like"],
        "arrange": [StrOptions(set(OBJECTIVES)), None],
    }

    def __init__(self, *, palette="hsv", arrange=None):
        self.palette = palette
        self.arrange = arrange

    def predict(self, X, y=None):
        """Predict the label of each row.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            The rows.
        y : array-like of shape (n_samples, 2) or (n_samples, 3), default=None
            Layout of the same rows, for colorers that use one.

        Returns
        -------
        labels : ndarray of shape (n_samples,), int
            Indices into ``palette_``; negative for rows without a label.
        """
        labels, _ = self._encode_rows(X, y, method="predict")
        return labels

    def _needs_all_rows(self):
        return None if self.arrange is None else "arrange"

    def _count_labels(self, labels):
        """Number of possible labels, given the labels of the training rows.

        `labels` is None after learning from parts of the rows.
        """
        return int(labels.max()) + 1

    def _fit_paint(self, X, layout, encoding):
        self._fit_missing_color()
        n_labels = self._count_labels(encoding)
        if self.arrange is None:
            self.palette_ = get_palette(self.palette, n_labels)
            return
        X, layout, encoding = (to_numpy(rows) for rows in (X, layout, encoding))
        colors = palette_colors(self.palette, n_labels)
        if self.arrange == "contrast":
            points = X if layout is None else layout
            order = arrange_contrast(colors, label_adjacency(encoding, points, n_labels))
        else:
            order = arrange_similarity(colors, label_means(encoding, X, n_labels))
        self.palette_ = colors[order]

    def _paints_unseen(self):
        return self._summarize is not None and self._needs_all_rows() is None

    def _paint(self, encoding):
        return paint_labels(encoding, self.palette_, self.missing_color_)

    def _align(self, X, layout, colors):
        labels = self._encode_all(X, layout)
        self.palette_ = match_palette(labels, self.palette_, colors)
