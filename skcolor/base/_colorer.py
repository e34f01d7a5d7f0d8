"""Base class of all colorers: encode the rows, then paint the encodings.

A family defines what an encoding is and how it is painted. A colorer adds its parameters,
what it learns and how it encodes rows. The smallest colorer takes three lines:

>>> import numpy as np
>>> from skcolor.base import BaseValueColorer
>>> class NormColorer(BaseValueColorer):
...     def _encode(self, X, layout):
...         return np.linalg.norm(X, axis=1)
>>> NormColorer().fit_transform([[3.0, 4.0], [0.0, 1.0]]).shape
(2, 3)
"""

from abc import ABCMeta, abstractmethod
from copy import copy
from functools import cached_property

import numpy as np
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import check_is_fitted

from skcolor._array_api import cast, move_fitted_to, numpy_dtype
from skcolor._blocks import fits, transforms
from skcolor._blocks.methods import in_blocks
from skcolor._checks.arrays import is_mapped
from skcolor._checks.layout import check_layout
from skcolor._checks.rows import check_rows
from skcolor._compat import (
    HAS_ARRAY_API,
    CallbackSupportMixin,
    _fit_context,
)
from skcolor._compute.chunks import map_rows
from skcolor._compute.linear_algebra import linear_algebra_threads, single_threaded
from skcolor._compute.projected_rows import ProjectedRows
from skcolor._fitting.callbacks import report_fit
from skcolor._fitting.placement import (
    Placement,
    place_batch,
    place_blocks,
    place_training_rows,
)
from skcolor._fitting.stream import StreamMixin
from skcolor._fitting.survey import survey_rows
from skcolor._version import VersionMixin
from skcolor.base._color_names import ColorNamesMixin
from skcolor.base._contract import check_contract, check_encoding
from skcolor.base._key import KeyReprMixin
from skcolor.neighbors._z_order import order_rows
from skcolor.reducers._covariance_pca import CovariancePCA

# Memory to paint a row: a few float64 triples.
_PAINT_BYTES = 128


class BaseColorer(
    KeyReprMixin,
    ColorNamesMixin,
    StreamMixin,
    CallbackSupportMixin,
    VersionMixin,
    TransformerMixin,
    BaseEstimator,
    metaclass=ABCMeta,
):
    """Base class of all colorers: rows in, colors out.

    A colorer implements ``_encode`` and, as needed:

    * ``_fit``, to learn from all rows at once.
    * ``_summarize`` and ``_fit_summary``, to learn from parts of the rows. They enable
      ``partial_fit`` and dask arrays, and replace ``_fit`` if there is none.
      ``_stream_parameters`` names the parameters that a summary depends on.
    * ``uses_layout = True``, to get a layout for all rows. ``_placement`` holds the
      training rows and their layout.
    * ``_align``, to match reference colors.
    * ``array_api_support = True``, if all of this works with any array library.
    * ``allow_nan = True``, to get rows with NaN.

    A family implements ``_fit_paint`` and ``_paint``. ``_encode`` gets rows in chunks and
    may run in several threads at once, so it must treat each row independently. It should
    use no more memory than a few numbers per entry of X.
    """

    array_api_support = False
    allow_nan = False
    _encoding_kind: str
    _encoding_shape: tuple[int, ...]
    _min_samples = 1
    _needed_to_stream: tuple[str, ...] = ("_fit_summary",)
    # Finds moments for ``_check_far_rows`` and ``_fit``; see `survey_rows`.
    _survey = None
    _parameter_constraints: dict = {}

    def __init_subclass__(cls, *, abstract=False, **kwargs):
        super().__init_subclass__(**kwargs)
        check_contract(cls, BaseColorer, cls._needed_to_stream, abstract=abstract)

    @_fit_context(prefer_skip_nested_validation=False)
    @in_blocks(fits.fit)
    def fit(self, X, y=None):
        """Learn how to color rows.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            The rows.
        y : array-like of shape (n_samples, 2) or (n_samples, 3), default=None
            Layout of the same rows. Labels (a 1-D `y`) are ignored.

        Returns
        -------
        self : object
            The fitted colorer.
        """
        self._learn(X, y)
        return self

    @_fit_context(prefer_skip_nested_validation=False)
    @in_blocks(transforms.fit_and_color)
    def fit_transform(self, X, y=None):
        """Learn how to color rows, and color them.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            The rows.
        y : array-like of shape (n_samples, 2) or (n_samples, 3), default=None
            Layout of the same rows. Labels (a 1-D `y`) are ignored.

        Returns
        -------
        colors : ndarray of shape (n_samples, 3)
            sRGB in [0, 1].
        """
        return self._color_learned(*self._learn(X, y))

    def transform(self, X, y=None):
        """Color rows.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            The rows.
        y : array-like of shape (n_samples, 2) or (n_samples, 3), default=None
            Layout of the same rows, for colorers that use one. By default, such a colorer
            computes the layout itself. Labels (a 1-D `y`) are ignored.

        Returns
        -------
        colors : ndarray of shape (n_samples, 3)
            sRGB in [0, 1]. The color of a row does not depend on the other rows.
        """
        return self._color_rows(X, y)

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.transformer_tags.preserves_dtype = ["float64", "float32"]
        tags.input_tags.allow_nan = self.allow_nan
        tags.array_api_support = HAS_ARRAY_API and self.array_api_support
        return tags

    def __getstate__(self):
        # Rebuilt from other attributes when needed; joblib would write its arrays twice.
        state = super().__getstate__()
        return {key: value for key, value in state.items() if key != "_placement"}

    def _learn(self, X, y, sample_weight=None):
        """Fit the colorer; return the rows, their layout, and their encoding if known."""
        X, given = survey_rows(self, X, y, sample_weight)
        self._check_far_rows(X, **given)
        with report_fit(self, X, y), single_threaded():
            layout = place_training_rows(self, X, y, principal_plane=CovariancePCA)
            encoding = self._fit(X, layout, **given)
            move_fitted_to(self, X)
            if self.uses_layout:
                _ = self._placement  # so that transform changes no attribute
            if encoding is None and (self.uses_layout or not self._paints_unseen()):
                encoding = self._encode_all(X, layout)
            given.pop("moments", None)
            self._fit_paint(X, layout, encoding, **given)
            move_fitted_to(self, X)
        return X, layout, encoding

    def _color_learned(self, X, layout, encoding):
        """Color the rows of a fit."""
        if encoding is not None:
            return self._paint_rows(encoding, X.dtype)
        with single_threaded():
            return self._color_all(X, layout)

    @in_blocks(transforms.color, also=transforms.keeps_blocks)
    def _color_rows(self, X, y):
        """Color rows with a fitted colorer."""
        check_is_fitted(self)
        X = check_rows(self, X, reset=False, layout=y)
        with single_threaded():
            return self._color_all(X, self._find_layout(X, y))

    @in_blocks(transforms.encode, also=transforms.keeps_blocks)
    def _encode_rows(self, X, y, method="transform"):
        """Encode rows with a fitted colorer; also return the float type of their colors."""
        check_is_fitted(self)
        X = check_rows(self, X, reset=False, method=method, layout=y)
        with single_threaded():
            return self._encode_all(X, self._find_layout(X, y)), X.dtype

    @in_blocks(transforms.paint)
    def _paint_rows(self, encoding, dtype):
        """Paint encodings, in the given float type."""
        return map_rows(
            lambda part: cast(self._paint(part), dtype),
            encoding,
            row_bytes=_PAINT_BYTES,
            n_jobs=self._count_threads(),
        )

    def _align_rows(self, X, y, colors):
        """Adjust the painting so that rows get approximately the given colors."""
        X = check_rows(self, X, reset=False, layout=y)
        with single_threaded():
            self._align(X, self._find_layout(X, y), colors)

    def _encode_all(self, X, layout):
        return self._map_rows(self._encode_some, X, layout)

    def _color_all(self, X, layout):
        # Encoded and painted a chunk at a time: the encoding of all rows takes memory, and
        # to touch new memory takes longer than to paint.
        def color(rows, layout):
            return cast(self._paint(self._encode_some(rows, layout)), X.dtype)

        # The colors of three components that nobody else holds take their place.
        out = X.kept if isinstance(X, ProjectedRows) else None
        return self._map_rows(color, X, layout, out)

    def _encode_some(self, rows, layout):
        return check_encoding(self, self._encode(rows, layout), rows.shape[0])

    def _map_rows(self, function, X, layout, out=None):
        row_bytes, step = numpy_dtype(X).itemsize * X.shape[1] + _PAINT_BYTES, 1
        if isinstance(X, ProjectedRows):
            step = X.step
        # Process neighbors one after another: they need the same data, which is then in
        # the processor's cache. In fit, they are rows of the same file, if any.
        order = None
        if self.uses_layout and layout is self.layout_:
            order = self._placement.in_layout.local_order()
        elif self.uses_layout:
            order = order_rows(layout, X.itemsize * X.shape[1], mapped=is_mapped(X))
        return map_rows(
            function,
            X,
            layout,
            row_bytes=row_bytes,
            step=step,
            n_jobs=self._count_threads(),
            order=order,
            out=out,
        )

    def _count_threads(self):
        # Without the parameter, as many as NumPy's matrix products use.
        return self.n_jobs if hasattr(self, "n_jobs") else linear_algebra_threads()

    @cached_property
    def _placement(self):
        """The training rows and their layout, for colorers that use one."""
        known_rows, embedder = vars(self).get("_known_rows"), vars(self).get("embedder_")
        return Placement(self.layout_, known_rows, embedder)

    def _batch_layout(self, X, y, first):
        return place_batch(self, X, y, first=first, principal_plane=CovariancePCA)

    def _blocks_layout(self, y, n_rows, reason):
        return place_blocks(self, y, n_rows, reason=reason)

    def _find_layout(self, X, y):
        """Find the layout of rows after fit; None if there is none."""
        if self.uses_layout:
            return self._placement.find(X, y)
        return check_layout(y, X.shape[0])

    def _learn_summary(self, summary, dtype):
        self._fit_paint(None, None, self._fit_summary(summary, dtype))

    def _try_parameters(self, n_features):
        """Raise errors of invalid parameters before any rows are read."""
        rows = np.zeros((2, n_features))
        trial, layout = copy(self), np.zeros((2, 2)) if self.uses_layout else None
        trial._learn_summary(trial._summarize(rows, layout), rows.dtype)

    def _check_far_rows(self, X, weights=None):
        """Warn about outliers that would dominate what is learned from X."""

    def _takes_projected_rows(self):
        """Whether ``_fit`` and ``_fit_paint`` need only chunks of rows."""
        return False

    def _paints_unseen(self):
        """Whether ``_fit_paint`` needs no encoding."""
        return False

    def _fit(self, X, layout):
        """Learn attributes from all rows; may return the encoding of X if known."""
        if self._summarize is not None:
            self._fit_summary(self._summarize(X, layout), numpy_dtype(X))

    @abstractmethod
    def _encode(self, X, layout):
        """Encode a chunk of rows: one value, one label or three channels per row."""

    @abstractmethod
    def _fit_paint(self, X, layout, encoding):
        """Learn how to paint encodings from those of the training rows X.

        After learning from parts, X is None and `encoding` is what ``_fit_summary``
        returned.
        """

    @abstractmethod
    def _paint(self, encoding):
        """Paint encodings: return colors in [0, 1]."""

    def _align(self, X, layout, colors):
        """Adjust the fit so that rows get approximately the given colors."""
        raise TypeError(f"{type(self).__name__} cannot be aligned.")
