"""The first column of X mapped through a colormap."""

from skcolor._summaries.sketch import QuantileSketch
from skcolor.base import BaseValueColorer


class ValueColorer(BaseValueColorer):
    """Color rows by their first column, mapped through a colormap.

    Use it after any step that gives each row a number: a selected column, a density,
    ``PCA(1)``.

    Parameters
    ----------
    cmap : str or matplotlib.colors.Colormap, default="viridis"
        A colormap, or its name in ``matplotlib.colormaps``.
    quantile_range : tuple of two floats, default=(2.0, 98.0)
        Percentiles of the training values that get the first and the last color of
        `cmap`. Values outside get the end colors. If both percentiles are equal, the
        limits extend to the next value, so that other values are visible.

    Attributes
    ----------
    vmin_, vmax_ : float
        Values that get the first and the last color.
    colormap_table_ : ndarray of shape (n_colors, 3)
        Colors of `cmap`, sRGB in [0, 1].
    n_samples_seen_ : int
        Number of rows seen by ``partial_fit``.
    n_features_in_ : int
        Number of features seen during fit.
    feature_names_in_ : ndarray of shape (n_features_in_,)
        Names of features seen during fit, if X has feature names.

    See Also
    --------
    KNNDistanceColorer : Color rows by their distance to layout neighbors.

    Notes
    -----
    If nearly all rows have the same value, both percentiles equal that value. If all other
    values are larger, ``vmax_`` is the smallest of them; if all are smaller, ``vmin_`` is
    the largest. If there are both, the limits are symmetric around the common value, at
    the distance of the nearest other value, and the common value gets the middle color. If
    there are no others, ``vmin_`` equals ``vmax_``: the common value gets the middle color,
    and other values in new rows get the end colors. Values that differ by at most 32 units
    of rounding of their type count as equal.

    Examples
    --------
    >>> import numpy as np
    >>> from skcolor import ValueColorer
    >>> colorer = ValueColorer("gray", quantile_range=(0, 100))
    >>> colorer.fit_transform(np.array([[0.0], [1.0], [2.0]])).round(1)
    array([[0. , 0. , 0. ],
           [0.5, 0.5, 0.5],
           [1. , 1. , 1. ]])

    In a nearly constant column, the limits extend to the next value.

    >>> colorer = ValueColorer("gray").fit(np.repeat([[0.0], [10.0]], [200, 1], axis=0))
    >>> colorer.transform(np.array([[0.0], [10.0]]))
    array([[0., 0., 0.],
           [1., 1., 1.]])
    """

    array_api_support = True

    def _fit(self, X, layout):
        # Limits of all values are exact, while those of a summary are approximate.
        return self._encode(X, layout)

    def _encode(self, X, layout):
        return X[:, 0]

    def _summarize(self, X, layout):
        return QuantileSketch.of(self._encode(X, layout))

    def _fit_summary(self, summary, dtype):
        return summary
