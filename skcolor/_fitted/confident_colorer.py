"""Colors that are as strong as they are certain."""

from numbers import Integral, Real

import numpy as np
from sklearn.base import BaseEstimator, MetaEstimatorMixin, TransformerMixin, clone
from sklearn.utils import check_random_state, get_tags
from sklearn.utils.validation import check_is_fitted

from skcolor._checks.arrays import count_axes
from skcolor._checks.row_order import check_row_order
from skcolor._compat import (
    HasMethods,
    Interval,
    _fit_context,
    _num_samples,
    _safe_indexing,
)
from skcolor._compute.chunks import run_all
from skcolor._fitted.align import align
from skcolor._fitted.pipelines import color_rows, has_labels, last_step
from skcolor._version import VersionMixin
from skcolor.base._color_names import ColorNamesMixin
from skcolor.paint._fade import fade
from skcolor.paint._spaces import srgb_to_oklab

_N_REFERENCES = 5000  # rows by whose colors the refitted colorers are aligned


class ConfidentColorer(
    ColorNamesMixin, VersionMixin, MetaEstimatorMixin, TransformerMixin, BaseEstimator
):
    r"""Take chroma from colors that would change if other rows had been sampled.

    Fits a colorer to all rows, and copies of it to random halves of them. `align` removes
    differences that mean nothing, such as a rotation. A row whose color still varies by
    more than a just noticeable difference gets a grayer color.

    Parameters
    ----------
    colorer : estimator
        A colorer, or a pipeline that ends in one.
    n_bootstrap : int, default=10
        Number of random halves.
    jnd : float, default=0.02
        The just noticeable difference in OKLab, up to which colors keep all of their
        chroma.
    random_state : int, RandomState instance or None, default=0
        Seed for drawing halves.
    n_jobs : int or None, default=None
        Number of copies that are fitted at the same time, in threads.

    Attributes
    ----------
    colorer_ : estimator
        The colorer, fitted to all rows.
    colorers_ : list of estimator
        The copies, fitted to halves and aligned.
    scale_ : float
        The factor :math:`f` of the Notes.
    n_features_in_ : int
        Number of features seen during fit, if the colorer knows it.
    feature_names_in_ : ndarray of shape (n_features_in_,)
        Names of features seen during fit, if X has feature names.

    Raises
    ------
    TypeError
        In fit, if the colorer cannot be aligned.
    ValueError
        In fit, if X has fewer than four rows.

    See Also
    --------
    align : The same colors after a refit.
    TrustColorer : Where the map misleads.

    Notes
    -----
    The deviation of a row is the root mean square of the ΔE between its color by the
    colorer and by each copy, times a factor for all rows,

    .. math:: s_i = f \left(\frac{1}{B} \sum_b \Delta E(c_i, c_i^{(b)})^2\right)^{1/2}

    and its confidence is :math:`\min(1, \mathrm{jnd} / s_i)`, with which its chroma in
    OKLCH is multiplied. Lightness and hue remain. A fit to half of the rows varies more
    than a fit to all, but it also shares its rows with that fit. The two effects cancel:
    the difference between them estimates how much a fit to all rows varies [1]_.

    That holds for smooth colors, whose factor is 1. Labels and bits jump, and K-Means ends
    in one of many local optima, of which the fits share none, so their difference is too
    large. Half of the mean square difference of two copies is right for them. :math:`f^2`
    is the ratio of the two over all rows, at most 1. With a single copy, it is 1.

    References
    ----------
    .. [1] B. Efron, "The Jackknife, the Bootstrap and Other Resampling Plans", SIAM, 1982,
       section 8: random half-samples.

    Examples
    --------
    Rows near the border of two clusters are less certain.

    >>> import numpy as np
    >>> from sklearn.cluster import KMeans
    >>> from skcolor import ClusterColorer, ConfidentColorer
    >>> X = np.random.default_rng(0).normal(size=(200, 2)) * [4, 1]
    >>> clusters = ClusterColorer(KMeans(2, n_init=5, random_state=0))
    >>> confident = ConfidentColorer(clusters).fit(X)
    >>> border, middle = confident.score_samples(np.array([[0.0, 0.0], [6.0, 0.0]]))
    >>> bool(border < middle)
    True
    """

    note_ = "Grayer colors are less certain."
    _parameter_constraints = {
        "colorer": [HasMethods(["fit", "transform"])],
        "n_bootstrap": [Interval(Integral, 1, None, closed="left")],
        "jnd": [Interval(Real, 0, None, closed="neither")],
        "random_state": ["random_state"],
        "n_jobs": [Integral, None],
    }

    def __init__(self, colorer, *, n_bootstrap=10, jnd=0.02, random_state=0, n_jobs=None):
        self.colorer = colorer
        self.n_bootstrap = n_bootstrap
        self.jnd = jnd
        self.random_state = random_state
        self.n_jobs = n_jobs

    @_fit_context(prefer_skip_nested_validation=False)
    def fit(self, X, y=None):
        """Fit the colorer to all rows, and copies of it to halves.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            The rows.
        y : array-like of shape (n_samples, 2) or (n_samples, 3), default=None
            Layout of the same rows, for colorers that use one.

        Returns
        -------
        self : object
            The fitted estimator.
        """
        check_row_order({"X": X, "layout": y})
        n_rows = _num_samples(X)
        if n_rows < 4:
            raise ValueError(
                "ConfidentColorer needs at least 4 rows, to fit copies to halves; got "
                f"n_samples={n_rows}."
            )
        random = check_random_state(self.random_state)
        self.colorer_ = clone(self.colorer).fit(X, y)
        for name in ("n_features_in_", "feature_names_in_"):
            vars(self).pop(name, None)
            if hasattr(self.colorer_, name):
                setattr(self, name, getattr(self.colorer_, name))
        known = np.sort(random.permutation(n_rows)[:_N_REFERENCES])
        rows, places = _safe_indexing(X, known), _take(y, known)
        colors = color_rows(self.colorer_, rows, places)

        def fit_to(half):
            copy = clone(self.colorer).fit(_safe_indexing(X, half), _take(y, half))
            return align(copy, rows, colors, layout=places)

        halves = [
            np.sort(random.permutation(n_rows)[: n_rows // 2])
            for _ in range(self.n_bootstrap)
        ]
        self.colorers_ = run_all(fit_to, halves, n_jobs=self.n_jobs)
        self.scale_ = 1.0
        if has_labels(self.colorer_) or hasattr(last_step(self.colorer_), "thresholds_"):
            _, from_colorer, of_copies = self._find_deviations(rows, places)
            self.scale_ = _find_scale(from_colorer.sum(), of_copies.sum())
        return self

    def transform(self, X, y=None):
        """Color rows.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            The rows.
        y : array-like of shape (n_samples, 2) or (n_samples, 3), default=None
            Layout of the same rows, for colorers that use one.

        Returns
        -------
        colors : ndarray of shape (n_samples, 3)
            sRGB in [0, 1].
        """
        colors, confidence = self._color(X, y)
        return fade(colors, confidence).astype(colors.dtype, copy=False)

    def score_samples(self, X, y=None):
        """Compute the confidence of the color of each row.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            The rows.
        y : array-like of shape (n_samples, 2) or (n_samples, 3), default=None
            Layout of the same rows, for colorers that use one.

        Returns
        -------
        confidence : ndarray of shape (n_samples,)
            In (0, 1]: 1 if the color varies by at most a just noticeable difference.
        """
        return self._color(X, y)[1]

    def __sklearn_tags__(self):
        tags, inner = super().__sklearn_tags__(), get_tags(self.colorer)
        tags.input_tags = inner.input_tags
        tags.transformer_tags = inner.transformer_tags
        return tags

    def _color(self, X, y):
        check_is_fitted(self)
        colors, from_colorer, _ = self._find_deviations(X, y)
        deviation = self.scale_ * np.sqrt(from_colorer)
        return colors, np.minimum(1, self.jnd / np.maximum(deviation, self.jnd))

    def _find_deviations(self, X, y):
        """Colors, and mean squares of how much those of copies differ from them.

        Then half the mean squares of how much the colors of two copies differ, 0 if there
        is one copy.
        """
        colors = color_rows(self.colorer_, X, y)
        known, total, squares = srgb_to_oklab(colors), 0.0, 0.0
        for copy in self.colorers_:
            difference = srgb_to_oklab(color_rows(copy, X, y)) - known
            total += difference
            squares += (difference**2).sum(axis=1)
        n_copies = len(self.colorers_)
        from_colorer = squares / n_copies
        of_copies = squares - (total**2).sum(axis=1) / n_copies
        return colors, from_colorer, of_copies / max(n_copies - 1, 1)


def _find_scale(from_colorer, of_copies):
    """Factor from differences from the colorer to deviations, given sums of squares."""
    is_less = 0 < of_copies < from_colorer
    return float(np.sqrt(of_copies / from_colorer)) if is_less else 1.0


def _take(layout, rows):
    # Labels, which a search passes on, are of no use to a colorer.
    is_layout = layout is not None and count_axes(layout, "layout") == 2
    return _safe_indexing(layout, rows) if is_layout else None
