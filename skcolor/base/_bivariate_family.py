"""Colorers that encode each row as two values."""

from skcolor._array_api import cast
from skcolor.base._colorer import BaseColorer
from skcolor.paint._bivariate import check_corners, match_corners, paint_pairs


class BaseBivariateColorer(BaseColorer, abstract=True):
    """Base class of colorers that encode each row as two floats of at least 0.

    A subclass has the parameter `palette`, the colors of the four corners of the scale, and
    sets ``vmax_``, the values with the full color, in ``_fit_limits``.
    """

    _encoding_kind, _encoding_shape = "floats", (2,)
    value_names_ = ("first", "second")

    def score_samples(self, X, y=None):
        """Compute the two values of each row.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            The rows.
        y : array-like of shape (n_samples, 2) or (n_samples, 3), default=None
            Layout of the same rows, for colorers that use one.

        Returns
        -------
        values : ndarray of shape (n_samples, 2)
            Two values per row, in the dtype of X.
        """
        values, dtype = self._encode_rows(X, y, method="score_samples")
        return cast(values, dtype)

    def _fit_paint(self, X, layout, encoding):
        self.corner_colors_ = check_corners(self.palette)
        self._fit_limits(X, layout, encoding)

    def _fit_limits(self, X, layout, encoding):
        """Set ``vmax_``, an ndarray of shape (2,)."""
        raise NotImplementedError

    def _align(self, X, layout, colors):
        values = self._encode_all(X, layout)
        self.vmax_ = match_corners(values, self.vmax_, self.corner_colors_, colors)

    def _paint(self, encoding):
        return paint_pairs(encoding, self.vmax_, self.corner_colors_)
