"""How many dimensions the rows around a row fill."""

from numbers import Integral

import numpy as np

from skcolor._compat import Interval
from skcolor._compute.chunks import map_rows
from skcolor.colorers._neighbor_values import BaseNeighborColorer
from skcolor.neighbors._exact import find_neighbors
from skcolor.neighbors._own_row import find_self, leave_out


class LocalDimensionColorer(BaseNeighborColorer):
    r"""Color rows by the intrinsic dimension of X around them.

    High values show where two dimensions cannot hold what is there, so that a layout must
    leave much out.

    Parameters
    ----------
    n_neighbors : int, default=30
        Nearest rows that make up a surrounding, the row itself not counted. At most all
        other rows.
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
    n_neighbors_ : int
        Number of neighbors in use, the row itself not counted.
    vmin_, vmax_ : float
        The dimensions that get the first and the last color.
    colormap_table_ : ndarray of shape (n_colors, 3)
        The colors of `cmap`, sRGB in [0, 1].
    n_features_in_ : int
        Number of features seen during fit.
    feature_names_in_ : ndarray of shape (n_features_in_,)
        Names of features seen during fit, where X has them.

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
    NeighborOverlapColorer : How well the layout keeps the neighbors.

    Notes
    -----
    The dimension is the participation ratio :math:`(\sum_j \lambda_j)^2 / \sum_j
    \lambda_j^2` of the eigenvalues of the covariance around a row: m where the rows fill
    m dimensions alike, less where some matter less. The ratio :math:`p` of the sample
    covariance of k neighbors cannot exceed k - 1 and is too small long before. With
    the unbiased estimates for normal samples of both its parts [2]_, :math:`n = k - 1`,

    .. math:: \frac{(n + 1) p - 2}{n - p},

    at most the number of columns of X, and 0 where all neighbors are equal; two that
    differ lie on a line. No
    eigenvalue is computed: both sums are norms of the neighbors' Gram matrix.

    Of training rows, one that equals the row, else the nearest if rounding explains how
    far it is, is taken for the row itself and left out. New rows have the surroundings of
    their nearest training rows.

    References
    ----------
    .. [1] P. Gao et al., "A theory of multineuronal dimensionality, dynamics and
       measurement", bioRxiv 214262, 2017.
    .. [2] M. S. Srivastava, "Some tests concerning the covariance matrix in high
       dimensional data", J. Japan Statist. Soc. 35, 2005.
    .. [3] ``umap.plot.diagnostic(diagnostic_type="local_dim")`` fits a PCA to each row's
       neighbors and counts the components that explain 80 % of their variance.

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
        **BaseNeighborColorer._parameter_constraints,
        # Two neighbors lie on a line whatever they are.
        "n_neighbors": [Interval(Integral, 3, None, closed="left")],
    }

    def __init__(
        self,
        n_neighbors=30,
        *,
        neighbors=None,
        cmap="viridis",
        quantile_range=(2.0, 98.0),
        n_jobs=None,
    ):
        super().__init__(cmap, quantile_range=quantile_range)
        self.n_neighbors = n_neighbors
        self.neighbors = neighbors
        self.n_jobs = n_jobs

    def _fit(self, X, layout):
        super()._fit(X, layout)
        self._neighbors = find_neighbors(X, self.neighbors, n_jobs=self.n_jobs)

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
    # In units of the largest entry, so that nothing squared leaves the float type.
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
