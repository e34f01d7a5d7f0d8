"""PCA from the covariance: exact, chunked, and of the same signs everywhere."""

from numbers import Integral, Real

import numpy as np
from scipy.linalg import eigh, svd

from skcolor._chunks import single_threaded
from skcolor._compat import Interval, RealNotInt
from skcolor._stream import SummaryMixin
from skcolor.reducers._linear import LinearReducer, cap_components, fix_signs
from skcolor.reducers._running_moments import Moments

# From this share of the largest variance on, the rounding of float32 sums is less than a
# hundred thousandth of a variance.
_MUCH = 1e-3
# The least variance whose sums are far from what float32 cannot hold.
_SMALLEST = 1e-20


class CovariancePCA(SummaryMixin, LinearReducer):
    """Principal components of many rows with few columns, safely on float32.

    The components of :class:`sklearn.decomposition.PCA`, for coloring. It differs in
    four things: only sums of size n_features x n_features are kept and X is read in
    chunks, never copied; the sums are float64, so that float32 rows with large means keep
    their components; signs follow a rule that depends on the data alone, so that colors
    survive a new version of a library; and more components than X has are not an error.

    Parameters
    ----------
    n_components : int, float or None, default=None
        Number of components. None, or more than X has rows or columns, takes as many as
        it has; the latter warns. A float between 0 and 1 takes the fewest that hold more
        than this share of the variance of X.

    Attributes
    ----------
    components_ : ndarray of shape (n_components_, n_features_in_)
        Orthonormal directions, by falling variance; zero where X does not vary. The
        loading of largest size is positive in each.
    mean_ : ndarray of shape (n_features_in_,)
        The mean row.
    explained_variance_ : ndarray of shape (n_components_,)
        Variance along each component (n_samples - 1 in the denominator).
    explained_variance_ratio_ : ndarray of shape (n_components_,)
        Share of the total variance of X.
    n_components_ : int
        Number of components in use.
    n_samples_seen_ : int
        Number of rows seen by ``partial_fit``.
    n_features_in_ : int
        Number of features seen during fit.
    feature_names_in_ : ndarray of shape (n_features_in_,)
        Names of features seen during fit, where X has them.

    Warns
    -----
    UserWarning
        In fit, if X has fewer than `n_components` rows or columns, and if a few rows are
        so far out that they decide what is found.

    See Also
    --------
    OrderedICA : Independent components.

    Examples
    --------
    >>> import numpy as np
    >>> from skcolor import CovariancePCA
    >>> X = np.array([[0.0, 0.0], [1.0, -1.0], [2.0, -2.0], [3.0, -3.0]])
    >>> pca = CovariancePCA(1).fit(X)
    >>> pca.components_.round(3)
    array([[ 0.707, -0.707]])
    >>> pca.transform(X[:2]).round(3)
    array([[-2.121],
           [-0.707]])
    """

    _parameter_constraints = {
        "n_components": [
            Interval(Integral, 1, None, closed="left"),
            Interval(RealNotInt, 0, 1, closed="neither"),
            None,
        ]
    }

    def __init__(self, n_components=None):
        self.n_components = n_components

    def _fit(self, X, y):
        n_wanted = self.n_components if isinstance(self.n_components, Integral) else None
        self._fit_axes(*principal_axes(X, n_wanted), X.shape, X.dtype)

    def _summarize(self, X, y):
        return Moments.of(X)

    def _fit_summary(self, summary, dtype):
        shape = (summary.n_rows, len(summary.mean))
        self._fit_axes(*axes_of_moments(summary, dtype), shape, dtype)

    def _fit_axes(self, mean, components, variance, total, shape, dtype):
        n_components = self.n_components
        if isinstance(n_components, Real) and not isinstance(n_components, Integral):
            shares = np.cumsum(variance) / (total or 1.0)
            n_components = np.count_nonzero(shares <= n_components) + 1
            n_components = min(n_components, len(components))
        n_components = cap_components(n_components, len(components), shape)
        self.mean_ = mean.astype(dtype)
        self.components_ = components[:n_components].astype(dtype)
        self.explained_variance_ = variance[:n_components]
        self.explained_variance_ratio_ = variance[:n_components] / (total or 1.0)
        self.n_components_ = n_components


def principal_axes(X, n_wanted=None):
    """Mean, components, their variances and the total variance of rows, in float64.

    Components along which X differs by rounding only are zero, and so is their variance:
    standardized, they would be noise. Where only the first `n_wanted` count, and all of
    them have much variance, products of float32 rows are summed in float32.
    """
    n_samples, n_features = X.shape
    if n_features <= n_samples:
        single = n_wanted is not None and X.dtype == np.float32
        found = _axes_in_single(X, n_wanted) if single else None
        return found or axes_of_moments(Moments.of(X), X.dtype)
    # Few rows: their own singular vectors are cheaper than a wide covariance.
    mean = X.mean(axis=0, dtype=np.float64)
    _, singular_values, components = svd(X - mean, full_matrices=False)
    return _without_rounding(mean, components, singular_values**2, n_samples, X.dtype)


def _axes_in_single(X, n_wanted):
    """`principal_axes` from float32 sums; None where they may lose a wanted component."""
    moments = Moments.of(X, np.float32)
    if not np.isfinite(moments.scatter).all():
        return None
    found = axes_of_moments(moments, X.dtype)
    variance = found[2][:n_wanted]
    return found if variance[-1] > max(_MUCH * variance[0], _SMALLEST) else None


def axes_of_moments(moments, dtype):
    """`principal_axes` of rows of type `dtype`, from their moments."""
    with single_threaded():
        squares, vectors = eigh(moments.scatter)
    rank = min(moments.scatter.shape[0], moments.n_rows)
    squares, components = squares[::-1][:rank], vectors.T[::-1][:rank]
    return _without_rounding(moments.mean, components, squares, moments.n_rows, dtype)


def _without_rounding(mean, components, squares, n_samples, dtype):
    n_features = len(mean)
    variance = np.maximum(squares, 0) / max(1, n_samples - 1)
    # Rounding of the entries of X, and of the sums over them.
    rounding = np.finfo(dtype).eps ** 2 * (variance[0] + np.abs(mean).max() ** 2)
    rounding = max(rounding, np.finfo(np.float64).eps * variance[0])
    varies = variance > n_features * rounding
    components = np.where(varies[:, np.newaxis], fix_signs(components), 0.0)
    return mean, components, np.where(varies, variance, 0.0), variance.sum()
