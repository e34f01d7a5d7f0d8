"""Whether rows that are far apart look far apart, all over the map."""

from sklearn.utils import check_random_state

from skcolor._checks.arguments import check_count
from skcolor._checks.row_order import check_row_order
from skcolor._checks.tables import check_row_colors, check_table
from skcolor.metrics._correlation import correlate, rank
from skcolor.metrics._sample import random_others
from skcolor.metrics._seen import see
from skcolor.neighbors._exact import neighbor_distances


def global_fidelity(
    X,
    colors,
    *,
    jnd=0.02,
    mark_size=None,
    space="oklab",
    n_pairs=100_000,
    random_state=0,
):
    r"""Measure how distances of all rows show in their colors.

    Parameters
    ----------
    X : array-like of shape (n_samples, n_features)
        The rows, at least two.
    colors : array-like of shape (n_samples, 3)
        Their colors, sRGB in [0, 1].
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
    n_pairs : int, default=100_000
        How many random pairs of rows are compared.
    random_state : int, RandomState instance or None, default=0
        Draws the pairs and the noise.

    Returns
    -------
    fidelity : float
        From -1 to 1: Spearman's rank correlation, over the pairs, of the Euclidean
        distance in X and of that in OKLab between the colors as they are seen. 0 for
        random colors, 1 where colors differ exactly in the order in which rows do.

    Raises
    ------
    ValueError
        If the arguments do not fit together.

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
    X = check_table(X, "X", min_rows=2)
    colors = check_row_colors(colors, len(X))
    check_count("n_pairs", n_pairs, least=2)
    random_state = check_random_state(random_state)
    first = random_state.randint(len(X), size=n_pairs)
    second = random_others(first, 1, len(X), random_state)
    lab = see(colors, jnd, random_state, mark_size=mark_size, space=space)
    x, c = (rank(neighbor_distances(A[first], A, second).T) for A in (X, lab))
    return float(correlate(x, c)[0])
