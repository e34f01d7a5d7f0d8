"""How smooth, rather than noisy, a colored map looks."""

import numpy as np
import numpy.typing as npt
from sklearn.utils import check_random_state

from skcolor._checks.row_order import check_row_order
from skcolor._checks.tables import check_row_colors
from skcolor.metrics._perceptual_noise import add_perceptual_noise
from skcolor.metrics._sample import (
    random_others,
    require_layout,
    sample_rows,
    sampled_others,
)
from skcolor.neighbors._distances import neighbor_distances


def color_coherence(
    layout: npt.ArrayLike,
    colors: npt.ArrayLike,
    *,
    n_neighbors: int = 10,
    jnd: float = 0.0,
    mark_size: float | None = None,
    space: str = "oklab",
    sample_size: int | None = 5000,
    random_state: int | np.random.RandomState | None = 0,
) -> float:
    """Measure how much more alike layout neighbors look than random pairs.

    Parameters
    ----------
    layout : array-like of shape (n_samples, 2) or (n_samples, 3)
        The layout.
    colors : array-like of shape (n_samples, 3)
        Colors of the rows, sRGB in [0, 1].
    n_neighbors : int, default=10
        Number of nearest rows in the layout, not counting the row itself.
    jnd : float, default=0.0
        Standard deviation, in OKLab units, of the perceptual noise: with 0.02, one just
        noticeable difference, washed-out colors count as noise.
    mark_size : float or None, default=None
        Diameter of a drawn point in degrees of visual angle. It replaces `jnd` as the
        source of the noise: small points need larger differences. See
        :func:`skcolor.paint.visual_angle`.
    space : {"oklab", "cam16ucs"}, default="oklab"
        Color space in which colors are compared. One just noticeable difference is 0.02 in
        OKLab and 3.1 in CAM16-UCS; `jnd` is in OKLab units for both.
    sample_size : int or None, default=5000
        Number of rows to compare with their neighbors, and with as many random rows; None
        means all.
    random_state : int, RandomState instance or None, default=0
        Controls the sample, the random rows and the noise.

    Returns
    -------
    coherence : float
        At most 1: one minus the mean ΔE of neighbors in the layout, divided by the mean ΔE
        of random pairs. 1 if neighbors have the same color; 0 for random colors, and if all
        rows have the same color; negative if neighbors differ more than random pairs.

    Raises
    ------
    ValueError
        If the arguments are inconsistent, or there is only one row.

    Warns
    -----
    UserWarning
        If there are at most `n_neighbors` rows; all other rows are then neighbors.

    See Also
    --------
    local_fidelity : Whether neighbors that look different are different in X.

    Notes
    -----
    Coherence alone is not a virtue: the layout used as color is coherent but conveys
    nothing new. It measures how a map looks; other measures assess what it conveys.

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
    rng = check_random_state(random_state)
    rows = sample_rows(len(layout), sample_size, rng)
    others = sampled_others(
        layout, rows, n_neighbors, sample_size=sample_size, seed=random_state
    )
    lab = add_perceptual_noise(colors, jnd, rng, mark_size=mark_size, space=space)
    anyone = random_others(rows, others.shape[1], len(layout), rng)
    near, far = (
        neighbor_distances(lab[rows], lab, them).mean() for them in (others, anyone)
    )
    return float(1 - near / far) if far > 0 else 0.0
