"""Independent components whose signs and order depend only on the data."""

from numbers import Integral, Real

import numpy as np

from skcolor._array_api import to_numpy
from skcolor._compat import Interval, StrOptions
from skcolor._compute.signs import descending_order, signs_of
from skcolor._summaries.moments import mean_of_cubes
from skcolor.reducers._covariance_pca import count_rows, principal_axes, survey
from skcolor.reducers._fixed_point import rotate_to_independence
from skcolor.reducers._linear import LinearReducer, cap_components

# Smaller skewness has no reliable sign: for symmetric sources, it is rounding error.
_NO_SKEWNESS = 1e-3


def _find_signs(skewness, loadings):
    """The sign of each skewness, or of the largest loading if there is no skewness."""
    is_skewed = np.abs(skewness) > _NO_SKEWNESS
    return np.where(is_skewed, np.sign(skewness), signs_of(loadings))


class OrderedICA(LinearReducer):
    """Independent components in a reproducible order, with reproducible signs.

    The order and the signs of the components of :class:`sklearn.decomposition.FastICA`
    change with the seed, and so would colors. Here, the iteration starts from the
    principal components, and the data determine order and signs.

    Parameters
    ----------
    n_components : int or None, default=3
        Number of components. None uses as many as X has rows or columns, whichever is
        smaller, and so do larger numbers, with a warning.
    fun : {"logcosh", "exp", "cube"}, default="logcosh"
        The contrast function of FastICA.
    max_iter : int, default=500
        Maximum number of iterations.
    tol : float, default=1e-4
        Tolerance for convergence: the maximum change of the components.

    Attributes
    ----------
    components_ : ndarray of shape (n_components_, n_features_in_)
        Unmixing matrix, from centered rows to sources.
    mixing_ : ndarray of shape (n_features_in_, n_components_)
        Mixing matrix, from sources to centered rows.
    mean_ : ndarray of shape (n_features_in_,)
        Mean of the rows.
    n_components_ : int
        Number of components used.
    n_iter_ : int
        Number of FastICA iterations run.
    n_features_in_ : int
        Number of features seen during fit.
    feature_names_in_ : ndarray of shape (n_features_in_,)
        Names of features seen during fit, if X has feature names.

    Warns
    -----
    UserWarning
        In fit, if X has fewer than `n_components` rows or columns, or if a few extreme
        outliers dominate the components.
    ConvergenceWarning
        In fit, if FastICA did not converge in `max_iter` iterations.

    See Also
    --------
    CovariancePCA : Principal components.

    Notes
    -----
    Rows are whitened by their principal components. Sources have unit variance; sources for
    directions in which X does not vary are 0. They are ordered by how much of the variance
    of X they explain, ``(mixing_**2).sum(axis=0)``, in decreasing order; if it is equal
    within 0.1%, by the absolute loadings in ``mixing_``, column by column. Signs make the
    skewness of each source positive; if it is below 0.001, they make the largest loading
    positive, the first of several equal ones. Directions of normally distributed sources
    are not unique, because every rotation of them is equally independent.

    References
    ----------
    .. [1] A. Hyvarinen and E. Oja, "Independent component analysis: algorithms and
       applications", Neural Networks 13, 2000.

    Examples
    --------
    >>> import numpy as np
    >>> from skcolor import OrderedICA
    >>> rng = np.random.default_rng(0)
    >>> sources = rng.exponential(size=(1000, 2))
    >>> X = sources @ [[4.0, 1.0], [1.0, -2.0]]
    >>> ica = OrderedICA(2).fit(X)
    >>> np.corrcoef(ica.transform(X).T, sources.T)[:2, 2:].round(0) + 0
    array([[1., 0.],
           [0., 1.]])
    """

    _parameter_constraints = {
        "n_components": [Interval(Integral, 1, None, closed="left"), None],
        "fun": [StrOptions({"logcosh", "exp", "cube"})],
        "max_iter": [Interval(Integral, 1, None, closed="left")],
        "tol": [Interval(Real, 0, None, closed="left")],
    }

    def __init__(self, n_components=3, *, fun="logcosh", max_iter=500, tol=1e-4):
        self.n_components = n_components
        self.fun = fun
        self.max_iter = max_iter
        self.tol = tol

    def _survey(self, X):
        return survey(to_numpy(X), self.n_components or X.shape[1])

    def _fit(self, X, y, weights=None, moments=None):
        shape = (count_rows(X, weights), X.shape[1])
        n_components = cap_components(self.n_components, min(shape), shape)
        found = principal_axes(X, n_components, weights, moments)
        self.mean_ = found.mean.astype(X.dtype)
        self.n_components_ = n_components
        rank = np.count_nonzero(found.variance)
        axes, deviation = found.components[:rank], np.sqrt(found.variance[:rank])
        rotation = self._rotate(X, axes / deviation[:, np.newaxis], weights)
        loadings = rotation @ (axes * deviation[:, np.newaxis])
        components = rotation @ (axes / deviation[:, np.newaxis])
        cubes = mean_of_cubes(X, components, found.mean, weights)
        signs = _find_signs(cubes, loadings)
        loadings *= signs[:, np.newaxis]
        components *= signs[:, np.newaxis]
        order = descending_order((loadings**2).sum(axis=1), np.abs(loadings), loadings)
        # For directions in which X does not vary, sources are 0.
        self.components_ = np.zeros((n_components, X.shape[1]), dtype=X.dtype)
        self.components_[:rank] = components[order]
        self.mixing_ = np.zeros_like(self.components_.T)
        self.mixing_[:, :rank] = loadings[order].T

    def _rotate(self, X, whitening, weights):
        """Find FastICA's rotation of the whitened rows."""
        if len(whitening) == 0:  # constant rows
            self.n_iter_ = 1
            return np.eye(0)
        self.components_ = whitening.astype(X.dtype)
        rotation, self.n_iter_ = rotate_to_independence(
            self._project(X),
            fun=self.fun,
            max_iter=self.max_iter,
            tol=self.tol,
            weights=weights,
        )
        return rotation

    def _mixing(self):
        return self.mixing_
