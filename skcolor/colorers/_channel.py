"""The first three columns of X as colour channels."""

import numpy as np

from skcolor._compat import StrOptions
from skcolor.base import BaseChannelColorer
from skcolor.paint._scale import quantile_limits, rescale


class ChannelColorer(BaseChannelColorer):
    """Colour rows by their first three columns: red, green and blue.

    The usual end of a pipeline that brings rows down to three coordinates: ``PCA(3)``,
    ``FastICA(3)``, ``LandmarkTSNE(3)``.

    Parameters
    ----------
    space : {"srgb"}, default="srgb"
        The colour space whose channels the columns are.
    quantile_range : tuple of two floats, default=(1.0, 99.0)
        The percentiles of each training column that become 0 and 1; what lies outside
        is clipped. ``(0, 100)`` is min-max scaling, which a single outlier can wash out.

    Attributes
    ----------
    vmin_, vmax_ : ndarray of shape (min(3, n_features_in_),)
        The values of each column that become 0 and 1.
    n_features_in_ : int
        Number of features seen during fit.
    feature_names_in_ : ndarray of shape (n_features_in_,)
        Names of features seen during fit, where X has them.

    See Also
    --------
    BinaryPackColorer : Packs more than three columns into the bits of a colour.

    Notes
    -----
    Channel `j` of row `x` is ``(x[j] - vmin_[j]) / (vmax_[j] - vmin_[j])``, clipped to
    [0, 1]. Where X has fewer than three columns, and where a column is constant, the
    channel is 0.5.

    References
    ----------
    .. [1] K. McDonald, "Coloring t-SNE", a notebook, 2018: min-max scaled PCA, ICA and
       3-D t-SNE as colours.

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

    _parameter_constraints = {
        "space": [StrOptions({"srgb"})],
        "quantile_range": [tuple, list],
    }

    def __init__(self, *, space="srgb", quantile_range=(1.0, 99.0)):
        self.space = space
        self.quantile_range = quantile_range

    def _fit(self, X, layout):
        self.vmin_, self.vmax_ = quantile_limits(X[:, :3], self.quantile_range)

    def _encode(self, X, layout):
        channels = np.full((len(X), 3), 0.5)
        columns = X[:, :3]
        channels[:, : columns.shape[1]] = rescale(columns, self.vmin_, self.vmax_)
        return channels
