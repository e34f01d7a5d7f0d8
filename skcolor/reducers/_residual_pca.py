"""The directions in which neighbors in the layout still differ."""

from numbers import Integral, Real

import numpy as np

from skcolor._compat import HasMethods, Interval, StrOptions
from skcolor._compute.linear_algebra import cholesky, eigh, product, project, solve_lower
from skcolor._compute.signs import fix_signs
from skcolor._fitting.far_rows import find_far_rows
from skcolor._fitting.placement import fit_layout
from skcolor.neighbors._count import NeighborCountMixin, count_others
from skcolor.reducers._covariance_pca import CovariancePCA, principal_axes
from skcolor.reducers._linear import LinearReducer, cap_components
from skcolor.reducers._wide import column_axes, row_axes
from skcolor.reducers._within_scatter import (
    Neighborhoods,
    deviations,
    sums_of_block,
    sums_within,
)

# What "auto" neighbors are: a share of the rows, within limits.
_SHARE, _LEAST_NEIGHBORS, _MOST_NEIGHBORS = 0.05, 5, 50
# Steps in which the share of the spread is found.
_N_HALVINGS = 10


class ResidualPCA(NeighborCountMixin, LinearReducer):
    r"""Principal components of what the layout hides.

    Neighbors in the layout look alike in the map. The components are the directions in
    which they differ most nevertheless, so that
    ``make_pipeline(ResidualPCA(3), ChannelColorer())`` spends color on what the map does
    not show. It is linear: new rows need no layout.

    Parameters
    ----------
    n_components : int or None, default=3
        Number of components. None, or more than X has columns, takes as many as X has;
        the latter warns.
    n_neighbors : int or "auto", default=50
        Nearest rows in the layout that each row is compared with, the row itself not
        counted. At most all other rows. The components change little between 10 and one
        percent of the rows. "auto" is five percent of the rows, from 5 to 50.
    noise : float, default=0.0
        Variance that cannot be seen, as a share of the variance of all rows along the
        same direction. With more of it, directions count in which neighbors differ by
        much of what all rows differ by, so that color, which has to show all rows, can
        show what neighbors differ by. One just noticeable difference is about 0.05 of
        what a screen can show; small dots need 0.5.
    total_share : float, default=0.0
        Least share of the variance of all rows that the components hold, of what as many
        principal components hold: more, and regions of the map keep colors of their own.
        Used with `noise` only.
    robust : bool, default=False
        Whether each row counts by the direction in which it differs alone, and rows far
        beyond all others not at all. Then `mean_` is the median row.
    embedder : estimator or None, default=None
        Makes the layout where fit gets none: anything with ``fit_transform`` into 2 or 3
        dimensions, or a ``FrozenEstimator`` around a fitted one. None takes two principal
        components, with a warning.
    n_jobs : int or None, default=None
        Number of threads; None is 1, -1 all processors. It does not change the result.

    Attributes
    ----------
    components_ : ndarray of shape (n_components_, n_features_in_)
        Orthonormal directions, by falling variance among neighbors; zero where
        neighbors do not differ. The loading of largest size is positive in each; of
        several that are equal, up to a thousandth, the first.
    explained_residual_ratio_ : ndarray of shape (n_components_,)
        Share of the variance among neighbors along each component.
    mean_ : ndarray of shape (n_features_in_,)
        The mean row.
    embedder_ : estimator
        The fitted embedder, where one made the layout.
    n_components_ : int
        Number of components in use.
    n_neighbors_ : int
        Number of neighbors in use, the row itself not counted; after ``partial_fit``, in
        the last batch.
    n_samples_seen_ : int
        Number of rows seen by ``partial_fit``.
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
        In fit, if there is neither a layout nor an embedder, if `n_components` is more
        than X has columns, if X has no more than `n_neighbors` rows, or if a few rows are
        so far out that they decide what is found.

    See Also
    --------
    CovariancePCA : Principal components of X as it is.

    Notes
    -----
    The components are the first eigenvectors of the scatter within neighborhoods,

    .. math:: \sum_i (x_i - m_i)(x_i - m_i)^T,

    where :math:`m_i` is the mean of the rows next to row i in the layout. With this
    matrix as W, the scatter T of all rows about the median row, and the `noise` s, they
    are those of

    .. math:: W (W + s T)^{-1} W,

    the part of W that a Wiener filter lets pass: three coordinates are made to fit into
    the colors of a screen by their spread T, and seen with noise. Where they hold less
    than `total_share`, as much of T is added as makes them hold it. With `robust`, all
    deviations are brought to their median length first: spatial signs [1]_. Only sums of
    size n_features x n_features are kept, or of size n_samples x n_samples where rows are
    fewer than columns; they are float64, of differences between rows, so that float32
    rows with large means lose nothing. Medians are of a thousand rows, spread evenly over
    the layout, and taken along principal axes where rows are fewer than columns.
    Directions in which neighbors differ equally much span a plane, or more, within which
    nothing fixes them. Where all points of a layout coincide it hides everything, and
    these are the principal components of X, but for chance.

    ``partial_fit`` adds up the scatters of batches, in each of which a row is compared with
    its nearest in the same batch: with `b` batches, drawn at random, as if `n_neighbors`
    were `b` times as many. Rows in a dask array are compared with their nearest in all
    blocks; their layout must fit in memory. With `robust`, medians are those of each batch
    or block, and rows far beyond all others are left out of batches only.

    References
    ----------
    .. [1] S. Visuri, V. Koivunen and H. Oja, "Sign and rank covariance matrices", Journal
       of Statistical Planning and Inference 91, 2000.

    Examples
    --------
    The layout shows the first column; the second is what it hides.

    >>> import numpy as np
    >>> from skcolor import ResidualPCA
    >>> rng = np.random.default_rng(0)
    >>> X = rng.normal(size=(500, 3)) * [9.0, 3.0, 1.0]
    >>> layout = np.column_stack([X[:, 0], np.zeros(500)])
    >>> ResidualPCA(1, n_neighbors=10).fit(X, layout).components_.round(1) + 0
    array([[0., 1., 0.]])
    """

    uses_layout = True
    _stream_parameters = ("n_neighbors", "noise", "robust", "embedder")
    _parameter_constraints = {
        "n_components": [Interval(Integral, 1, None, closed="left"), None],
        "n_neighbors": [Interval(Integral, 1, None, closed="left"), StrOptions({"auto"})],
        "noise": [Interval(Real, 0, None, closed="left")],
        "total_share": [Interval(Real, 0, 1, closed="both")],
        "robust": ["boolean"],
        "embedder": [HasMethods("fit"), None],
        "n_jobs": [Integral, None],
    }

    def __init__(
        self,
        n_components=3,
        *,
        n_neighbors=50,
        noise=0.0,
        total_share=0.0,
        robust=False,
        embedder=None,
        n_jobs=None,
    ):
        self.n_components = n_components
        self.n_neighbors = n_neighbors
        self.noise = noise
        self.total_share = total_share
        self.robust = robust
        self.embedder = embedder
        self.n_jobs = n_jobs

    def _check_far_rows(self, X):
        # What is robust takes no notice of them.
        return False if self.robust else super()._check_far_rows(X)

    def _count_others(self, n_rows):
        if self.n_neighbors != "auto":
            return super()._count_others(n_rows)
        wanted = min(_MOST_NEIGHBORS, max(_LEAST_NEIGHBORS, int(n_rows * _SHARE)))
        self.n_neighbors_ = count_others(min(wanted, max(1, n_rows - 1)), n_rows)
        return self.n_neighbors_

    def _fit(self, X, y):
        neighborhoods = self._find_neighborhoods(X, y)
        if X.shape[0] >= X.shape[1]:
            self._fit_summary(self._sum(X, neighborhoods), X.dtype, overwrite=True)
        elif self.noise or self.robust:
            self._fit_few_rows_among_axes(X, neighborhoods)
        else:
            self._fit_few_rows(X, neighborhoods)

    def _summarize(self, X, y):
        return self._sum(X, self._find_neighborhoods(X, y))

    def _find_neighborhoods(self, X, y):
        n_others = self._count_others(len(X))
        layout = fit_layout(self, X, y, principal_plane=CovariancePCA)
        return Neighborhoods(layout, n_others, find_far_rows(X)[0] if self.robust else ())

    def _sum(self, X, neighborhoods):
        return sums_within(
            X,
            neighborhoods,
            with_spread=self.noise > 0,
            robust=self.robust,
            n_jobs=self.n_jobs,
        )

    def _summarize_deviations(self, X, deviation):
        return sums_of_block(X, deviation, with_spread=self.noise > 0, robust=self.robust)

    def _fit_summary(self, summary, dtype, overwrite=False):
        mean = summary.total / summary.n_rows
        self._keep(*self._find_axes(summary, overwrite), mean, summary.n_rows, dtype)

    def _find_axes(self, summary, overwrite=False):
        """Scatter along the components, all of it, and the components."""
        if not self.noise:
            squares, vectors = eigh(summary.scatter, overwrite=overwrite)
            squares = np.maximum(squares[::-1], 0)
            return squares, squares.sum(), vectors.T[::-1]
        visible = visible_scatter(summary.scatter, summary.spread, self.noise)
        if self.total_share and self.n_components is not None:
            visible = add_spread(
                visible, summary.spread, self.n_components, self.total_share
            )
        axes = eigh(visible, overwrite=True)[1].T[::-1]
        squares = np.einsum("kd,kd->k", product(axes, summary.scatter), axes)
        return np.maximum(squares, 0), np.trace(summary.scatter), axes

    def _fit_few_rows(self, X, neighborhoods):
        """Learn from fewer rows than columns by products of rows with rows."""
        rows, others = neighborhoods.find(np.arange(len(X)))

        def of_columns(columns):
            return deviations(X[:, columns], rows, others)

        squares, vectors = row_axes(of_columns, X.shape, self.n_jobs)
        n = min(self.n_components or len(X), len(X))
        axes = column_axes(of_columns, X.shape, squares[:n], vectors[:, :n])
        mean = X.mean(axis=0, dtype=np.float64)
        self._keep(squares, squares.sum(), axes, mean, len(X), X.dtype)

    def _fit_few_rows_among_axes(self, X, neighborhoods):
        """Learn from fewer rows than columns what they are along their principal axes."""
        # One row far out would take the digits of all axes but its own.
        found = principal_axes(neighborhoods.keep(X))
        Z = project(X, found.components.T, found.mean)
        summary = self._sum(Z, neighborhoods)
        squares, total, axes = self._find_axes(summary, overwrite=True)
        n = self.n_components or len(axes)
        mean = found.mean + product(summary.total / len(Z), found.components)
        axes = product(axes[:n], found.components)
        self._keep(squares[:n], total, axes, mean, len(X), X.dtype)

    def _keep(self, squares, total, axes, mean, n_rows, dtype):
        shape = (n_rows, len(mean))
        n = cap_components(self.n_components, len(mean), shape)
        eps = max(np.finfo(dtype).eps ** 2, np.finfo(np.float64).eps)
        varies = squares[:n] > len(mean) * eps * squares.max()
        self.components_ = np.zeros((n, len(mean)), dtype=dtype)
        self.components_[: len(varies)][varies] = fix_signs(axes[:n][varies])
        self.explained_residual_ratio_ = np.zeros(n)
        self.explained_residual_ratio_[: len(varies)] = squares[:n] / (total or 1.0)
        self.mean_ = mean.astype(dtype)
        self.n_components_ = n


def visible_scatter(scatter, spread, noise):
    """Scatter within neighborhoods, as far as it stands out from noise.

    With W, what neighbors differ by, and T, what all rows differ by, it is
    ``W (W + noise * T)^-1 W``: along a direction of its own, ``w * w / (w + noise * t)``.

    Parameters
    ----------
    scatter, spread : ndarray of shape (n_features, n_features)
        W and T, of as many rows.
    noise : float
        Variance of the noise, in units of T.

    Returns
    -------
    ndarray of shape (n_features, n_features)
        Symmetric.
    """
    total = scatter + noise * spread
    size = np.trace(total) or 1.0
    # Directions without any variance stay without.
    total[np.diag_indices_from(total)] += len(total) * np.finfo(np.float64).eps * size
    half = solve_lower(cholesky(total), scatter)
    return product(half.T, half)


def add_spread(visible, spread, n_components, share):
    """Add as much of the spread as lets the first axes hold a share of it.

    Parameters
    ----------
    visible, spread : ndarray of shape (n_features, n_features)
        What axes are made of, and what they are to hold.
    n_components : int
        How many axes.
    share : float
        Of what the first principal axes of `spread` hold.

    Returns
    -------
    ndarray of shape (n_features, n_features)
        A mean of both, each in units of its trace.
    """
    parts = [matrix / (np.trace(matrix) or 1.0) for matrix in (visible, spread)]

    def held(mixture):
        axes = eigh(mixture)[1][:, -n_components:]
        return np.einsum("dk,dk->", axes, product(parts[1], axes))

    least, low, high = share * held(parts[1]), 0.0, 1.0
    if held(parts[0]) >= least:
        return parts[0]
    for _ in range(_N_HALVINGS):
        middle = (low + high) / 2
        enough = held((1 - middle) * parts[0] + middle * parts[1]) >= least
        low, high = (low, middle) if enough else (middle, high)
    return (1 - high) * parts[0] + high * parts[1]
