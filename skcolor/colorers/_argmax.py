"""The index of the largest column as a label."""

from numbers import Real

import numpy as np

from skcolor._array_api import cast, get_namespace, is_numpy, numpy_dtype
from skcolor._checks.tables import check_vector
from skcolor._compat import Interval
from skcolor._compute.linear_algebra import reused_array
from skcolor._fitting.far_rows import warn_of_far_rows
from skcolor._summaries.moments import Moments
from skcolor.base import BaseLabelColorer

# Memory for the rows that are compared at a time, a part of the processor's cache.
_BUFFER_BYTES = 2**18


class ArgmaxColorer(BaseLabelColorer):
    """Color rows by the index of their largest column.

    Nearby rows tend to share their largest column, so they form regions of one color.
    Standardize the columns; otherwise a few of them win everywhere. After a ``PCA``, the
    number of components is the number of colors.

    Parameters
    ----------
    standardize : bool, default=False
        Whether to standardize the columns first, like a ``StandardScaler``, but without
        a copy of X.
    absolute : bool, default=False
        Whether to compare absolute values.
    falloff : None, float or array-like of shape (n_features,), default=None
        Weights that columns are multiplied by before they are compared. A float ``f``
        gives column ``j`` the weight ``f**j``: below 1, it favors early columns, such as
        the first principal components, and reduces the number of colors.
    palette : str or array-like of shape (m, 3), default="hsv"
        "distinct" for maximally distinct colors (at most 256), the name of a matplotlib
        colormap, sRGB colors in [0, 1], or a list of matplotlib colors. With more labels
        than colors, the colors repeat.
    arrange : {"contrast", "similarity"} or None, default=None
        How colors are assigned to labels. "contrast": labels that touch in the layout, or
        in X if fit gets no layout, get colors far apart, and never the same color if
        possible. "similarity": labels whose rows are close in X get similar colors. None
        keeps the order of the palette.

    Attributes
    ----------
    palette_ : ndarray of shape (n_features_in_, 3)
        One color per label, sRGB in [0, 1].
    mean_, scale_ : ndarray of shape (n_features_in_,), float64, or None
        Mean and standard deviation of the columns, if `standardize`; the deviation is 1
        for constant columns.
    weights_ : ndarray of shape (n_features_in_,) or None
        Weights of the columns.
    n_samples_seen_ : int
        Number of rows seen by ``partial_fit``.
    n_features_in_ : int
        Number of features seen during fit.
    feature_names_in_ : ndarray of shape (n_features_in_,)
        Names of features seen during fit, if X has feature names.

    Warns
    -----
    UserWarning
        In fit with `standardize`, if a few extreme outliers dominate the scales.

    See Also
    --------
    ClusterColorer : Color rows by the labels of any clusterer.

    Notes
    -----
    The label of row `x` is ``argmax(weights_ * x)``, or ``argmax(weights_ * abs(x))``
    with `absolute`; among equal columns, the first. With `standardize`,
    ``(x - mean_) / scale_`` replaces `x`.

    References
    ----------
    .. [1] K. McDonald, "Coloring t-SNE", a notebook, 2018, which suggests `falloff`.

    Examples
    --------
    >>> import numpy as np
    >>> from skcolor import ArgmaxColorer
    >>> X = np.array([[1.0, 0.9, 0.0], [0.0, 2.0, 0.0], [-1.0, -4.0, -2.0]])
    >>> ArgmaxColorer().fit(X).predict(X)
    array([0, 1, 0])
    >>> ArgmaxColorer(absolute=True, falloff=0.4).fit(X).predict(X)
    array([0, 1, 1])
    """

    array_api_support = True
    _stream_parameters = ("standardize", "arrange")
    _parameter_constraints = {
        **BaseLabelColorer._parameter_constraints,
        "standardize": ["boolean"],
        "absolute": ["boolean"],
        "falloff": [None, Interval(Real, 0, None, closed="neither"), "array-like"],
    }

    def __init__(
        self,
        *,
        standardize=False,
        absolute=False,
        falloff=None,
        palette="hsv",
        arrange=None,
    ):
        super().__init__(palette=palette, arrange=arrange)
        self.standardize = standardize
        self.absolute = absolute
        self.falloff = falloff

    def _takes_projected_rows(self):
        return self.arrange is None

    def _survey(self, X):
        return Moments.of_columns(X) if self.standardize else None

    def _check_far_rows(self, X, moments=None):
        if self.standardize:
            warn_of_far_rows(self, X, moments=moments)

    def _fit(self, X, layout, moments=None):
        self._fit_summary(moments, numpy_dtype(X))

    def _summarize(self, X, layout):
        # Otherwise, nothing is learned from the values.
        return Moments.of_columns(X) if self.standardize else 0

    def _fit_summary(self, summary, dtype):
        self.mean_ = summary.mean if self.standardize else None
        self.scale_ = summary.scale(dtype) if self.standardize else None
        self.weights_ = self._find_weights(self.n_features_in_, dtype)

    def _find_weights(self, n_features, dtype):
        if self.falloff is None:
            return None
        if isinstance(self.falloff, Real):
            with np.errstate(over="ignore", under="ignore"):
                weights = np.power(float(self.falloff), np.arange(n_features))
        else:
            wanted = f"None, a float or {n_features} weights, one for each column of X"
            weights = check_vector(self.falloff, "falloff", n_features, wanted)
        # Only ratios matter. Products stay in range if the largest weight is 1.
        with np.errstate(under="ignore", invalid="ignore"):
            weights = (weights / np.abs(weights).max()).astype(dtype)
        if not np.isfinite(weights).all():
            raise ValueError(
                f"falloff={self.falloff!r} gives weights that are not finite for "
                f"{n_features} columns; use a float closer to 1, or weights not all 0."
            )
        return weights

    def _encode(self, X, layout):
        xp = get_namespace(X)
        if not is_numpy(X):
            for operation, operand in self._operations(X):
                X = operation(X, *operand)
            return xp.argmax(X, axis=1)
        operations = self._operations(X)
        if not operations:
            return X.argmax(axis=1)
        labels = np.empty(len(X), dtype=np.intp)
        # A few rows at a time, in memory that is used again and stays in the cache.
        n_rows = max(1, min(len(X), _BUFFER_BYTES // (X.itemsize * X.shape[1])))
        buffer = reused_array("compared", n_rows, X.shape[1], X.dtype)
        for start in range(0, len(X), n_rows):
            rows = X[start : start + n_rows]
            for operation, operand in operations:
                rows = operation(rows, *operand, out=buffer[: len(rows)])
            labels[start : start + n_rows] = rows.argmax(axis=1)
        return labels

    def _operations(self, X):
        """Functions and their second operands that make columns comparable."""
        xp, operations = get_namespace(X), []
        if self.scale_ is not None:
            # Subnormal deviations are raised to the smallest one with a finite inverse.
            scale = xp.clip(self.scale_, xp.finfo(X.dtype).smallest_normal, None)
            mean = cast(self.mean_, X.dtype)
            if not is_numpy(X) or mean.any():  # that of components is 0
                operations.append((xp.subtract, (mean,)))
            operations.append((xp.multiply, (cast(1 / scale, X.dtype),)))
        if self.weights_ is not None:
            operations.append((xp.multiply, (cast(self.weights_, X.dtype),)))
        if self.absolute:
            operations.append((xp.abs, ()))
        return operations

    def _count_labels(self, labels):
        return self.n_features_in_
