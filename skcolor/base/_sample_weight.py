"""Weights of rows, for colorers that take them."""

from sklearn.base import TransformerMixin

from skcolor._blocks import fits, transforms
from skcolor._blocks.methods import in_blocks
from skcolor._compat import _fit_context


class WeightsMixin(TransformerMixin):
    """Adds ``sample_weight`` to the methods of a colorer that learn.

    Its hooks ``_fit``, ``_fit_paint`` and ``_summarize`` get ``weights``, an array of
    shape (n_samples,), by keyword if there are any. Rows of weight 0 are among the rows.
    As a TransformerMixin, it lets ``set_output`` see its ``fit_transform``.
    """

    _takes_weights = True

    @_fit_context(prefer_skip_nested_validation=False)
    @in_blocks(fits.fit)
    def fit(self, X, y=None, sample_weight=None):
        """Learn how to color rows.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            The rows.
        y : array-like of shape (n_samples, 2) or (n_samples, 3), default=None
            Layout of the same rows. Labels (a 1-D `y`) are ignored.
        sample_weight : array-like of shape (n_samples,), default=None
            How often each row counts. 0 leaves a row out; None counts each once.

        Returns
        -------
        self : object
            The fitted colorer.
        """
        self._learn(X, y, sample_weight)
        return self

    @_fit_context(prefer_skip_nested_validation=False)
    @in_blocks(transforms.fit_and_color)
    def fit_transform(self, X, y=None, sample_weight=None):
        """Learn how to color rows, and color them.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            The rows.
        y : array-like of shape (n_samples, 2) or (n_samples, 3), default=None
            Layout of the same rows. Labels (a 1-D `y`) are ignored.
        sample_weight : array-like of shape (n_samples,), default=None
            How often each row counts in the fit.

        Returns
        -------
        colors : ndarray of shape (n_samples, 3)
            sRGB in [0, 1], also of rows of weight 0.
        """
        return self._color_learned(*self._learn(X, y, sample_weight))
