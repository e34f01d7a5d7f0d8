"""The first column of X mapped through a colormap."""

from skcolor._summaries.weighted_sketch import sketch_of
from skcolor.base import BaseValueColorer
from skcolor.base._sample_weight import WeightsMixin
from skcolor.paint._palettes import MISSING_COLOR


class ValueColorer(WeightsMixin, BaseValueColorer):
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
    vmin : float or None, default=None
        Value that gets the first color, instead of the percentile.
    vmax : float or None, default=None
        Value that gets the last color, instead of the percentile.
    center : float or None, default=None
        Value that gets the middle color, such as 0 for differences, with a diverging
        colormap. See Notes.
    missing_color : str or array-like of shape (3,), default=(0.6, 0.6, 0.6)
        Color of rows whose value is missing (NaN): any opaque color of matplotlib. The
        default is gray.

    Attributes
    ----------
    vmin_, vmax_ : float
        Values that get the first and the last color.
    center_ : float or None
        Value that gets the middle color, if `center` is given.
    missing_color_ : ndarray of shape (3,)
        Color of rows whose value is missing, sRGB in [0, 1].
    colormap_table_ : ndarray of shape (n_colors, 3)
        Colors of `cmap`, sRGB in [0, 1].
    n_samples_seen_ : int
        Number of rows seen by ``partial_fit``.
    n_features_in_ : int
        Number of features seen during fit.
    feature_names_in_ : ndarray of shape (n_features_in_,)
        Names of features seen during fit, if X has feature names.

    Raises
    ------
    ValueError
        In fit, if `vmin`, `center` and `vmax` do not increase, or if the limits depend on
        the values and all of them are missing.

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

    With `center`, both limits are at the same distance from it, so that equal differences
    have equal contrast, as with matplotlib's ``CenteredNorm``: the distance of the given
    limit, or else of the percentile that is farther away. If both limits are given, each
    side of the center has its own scale, as with ``TwoSlopeNorm``.

    Missing values do not affect the limits. They stay missing in ``score_samples``.

    Examples
    --------
    >>> import numpy as np
    >>> from skcolor import ValueColorer
    >>> colorer = ValueColorer("gray", quantile_range=(0, 100))
    >>> colorer.fit_transform(np.array([[0.0], [1.0], [2.0]])).round(1)
    array([[0. , 0. , 0. ],
           [0.5, 0.5, 0.5],
           [1. , 1. , 1. ]])

    Differences around 0, one of them missing:

    >>> X = np.array([[-1.0], [0.0], [4.0], [np.nan]])
    >>> ValueColorer("gray", center=0, quantile_range=(0, 100)).fit_transform(X).round(2)
    array([[0.38, 0.38, 0.38],
           [0.5 , 0.5 , 0.5 ],
           [1.  , 1.  , 1.  ],
           [0.6 , 0.6 , 0.6 ]])

    In a nearly constant column, the limits extend to the next value.

    >>> colorer = ValueColorer("gray").fit(np.repeat([[0.0], [10.0]], [200, 1], axis=0))
    >>> colorer.transform(np.array([[0.0], [10.0]]))
    array([[0., 0., 0.],
           [1., 1., 1.]])
    """

    array_api_support = True
    allow_nan = True
    _parameter_constraints = {
        **BaseValueColorer._parameter_constraints,
        "missing_color": [str, "array-like"],
    }

    def __init__(
        self,
        cmap="viridis",
        *,
        quantile_range=(2.0, 98.0),
        vmin=None,
        vmax=None,
        center=None,
        missing_color=MISSING_COLOR,
    ):
        super().__init__(
            cmap, quantile_range=quantile_range, vmin=vmin, vmax=vmax, center=center
        )
        self.missing_color = missing_color

    def _fit(self, X, layout, weights=None):
        # Limits of all values are exact, while those of a summary are approximate.
        return self._encode(X, layout)

    def _encode(self, X, layout):
        return X[:, 0]

    def _summarize(self, X, layout, weights=None):
        return sketch_of(self._encode(X, layout), weights)

    def _fit_summary(self, summary, dtype):
        return summary
