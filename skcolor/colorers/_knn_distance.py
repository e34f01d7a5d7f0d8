"""How far, in X, a row is from its neighbors in the layout."""

from numbers import Integral

import numpy as np

from skcolor._compat import HasMethods, Interval
from skcolor._fitting.far_rows import warn_of_far_rows
from skcolor.colorers._neighbor_values import BaseNeighborColorer


class KNNDistanceColorer(BaseNeighborColorer):
    """Color rows by their distance, in X, to their neighbors in the layout.

    High values show where the layout puts rows side by side that are far apart, and where
    X is sparse.

    Parameters
    ----------
    n_neighbors : int, default=10
        Nearest rows in the layout, the row itself counted, as scikit-learn's
        ``kneighbors`` counts it: 10 are the row and 9 others. At most all rows.
    embedder : estimator or None, default=None
        Makes the layout where fit gets none: anything with ``fit_transform`` into 2 or 3
        dimensions, or a ``FrozenEstimator`` around a fitted one. New rows are placed by
        its ``transform``, where it has one. None takes two principal components, with a
        warning.
    neighbors : estimator or None, default=None
        How the nearest training rows of a new row are searched, to place it: an estimator
        with ``kneighbors``, or a ``KNeighborsTransformer`` or one like it, e.g.
        pynndescent's. None searches exactly.
    cmap : str or matplotlib.colors.Colormap, default="viridis"
        The colormap, or its name in ``matplotlib.colormaps``.
    quantile_range : tuple of two floats, default=(2.0, 98.0)
        The percentiles of the training values that get the first and the last color of
        `cmap`. Values outside get the end colors.
    n_jobs : int or None, default=None
        Number of threads; None is 1, -1 all processors. It does not change the result.

    Attributes
    ----------
    layout_ : ndarray of shape (n_samples, 2) or (n_samples, 3)
        The layout of the training rows.
    embedder_ : estimator
        The fitted embedder, where one made the layout.
    n_neighbors_ : int
        Number of neighbors in use, the row itself counted.
    vmin_, vmax_ : float
        The distances that get the first and the last color.
    colormap_table_ : ndarray of shape (n_colors, 3)
        The colors of `cmap`, sRGB in [0, 1].
    n_features_in_ : int
        Number of features seen during fit.
    feature_names_in_ : ndarray of shape (n_features_in_,)
        Names of features seen during fit, where X has them.

    Raises
    ------
    ValueError
        In fit, if X has a single row; if the layout has other rows than X, other than 2
        or 3 columns, or NaN.

    Warns
    -----
    UserWarning
        In fit, if there is neither a layout nor an embedder, if X has fewer than
        `n_neighbors` rows, and if a few rows are so far out that the distances of their
        neighbors decide the limits.

    See Also
    --------
    NeighborOverlapColorer : How far the neighbors in X and in the layout agree.
    ValueColorer : Colors any value.

    Notes
    -----
    The value of a row is the mean Euclidean distance, in X, to its ``n_neighbors - 1``
    nearest rows in the layout other than itself. The one that equals it in X, else the
    nearest in X if rounding explains how far it is, is taken for the row itself, so that
    rows seen in fit get the same value from ``fit_transform(X, layout)`` and
    ``transform(X)``.

    A dask array needs its layout, which must fit in memory, in fit and in transform, and is
    kept: every block meets every other, so that a hundred large ones are better than
    thousands.

    For new rows, ``transform(X, layout)`` uses the layout given; without one, the
    embedder, or a place among the nearest training rows: their mean place, weighted by
    inverse distance. Rows seen in fit keep their place; where several training rows are
    equal, such a row gets the place of the first.

    References
    ----------
    .. [1] Martin Wattenberg's suggestion in K. McDonald, "Coloring t-SNE", 2018 (there:
       the sum of the distances, scaled by min-max and clipped to [0.2, 0.4]).

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
        n_jobs=None,
    ):
        super().__init__(cmap, quantile_range=quantile_range)
        self.n_neighbors = n_neighbors
        self.embedder = embedder
        self.neighbors = neighbors
        self.n_jobs = n_jobs

    def _check_far_rows(self, X):
        # Each is a neighbor of about so many rows: enough to be the upper limit?
        above = (100 - self.quantile_range[1]) / 100
        warn_of_far_rows(self, X, least=max(1, above * len(X) / self.n_neighbors))

    def _encode(self, X, layout):
        distances, own = self._placement.neighbor_distances(X, layout, self.n_neighbors_)
        distances[np.arange(len(X)), own] = 0
        return self._encode_distances(distances)

    def _encode_distances(self, distances):
        """Values of rows with these neighbors, of which the row itself is at 0."""
        return distances.sum(axis=1) / (self.n_neighbors_ - 1)
