"""PCA from the covariance: exact, chunked, and of the same signs everywhere."""

from dataclasses import dataclass
from numbers import Integral

import numpy as np

from skcolor._compat import Interval, RealNotInt
from skcolor._compute.linear_algebra import eigh, linear_algebra_threads
from skcolor._compute.signs import signs_of
from skcolor._summaries.moments import Moments
from skcolor.reducers._linear import LinearReducer, cap_components
from skcolor.reducers._wide import column_axes, row_axes

# From this share of the largest variance on, the rounding of float32 sums is less than a
# hundred thousandth of a variance.
_MUCH = 1e-3
# The least variance whose sums are far from what float32 cannot hold.
_SMALLEST = 1e-20


class CovariancePCA(LinearReducer):
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
        loading of largest size is positive in each; of several that are equal, up to a
        thousandth, the first.
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
        Names of features seen during fit, if X has feature names.

    Warns
    -----
    UserWarning
        In fit, if X has fewer than `n_components` rows or columns, and if a few rows are
        so far out that they decide what is found.

    See Also
    --------
    OrderedICA : Independent components.

    Notes
    -----
    Of rows that are fewer than their columns, the products of rows with rows are summed
    instead. Directions of equal variance span a plane, or more, within which any others
    would do as well: there, nothing fixes them.

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
        self._keep(principal_axes(X, self.n_components), X.shape, X.dtype)

    def _summarize(self, X, y):
        return Moments.of(X)

    def _fit_summary(self, summary, dtype):
        shape = (summary.n_rows, len(summary.mean))
        self._keep(axes_of_moments(summary, dtype, self.n_components), shape, dtype)

    def _keep(self, axes, shape, dtype):
        if is_count(self.n_components):
            cap_components(self.n_components, min(shape), shape)
        self.mean_ = axes.mean.astype(dtype)
        self.components_ = axes.components.astype(dtype)
        self.n_components_ = len(axes.components)
        self.explained_variance_ = axes.variance[: self.n_components_]
        self.explained_variance_ratio_ = self.explained_variance_ / (axes.total or 1.0)


@dataclass(frozen=True)
class Axes:
    """Principal axes of rows, in float64.

    Components along which rows differ by rounding only are zero, and so is their
    variance: standardized, they would be noise.

    Attributes
    ----------
    mean : ndarray of shape (n_features,)
        The mean row.
    components : ndarray of shape (n_components, n_features)
        The wanted ones, by falling variance.
    variance : ndarray of shape (n_components,)
        Along each of them.
    total : float
        Variance along all components together.
    """

    mean: np.ndarray
    components: np.ndarray
    variance: np.ndarray
    total: float


def is_count(n_components):
    """Whether `n_components` says how many, rather than None or a share of the variance."""
    return isinstance(n_components, Integral)


def principal_axes(X, n_components=None):
    """Principal axes of rows, with `n_components` as `CovariancePCA` has it.

    Where all of the first few that are wanted have much variance, products of float32
    rows are summed in float32.
    """
    n_samples, n_features = X.shape
    if n_features > n_samples:
        return _axes_of_few_rows(X, n_components)
    single = is_count(n_components) and X.dtype == np.float32
    found = _axes_in_single(X, n_components) if single else None
    return found or axes_of_moments(Moments.of(X), X.dtype, n_components, overwrite=True)


def _axes_of_few_rows(X, n_components):
    mean = X.mean(axis=0, dtype=np.float64)

    def deviations(columns):
        return X[:, columns] - mean[columns]

    squares, vectors = row_axes(deviations, X.shape, linear_algebra_threads())
    variance, total, varies = _variances(squares, mean, len(X), X.dtype)
    n = _count(n_components, variance, total)
    components = column_axes(deviations, X.shape, squares[:n], vectors[:, :n])
    return _make_axes(mean, components, variance, total, varies)


def _axes_in_single(X, n_components):
    """`principal_axes` from float32 sums; None where they may lose a wanted component."""
    moments = Moments.of(X, np.float32)
    if not np.isfinite(moments.scatter).all():
        return None
    found = axes_of_moments(moments, X.dtype, n_components, overwrite=True)
    variance = found.variance
    return found if variance[-1] > max(_MUCH * variance[0], _SMALLEST) else None


def axes_of_moments(moments, dtype, n_components=None, *, overwrite=False):
    """`principal_axes` of rows of type `dtype`, from moments that may be used up."""
    squares, vectors = eigh(moments.scatter, overwrite=overwrite)
    rank = min(len(squares), moments.n_rows)
    squares, vectors = squares[::-1][:rank], vectors.T[::-1]
    variance, total, varies = _variances(squares, moments.mean, moments.n_rows, dtype)
    n = _count(n_components, variance, total)
    return _make_axes(moments.mean, vectors[:n], variance, total, varies)


def _count(n_components, variance, total):
    """How many components are wanted of those that rows have."""
    if n_components is None or is_count(n_components):
        return min(n_components or len(variance), len(variance))
    shares = np.cumsum(variance) / (total or 1.0)
    return min(np.count_nonzero(shares <= n_components) + 1, len(variance))


def _variances(squares, mean, n_samples, dtype):
    """Variances, 0 where they are rounding; their sum; and where they are not."""
    variance = np.maximum(squares, 0) / max(1, n_samples - 1)
    # Rounding of the entries of X, and of the sums over them.
    rounding = np.finfo(dtype).eps ** 2 * (variance[0] + np.abs(mean).max() ** 2)
    rounding = max(rounding, np.finfo(np.float64).eps * variance[0])
    varies = variance > len(mean) * rounding
    return np.where(varies, variance, 0.0), variance.sum(), varies


def _make_axes(mean, components, variance, total, varies):
    n = len(components)
    components *= signs_of(components)[:, np.newaxis]
    components[~varies[:n]] = 0.0
    return Axes(mean, components, variance[:n], total)
