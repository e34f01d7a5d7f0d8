"""Where a map can be trusted."""

from functools import cached_property
from numbers import Integral, Real

import numpy as np
from scipy.stats import false_discovery_control
from sklearn.utils import check_random_state
from sklearn.utils.validation import check_is_fitted

from skcolor._checks.rows import check_rows
from skcolor._compat import HasMethods, Interval
from skcolor._compute.linear_algebra import single_threaded
from skcolor.base._bivariate_family import BaseBivariateColorer
from skcolor.neighbors._count import NeighborCountMixin, count_others
from skcolor.neighbors._map_errors import MapErrors, p_values
from skcolor.neighbors._search import find_neighbors

# Gray that recedes on white and on black, orange, blue, and purple.
_PALETTE = ("#b9b9b5", "#ef7d1d", "#2f7fe6", "#a32cb8")
_FULL_COLOR = 0.5  # errors with the full color, as a share of those at random places


class TrustColorer(NeighborCountMixin, BaseBivariateColorer):
    r"""Color rows by where the layout misleads: false neighbors and missing neighbors.

    By default, rows that the map shows truly are gray. Orange rows have *false neighbors*:
    rows near on the map that are far in X. Blue rows have *missing neighbors*: rows near in
    X that the map tore apart. Purple rows have both, as rows at a wrong place do. The full
    color means that the errors are at least half as large as at random places, and no
    smaller by a test at level `alpha`.

    Parameters
    ----------
    n_neighbors : int, default=15
        Number of nearest rows, excluding the row itself. At most all other rows.
    embedder : estimator or None, default=None
        Computes the layout if fit gets none: any estimator with ``fit_transform`` to 2 or
        3 dimensions, or a ``FrozenEstimator`` around a fitted one. Its ``transform``, if
        it has one, places new rows. None uses two principal components, with a warning.
    alpha : float, default=0.05
        Only rows with p-values of about `alpha` or more get the full color.
    max_samples : int or None, default=30_000
        If X has more rows, neighbors are searched among this many, drawn at random. Then
        the time grows with the number of rows, not with its square, and neighborhoods are
        larger by the same factor. None searches among all rows.
    palette : sequence of four colors, default=("#b9b9b5", "#ef7d1d", "#2f7fe6", "#a32cb8")
        Colors of rows with neither false nor missing neighbors, with false, with missing,
        and with both.
    random_state : int, RandomState instance or None, default=0
        Seed for drawing rows, and random places for the p-values.
    n_jobs : int or None, default=None
        Number of threads: None means 1, -1 all processors. Results do not depend on it.

    Attributes
    ----------
    p_values_ : ndarray of shape (n_samples, 2)
        P-values of the training rows, for false and missing neighbors, in (0, 1].
    vmax_ : ndarray of shape (2,)
        Values with the full color.
    corner_colors_ : ndarray of shape (4, 3)
        The colors of `palette`, sRGB in [0, 1].
    layout_ : ndarray of shape (n_samples, 2) or (n_samples, 3)
        Layout of the training rows.
    embedder_ : estimator
        The fitted embedder, if one computed the layout.
    sample_indices_ : ndarray of shape (n_searched,), int
        The training rows among which neighbors are searched.
    n_neighbors_ : int
        Number of neighbors used, excluding the row itself.
    n_features_in_ : int
        Number of features seen during fit.
    feature_names_in_ : ndarray of shape (n_features_in_,)
        Names of features seen during fit, if X has feature names.

    Raises
    ------
    ValueError
        In fit, if X has a single row; if the layout does not have one row per row of X,
        does not have 2 or 3 columns, or contains NaN; or if `palette` is not four colors.

    Warns
    -----
    UserWarning
        In fit, if there is neither a layout nor an embedder, or if there are no more than
        `n_neighbors` rows to search.

    See Also
    --------
    NeighborOverlapColorer : Color rows by how many neighbors the layout preserves.

    Notes
    -----
    Let :math:`r_i` be the distance in X from row :math:`i` to its :math:`k`-th nearest row,
    :math:`c_i` its mean distance to 32 random rows, and :math:`N_L(i)` its :math:`k`
    nearest rows in the layout. The value for false neighbors is

    .. math:: f_i = \frac{1}{k} \sum_{j \in N_L(i)} \frac{\max(d_{ij} - r_i, 0)}{c_i - r_i}

    It is 0 if the neighbors on the map are the nearest rows, and about 1 if they are random
    rows. If :math:`c_i \le r_i`, as in a group of equal rows, the mean excess of the random
    rows replaces :math:`c_i - r_i`; if that is also 0, any excess counts as 1.
    Let :math:`N_X(i)` be the nearest rows in X, :math:`e_{ij}` a distance on the map,
    :math:`s_i` the radius there, and :math:`\bar{e}` the mean distance of random pairs. The
    value for missing neighbors is

    .. math:: m_i = \frac{1}{k} \sum_{j \in N_X(i)} \frac{\max(e_{ij} - s_i, 0)}{\bar{e}}

    The larger a map, the larger is a tear across it. It is 0 where :math:`f_i = 0`, which
    matters only if rows are equally near in X.

    The p-value is the share of rows at random places that have a value as small: each row
    is exchanged with another whose place is about as dense (ten strata by the distance to
    the :math:`k`-th neighbor on the map, at least 2,000 exchanges each). Small p-values say
    that a row belongs where it is. If X and the layout are unrelated, p-values are uniform.
    `p_values` with ``adjusted=True`` corrects for the number of rows [1]_.

    New rows are placed as by :class:`KNNDistanceColorer`.

    References
    ----------
    .. [1] Y. Benjamini, Y. Hochberg, "Controlling the false discovery rate", J. R. Stat.
       Soc. B, 1995.
    .. [2] S. Lespinats, M. Aupetit, "CheckViz", Computer Graphics Forum, 2011: false and
       missing neighbors in one two-dimensional color scale.
    .. [3] L. Xia, C. Lee, J. J. Li, "Statistical method scDEED for detecting dubious 2D
       single-cell embeddings", Nature Communications, 2024: dubious rows by permutation.

    Examples
    --------
    Two groups; the last row of the first is at a wrong place.

    >>> import numpy as np
    >>> from skcolor import TrustColorer
    >>> X = np.r_[np.arange(10.0), np.arange(100.0, 110.0)][:, np.newaxis]
    >>> layout = np.column_stack([X, X])
    >>> layout[9] = 105.5
    >>> values = TrustColorer(3).fit(X, layout).score_samples(X, layout)
    >>> values.argmax(axis=0)
    array([9, 9])
    """

    uses_layout = True
    _min_samples = 2
    value_names_ = ("false", "missing")
    _parameter_constraints = {
        "n_neighbors": [Interval(Integral, 1, None, closed="left")],
        "embedder": [HasMethods("fit"), None],
        "alpha": [Interval(Real, 0, 1, closed="neither")],
        "max_samples": [Interval(Integral, 2, None, closed="left"), None],
        "palette": ["array-like"],
        "random_state": ["random_state"],
        "n_jobs": [Integral, None],
    }

    def __init__(
        self,
        n_neighbors=15,
        *,
        embedder=None,
        alpha=0.05,
        max_samples=30_000,
        palette=_PALETTE,
        random_state=0,
        n_jobs=None,
    ):
        self.n_neighbors = n_neighbors
        self.embedder = embedder
        self.alpha = alpha
        self.max_samples = max_samples
        self.palette = palette
        self.random_state = random_state
        self.n_jobs = n_jobs

    def p_values(self, X, y=None, *, adjusted=False):
        """Compute how likely a random place is to be as good as that of a row.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            The rows.
        y : array-like of shape (n_samples, 2) or (n_samples, 3), default=None
            Layout of the same rows.
        adjusted : bool, default=False
            Whether to adjust the p-values for the number of rows, by Benjamini and
            Hochberg: of the rows below 0.05, at most 5 percent are expected at random
            places.

        Returns
        -------
        ndarray of shape (n_samples, 2)
            P-values for false and missing neighbors, in (0, 1].
        """
        check_is_fitted(self)
        X = check_rows(self, X, reset=False, layout=y)
        with single_threaded():
            found = self._find_p_values(self._measure(X, self._find_layout(X, y)))
        return false_discovery_control(found, axis=0) if adjusted else found

    @property
    def note_(self):
        """What a legend says about the values."""
        searched = ""
        if len(self.sample_indices_) < len(self.layout_):
            n_searched = f"{len(self.sample_indices_):,} of {len(self.layout_):,}"
            searched = f" They are among {n_searched} rows."
        return f"Neighbors, false or missing: about 1 at random places.{searched}"

    def __getstate__(self):
        state = super().__getstate__()
        return {key: value for key, value in state.items() if key != "_map_errors"}

    def _fit(self, X, layout):
        random = check_random_state(self.random_state)
        n_rows = X.shape[0]
        vars(self).pop("_map_errors", None)
        self.sample_indices_ = np.arange(n_rows)
        if self.max_samples is not None and n_rows > self.max_samples:
            self.sample_indices_ = np.sort(random.permutation(n_rows)[: self.max_samples])
        self.n_neighbors_ = count_others(self.n_neighbors, len(self.sample_indices_))
        errors = self._map_errors
        known = errors.in_X.X, errors.on_map.X
        found = errors.find(*known)
        self._at_random, self._edges = errors.measure_at_random(found, random)
        if len(known[0]) == n_rows:
            measured = errors.measure(*known, found)
        else:
            measured = self._measure(X, layout)
        self.p_values_ = self._find_p_values(measured)
        return measured[:, :2].astype(X.dtype)

    @cached_property
    def _map_errors(self):
        known, layout = self._placement, self.layout_
        if len(self.sample_indices_) == len(layout):
            return MapErrors(known.among_rows, known.in_layout, self.n_neighbors_)
        in_X, on_map = (
            find_neighbors(rows[self.sample_indices_], n_jobs=self.n_jobs)
            for rows in (known.X, layout)
        )
        return MapErrors(in_X, on_map, self.n_neighbors_)

    def _encode(self, X, layout):
        return self._map_errors.measure(X, layout)[:, :2].astype(X.dtype)

    def _measure(self, X, layout):
        return self._map_rows(self._map_errors.measure, X, layout)

    def _fit_limits(self, X, layout, encoding):
        draws = self._at_random.reshape(-1, 2)
        least = np.quantile(draws, self.alpha, axis=0, method="lower")
        # With few groups, many random places are in the right one, and as good.
        self.vmax_ = np.maximum(least, _FULL_COLOR * draws.mean(axis=0))

    def _find_p_values(self, measured):
        strata = np.searchsorted(self._edges, measured[:, 2], side="right")
        return p_values(measured[:, :2], self._at_random, strata)
