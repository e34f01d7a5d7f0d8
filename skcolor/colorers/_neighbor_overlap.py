"""How many of a row's neighbors in X are its neighbors in the layout, too."""

from numbers import Integral

import numpy as np

from skcolor._compat import HasMethods, Interval
from skcolor.colorers._neighbor_values import BaseNeighborColorer
from skcolor.neighbors._own_row import find_self, leave_out


class NeighborOverlapColorer(BaseNeighborColorer):
    r"""Color rows by how well the layout keeps their neighbors.

    Low values show where the layout misleads: what lies around such a row in the map is
    not what is near it in X.

    Parameters
    ----------
    n_neighbors : int, default=15
        Nearest rows to compare, the row itself not counted. At most all other rows.
    embedder : estimator or None, default=None
        Makes the layout where fit gets none: anything with ``fit_transform`` into 2 or 3
        dimensions, or a ``FrozenEstimator`` around a fitted one. New rows are placed by
        its ``transform``, where it has one. None takes two principal components, with a
        warning.
    neighbors : estimator or None, default=None
        How neighbors in X are searched: an estimator with ``kneighbors``, or a
        ``KNeighborsTransformer`` or one like it, e.g. pynndescent's. It must find
        ``n_neighbors + 1`` rows. None searches exactly, which takes a time that grows
        with the square of the number of rows.
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
        Number of neighbors in use, the row itself not counted.
    vmin_, vmax_ : float
        The shares that get the first and the last color.
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
        or 3 columns, or NaN; if `neighbors` finds too few rows.

    Warns
    -----
    UserWarning
        In fit, if there is neither a layout nor an embedder, or if X has no more than
        `n_neighbors` rows.

    See Also
    --------
    KNNDistanceColorer : How far a row is from its neighbors in the layout.
    skcolor.neighbors.MRPTNeighbors : An approximate search for `neighbors`.

    Notes
    -----
    The value of a row is

    .. math:: |N_X \cap N_L| / k

    where :math:`N_X` and :math:`N_L` are its :math:`k` nearest training rows in X and in
    the layout: 1 where the layout keeps all neighbors, and about :math:`k / n` where it
    keeps none but by chance. Rows as near in X as the last of :math:`N_X` count as in it.
    Of its neighbors in the layout, the one that equals the row in X, else the nearest in
    X if rounding explains how far it is, is taken for the row itself and left out.

    New rows are placed as :class:`KNNDistanceColorer` places them.

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
        **BaseNeighborColorer._parameter_constraints,
        "n_neighbors": [Interval(Integral, 1, None, closed="left")],
        "embedder": [HasMethods("fit"), None],
    }

    def __init__(
        self,
        n_neighbors=15,
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

    def _encode(self, X, layout):
        k, placement = self.n_neighbors_, self._placement
        found, _ = placement.among_rows.kneighbors(X, k + 1)
        own = find_self(X, found, placement.X.dtype)
        radius = leave_out(own, found)[:, -1:]
        distances, own = placement.neighbor_distances(X, layout, k + 1)
        # A k-d tree's distances may differ from these by their rounding.
        near = distances <= radius * (1 + 8 * np.finfo(X.dtype).eps)
        near[np.arange(len(X)), own] = False
        return near.sum(axis=1).astype(X.dtype) / X.dtype.type(k)
