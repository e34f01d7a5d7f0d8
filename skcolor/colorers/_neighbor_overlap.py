"""Overlap of the neighbors in X and in the layout."""

from numbers import Integral

import numpy as np

from skcolor._compat import HasMethods, Interval
from skcolor.colorers._neighbor_values import BaseRowNeighborColorer
from skcolor.neighbors._own_row import find_self, leave_out


class NeighborOverlapColorer(BaseRowNeighborColorer):
    r"""Color rows by how well the layout preserves their neighbors.

    Low values show where the layout is misleading: the rows around such a row in the map
    are not its neighbors in X.

    Parameters
    ----------
    n_neighbors : int, default=15
        Number of nearest rows, excluding the row itself. At most all other rows.
    embedder : estimator or None, default=None
        Computes the layout if fit gets none: any estimator with ``fit_transform`` to 2 or
        3 dimensions, or a ``FrozenEstimator`` around a fitted one. Its ``transform``, if
        it has one, places new rows. None uses two principal components, with a warning.
    neighbors : "auto", estimator or None, default="auto"
        Neighbor search in X. "auto" searches exactly among up to 50,000 rows, and with
        :class:`~skcolor.neighbors.IVFNeighbors` among more; legends then say which share
        of the neighbors it found. None always searches exactly, in time quadratic in the
        number of rows. An estimator has ``kneighbors``, or is a transformer like
        ``KNeighborsTransformer``, such as pynndescent's. It must find ``n_neighbors + 1``
        rows. A fitted one in a ``FrozenEstimator`` is shared by several colorers.
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
        Number of neighbors used, excluding the row itself.
    recall_ : float or None
        Share of the true neighbors that the search finds: 1 if it is exact, None if an
        estimator of another library does not say.
    vmin_, vmax_ : float
        Shares that get the first and the last color.
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
        In fit, if X has a single row; if the layout does not have one row per row of X,
        does not have 2 or 3 columns, or contains NaN; or if `neighbors` finds too few
        rows.

    Warns
    -----
    UserWarning
        In fit, if there is neither a layout nor an embedder, or if X has no more than
        `n_neighbors` rows.

    See Also
    --------
    KNNDistanceColorer : Color rows by their distance to layout neighbors.
    skcolor.neighbors.IVFNeighbors : An approximate search for `neighbors`.

    Notes
    -----
    The value of a row is

    .. math:: |N_X \cap N_L| / k

    where :math:`N_X` and :math:`N_L` are its :math:`k` nearest training rows in X and in
    the layout. It is 1 if the layout preserves all neighbors, and about :math:`k / n` for
    a random layout. Rows tied in X with the last of :math:`N_X` count as members of it.
    The row itself is left out of its neighbors in the layout: it is the one that equals
    the row in X, or else the nearest one in X if their distance is within rounding error.

    New rows are placed as by :class:`KNNDistanceColorer`.

    References
    ----------
    .. [1] ``umap.plot.diagnostic(diagnostic_type="neighborhood")`` shows the Jaccard
       index of the same two sets.

    Examples
    --------
    >>> import numpy as np
    >>> from skcolor import NeighborOverlapColorer
    >>> X = np.array([[0.0], [1.0], [2.0], [3.0], [4.0], [5.0]])
    >>> layout = np.array([[0, 0], [1, 0], [2, 0], [3, 0], [4, 0], [-1, 0]])
    >>> NeighborOverlapColorer(2).fit(X, layout).score_samples(X)
    array([0.5, 1. , 1. , 1. , 0.5, 0. ])
    """

    uses_layout = True
    _parameter_constraints = {
        **BaseRowNeighborColorer._parameter_constraints,
        "n_neighbors": [Interval(Integral, 1, None, closed="left")],
        "embedder": [HasMethods("fit"), None],
    }

    def __init__(
        self,
        n_neighbors=15,
        *,
        embedder=None,
        neighbors="auto",
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

    def _fit(self, X, layout):
        super()._fit(X, layout)
        self._prepare(self._placement.among_rows)

    def _encode(self, X, layout):
        k, placement = self.n_neighbors_, self._placement
        found, _ = placement.among_rows.kneighbors(X, k + 1)
        own = find_self(X, found, placement.X.dtype)
        radius = leave_out(own, found)[:, -1:]
        distances, own = placement.neighbor_distances(X, layout, k + 1)
        # Distances of a k-d tree may differ from these by rounding.
        near = distances <= radius * (1 + 8 * np.finfo(X.dtype).eps)
        near[np.arange(len(X)), own] = False
        return near.sum(axis=1).astype(X.dtype) / X.dtype.type(k)
