"""Distance in X from each row to its neighbors in the layout."""

from numbers import Integral

import numpy as np

from skcolor._compat import HasMethods, Interval
from skcolor._fitting.far_rows import warn_of_far_rows
from skcolor._summaries.moments import Moments
from skcolor.colorers._neighbor_values import BaseNeighborColorer


class KNNDistanceColorer(BaseNeighborColorer):
    """Color rows by their distance in X to their neighbors in the layout.

    High values show where the layout puts distant rows side by side, and where X is
    sparse.

    Parameters
    ----------
    n_neighbors : int, default=10
        Number of nearest rows in the layout, including the row itself, as in
        scikit-learn's ``kneighbors``: 10 means the row and 9 others. At most all rows.
    embedder : estimator or None, default=None
        Computes the layout if fit gets none: any estimator with ``fit_transform`` to 2 or
        3 dimensions, or a ``FrozenEstimator`` around a fitted one. Its ``transform``, if
        it has one, places new rows. None uses two principal components, with a warning.
    neighbors : estimator or None, default=None
        Neighbor search in X, which places new rows: an estimator with ``kneighbors``, or a
        transformer like ``KNeighborsTransformer``, such as pynndescent's. None searches
        exactly.
    cmap : str or matplotlib.colors.Colormap, default="viridis"
        A colormap, or its name in ``matplotlib.colormaps``.
    quantile_range : tuple of two floats, default=(2.0, 98.0)
        Percentiles of the training values that get the first and the last color of
        `cmap`. Values outside get the end colors.
    vmin : float or None, default=None
        Value that gets the first color, instead of the percentile.
    vmax : float or None, default=None
        Value that gets the last color, instead of the percentile.
    center : float or None, default=None
        Value that gets the middle color. The limits are at the same distance from it,
        unless both are given.
    n_jobs : int or None, default=None
        Number of threads: None means 1, -1 all processors. Results do not depend on it.

    Attributes
    ----------
    layout_ : ndarray of shape (n_samples, 2) or (n_samples, 3)
        Layout of the training rows.
    embedder_ : estimator
        The fitted embedder, if one computed the layout.
    n_neighbors_ : int
        Number of neighbors used, including the row itself.
    vmin_, vmax_ : float
        Distances that get the first and the last color.
    center_ : float or None
        Value that gets the middle color, if `center` is given.
    colormap_table_ : ndarray of shape (n_colors, 3)
        Colors of `cmap`, sRGB in [0, 1].
    n_features_in_ : int
        Number of features seen during fit.
    feature_names_in_ : ndarray of shape (n_features_in_,)
        Names of features seen during fit, if X has feature names.

    Raises
    ------
    ValueError
        In fit, if X has a single row, or if the layout does not have one row per row of
        X, does not have 2 or 3 columns, or contains NaN.

    Warns
    -----
    UserWarning
        In fit, if there is neither a layout nor an embedder, if X has fewer than
        `n_neighbors` rows, or if the distances to a few extreme outliers dominate the
        limits.

    See Also
    --------
    NeighborOverlapColorer : Color rows by the overlap of neighbors in X and layout.
    ValueColorer : Color rows by any value.

    Notes
    -----
    The value of a row is the mean Euclidean distance in X to its ``n_neighbors - 1``
    nearest rows in the layout other than itself. The row itself is the neighbor that
    equals it in X, or else the nearest one in X if their distance is within rounding
    error. So training rows get the same value from ``fit_transform(X, layout)`` and
    ``transform(X)``.

    For a dask array, fit and transform require the layout, which must fit in memory. The
    array is kept, and each block is compared with every other block, so a hundred large
    blocks are better than thousands of small ones.

    For new rows, ``transform(X, layout)`` uses the given layout. Without one, it uses the
    embedder, or the mean position of the nearest training rows, weighted by inverse
    distance. Training rows keep their positions; a row that equals several training rows
    gets the position of the first.

    References
    ----------
    .. [1] Martin Wattenberg's suggestion in K. McDonald, "Coloring t-SNE", 2018, where
       the sum of the distances is min-max scaled and clipped to [0.2, 0.4].

    Examples
    --------
    >>> import numpy as np
    >>> from skcolor import KNNDistanceColorer
    >>> X = np.array([[0.0], [1.0], [2.0], [50.0]])
    >>> layout = np.array([[0, 0], [1, 0], [2, 0], [2.5, 0]])
    >>> KNNDistanceColorer(n_neighbors=2).fit(X, layout).score_samples(X)
    array([ 1.,  1., 48., 48.])
    """

    uses_layout = True
    _itself_counted = True
    _parameter_constraints = {
        **BaseNeighborColorer._parameter_constraints,
        "n_neighbors": [Interval(Integral, 2, None, closed="left")],
        "embedder": [HasMethods("fit"), None],
    }

    def __init__(
        self,
        n_neighbors=10,
        *,
        embedder=None,
        neighbors=None,
        cmap="viridis",
        quantile_range=(2.0, 98.0),
        vmin=None,
        vmax=None,
        center=None,
        n_jobs=None,
    ):
        super().__init__(
            cmap, quantile_range=quantile_range, vmin=vmin, vmax=vmax, center=center
        )
        self.n_neighbors = n_neighbors
        self.embedder = embedder
        self.neighbors = neighbors
        self.n_jobs = n_jobs

    def _survey(self, X):
        return Moments.of_columns(X) if self.vmax is None else None

    def _check_far_rows(self, X, moments=None):
        if self.vmax is not None:
            return
        # Each far row is a neighbor of about n_neighbors rows: enough to set vmax_?
        above = (100 - self.quantile_range[1]) / 100
        least = max(1, above * len(X) / self.n_neighbors)
        warn_of_far_rows(self, X, least=least, moments=moments)

    def _fit(self, X, layout, moments=None):
        super()._fit(X, layout)

    def _encode(self, X, layout):
        distances, own = self._placement.neighbor_distances(X, layout, self.n_neighbors_)
        distances[np.arange(len(X)), own] = 0
        return self._encode_distances(distances)

    def _encode_distances(self, distances):
        """Mean distance to the other rows; the distance to the row itself is 0."""
        return distances.sum(axis=1) / (self.n_neighbors_ - 1)
