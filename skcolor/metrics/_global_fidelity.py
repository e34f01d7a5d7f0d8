"""Whether distant rows look different, across the whole map."""

import numpy as np
import numpy.typing as npt
from sklearn.utils import check_random_state

from skcolor._checks.arguments import check_count
from skcolor._checks.row_order import check_row_order
from skcolor._checks.tables import check_row_colors, check_table
from skcolor._compute.shared_work import shared
from skcolor.metrics._correlation import correlate, rank
from skcolor.metrics._perceptual_noise import add_perceptual_noise
from skcolor.metrics._sample import random_others
from skcolor.neighbors._distances import neighbor_distances


def global_fidelity(
    X: npt.ArrayLike,
    colors: npt.ArrayLike,
    *,
    jnd: float = 0.02,
    mark_size: float | None = None,
    space: str = "oklab",
    n_pairs: int = 100_000,
    random_state: int | np.random.RandomState | None = 0,
) -> float:
    r"""Measure how well color differences reflect distances between all rows.

    Parameters
    ----------
    X : array-like or sparse array of shape (n_samples, n_features)
        Data, at least two rows.
    colors : array-like of shape (n_samples, 3)
        Colors of the rows, sRGB in [0, 1].
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
    n_pairs : int, default=100_000
        Number of random pairs of rows to compare.
    random_state : int, RandomState instance or None, default=0
        Controls the pairs and the noise.

    Returns
    -------
    fidelity : float
        From -1 to 1: Spearman's rank correlation, over the pairs, of the Euclidean distance
        in X and the OKLab distance of the perceived colors. 0 for random colors; 1 if both
        distances rank the pairs identically.

    Raises
    ------
    ValueError
        If the arguments are inconsistent.

    References
    ----------
    .. [1] W3C, "CSS Color Module Level 4", on color difference in OKLab.
    .. [2] M. Stone, D. A. Szafir and V. Setlur, "An engineering model for color
       difference as a function of size", CIC 2014.

    Examples
    --------
    >>> import numpy as np
    >>> from skcolor.metrics import global_fidelity
    >>> X = np.random.default_rng(0).random((1000, 3))
    >>> round(global_fidelity(X, X), 1)
    0.8
    """
    check_row_order({"X": X, "colors": colors})
    X = check_table(X, "X", min_rows=2, sparse=True)
    n_rows = X.shape[0]
    colors = check_row_colors(colors, n_rows)
    check_count("n_pairs", n_pairs, least=2)
    rng = check_random_state(random_state)
    first = rng.randint(n_rows, size=n_pairs)
    second = random_others(first, 1, n_rows, rng)
    lab = add_perceptual_noise(colors, jnd, rng, mark_size=mark_size, space=space)

    def rank_in(A: npt.NDArray[np.floating]) -> npt.NDArray[np.floating]:
        return rank(neighbor_distances(A[first], A, second).T)

    by_x = shared(lambda: rank_in(X), ("global_fidelity", n_pairs), X, seed=random_state)
    return float(correlate(by_x, rank_in(lab))[0])
