"""What color conveys about neighboring points of a map."""

from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.utils import check_random_state

from skcolor._checks.row_order import check_row_order
from skcolor._checks.tables import check_row_colors, check_table
from skcolor._compute.chunks import map_rows
from skcolor._compute.shared_work import shared
from skcolor.metrics._correlation import correlate, rank
from skcolor.metrics._perceptual_noise import add_perceptual_noise
from skcolor.metrics._sample import nearest_others, require_layout, sample_rows
from skcolor.neighbors._distances import neighbor_distances


def local_fidelity(
    X: npt.ArrayLike,
    colors: npt.ArrayLike,
    layout: npt.ArrayLike,
    *,
    n_neighbors: int = 50,
    jnd: float = 0.02,
    mark_size: float | None = None,
    space: str = "oklab",
    sample_size: int | None = 5000,
    random_state: int | np.random.RandomState | None = 0,
) -> float:
    r"""Measure what color conveys about X beyond the layout.

    Parameters
    ----------
    X : array-like or sparse array of shape (n_samples, n_features)
        Data.
    colors : array-like of shape (n_samples, 3)
        Colors of the rows, sRGB in [0, 1].
    layout : array-like of shape (n_samples, 2) or (n_samples, 3)
        Layout of the rows.
    n_neighbors : int, default=50
        Number of nearest rows in the layout, not counting the row itself.
    jnd : float, default=0.02
        Standard deviation, in OKLab units, of the perceptual noise: 0.02 is one just
        noticeable difference [1]_. Small marks need more [2]_.
    mark_size : float or None, default=None
        Diameter of a drawn point in degrees of visual angle. It replaces `jnd` as the
        source of the noise: small points need larger differences. See
        :func:`skcolor.paint.visual_angle`.
    space : {"oklab", "cam16ucs"}, default="oklab"
        Color space in which colors are compared. One just noticeable difference is 0.02 in
        OKLab and 3.1 in CAM16-UCS; `jnd` is in OKLab units for both.
    sample_size : int or None, default=5000
        Number of rows to sample; None means all.
    random_state : int, RandomState instance or None, default=0
        Controls the sample and the noise.

    Returns
    -------
    fidelity : float
        From -1 to 1. 0 for random colors and for the layout used as color; 1 if distances
        in color and in X rank the layout neighbors identically.

    Raises
    ------
    ValueError
        If the arguments are inconsistent, or X has only one row.

    Warns
    -----
    UserWarning
        If there are at most `n_neighbors` rows; all other rows are then neighbors.

    Notes
    -----
    For each row of the sample, and over its neighbors in the layout, let x be the Euclidean
    distance in X, c the OKLab distance of the perceived colors, and l the distance in the
    layout. With Spearman's rank correlations :math:`r`,

    .. math:: \frac{r_{xc} - r_{xl} r_{cl}}{\sqrt{(1 - r_{xl}^2)(1 - r_{cl}^2)}}

    is the partial correlation of distance and color given the layout; the fidelity is its
    mean over the sample. A row whose neighbors are all equally far, in X or in color,
    counts as 0.

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
    X = check_table(X, "X", sparse=True)
    n_rows = X.shape[0]
    colors = check_row_colors(colors, n_rows)
    layout = require_layout(layout, n_rows)
    rng = check_random_state(random_state)
    rows = sample_rows(n_rows, sample_size, rng)
    lab = add_perceptual_noise(colors, jnd, rng, mark_size=mark_size, space=space)
    others, near, given = shared(
        lambda: _rank_neighbors(X, layout, rows, n_neighbors),
        ("local_fidelity", n_neighbors, sample_size),
        X,
        layout,
        seed=random_state,
    )

    def compare(
        rows: npt.NDArray[np.intp],
        others: npt.NDArray[np.intp],
        *ranks: npt.NDArray[np.float32],
    ) -> npt.NDArray[np.floating]:
        by_color = rank(neighbor_distances(lab[rows], lab, others))
        by_x, by_place = (table.astype(np.float64) for table in ranks)
        return _partial_correlation(by_x, by_color, by_place)

    tables = (rows, others, near, given)
    return float(map_rows(compare, *tables, row_bytes=64 * n_neighbors).mean())


def _rank_neighbors(
    X: npt.NDArray[np.floating],
    layout: npt.NDArray[np.floating],
    rows: npt.NDArray[np.intp],
    n_neighbors: int,
) -> list[npt.NDArray[Any]]:
    """Neighbors in the layout, and their ranks by distance in X and in the layout.

    The ranks are multiples of a half, which float32 represents exactly.
    """
    others = nearest_others(layout, rows, n_neighbors)
    row_bytes = 64 * n_neighbors

    def rank_in(A: npt.NDArray[np.floating]) -> npt.NDArray[np.float32]:
        return map_rows(
            lambda rows, others: rank(neighbor_distances(A[rows], A, others)).astype(
                np.float32
            ),
            rows,
            others,
            row_bytes=row_bytes,
        )

    return [others, rank_in(X), rank_in(layout)]


def _partial_correlation(
    a: npt.NDArray[np.floating],
    b: npt.NDArray[np.floating],
    given: npt.NDArray[np.floating],
) -> npt.NDArray[np.floating]:
    """Partial correlation of each row of a and b, given the row of `given`."""
    ab, ag, bg = correlate(a, b), correlate(a, given), correlate(b, given)
    scale = np.sqrt((1 - ag**2) * (1 - bg**2))
    explained = scale < 1e-9
    return np.where(explained, 0, (ab - ag * bg) / np.where(explained, 1, scale))
