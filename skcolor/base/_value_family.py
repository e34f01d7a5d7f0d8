"""Colorers that encode each row as one value."""

from numbers import Real

import numpy as np
from matplotlib.colors import Colormap

from skcolor._array_api import cast, get_namespace, to_numpy
from skcolor._compat import Interval
from skcolor._summaries.color_limits import color_limits
from skcolor._summaries.sketch import QuantileSketch
from skcolor.base._colorer import BaseColorer
from skcolor.base._missing_color import MissingColorMixin
from skcolor.paint._colormaps import colormap_table, paint_values
from skcolor.paint._match import match_limits

_FINITE = Interval(Real, None, None, closed="neither")


class BaseValueColorer(MissingColorMixin, BaseColorer, abstract=True):
    """Base class of colorers that encode each row as one float, painted with a colormap.

    To learn from parts of the rows, ``_fit_summary`` returns a ``QuantileSketch`` of the
    values. A colorer with ``allow_nan`` may encode rows as NaN: their value is missing. It
    should have the parameter `missing_color`.
    """

    _encoding_kind, _encoding_shape = "floats", ()

    _parameter_constraints = {
        "cmap": [str, Colormap],
        "quantile_range": [tuple, list],
        "vmin": [_FINITE, None],
        "vmax": [_FINITE, None],
        "center": [_FINITE, None],
    }
    center_, _n_missing = None, 0

    def __init__(
        self,
        cmap="viridis",
        *,
        quantile_range=(2.0, 98.0),
        vmin=None,
        vmax=None,
        center=None,
    ):
        self.cmap = cmap
        self.quantile_range = quantile_range
        self.vmin = vmin
        self.vmax = vmax
        self.center = center

    def score_samples(self, X, y=None):
        """Compute the value of each row.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            The rows.
        y : array-like of shape (n_samples, 2) or (n_samples, 3), default=None
            Layout of the same rows, for colorers that use one.

        Returns
        -------
        values : ndarray of shape (n_samples,)
            One value per row, in the dtype of X; NaN where it is missing.
        """
        values, dtype = self._encode_rows(X, y, method="score_samples")
        return cast(values, dtype)

    def _fit_paint(self, X, layout, encoding, weights=None):
        if encoding is None:
            raise TypeError(
                f"_fit_summary of {type(self).__name__} must return a QuantileSketch of "
                "the values, which sets the limits of the colormap; got None."
            )
        self.colormap_table_ = colormap_table(self.cmap)
        self._fit_missing_color()
        self.center_ = None if self.center is None else float(self.center)
        self.vmin_, self.vmax_ = color_limits(
            encoding,
            self.quantile_range,
            vmin=self.vmin,
            vmax=self.vmax,
            center=self.center,
            weights=weights,
        )
        self._n_missing = _count_missing(encoding, weights)

    def _paint(self, encoding):
        return paint_values(
            encoding,
            self.colormap_table_,
            self.vmin_,
            self.vmax_,
            self.center_,
            self.missing_color_,
        )

    def _align(self, X, layout, colors):
        self.vmin_, self.vmax_ = match_limits(
            cast(self._encode_all(X, layout), X.dtype),
            self.colormap_table_,
            (self.vmin_, self.vmax_),
            colors,
            self.center_,
        )


def _count_missing(values, weights):
    if isinstance(values, QuantileSketch):
        return values.n_missing
    if weights is not None:
        return int(np.isnan(to_numpy(values)[weights > 0]).sum())
    xp = get_namespace(values)
    return int(xp.sum(cast(xp.isnan(values), xp.int64)))
