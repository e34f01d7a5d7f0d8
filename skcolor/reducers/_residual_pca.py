"""The directions in which neighbors in the layout still differ."""

from dataclasses import dataclass
from numbers import Integral

import numpy as np

from skcolor._chunks import map_rows, row_chunks, sum_parts
from skcolor._compat import HasMethods, Interval
from skcolor._dask_neighbors import needed_layout, sum_deviations
from skcolor._layout import EmbedderMixin
from skcolor._linear_algebra import add_squares, eigh, mirror, product
from skcolor._neighbor_count import NeighborCountMixin
from skcolor._neighbors import ExactNeighbors
from skcolor._own_row import find_rows, leave_out
from skcolor._signs import fix_signs
from skcolor._stream import SummaryMixin
from skcolor.reducers._linear import LinearReducer, cap_components
from skcolor.reducers._wide import column_axes, row_axes


class ResidualPCA(NeighborCountMixin, EmbedderMixin, SummaryMixin, LinearReducer):
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
    n_neighbors : int, default=50
        Nearest rows in the layout that each row is compared with, the row itself not
        counted. At most all other rows. The components change little between 10 and one
        percent of the rows.
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

    where :math:`m_i` is the mean of the rows next to row i in the layout. Only sums of
    size n_features x n_features are kept, or of size n_samples x n_samples where rows are
    fewer than columns; they are float64, of differences between rows, so that float32
    rows with large means lose nothing. Directions in which neighbors differ equally much
    span a plane, or more, within which nothing fixes them. Where all points of a layout
    coincide it hides everything, and these are the principal components of X, but for
    chance.

    ``partial_fit`` adds up the scatters of batches, in each of which a row is compared with
    its nearest in the same batch: with `b` batches, drawn at random, as if `n_neighbors`
    were `b` times as many. Rows in a dask array are compared with their nearest in all
    blocks; their layout must fit in memory.

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

    _stream_parameters = ("n_neighbors", "embedder")
    _parameter_constraints = {
        "n_components": [Interval(Integral, 1, None, closed="left"), None],
        "n_neighbors": [Interval(Integral, 1, None, closed="left")],
        "embedder": [HasMethods("fit"), None],
        "n_jobs": [Integral, None],
    }

    def __init__(self, n_components=3, *, n_neighbors=50, embedder=None, n_jobs=None):
        self.n_components = n_components
        self.n_neighbors = n_neighbors
        self.embedder = embedder
        self.n_jobs = n_jobs

    def _fit(self, X, y):
        if X.shape[0] >= X.shape[1]:
            self._fit_summary(self._summarize(X, y), X.dtype, overwrite=True)
        else:
            self._fit_few_rows(X, y)

    def _summarize(self, X, y):
        n_others = self._count_others(len(X))
        layout = self._resolve_layout(X, y)
        return _sums_within(X, layout, n_others, self.n_jobs)

    def _summarize_blocks(self, X, y):
        n_others = self._count_others(len(X))
        layout = needed_layout(self, X, y)
        return sum_deviations(_sums_of_block, X, layout, n_others, self)

    def _fit_summary(self, summary, dtype, overwrite=False):
        squares, vectors = eigh(summary.scatter, overwrite=overwrite)
        squares, mean = np.maximum(squares[::-1], 0), summary.total / summary.n_rows
        self._keep(squares, vectors.T[::-1], mean, summary.n_rows, dtype)

    def _fit_few_rows(self, X, y):
        """Learn from fewer rows than columns by products of rows with rows."""
        n_others = self._count_others(len(X))
        layout = self._resolve_layout(X, y)
        deviations = _deviations_by_column(X, layout, n_others)
        squares, vectors = row_axes(deviations, X.shape, self.n_jobs)
        n = min(self.n_components or len(X), len(X))
        axes = column_axes(deviations, X.shape, squares[:n], vectors[:, :n])
        self._keep(squares, axes, X.mean(axis=0, dtype=np.float64), len(X), X.dtype)

    def _keep(self, squares, axes, mean, n_rows, dtype):
        shape = (n_rows, len(mean))
        n = cap_components(self.n_components, len(mean), shape)
        eps = max(np.finfo(dtype).eps ** 2, np.finfo(np.float64).eps)
        n_varying = np.count_nonzero(squares[:n] > len(mean) * eps * squares[0])
        self.components_ = np.zeros((n, len(mean)), dtype=dtype)
        self.components_[:n_varying] = fix_signs(axes[:n_varying])
        self.explained_residual_ratio_ = np.zeros(n)
        shares = squares[:n] / (squares.sum() or 1.0)
        self.explained_residual_ratio_[: len(shares)] = shares
        self.mean_ = mean.astype(dtype)
        self.n_components_ = n


@dataclass(frozen=True)
class _Sums:
    """Sums over rows: of themselves, and of the outer products of their deviations."""

    n_rows: int
    total: np.ndarray
    scatter: np.ndarray

    def __add__(self, other):
        return _Sums(
            self.n_rows + other.n_rows,
            self.total + other.total,
            self.scatter + other.scatter,
        )


def _sums_of_block(X, deviation):
    return _Sums(len(X), X.sum(axis=0, dtype=np.float64), product(deviation.T, deviation))


def _sums_within(X, layout, n_neighbors, n_jobs):
    """Sums of rows whose deviations are from the mean of their layout neighbors."""
    n_features = X.shape[1]
    search = ExactNeighbors(layout)
    # Neighboring rows one after another: what one needs, the next finds in the cache.
    order = search.local_order()

    def add_up(part):
        scatter = np.zeros((n_features, n_features))
        for chunk in row_chunks(len(part), 16 * (n_neighbors + 1)):
            rows = part[chunk]
            others = _find_others(search, layout, rows, n_neighbors)
            add_squares(scatter, _deviations(X, rows, others))
        return (scatter,)

    (scatter,) = sum_parts(add_up, order, n_jobs=n_jobs)
    return _Sums(len(X), X.sum(axis=0, dtype=np.float64), mirror(scatter))


def _deviations_by_column(X, layout, n_neighbors):
    """Give a function from columns to the deviations of all rows in them."""
    rows = np.arange(len(X))
    others = _find_others(ExactNeighbors(layout), layout, rows, n_neighbors)
    return lambda columns: _deviations(X[:, columns], rows, others)


def _find_others(search, layout, rows, n_neighbors):
    _, others = search.kneighbors(layout[rows], n_neighbors + 1)
    return leave_out(find_rows(others, rows), others)


def _deviations(X, rows, others):
    """Mean of other rows less the row itself, in float64, for some rows."""
    return map_rows(
        lambda rows, others: _deviation(X, rows, others),
        rows,
        others,
        row_bytes=2 * X.itemsize * X.shape[1] * others.shape[1],
    )


def _deviation(X, rows, others):
    """Mean of other rows less the row itself, in float64."""
    # Differences first: a mean of large float32 numbers would lose what they differ by.
    differences = X[others]
    differences -= X[rows][:, np.newaxis, :]
    weights = np.full(others.shape[1], 1 / others.shape[1], dtype=X.dtype)
    return (weights @ differences).astype(np.float64)
