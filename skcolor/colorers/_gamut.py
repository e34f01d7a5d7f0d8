"""Three columns fitted into the sRGB gamut with perceptually uniform distances."""

from numbers import Integral, Real

from sklearn.utils.validation import check_is_fitted

from skcolor._array_api import cast, get_namespace, is_numpy, numpy_dtype, to_numpy
from skcolor._compat import Interval, StrOptions
from skcolor._compute.chunks import map_rows
from skcolor._summaries.cells import CellSums, CloudSummary
from skcolor._summaries.moments import column_means
from skcolor.base import BaseChannelColorer
from skcolor.base._channel_family import three_columns
from skcolor.base._sample_weight import WeightsMixin
from skcolor.paint._cvd import CVD_KINDS
from skcolor.paint._gamut_fit import fit_gamut_map
from skcolor.paint._gamut_map import GamutMap
from skcolor.paint._gamut_table import fast_srgb
from skcolor.paint._match import match_gamut_map
from skcolor.paint._spaces import check_colors, oklab_to_srgb, srgb_to_oklab
from skcolor.paint._srgb_gamut import check_lightness


class GamutColorer(WeightsMixin, BaseChannelColorer):
    r"""Color rows by their first three columns so that colors show distances.

    The columns are rotated, shifted and scaled into the sRGB gamut in OKLab, where equal
    distances look like equal differences.

    Parameters
    ----------
    contrast : float, default=0.5
        From 0 to 1. At 0, color distances are proportional to row distances, and the
        gamut is filled only as far as the shape of the rows allows. At 1, rows are pushed
        outward until they fill the gamut.
    clipped : float, default=0.01
        Share of the training rows, below 1, that may lie outside the gamut before
        contrast is applied. They get colors on its boundary.
    cvd : {"protan", "deutan", "tritan"} or None, default=None
        Color-vision deficiency for which to fit the columns, so that their distances stay
        visible.
    lightness : tuple of two floats, default=(0.2, 0.9)
        Range of OKLab lightness, within [0, 1]. The default keeps all points visible on
        white paper and on a black screen.
    exact : bool, default=False
        Whether colors are exact to the last bit. By default, ``transform`` interpolates in
        a table and corrects the result, which takes a seventh of the time; colors differ
        by a ΔE of at most 0.0001, a two-hundredth of what can be noticed. Arrays of
        libraries other than NumPy always get exact colors.
    n_jobs : int or None, default=None
        Number of threads: None means 1, -1 all processors. Results do not depend on it.

    Attributes
    ----------
    rotation_ : ndarray of shape (3, 3)
        Orthogonal matrix that rotates centered columns to OKLab.
    origin_ : ndarray of shape (3,)
        Column values that get the color `center_`.
    center_ : ndarray of shape (3,)
        OKLab coordinates of the center color.
    scale_ : float
        OKLab units per unit of the columns, before contrast.
    clipped_fraction_ : float
        Share of the training rows outside the gamut before contrast.
    moved_ : float
        Bound on how far, as a ΔE before contrast, ``partial_fit`` moved a row; 0 after
        ``fit``. See Notes.
    mean_ : ndarray of shape (n_features_in_,)
        The mean row.
    n_samples_seen_ : int
        Number of rows seen by ``partial_fit``.
    n_features_in_ : int
        Number of features seen during fit.
    feature_names_in_ : ndarray of shape (n_features_in_,)
        Names of features seen during fit, if X has feature names.

    See Also
    --------
    ChannelColorer : Color rows by three columns, one per channel.
    skcolor.align : Keep the same colors after a refit.

    Notes
    -----
    A row x gets the color :math:`c + s R (x - o)` in OKLab. The rotation R and the center
    c are chosen to allow a large scale s with at most `clipped` of the training rows
    outside the gamut. The Nelder-Mead method optimizes them from a fixed start, where the
    first column runs from dark to light, the second from blue to yellow and the third from
    green to red. The objective is smooth in the rows and penalizes rotations away from the
    start, so small changes of the rows, such as leaving one out, change colors only a
    little. With `cvd`, R and c maximize the correlation of row distances with color
    distances as simulated by Machado et al. [2]_, seen with noise of one just noticeable
    difference.

    At contrast 0, colors outside the gamut are mapped into it with constant lightness and
    hue. Otherwise, a row moves along its ray from c: from the share x of the way to the
    boundary, it moves to :math:`m x / (1 + (m x)^p)^{1/p}`, with :math:`m = 1 + 5 \cdot`
    contrast² and :math:`p = 2 /` contrast. So all colors stay in the gamut, nearby rows
    become easier to distinguish, and distant rows get only slightly closer.
    ``docs/trials/contrast.md`` describes the alternatives that were tried.

    ``partial_fit`` keeps up to 65,536 different rows as they are, and gives what ``fit``
    gives. Of more rows, it keeps the mean row and the weight of each cell of a grid of
    cubes: of all cubes whose side is a power of 2, the smallest of which at most 65,536
    contain rows. So the map is that of rows which were moved by at most the diagonal of a
    cube, `moved_`, and it depends on neither batches nor order.

    References
    ----------
    .. [1] M. Koutrouli et al., "U-CIE: color encoding of high-dimensional
       data", Protein Science 31, 2022; fits rows into an approximation of the gamut in
       CIELAB.
    .. [2] G. M. Machado, M. M. Oliveira and L. A. F. Fernandes, "A physiologically-based
       model for simulation of color vision deficiency", IEEE TVCG 15(6), 2009.

    Examples
    --------
    >>> import numpy as np
    >>> from skcolor import GamutColorer
    >>> X = np.random.default_rng(0).normal(size=(200, 3))
    >>> colorer = GamutColorer().fit(X)
    >>> bool(np.abs(colorer.inverse_transform(colorer.transform(X)) - X).max() < 1e-2)
    True
    """

    array_api_support = True
    _parameter_constraints = {
        "contrast": [Interval(Real, 0, 1, closed="both")],
        "clipped": [Interval(Real, 0, 1, closed="left")],
        "cvd": [StrOptions(set(CVD_KINDS)), None],
        "lightness": [tuple, list],
        "exact": ["boolean"],
        "n_jobs": [Integral, None],
    }

    def __init__(
        self,
        *,
        contrast=0.5,
        clipped=0.01,
        cvd=None,
        lightness=(0.2, 0.9),
        exact=False,
        n_jobs=None,
    ):
        self.contrast = contrast
        self.clipped = clipped
        self.cvd = cvd
        self.lightness = lightness
        self.exact = exact
        self.n_jobs = n_jobs

    def inverse_transform(self, X):
        """Find the rows that have given colors.

        Parameters
        ----------
        X : array-like of shape (n_samples, 3)
            Colors, sRGB in [0, 1].

        Returns
        -------
        rows : ndarray of shape (n_samples, n_features_in_)
            Rows in the original units; columns after the third are set to their mean.
            Rows whose colors were clipped are mapped to the boundary of the gamut.
        """
        check_is_fitted(self)
        lab = srgb_to_oklab(check_colors(X, name="X"))
        xp = get_namespace(lab)
        rows = xp.zeros_like(lab[:, :1]) + cast(self.mean_, lab.dtype)
        n_used = min(3, self.n_features_in_)
        found = self._map().to_coordinates(lab)
        rows[:, :n_used] = cast(found[:, :n_used], lab.dtype)
        return rows

    def _fit(self, X, layout, weights=None):
        self.mean_ = column_means(X, weights)
        coordinates = to_numpy(three_columns(X))
        if weights is not None:
            coordinates, weights = coordinates[weights > 0], weights[weights > 0]
        self._fit_cloud(coordinates, weights)

    def _summarize(self, X, layout, weights=None):
        total = column_means(X, weights)
        total *= len(X) if weights is None else weights.sum()
        return CloudSummary(CellSums.of(three_columns(X), weights), total)

    def _fit_summary(self, summary, dtype):
        rows, weights = summary.cells.rows()
        self.mean_ = summary.total / summary.cells.weights.sum()
        self._fit_cloud(rows.astype(dtype), weights, summary.cells.reach)

    def _fit_cloud(self, coordinates, weights, reach=0.0):
        fitted = fit_gamut_map(
            coordinates,
            contrast=self.contrast,
            clipped=self.clipped,
            cvd=self.cvd,
            lightness=check_lightness(self.lightness),
            weights=weights,
        )
        self._keep(fitted)
        self.clipped_fraction_ = fitted.outside_fraction(coordinates, weights)
        self.moved_ = reach * self.scale_

    def __setstate__(self, state):
        # Colors of what was saved before there was a table stay the same.
        super().__setstate__({"exact": True, **state})

    def _encode(self, X, layout):
        if is_numpy(X) and not self.exact:
            return fast_srgb(self._map(), three_columns(X))
        return map_rows(
            lambda rows: oklab_to_srgb(self._map().to_oklab(three_columns(rows))),
            X,
            row_bytes=64 * numpy_dtype(X).itemsize,
        )

    def _align(self, X, layout, colors):
        self._keep(match_gamut_map(self._map(), three_columns(X), colors))

    def _keep(self, fitted):
        self.rotation_, self.origin_ = fitted.rotation, fitted.origin
        self.center_, self.scale_ = fitted.center, float(fitted.scale)

    def _map(self):
        return GamutMap(
            self.origin_,
            self.rotation_,
            self.center_,
            self.scale_,
            self.contrast,
            check_lightness(self.lightness),
        )
