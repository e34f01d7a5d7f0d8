"""How little a colored map looks like noise."""

from sklearn.utils import check_random_state

from skcolor._checks.row_order import check_row_order
from skcolor._checks.tables import check_row_colors
from skcolor.metrics._sample import (
    nearest_others,
    random_others,
    require_layout,
    sample_rows,
)
from skcolor.metrics._seen import see
from skcolor.neighbors._exact import neighbor_distances


def color_coherence(
    layout,
    colors,
    *,
    n_neighbors=10,
    jnd=0.0,
    mark_size=None,
    space="oklab",
    sample_size=5000,
    random_state=0,
):
    """Measure how much more alike neighbors in the layout look than any two rows.

    Parameters
    ----------
    layout : array-like of shape (n_samples, 2) or (n_samples, 3)
        The layout.
    colors : array-like of shape (n_samples, 3)
        Colors of its rows, sRGB in [0, 1].
    n_neighbors : int, default=10
        Nearest rows in the layout, the row itself not counted. At most all other rows.
    jnd : float, default=0.0
        Standard deviation, in OKLab, of the noise with which a color is seen: with 0.02,
        one just noticeable difference, washed-out colors count as noise.
    mark_size : float or None, default=None
        Diameter of a drawn point in degrees of visual angle, which sets the noise in
        place of `jnd`: small points need larger differences. See
        :func:`skcolor.paint.visual_angle`.
    space : {"oklab", "cam16ucs"}, default="oklab"
        Where colors are compared. One just noticeable difference is 0.02 in OKLab and
        3.1 in CAM16-UCS; `jnd` is in units of the former for both.
    sample_size : int or None, default=5000
        How many rows are compared with their neighbors, and with as many random others;
        None is all.
    random_state : int, RandomState instance or None, default=0
        Draws the sample, the random others and the noise.

    Returns
    -------
    coherence : float
        At most 1: one minus the mean ΔE of neighbors in the layout, divided by the mean
        ΔE of random pairs. 1 where neighbors have the same color, 0 for random colors
        and where all have one color, negative where neighbors differ more than others.

    Raises
    ------
    ValueError
        If the arguments do not fit together, or there is a single row.

    Warns
    -----
    UserWarning
        If there are no more than `n_neighbors` rows; all others are neighbors then.

    See Also
    --------
    local_fidelity : Whether neighbors that look different are different.

    Notes
    -----
    Coherence is no merit by itself: the layout used as color is coherent, and tells
    nothing. It says how a map looks where other measures say what it tells.

    Examples
    --------
    >>> import numpy as np
    >>> from skcolor.metrics import color_coherence
    >>> rng = np.random.default_rng(0)
    >>> layout = rng.random((1000, 2))
    >>> color_coherence(layout, layout[:, [0, 1, 1]]) > 0.8
    True
    >>> abs(color_coherence(layout, rng.random((1000, 3)))) < 0.05
    True
    """
    check_row_order({"layout": layout, "colors": colors})
    layout = require_layout(layout)
    colors = check_row_colors(colors, len(layout), of="layout")
    random_state = check_random_state(random_state)
    rows = sample_rows(len(layout), sample_size, random_state)
    others = nearest_others(layout, rows, n_neighbors)
    lab = see(colors, jnd, random_state, mark_size=mark_size, space=space)
    anyone = random_others(rows, others.shape[1], len(layout), random_state)
    near, far = (
        neighbor_distances(lab[rows], lab, them).mean() for them in (others, anyone)
    )
    return float(1 - near / far) if far > 0 else 0.0
