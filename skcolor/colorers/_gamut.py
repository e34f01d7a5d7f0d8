"""Three columns fitted into all that a screen can show, evenly for the eye."""

from numbers import Integral, Real

from sklearn.utils.validation import check_is_fitted

from skcolor._array_api import cast, get_namespace, numpy_dtype, to_numpy
from skcolor._compat import Interval, StrOptions
from skcolor._compute.chunks import map_rows
from skcolor._summaries.moments import column_means
from skcolor.base import BaseChannelColorer
from skcolor.base._channel_family import three_columns
from skcolor.paint._cvd import CVD_KINDS
from skcolor.paint._gamut_fit import fit_gamut_map
from skcolor.paint._gamut_map import GamutMap
from skcolor.paint._match import match_gamut_map
from skcolor.paint._spaces import check_colors, oklab_to_srgb, srgb_to_oklab
from skcolor.paint._srgb_gamut import check_lightness


class GamutColorer(BaseChannelColorer):
    r"""Color rows by their first three columns so that distances are seen.

    The columns are turned, shifted and scaled into the solid of colors that a screen can
    show, in OKLab, where equal distances look equally different.

    Parameters
    ----------
    contrast : float, default=0.5
        From 0, where colors are as far apart as rows and the solid is filled only as
        far as their shape fits in, to 1, where rows are pushed outwards until the solid is
        filled.
    clipped : float, default=0.01
        Share of the training rows, below 1, that may lie outside the solid before
        contrast. They get the colors at its border.
    cvd : {"protan", "deutan", "tritan"} or None, default=None
        Fit the columns so that their distances are seen with this color-vision
        deficiency.
    lightness : tuple of two floats, default=(0.2, 0.9)
        Range of OKLab lightness, within [0, 1], that is used: so that no point is lost on
        white paper or on a black screen.
    n_jobs : int or None, default=None
        Number of threads; None is 1, -1 all processors. It does not change the result.

    Attributes
    ----------
    rotation_ : ndarray of shape (3, 3)
        Orthogonal; turns centered columns to OKLab.
    origin_ : ndarray of shape (3,)
        Columns that get the color `center_`.
    center_ : ndarray of shape (3,)
        OKLab of the color in the middle.
    scale_ : float
        OKLab units for one unit of the columns, before contrast.
    clipped_fraction_ : float
        Share of the training rows outside the solid before contrast.
    mean_ : ndarray of shape (n_features_in_,)
        The mean row.
    n_features_in_ : int
        Number of features seen during fit.
    feature_names_in_ : ndarray of shape (n_features_in_,)
        Names of features seen during fit, where X has them.

    See Also
    --------
    ChannelColorer : Each column to one channel.
    skcolor.align : The same colors after another fit.

    Notes
    -----
    A row x gets the color :math:`c + s R (x - o)` in OKLab. The turn R and the middle c
    allow a large scale s with at most `clipped` of the training rows outside the solid.
    Nelder and Mead's method finds them from a fixed start, at which the first column runs
    from dark to light, the second from blue to yellow and the third from green to red. The
    objective is smooth in the rows, and a turn away from the start has to pay for itself:
    where rows change a little, or one is left out, colors change a little. With `cvd`,
    R and c are those for which distances of rows correlate best with distances of their
    colors as Machado et al. simulate them, seen with noise of one just noticeable
    difference.

    At contrast 0, what is outside is brought back at its lightness and hue. Otherwise a
    row is moved on its ray from c: where it lies at the share x of the way to the border,
    it comes to :math:`m x / (1 + (m x)^p)^{1/p}`, with :math:`m = 1 + 5 \cdot` contrast²
    and :math:`p = 2 /` contrast. So all colors stay in the solid, near rows are told
    apart better and far ones are only a little nearer; ``docs/trials/contrast.md`` has
    the other ways that were tried.

    References
    ----------
    .. [1] M. Koutrouli et al., "U-CIE: color encoding of high-dimensional
       data", Protein Science 31, 2022: fits a cloud into an approximation of the solid in
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
        "n_jobs": [Integral, None],
    }

    def __init__(
        self, *, contrast=0.5, clipped=0.01, cvd=None, lightness=(0.2, 0.9), n_jobs=None
    ):
        self.contrast = contrast
        self.clipped = clipped
        self.cvd = cvd
        self.lightness = lightness
        self.n_jobs = n_jobs

    def inverse_transform(self, X):
        """Rows that have given colors.

        Parameters
        ----------
        X : array-like of shape (n_samples, 3)
            Colors, sRGB in [0, 1].

        Returns
        -------
        rows : ndarray of shape (n_samples, n_features_in_)
            Rows in the original units; columns after the third are at their mean. Rows
            whose colors were clipped come back where the solid ends.
        """
        check_is_fitted(self)
        lab = srgb_to_oklab(check_colors(X, name="X"))
        xp = get_namespace(lab)
        rows = xp.zeros_like(lab[:, :1]) + cast(self.mean_, lab.dtype)
        n_used = min(3, self.n_features_in_)
        found = self._map().to_coordinates(lab)
        rows[:, :n_used] = cast(found[:, :n_used], lab.dtype)
        return rows

    def _fit(self, X, layout):
        self.mean_ = column_means(X)
        coordinates = to_numpy(three_columns(X))
        fitted = fit_gamut_map(
            coordinates,
            contrast=self.contrast,
            clipped=self.clipped,
            cvd=self.cvd,
            lightness=check_lightness(self.lightness),
        )
        self._keep(fitted)
        self.clipped_fraction_ = fitted.outside_fraction(coordinates)

    def _encode(self, X, layout):
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
