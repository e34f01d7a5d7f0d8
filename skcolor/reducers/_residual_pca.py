"""Principal components of the differences between layout neighbors."""

from numbers import Integral

import numpy as np

from skcolor._compat import HasMethods, Interval
from skcolor._compute.linear_algebra import eigh
from skcolor._compute.signs import fix_signs
from skcolor._fitting.placement import fit_layout
from skcolor.neighbors._count import NeighborCountMixin
from skcolor.reducers._covariance_pca import CovariancePCA, count_rows
from skcolor.reducers._linear import LinearReducer, cap_components
from skcolor.reducers._wide import column_axes, row_axes
from skcolor.reducers._within_scatter import (
    Neighborhoods,
    deviations,
    find_layout_outliers,
    sums_of_block,
    sums_within,
)


class ResidualPCA(NeighborCountMixin, LinearReducer):
    r"""Principal components of what the layout hides.

    Neighbors in the layout look alike in the map. The components are the directions in
    which they still differ most, so ``make_pipeline(ResidualPCA(3), ChannelColorer())``
    uses color for what the map does not show. The projection is linear, so new rows need
    no layout.

    Parameters
    ----------
    n_components : int or None, default=3
        Number of components. None uses as many as X has columns, and so do larger
        numbers, with a warning.
    skip : int, default=0
        Number of leading components to leave out, such as those that another coloring
        shows.
    n_neighbors : int, default=50
        Number of nearest rows in the layout that each row is compared with, excluding the
        row itself. At most all other rows.
    robust : bool, default=False
        Whether to leave out outliers: rows whose median distance in X to their five
        nearest rows in the layout is more than six times as large as usual.
    embedder : estimator or None, default=None
        Computes the layout if fit gets none: any estimator with ``fit_transform`` to 2 or
        3 dimensions, or a ``FrozenEstimator`` around a fitted one. None uses two principal
        components, with a warning.
    n_jobs : int or None, default=None
        Number of threads: None means 1, -1 all processors. Results do not depend on it.

    Attributes
    ----------
    components_ : ndarray of shape (n_components_, n_features_in_)
        Orthonormal directions, by decreasing variance among neighbors; zero for directions
        in which neighbors do not differ. In each, the loading with the largest absolute
        value is positive; if several are equal within 0.1%, the first.
    explained_residual_ratio_ : ndarray of shape (n_components_,)
        Share of the variance among neighbors along each component.
    mean_ : ndarray of shape (n_features_in_,)
        Mean of the rows.
    embedder_ : estimator
        The fitted embedder, if one computed the layout.
    n_components_ : int
        Number of components used.
    n_neighbors_ : int
        Number of neighbors used, excluding the row itself; after ``partial_fit``, that of
        the last batch.
    n_samples_seen_ : int
        Number of rows seen by ``partial_fit``.
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
        `skip` + `n_components` columns, if X has no more than `n_neighbors` rows, or if a
        few extreme outliers dominate the components.

    See Also
    --------
    CovariancePCA : Principal components of X.

    Notes
    -----
    The components are the first eigenvectors of the scatter within neighborhoods,

    .. math:: \sum_i (x_i - m_i)(x_i - m_i)^T,

    where :math:`m_i` is the mean of the layout neighbors of row i. Only sums of size
    n_features x n_features are kept, or n_samples x n_samples if there are fewer rows than
    columns. They are float64 sums of differences between rows, so they are accurate for
    float32 rows with large means. With more than 100,000 rows, as many rows, spread evenly
    over the layout, stand for all in the sum. Directions in which neighbors differ equally
    are not unique: any rotation within the subspace that they span is equally valid. If all
    points of the layout coincide, the layout hides everything, and the components are
    approximately the principal components of X.

    Rows count as often as `sample_weight` says, also as neighbors. So a row of weight 3 is
    twice its own neighbor: keep weights well below `n_neighbors`. An embedder gets the rows
    with a weight above 0, and no weights.

    ``partial_fit`` adds the scatter matrices of batches. Each row is compared with its
    neighbors in the same batch, so `b` random batches have the effect of a `b` times larger
    `n_neighbors`. Rows of a dask array are compared with their neighbors in all blocks;
    their layout must fit in memory. With `robust`, outliers are found within each batch or
    block, and in a dask array by their distance from the mean of their neighbors.

    Examples
    --------
    The layout shows the first column and hides the second.

    >>> import numpy as np
    >>> from skcolor import ResidualPCA
    >>> rng = np.random.default_rng(0)
    >>> X = rng.normal(size=(500, 3)) * [9.0, 3.0, 1.0]
    >>> layout = np.column_stack([X[:, 0], np.zeros(500)])
    >>> ResidualPCA(1, n_neighbors=10).fit(X, layout).components_.round(1) + 0
    array([[0., 1., 0.]])
    """

    uses_layout = True
    _stream_parameters = ("n_neighbors", "robust", "embedder")
    _parameter_constraints = {
        "n_components": [Interval(Integral, 1, None, closed="left"), None],
        "skip": [Interval(Integral, 0, None, closed="left")],
        "n_neighbors": [Interval(Integral, 1, None, closed="left")],
        "robust": ["boolean"],
        "embedder": [HasMethods("fit"), None],
        "n_jobs": [Integral, None],
    }

    def __init__(
        self,
        n_components=3,
        *,
        skip=0,
        n_neighbors=50,
        robust=False,
        embedder=None,
        n_jobs=None,
    ):
        self.n_components = n_components
        self.skip = skip
        self.n_neighbors = n_neighbors
        self.robust = robust
        self.embedder = embedder
        self.n_jobs = n_jobs

    def _check_far_rows(self, X, weights=None):
        # Robust sums leave far rows out.
        return False if self.robust else super()._check_far_rows(X, weights)

    def _fit(self, X, y, weights=None):
        neighborhoods = self._find_neighborhoods(X, y, weights)
        if X.shape[0] >= X.shape[1]:
            self._fit_summary(self._sum(X, neighborhoods), X.dtype, overwrite=True)
        else:
            self._fit_few_rows(X, neighborhoods)

    def _summarize(self, X, y, weights=None):
        return self._sum(X, self._find_neighborhoods(X, y, weights))

    def _find_neighborhoods(self, X, y, weights=None):
        n_others = self._count_others(count_rows(X, weights))
        layout = fit_layout(self, X, y, principal_plane=CovariancePCA, weights=weights)
        left_out = ()
        if self.robust:
            left_out = find_layout_outliers(X, layout, self.n_jobs, weights)
        return Neighborhoods(layout, n_others, left_out, weights)

    def _sum(self, X, neighborhoods):
        return sums_within(X, neighborhoods, n_jobs=self.n_jobs)

    def _summarize_deviations(self, X, deviation):
        return sums_of_block(X, deviation, robust=self.robust)

    def _fit_summary(self, summary, dtype, overwrite=False):
        squares, vectors = eigh(summary.scatter, overwrite=overwrite)
        squares = np.maximum(squares[::-1], 0)
        mean = summary.total / summary.n_rows
        self._keep(squares, squares.sum(), vectors.T[::-1], mean, dtype)

    def _fit_few_rows(self, X, neighborhoods):
        """Learn from fewer rows than columns, from the Gram matrix of the deviations."""
        weights = neighborhoods.weights
        rows, others, shares = neighborhoods.find(np.arange(len(neighborhoods.order)))
        roots = 1.0 if weights is None else np.sqrt(weights)[:, np.newaxis]

        def of_columns(columns):
            return deviations(X[:, columns], rows, others, shares) * roots

        shape = len(rows), X.shape[1]
        squares, vectors = row_axes(of_columns, shape, self.n_jobs)
        n = min(self.skip + (self.n_components or len(rows)), len(rows))
        axes = column_axes(of_columns, shape, squares[:n], vectors[:, :n])
        mean = neighborhoods.sum(X) / neighborhoods.n_rows
        self._keep(squares, squares.sum(), axes, mean, X.dtype)

    def _keep(self, squares, total, axes, mean, dtype):
        n_left = max(1, len(mean) - self.skip)
        n = cap_components(self.n_components, n_left, (None, len(mean)), skip=self.skip)
        eps = max(np.finfo(dtype).eps ** 2, np.finfo(np.float64).eps)
        kept = squares[self.skip : self.skip + n]
        varies = kept > len(mean) * eps * squares.max()
        axes = axes[self.skip : self.skip + n]
        self.components_ = np.zeros((n, len(mean)), dtype=dtype)
        self.components_[: len(varies)][varies] = fix_signs(axes[varies])
        self.explained_residual_ratio_ = np.zeros(n)
        self.explained_residual_ratio_[: len(varies)] = kept / (total or 1.0)
        self.mean_ = mean.astype(dtype)
        self.n_components_ = n
