"""Colorers that encode each row as one value."""

from matplotlib.colors import Colormap

from skcolor._array_api import cast
from skcolor._summaries.quantiles import quantile_limits
from skcolor.base._colorer import BaseColorer
from skcolor.paint._colormaps import apply_colormap, colormap_table
from skcolor.paint._match import match_limits
from skcolor.paint._scale import rescale


class BaseValueColorer(BaseColorer, abstract=True):
    """Base class of colorers that encode each row as one float, painted with a colormap.

    To learn from parts of the rows, ``_fit_summary`` returns a ``QuantileSketch`` of the
    values.
    """

    _encoding_kind, _encoding_shape = "floats", ()

    _parameter_constraints = {"cmap": [str, Colormap], "quantile_range": [tuple, list]}

    def __init__(self, cmap="viridis", *, quantile_range=(2.0, 98.0)):
        self.cmap = cmap
        self.quantile_range = quantile_range

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
            One value per row, in the dtype of X.
        """
        values, dtype = self._encode_rows(X, y, method="score_samples")
        return cast(values, dtype)

    def _fit_paint(self, X, layout, encoding):
        if encoding is None:
            raise TypeError(
                f"_fit_summary of {type(self).__name__} must return a QuantileSketch of "
                "the values, which sets the limits of the colormap; got None."
            )
        self.colormap_table_ = colormap_table(self.cmap)
        limits = quantile_limits(encoding, self.quantile_range)
        self.vmin_, self.vmax_ = (limit.item() for limit in limits)

    def _paint(self, encoding):
        positions = rescale(encoding, self.vmin_, self.vmax_)
        return apply_colormap(positions, self.colormap_table_)

    def _align(self, X, layout, colors):
        self.vmin_, self.vmax_ = match_limits(
            cast(self._encode_all(X, layout), X.dtype),
            self.colormap_table_,
            (self.vmin_, self.vmax_),
            colors,
        )
