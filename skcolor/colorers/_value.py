"""The first column of X through a colormap."""

from skcolor._summaries.sketch import QuantileSketch
from skcolor.base import BaseValueColorer


class ValueColorer(BaseValueColorer):
    """Color rows by their first column, through a colormap.

    Put it behind anything that gives each row a number: a selected column, a density,
    ``PCA(1)``.

    Parameters
    ----------
    cmap : str or matplotlib.colors.Colormap, default="viridis"
        The colormap, or its name in ``matplotlib.colormaps``.
    quantile_range : tuple of two floats, default=(2.0, 98.0)
        The percentiles of the training values that get the first and the last color of
        `cmap`. Values outside get the end colors. Where both percentiles are the same
        number, the limits reach from it to the next value, so that others are seen.

    Attributes
    ----------
    vmin_, vmax_ : float
        The values that get the first and the last color.
    colormap_table_ : ndarray of shape (n_colors, 3)
        The colors of `cmap`, sRGB in [0, 1].
    n_samples_seen_ : int
        Number of rows seen by ``partial_fit``.
    n_features_in_ : int
        Number of features seen during fit.
    feature_names_in_ : ndarray of shape (n_features_in_,)
        Names of features seen during fit, where X has them.

    See Also
    --------
    KNNDistanceColorer : Colors where the layout puts distant rows side by side.

    Notes
    -----
    Where nearly all rows have one value, both percentiles are that value. If the others
    are all larger, ``vmax_`` is the smallest of them; if all are smaller, ``vmin_`` is the
    largest; if there are both, the limits are as far on both sides as the nearest, and
    the usual value has the color in the middle. If there are none, ``vmin_`` is ``vmax_``:
    that value has the color in the middle and all others, of new rows, the end colors.
    Values that differ by 32 units of rounding of their type or less count as equal.

    Examples
    --------
    >>> import numpy as np
    >>> from skcolor import ValueColorer
    >>> colorer = ValueColorer("gray", quantile_range=(0, 100))
    >>> colorer.fit_transform(np.array([[0.0], [1.0], [2.0]])).round(1)
    array([[0. , 0. , 0. ],
           [0.5, 0.5, 0.5],
           [1. , 1. , 1. ]])

    A column that is nearly constant shows the exception.

    >>> colorer = ValueColorer("gray").fit(np.repeat([[0.0], [10.0]], [200, 1], axis=0))
    >>> colorer.transform(np.array([[0.0], [10.0]]))
    array([[0., 0., 0.],
           [1., 1., 1.]])
    """

    array_api_support = True

    def _fit(self, X, layout):
        # Limits of all values are exact; those of their summary are nearly so.
        return self._encode(X, layout)

    def _encode(self, X, layout):
        return X[:, 0]

    def _summarize(self, X, layout):
        return QuantileSketch.of(self._encode(X, layout))

    def _fit_summary(self, summary, dtype):
        return summary
