"""Local intrinsic dimension."""

from numbers import Integral

import numpy as np

from skcolor._compat import Interval
from skcolor._compute.chunks import map_rows
from skcolor.colorers._neighbor_values import BaseRowNeighborColorer
from skcolor.neighbors._own_row import find_self, leave_out
from skcolor.neighbors._search import find_neighbors


class LocalDimensionColorer(BaseRowNeighborColorer):
    r"""Color rows by the local intrinsic dimension of X.

    High values show where two dimensions are not enough, so a layout must lose much of
    the structure.

    Parameters
    ----------
    n_neighbors : int, default=30
        Number of nearest rows that form a neighborhood, excluding the row itself. At most
        all other rows.
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
    n_neighbors_ : int
        Number of neighbors used, excluding the row itself.
    recall_ : float or None
        Share of the true neighbors that the search finds: 1 if it is exact, None if an
        estimator of another library does not say.
    vmin_, vmax_ : float
        Dimensions that get the first and the last color.
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
        In fit, if X has a single row, or `neighbors` finds too few.

    Warns
    -----
    UserWarning
        In fit, if X has no more than `n_neighbors` rows.

    See Also
    --------
    NeighborOverlapColorer : Color rows by how well the layout preserves neighbors.

    Notes
    -----
    The dimension is the participation ratio :math:`(\sum_j \lambda_j)^2 / \sum_j
    \lambda_j^2` of the eigenvalues of the covariance around a row. It is m if the rows vary
    equally in m dimensions, and less if some dimensions vary less. The ratio :math:`p` of
    the sample covariance of k neighbors cannot exceed k - 1, and is biased downward well
    below that. So both sums are replaced by their unbiased estimates for normal samples
    [2]_, which gives, with :math:`n = k - 1`,

    .. math:: \frac{(n + 1) p - 2}{n - p},

    limited to the number of columns of X. The dimension is 0 if all neighbors are equal,
    and 1 for two that differ. No eigenvalues are computed: both sums follow from the Gram
    matrix of the neighbors.

    The row itself, left out of its neighbors, is the training row that equals it, or else
    the nearest one if their distance is within rounding error. The neighborhood of a new
    row is its nearest training rows.

    References
    ----------
    .. [1] P. Gao et al., "A theory of multineuronal dimensionality, dynamics and
       measurement", bioRxiv 214262, 2017.
    .. [2] M. S. Srivastava, "Some tests concerning the covariance matrix in high
       dimensional data", J. Japan Statist. Soc. 35, 2005.
    .. [3] ``umap.plot.diagnostic(diagnostic_type="local_dim")`` fits a PCA to each row's
       neighbors and counts the components that explain 80% of their variance.

    Examples
    --------
    >>> import numpy as np
    >>> from skcolor import LocalDimensionColorer
    >>> rng = np.random.default_rng(0)
    >>> X = np.zeros((2000, 10))
    >>> X[:1000, :2] = rng.normal(size=(1000, 2))  # a plane
    >>> X[1000:, :6] = 9 + rng.normal(size=(1000, 6))
    >>> dimension = LocalDimensionColorer().fit(X).score_samples(X)
    >>> [int(np.median(part).round()) for part in np.split(dimension, 2)]
    [2, 6]
    """

    _parameter_constraints = {
        **BaseRowNeighborColorer._parameter_constraints,
        # Any two neighbors lie on a line.
        "n_neighbors": [Interval(Integral, 3, None, closed="left")],
    }

    def __init__(
        self,
        n_neighbors=30,
        *,
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
        self.neighbors = neighbors
        self.n_jobs = n_jobs

    def _fit(self, X, layout):
        super()._fit(X, layout)
        self._neighbors = find_neighbors(
            X, self.neighbors, n_neighbors=self.n_neighbors_, n_jobs=self.n_jobs
        )
        self._prepare(self._neighbors)

    def _encode(self, X, layout):
        others = self._neighbors.X
        distances, indices = self._neighbors.kneighbors(X, self.n_neighbors_ + 1)
        return map_rows(
            lambda rows: _dimension(others[rows]),
            leave_out(find_self(X, distances, others.dtype), indices),
            row_bytes=2 * X.itemsize * X.shape[1] * self.n_neighbors_,
        )


def _dimension(samples):
    """Dimension of each sample; `samples` is of shape (n_samples, k, n_features)."""
    _, k, n_features = samples.shape
    deviation = samples - samples.mean(axis=1, keepdims=True)
    # In units of the largest entry, so that squares stay within the float range.
    size = np.abs(deviation).max(axis=(1, 2))
    deviation /= np.where(size > 0, size, 1)[:, np.newaxis, np.newaxis]
    transposed = deviation.transpose(0, 2, 1)
    gram = deviation @ transposed if k <= n_features else transposed @ deviation
    variance = np.einsum("nkk->n", gram)
    squares = np.einsum("nkl,nkl->n", gram, gram)
    varies = size > 0
    ratio = variance**2 / np.where(varies, squares, 1)
    if k < 3:  # two rows lie on a line
        return varies.astype(samples.dtype)
    freedom = k - 1
    with np.errstate(divide="ignore"):
        dimension = ((freedom + 1) * ratio - 2) / np.maximum(freedom - ratio, 0)
    return np.where(varies, np.clip(dimension, 1, n_features), 0).astype(samples.dtype)
