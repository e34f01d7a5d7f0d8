"""What color tells about the rows behind neighboring points of a map."""

import numpy as np
from sklearn.utils import check_random_state

from skcolor._checks.row_order import check_row_order
from skcolor._checks.tables import check_row_colors, check_table
from skcolor._compute.chunks import map_rows
from skcolor.metrics._correlation import correlate, rank
from skcolor.metrics._sample import nearest_others, require_layout, sample_rows
from skcolor.metrics._seen import see
from skcolor.neighbors._exact import neighbor_distances


def local_fidelity(
    X,
    colors,
    layout,
    *,
    n_neighbors=50,
    jnd=0.02,
    mark_size=None,
    space="oklab",
    sample_size=5000,
    random_state=0,
):
    r"""Measure what color tells about X that the layout does not.

    Parameters
    ----------
    X : array-like of shape (n_samples, n_features)
        The rows.
    colors : array-like of shape (n_samples, 3)
        Their colors, sRGB in [0, 1].
    layout : array-like of shape (n_samples, 2) or (n_samples, 3)
        Their layout.
    n_neighbors : int, default=50
        Nearest rows in the layout, the row itself not counted. At most all other rows.
    jnd : float, default=0.02
        Standard deviation, in OKLab, of the noise with which a color is seen: 0.02 is
        one just noticeable difference [1]_. Small marks need more [2]_.
    mark_size : float or None, default=None
        Diameter of a drawn point in degrees of visual angle, which sets the noise in
        place of `jnd`: small points need larger differences. See
        :func:`skcolor.paint.visual_angle`.
    space : {"oklab", "cam16ucs"}, default="oklab"
        Where colors are compared. One just noticeable difference is 0.02 in OKLab and
        3.1 in CAM16-UCS; `jnd` is in units of the former for both.
    sample_size : int or None, default=5000
        How many rows are looked at with their neighbors; None is all.
    random_state : int, RandomState instance or None, default=0
        Draws the sample and the noise.

    Returns
    -------
    fidelity : float
        From -1 to 1. 0 for random colors, and for the layout used as color; 1 where
        neighbors in the layout differ in color exactly in the order in which they
        differ in X.

    Raises
    ------
    ValueError
        If the arguments do not fit together, or X has a single row.

    Warns
    -----
    UserWarning
        If there are no more than `n_neighbors` rows; all others are neighbors then.

    Notes
    -----
    For each row of the sample, and over its neighbors in the layout, let x be the
    Euclidean distance in X, c that in OKLab between the colors as they are seen, and l
    that in the layout. With Spearman's rank correlations :math:`r`,

    .. math:: \frac{r_{xc} - r_{xl} r_{cl}}{\sqrt{(1 - r_{xl}^2)(1 - r_{cl}^2)}}

    is the correlation of distance and color that the layout does not explain; the
    fidelity is its mean over the sample. A row whose neighbors are all equally far, in
    X or in color, counts as 0.

    References
    ----------
    .. [1] W3C, "CSS Color Module Level 4", on color difference in OKLab.
    .. [2] M. Stone, D. A. Szafir and V. Setlur, "An engineering model for color
       difference as a function of size", CIC 2014.

    Examples
    --------
    >>> import numpy as np
    >>> from skcolor.metrics import local_fidelity
    >>> X = np.random.default_rng(0).random((1000, 3))
    >>> layout = X[:, :2]
    >>> round(local_fidelity(X, X, layout), 1)
    0.8
    >>> abs(local_fidelity(X, np.full((1000, 3), 0.5), layout)) < 0.05
    True
    """
    check_row_order({"X": X, "colors": colors, "layout": layout})
    X = check_table(X, "X")
    colors = check_row_colors(colors, len(X))
    layout = require_layout(layout, len(X))
    random_state = check_random_state(random_state)
    rows = sample_rows(len(X), sample_size, random_state)
    lab = see(colors, jnd, random_state, mark_size=mark_size, space=space)
    others = nearest_others(layout, rows, n_neighbors)

    def compare(rows, others):
        tables = (neighbor_distances(A[rows], A, others) for A in (X, lab, layout))
        return _partial_correlation(*map(rank, tables))

    return float(map_rows(compare, rows, others, row_bytes=64 * n_neighbors).mean())


def _partial_correlation(a, b, given):
    """Correlation of the rows of a and b that those of `given` do not explain."""
    ab, ag, bg = correlate(a, b), correlate(a, given), correlate(b, given)
    scale = np.sqrt((1 - ag**2) * (1 - bg**2))
    explained = scale < 1e-9
    return np.where(explained, 0, (ab - ag * bg) / np.where(explained, 1, scale))
