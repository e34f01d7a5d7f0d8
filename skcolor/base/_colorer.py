"""What every colorer shares: the base, and the three families that own the painting.

A colorer encodes rows and paints the encoding. The family fixes what an encoding is and
how it is painted; a method adds its parameters, what it learns (``_fit``) and how it
encodes rows (``_encode``). The smallest colorer is three lines::

    class NormColorer(BaseValueColorer):
        def _encode(self, X, layout):
            return np.linalg.norm(X, axis=1)
"""

from abc import ABCMeta, abstractmethod

import numpy as np
from matplotlib.colors import Colormap
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import check_is_fitted

from skcolor._array_api import cast, get_namespace, move_fitted_to, numpy_dtype, to_numpy
from skcolor._checks.rows import check_rows
from skcolor._compat import (
    HAS_ARRAY_API,
    CallbackSupportMixin,
    StrOptions,
    _check_feature_names_in,
    _fit_context,
)
from skcolor._compute.blocks import check_output, fit_blocks, is_dask, map_blocks
from skcolor._compute.chunks import map_rows
from skcolor._compute.linear_algebra import linear_algebra_threads, single_threaded
from skcolor._fitting.callbacks import report_fit
from skcolor._fitting.layout import check_layout
from skcolor._summaries.quantiles import quantile_limits
from skcolor._version import VersionMixin
from skcolor.base._key import KeyReprMixin
from skcolor.paint._adjacency import label_adjacency
from skcolor.paint._arrange import (
    OBJECTIVES,
    arrange_contrast,
    arrange_similarity,
    label_means,
)
from skcolor.paint._colormaps import apply_colormap, colormap_table
from skcolor.paint._difference import delta_e
from skcolor.paint._match import match_limits, match_palette
from skcolor.paint._palettes import get_palette, paint_labels, palette_colors
from skcolor.paint._scale import rescale

# What painting a row takes: a few float64 triples.
_PAINT_BYTES = 128


def three_columns(X):
    """Return the first three columns of X, with zeros for those that it does not have."""
    if X.shape[1] >= 3:
        return X[:, :3]
    xp = get_namespace(X)
    columns = [X[:, i] for i in range(X.shape[1])]
    return xp.stack([*columns, *[xp.zeros_like(X[:, 0])] * (3 - len(columns))], axis=1)


class BaseColorer(
    KeyReprMixin,
    CallbackSupportMixin,
    VersionMixin,
    TransformerMixin,
    BaseEstimator,
    metaclass=ABCMeta,
):
    """Base of all colorers: rows in, colors out.

    A family implements ``_fit_paint`` and ``_paint``, a method ``_encode`` and, where it
    learns something, ``_fit``. Rows reach ``_encode`` in chunks, so it must treat each
    row by itself and need no more than a few numbers per entry of X. Several threads may
    call it at once.
    """

    _min_samples = 1
    # A fitted array, of colorers that work in any array library.
    _array_attribute: str | None = None
    _parameter_constraints: dict = {}

    @_fit_context(prefer_skip_nested_validation=False)
    def fit(self, X, y=None):
        """Learn how to color rows like these.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            The rows.
        y : array-like of shape (n_samples, 2) or (n_samples, 3), default=None
            The layout of the same rows. Labels (a 1-D `y`) are ignored.

        Returns
        -------
        self : object
            The fitted colorer.
        """
        self._learn(X, y)
        return self

    @_fit_context(prefer_skip_nested_validation=False)
    def fit_transform(self, X, y=None):
        """Learn how to color rows, and color them.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            The rows.
        y : array-like of shape (n_samples, 2) or (n_samples, 3), default=None
            The layout of the same rows. Labels (a 1-D `y`) are ignored.

        Returns
        -------
        colors : ndarray of shape (n_samples, 3)
            sRGB in [0, 1].
        """
        if is_dask(X):
            check_output(self)
            return self.fit(X, y).transform(X, y)
        encoding, dtype = self._learn(X, y)
        return map_rows(
            lambda part: self._paint_chunk(part, dtype),
            encoding,
            row_bytes=_PAINT_BYTES,
            n_jobs=self._count_threads(),
        )

    def transform(self, X, y=None):
        """Color rows.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            The rows.
        y : array-like of shape (n_samples, 2) or (n_samples, 3), default=None
            The layout of the same rows, for colorers that look at it. Without it such a
            colorer places the rows itself. Labels (a 1-D `y`) are ignored.

        Returns
        -------
        colors : ndarray of shape (n_samples, 3)
            sRGB in [0, 1]. A row's color does not depend on the rows beside it.
        """
        if is_dask(X):
            check_output(self)
        return self._map_encoding(X, y, BaseColorer._paint_chunk)

    def get_feature_names_out(self, input_features=None):
        """Names of the columns of the output.

        Parameters
        ----------
        input_features : array-like of str or None, default=None
            Not used but for a check against the names seen in fit.

        Returns
        -------
        feature_names_out : ndarray of str objects
            ``["red", "green", "blue"]``.
        """
        check_is_fitted(self)
        _check_feature_names_in(self, input_features)
        return np.array(["red", "green", "blue"], dtype=object)

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.transformer_tags.preserves_dtype = ["float64", "float32"]
        tags.array_api_support = HAS_ARRAY_API and self._array_attribute is not None
        return tags

    def _learn(self, X, y):
        """Fit method and painting; return the encoding of the rows and their dtype."""
        if is_dask(X):
            with single_threaded():
                return fit_blocks(self, X, y, min_samples=self._min_samples)
        X = check_rows(self, X, reset=True, min_samples=self._min_samples, layout=y)
        self._check_far_rows(X)
        with report_fit(self, X, y), single_threaded():
            layout = self._fit_layout(X, y)
            encoding = self._fit(X, layout)
            move_fitted_to(self, X)
            if encoding is None:
                encoding = self._encode_all(X, layout, self._encode)
            self._fit_paint(X, layout, encoding)
            move_fitted_to(self, X)
        return encoding, X.dtype

    def _map_encoding(self, X, y, then, *, method="transform"):
        """Encode rows in chunks and hand each chunk, with self and X's dtype, to `then`."""
        check_is_fitted(self)
        if is_dask(X):
            return map_blocks(
                lambda self, *rows: self._map_encoding(*rows, then), X, y, self
            )
        X = check_rows(self, X, reset=False, method=method, layout=y)
        with single_threaded():
            layout = self._find_layout(X, y)
            return self._encode_all(
                X, layout, lambda *rows: then(self, self._encode(*rows), X.dtype)
            )

    def _encode_all(self, X, layout, encode):
        return map_rows(
            encode,
            X,
            layout,
            row_bytes=numpy_dtype(X).itemsize * X.shape[1] + _PAINT_BYTES,
            n_jobs=self._count_threads(),
        )

    def _count_threads(self):
        # Without a parameter of its own, as many as numpy's products have.
        return self.n_jobs if hasattr(self, "n_jobs") else linear_algebra_threads()

    def _paint_chunk(self, encoding, dtype):
        return cast(self._paint(encoding), dtype)

    def _fit_layout(self, X, y):
        """The layout of the rows in fit; None where there is none."""
        return check_layout(y, X.shape[0])

    def _find_layout(self, X, y):
        """The layout of rows after fit; None where there is none."""
        return check_layout(y, X.shape[0])

    def _check_far_rows(self, X):
        """Warn of rows that alone would decide what is learned from X."""

    def _fit(self, X, layout):
        """Learn the method's attributes; may return the rows' encoding if it is known."""

    @abstractmethod
    def _encode(self, X, layout):
        """Encode a chunk of rows: one value, one label or three channels for each."""

    @abstractmethod
    def _fit_paint(self, X, layout, encoding):
        """Learn how encodings are painted from those of the training rows X."""

    @abstractmethod
    def _paint(self, encoding):
        """Give colors, in [0, 1], to encodings."""

    def _align(self, X, layout, colors):
        """Change how encodings are painted, so that rows get about the given colors."""
        raise TypeError(f"{type(self).__name__} cannot be aligned.")


class BaseValueColorer(BaseColorer):
    """Base of colorers that encode each row as one float, painted with a colormap."""

    _parameter_constraints = {"cmap": [str, Colormap], "quantile_range": [tuple, list]}

    def __init__(self, cmap="viridis", *, quantile_range=(2.0, 98.0)):
        self.cmap = cmap
        self.quantile_range = quantile_range

    def score_samples(self, X, y=None):
        """Values of rows, before they are painted.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            The rows.
        y : array-like of shape (n_samples, 2) or (n_samples, 3), default=None
            The layout of the same rows, for colorers that look at it.

        Returns
        -------
        values : ndarray of shape (n_samples,)
            One value per row, in the dtype of X.
        """
        return self._map_encoding(
            X,
            y,
            lambda self, values, dtype: cast(values, dtype),
            method="score_samples",
        )

    def _fit_paint(self, X, layout, encoding):
        self.colormap_table_ = colormap_table(self.cmap)
        limits = quantile_limits(encoding, self.quantile_range)
        self.vmin_, self.vmax_ = (limit.item() for limit in limits)

    def _paint(self, encoding):
        positions = rescale(encoding, self.vmin_, self.vmax_)
        return apply_colormap(positions, self.colormap_table_)

    def _align(self, X, layout, colors):
        self.vmin_, self.vmax_ = match_limits(
            self.score_samples(X, layout),
            self.colormap_table_,
            (self.vmin_, self.vmax_),
            colors,
        )


class BaseLabelColorer(BaseColorer):
    """Base of colorers that encode each row as one integer, painted with a palette."""

    _parameter_constraints = {
        "palette": [str, "array-like"],
        "arrange": [StrOptions(set(OBJECTIVES)), None],
    }

    def __init__(self, *, palette="hsv", arrange=None):
        self.palette = palette
        self.arrange = arrange

    def predict(self, X, y=None):
        """Labels of rows, before they are painted.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            The rows.
        y : array-like of shape (n_samples, 2) or (n_samples, 3), default=None
            The layout of the same rows, for colorers that look at it.

        Returns
        -------
        labels : ndarray of shape (n_samples,), int
            Indices into ``palette_``; negative where a row has no label.
        """
        return self._map_encoding(
            X, y, lambda self, labels, dtype: labels, method="predict"
        )

    def _count_labels(self, labels):
        """How many labels there can be, given those of the training rows."""
        return int(labels.max()) + 1

    def _fit_paint(self, X, layout, encoding):
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

    def _paint(self, encoding):
        return paint_labels(encoding, self.palette_)

    def _align(self, X, layout, colors):
        self.palette_ = match_palette(self.predict(X, layout), self.palette_, colors)


class BaseChannelColorer(BaseColorer):
    """Base of colorers that encode each row as red, green and blue in [0, 1]."""

    def _fit_paint(self, X, layout, encoding):
        """Channels need no more than what the method has learned."""

    def _paint(self, encoding):
        return get_namespace(encoding).clip(encoding, 0.0, 1.0)

    def _align(self, X, layout, colors):
        state, before = dict(vars(self)), self._miss(X, layout, colors)
        self._match(X, colors)
        # What is matched is not ΔE itself: where it was nearer before, it stays.
        if self._miss(X, layout, colors) > before:
            vars(self).update(state)

    def _miss(self, X, layout, colors):
        return delta_e(np.asarray(self.transform(X, layout)), colors).mean()

    def _match(self, X, colors):
        """Change the method's attributes so that rows get about the given colors."""
        raise TypeError(f"{type(self).__name__} cannot be aligned.")
