"""PCA of the covariance matrix: exact, chunked, and with reproducible signs."""

from dataclasses import dataclass
from numbers import Integral

import numpy as np

from skcolor._array_api import to_numpy
from skcolor._compat import Interval, RealNotInt
from skcolor._compute.linear_algebra import eigh, linear_algebra_threads
from skcolor._compute.shared_work import is_shared, shared
from skcolor._compute.signs import signs_of
from skcolor._summaries.moments import Moments, column_means
from skcolor.reducers._linear import LinearReducer, cap_components
from skcolor.reducers._wide import column_axes, row_axes

# For variances above this share of the largest, the relative error of float32 sums is less
# than 1e-5.
_LARGE_SHARE = 1e-3
# Up to so many numbers, float64 sums take hardly more time.
_FEW = 2**18
# For variances above this, float32 sums are far from underflow.
_TINY = 1e-20


class CovariancePCA(LinearReducer):
    """Principal components of many rows with few columns, accurate for float32.

    The components of :class:`sklearn.decomposition.PCA`, with four differences for
    coloring. X is read in chunks and never copied; only sums of size
    n_features x n_features are kept. The sums are float64, so components are accurate even
    for float32 rows with large means. Signs depend only on the data, so colors do not
    change with library versions. Asking for more components than X has is not an error.

    Parameters
    ----------
    n_components : int, float or None, default=None
        Number of components. None uses as many as X has rows or columns, whichever is
        smaller, and so do larger numbers, with a warning. A float between 0 and 1 uses as
        few as explain more than this share of the variance of X.

    Attributes
    ----------
    components_ : ndarray of shape (n_components_, n_features_in_)
        Orthonormal directions, by decreasing variance; zero for directions in which X does
        not vary. In each, the loading with the largest absolute value is positive; if
        several are equal within 0.1%, the first.
    mean_ : ndarray of shape (n_features_in_,)
        Mean of the rows.
    explained_variance_ : ndarray of shape (n_components_,)
        Variance along each component, with denominator n_samples - 1.
    explained_variance_ratio_ : ndarray of shape (n_components_,)
        Share of the total variance of X.
    n_components_ : int
        Number of components used.
    n_samples_seen_ : int
        Number of rows seen by ``partial_fit``.
    n_features_in_ : int
        Number of features seen during fit.
    feature_names_in_ : ndarray of shape (n_features_in_,)
        Names of features seen during fit, if X has feature names.

    Warns
    -----
    UserWarning
        In fit, if X has fewer than `n_components` rows or columns, or if a few extreme
        outliers dominate the components.

    See Also
    --------
    OrderedICA : Independent components in a reproducible order.

    Notes
    -----
    If X has fewer rows than columns, the Gram matrix of the rows is used instead.
    Directions of equal variance are not unique: any rotation within the subspace that
    they span is equally valid.

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

    def _survey(self, X):
        return survey(to_numpy(X), self.n_components)

    def _fit(self, X, y, weights=None, moments=None):
        shape = (count_rows(X, weights), X.shape[1])
        found = principal_axes(X, self.n_components, weights, moments)
        self._keep(found, shape, X.dtype)

    def _moments_of_coordinates(self, moments):
        scatter = self.explained_variance_ * max(1, moments.n_rows - 1)
        mean = np.zeros(len(scatter))
        return Moments(moments.n_rows, mean, scatter, far=moments.far)

    def _summarize(self, X, y, weights=None):
        return Moments.of(X, weights=weights)

    def _fit_summary(self, summary, dtype):
        shape = (int(summary.n_counted), len(summary.mean))
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

    Components along which rows differ only by rounding are set to zero, and so is their
    variance, because they would be noise once standardized.

    Attributes
    ----------
    mean : ndarray of shape (n_features,)
        Mean of the rows.
    components : ndarray of shape (n_components, n_features)
        The requested components, by decreasing variance.
    variance : ndarray of shape (n_components,)
        Variance along each component.
    total : float
        Total variance of the rows.
    """

    mean: np.ndarray
    components: np.ndarray
    variance: np.ndarray
    total: float


def is_count(n_components):
    """Whether `n_components` is a number, rather than None or a share of the variance."""
    return isinstance(n_components, Integral)


def count_rows(X, weights):
    """Number of rows, or the sum of their weights."""
    # Sums of weights that are shares round.
    return len(X) if weights is None else int(weights.sum() + 1e-6)


def survey(X, n_components):
    """Moments of rows for `principal_axes`, of columns only if there are more than rows.

    Products of many float32 rows are float32 if their sums may be accurate enough for the
    requested components.
    """
    if X.shape[1] > len(X):
        return Moments.of_columns(X)
    if _is_single(X, n_components):
        return _share(lambda: Moments.of(X, np.float32), "single moments", X)
    return _share(lambda: Moments.of(X), "moments", X)


def _is_single(X, n_components):
    return X.dtype == np.float32 and X.size > _FEW and is_count(n_components)


def principal_axes(X, n_components=None, weights=None, moments=None):
    """Compute the principal axes of rows; see `CovariancePCA` for `n_components`.

    Products of many float32 rows are summed in float32 if that is accurate for the
    requested components. `moments` are those of a `survey`, and may be overwritten.
    """
    n_samples, n_features = X.shape
    if n_features > n_samples:
        return _axes_of_few_rows(X, n_components, weights)
    # Roots of weights would round in float32.
    if weights is None:
        moments = survey(X, n_components) if moments is None else moments
        if not _is_single(X, n_components):
            return _share_spectrum(moments, "double", X).axes(X.dtype, n_components)
        found = _axes_in_single(moments, n_components, X)
        if found is not None:
            return found
    moments = _share(lambda: Moments.of(X, weights=weights), "moments", X, weights)
    spectrum = _share_spectrum(moments, "double", X, weights)
    return spectrum.axes(X.dtype, n_components)


def _share(compute, kind, X, weights=None):
    """What does not depend on `n_components`, which may be known from another fit."""
    if weights is not None:
        return compute()
    return shared(compute, ("principal_axes", kind), X)


def _share_spectrum(moments, kind, X, weights=None):
    overwrite = weights is not None or not is_shared(X)
    return _share(
        lambda: Spectrum.of_moments(moments, overwrite=overwrite), kind, X, weights
    )


def _axes_of_few_rows(X, n_components, weights):
    n_rows = count_rows(X, weights)
    if weights is None:
        mean, used, roots = X.mean(axis=0, dtype=np.float64), slice(None), 1.0
    else:
        mean, used = column_means(X, weights), np.flatnonzero(weights)
        roots = np.sqrt(weights[used])[:, np.newaxis]

    def deviations(columns):
        return (X[used, columns] - mean[columns]) * roots

    shape = (len(X) if weights is None else len(used), X.shape[1])
    squares, vectors = _share(
        lambda: row_axes(deviations, shape, linear_algebra_threads()), "rows", X, weights
    )
    if n_rows > shape[0]:  # as if rows of weight 2 were given twice
        squares = np.pad(squares, (0, min(n_rows, shape[1]) - shape[0]))
    variance, total, varies = _variances(squares, mean, n_rows, X.dtype)
    n = _count(n_components, variance, total)
    few = min(n, shape[0])
    components = np.zeros((n, shape[1]))
    components[:few] = column_axes(deviations, shape, squares[:few], vectors[:, :few])
    return _make_axes(mean, components, variance, total, varies)


def _axes_in_single(moments, n_components, X):
    """`principal_axes` from float32 sums; None if they may be too inaccurate."""
    if not np.isfinite(moments.scatter).all():
        return None
    found = _share_spectrum(moments, "single", X).axes(np.float32, n_components)
    variance = found.variance
    return found if variance[-1] > max(_LARGE_SHARE * variance[0], _TINY) else None


@dataclass(frozen=True)
class Spectrum:
    """Eigenvectors of the scatter of rows, from which any number of axes follow.

    Attributes
    ----------
    mean : ndarray of shape (n_features,)
        Mean of the rows.
    n_counted : float
        Number of rows, each as often as it counts.
    squares : ndarray of shape (rank,)
        Sums of squares along the eigenvectors, decreasing.
    vectors : ndarray of shape (n_features, n_features)
        The eigenvectors, as rows.
    """

    mean: np.ndarray
    n_counted: float
    squares: np.ndarray
    vectors: np.ndarray

    @classmethod
    def of_moments(cls, moments, *, overwrite=False):
        """Decompose the scatter of moments, which may be overwritten."""
        squares, vectors = eigh(moments.scatter, overwrite=overwrite)
        n_rows = moments.n_counted
        rank = min(len(squares), int(n_rows))
        squares = squares[::-1][:rank] * (n_rows / moments.n_rows)
        return cls(moments.mean, n_rows, squares, vectors.T[::-1])

    def axes(self, dtype, n_components=None):
        """`principal_axes` of rows of type `dtype`."""
        variance, total, varies = _variances(self.squares, self.mean, self.n_counted, dtype)
        n = _count(n_components, variance, total)
        return _make_axes(self.mean, self.vectors[:n], variance, total, varies)


def axes_of_moments(moments, dtype, n_components=None):
    """`principal_axes` from moments of rows of type `dtype`."""
    return Spectrum.of_moments(moments).axes(dtype, n_components)


def _count(n_components, variance, total):
    """Number of requested components, at most as many as there are."""
    if n_components is None or is_count(n_components):
        return min(n_components or len(variance), len(variance))
    shares = np.cumsum(variance) / (total or 1.0)
    return min(np.count_nonzero(shares <= n_components) + 1, len(variance))


def _variances(squares, mean, n_samples, dtype):
    """Variances, 0 if due to rounding; the total; and a mask of the other variances."""
    variance = np.maximum(squares, 0) / max(1, n_samples - 1)
    # Rounding of the entries of X, and of the sums.
    rounding = np.finfo(dtype).eps ** 2 * (variance[0] + np.abs(mean).max() ** 2)
    rounding = max(rounding, np.finfo(np.float64).eps * variance[0])
    varies = variance > len(mean) * rounding
    return np.where(varies, variance, 0.0), variance.sum(), varies


def _make_axes(mean, components, variance, total, varies):
    n = len(components)
    components = (
        components * signs_of(components)[:, np.newaxis]
    )  # others share the vectors
    components[~varies[:n]] = 0.0
    return Axes(mean, components, variance[:n], total)
