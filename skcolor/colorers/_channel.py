"""The first three columns of X as color channels."""

import numpy as np

from skcolor._array_api import as_like, is_numpy
from skcolor._checks.rows import check_finite
from skcolor._compat import StrOptions
from skcolor._compute.projected_rows import ProjectedRows
from skcolor._summaries.quantiles import quantile_limits
from skcolor._summaries.weighted_sketch import sketch_of
from skcolor.base import BaseChannelColorer
from skcolor.base._channel_family import three_columns
from skcolor.base._sample_weight import WeightsMixin
from skcolor.paint._match import match_channels
from skcolor.paint._scale import rescale
from skcolor.paint._spaces import mix, oklab_to_srgb, srgb_to_oklab
from skcolor.paint._srgb_gamut import clip_to_gamut

# The OKLab box that columns are scaled to. Most of it lies in the sRGB gamut.
_OKLAB_LOW = np.array([0.25, -0.2, -0.2])
_OKLAB_HIGH = np.array([0.95, 0.2, 0.2])


class ChannelColorer(WeightsMixin, BaseChannelColorer):
    """Color rows by their first three columns: red, green and blue.

    The usual last step of a pipeline that reduces rows to three coordinates with
    ``PCA(3)``, ``FastICA(3)`` or ``LandmarkTSNE(3)``.

    Parameters
    ----------
    space : {"srgb", "oklab"}, default="srgb"
        Color space of the channels: red, green and blue; or OKLab, with lightness from
        0.25 to 0.95, and green to red and blue to yellow from -0.2 to 0.2. OKLab is
        perceptually uniform. Its colors outside the sRGB gamut are mapped into it with
        constant lightness and hue.
    quantile_range : tuple of two floats, default=(1.0, 99.0)
        Percentiles of each training column that become 0 and 1; values outside are
        clipped. ``(0, 100)`` is min-max scaling, where a single outlier can wash out all
        colors.

    Attributes
    ----------
    vmin_, vmax_ : ndarray of shape (3,)
        Values of each column that become 0 and 1.
    rotation_ : ndarray of shape (3, 3)
        Rotation of the columns before scaling; the identity unless :func:`skcolor.align`
        has set it.
    n_samples_seen_ : int
        Number of rows seen by ``partial_fit``.
    n_features_in_ : int
        Number of features seen during fit.
    feature_names_in_ : ndarray of shape (n_features_in_,)
        Names of features seen during fit, if X has feature names.

    See Also
    --------
    BinaryPackColorer : Color rows by packing many columns into the bits of a color.
    GamutColorer : Color rows by fitting three columns jointly into the sRGB gamut.

    Notes
    -----
    Channel `j` of row `x` is ``(x[j] - vmin_[j]) / (vmax_[j] - vmin_[j])``, clipped to
    [0, 1]. Channels of missing or constant columns are 0.5, the middle of the range. If
    both percentiles of a column are equal but the column is not constant, the limits are
    those of :class:`ValueColorer`.

    References
    ----------
    .. [1] K. McDonald, "Coloring t-SNE", a notebook, 2018, which uses min-max scaled
       PCA, ICA and 3-D t-SNE as colors.

    Examples
    --------
    >>> import numpy as np
    >>> from skcolor import ChannelColorer
    >>> X = np.array([[0.0, 5.0, 1.0], [1.0, 6.0, 1.0], [4.0, 7.0, 1.0]])
    >>> ChannelColorer(quantile_range=(0, 100)).fit_transform(X)
    array([[0.  , 0.  , 0.5 ],
           [0.25, 0.5 , 0.5 ],
           [1.  , 1.  , 0.5 ]])
    """

    array_api_support = True
    _parameter_constraints = {
        "space": [StrOptions({"srgb", "oklab"})],
        "quantile_range": [tuple, list],
    }

    def __init__(self, *, space="srgb", quantile_range=(1.0, 99.0)):
        self.space = space
        self.quantile_range = quantile_range

    def _takes_projected_rows(self):
        return True

    def _fit(self, X, layout, weights=None):
        if isinstance(X, ProjectedRows):
            X = X.keep()
            check_finite(self, X)
        # Percentiles of all rows are exact, while those of a summary are approximate.
        self._fit_summary(three_columns(X), X.dtype, weights)

    def _summarize(self, X, layout, weights=None):
        return sketch_of(three_columns(X), weights)

    def _fit_summary(self, summary, dtype, weights=None):
        self.rotation_ = np.eye(3)
        self.vmin_, self.vmax_ = quantile_limits(summary, self.quantile_range, weights)

    def _encode(self, X, layout):
        columns = three_columns(X)
        if not is_numpy(X) or (self.rotation_ != np.eye(3)).any():
            columns = mix(columns, self.rotation_)
        channels = rescale(columns, self.vmin_, self.vmax_)
        if self.space == "srgb":
            return channels
        width = as_like(_OKLAB_HIGH - _OKLAB_LOW, channels)
        lab = as_like(_OKLAB_LOW, channels) + channels * width
        return oklab_to_srgb(clip_to_gamut(lab))

    def _align(self, X, layout, colors):
        if self.space == "oklab":
            colors = (srgb_to_oklab(colors) - _OKLAB_LOW) / (_OKLAB_HIGH - _OKLAB_LOW)
        matched = match_channels(three_columns(X), colors)
        if matched is not None:
            self.rotation_, self.vmin_, self.vmax_ = matched
