"""Trustworthiness of colors: whether rows that look alike are alike."""

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array, issparse
from sklearn.utils import check_random_state

from skcolor._checks.arguments import check_count, check_number
from skcolor._checks.row_order import check_row_order
from skcolor._checks.tables import check_row_colors, check_table
from skcolor.metrics._distance_ranks import distance_ranks
from skcolor.metrics._perceptual_noise import add_perceptual_noise
from skcolor.metrics._sample import nearest_others, sample_rows
from skcolor.neighbors._count import count_others

# Rows of the same color are all at distance 0. Invisible noise puts them in random order;
# without it, the search would prefer the rows that come first.
_TIE = 1e-7


def color_trustworthiness(
    X: npt.ArrayLike,
    colors: npt.ArrayLike,
    *,
    n_neighbors: int = 5,
    jnd: float = 0.0,
    mark_size: float | None = None,
    space: str = "oklab",
    sample_size: int | None = 1000,
    random_state: int | np.random.RandomState | None = 0,
) -> float:
    r"""Measure how close in X the rows with the most similar colors are.

    Parameters
    ----------
    X : array-like or sparse array of shape (n_samples, n_features)
        Data.
    colors : array-like of shape (n_samples, 3)
        Colors of the rows, sRGB in [0, 1].
    n_neighbors : int, default=5
        Number of rows with the nearest colors, not counting the row itself. Capped below
        half of the rows.
    jnd : float, default=0.0
        Standard deviation, in OKLab units, of the perceptual noise. 0 is scikit-learn's
        trustworthiness, for which washed-out colors are as good as saturated ones; 0.02 is
        one just noticeable difference.
    mark_size : float or None, default=None
        Diameter of a drawn point in degrees of visual angle. It replaces `jnd` as the
        source of the noise: small points need larger differences. See
        :func:`skcolor.paint.visual_angle`.
    space : {"oklab", "cam16ucs"}, default="oklab"
        Color space in which colors are compared. One just noticeable difference is 0.02 in
        OKLab and 3.1 in CAM16-UCS; `jnd` is in OKLab units for both.
    sample_size : int or None, default=1000
        Number of rows to sample; their neighbors are searched and ranked among all rows.
        None means all rows, which takes quadratic time.
    random_state : int, RandomState instance or None, default=0
        Controls the sample and the noise.

    Returns
    -------
    trustworthiness : float
        From 0 to 1. 1 if the rows with the nearest colors are the nearest rows; about 0.5
        for random colors. NaN if all rows of X are equal: then none is nearer than another.

    Raises
    ------
    ValueError
        If the arguments are inconsistent, or there are fewer than three rows.

    Warns
    -----
    UserWarning
        If `n_neighbors` is at least half of the rows; a smaller number is then used.

    See Also
    --------
    sklearn.manifold.trustworthiness : The same measure for a layout.

    Notes
    -----
    This is the trustworthiness [1]_ of an embedding whose coordinates are the colors in
    OKLab. With :math:`k` neighbors of :math:`n` rows, for each row i of the sample S the
    rows :math:`N_i` with the nearest colors should have small ranks :math:`r(i, j)` by
    distance to i in X:

    .. math:: 1 - \frac{2}{|S| k (2n - 3k - 1)}
        \sum_{i \in S} \sum_{j \in N_i} \max(0, r(i, j) - k)

    With all rows as the sample, this equals :func:`sklearn.manifold.trustworthiness`,
    except for ties: rows whose distances in X are equal up to rounding share the smallest
    of their ranks, and rows of the same color are in random order.

    References
    ----------
    .. [1] J. Venna and S. Kaski, "Neighborhood preservation in nonlinear projection
       methods: an experimental study", ICANN 2001.

    Examples
    --------
    >>> import numpy as np
    >>> from skcolor.metrics import color_trustworthiness
    >>> rng = np.random.default_rng(0)
    >>> X = rng.random((1000, 3))
    >>> round(color_trustworthiness(X, X), 1)
    1.0
    >>> round(color_trustworthiness(X, rng.random((1000, 3))), 1)
    0.5
    """
    check_row_order({"X": X, "colors": colors})
    X = check_table(X, "X", sparse=True)
    n_rows = X.shape[0]
    colors = check_row_colors(colors, n_rows)
    check_count("n_neighbors", n_neighbors)
    check_number("jnd", jnd)  # checked here because 0 is replaced below
    # With more neighbors, some could not be wrong for any colors.
    k = count_others(n_neighbors, n_rows, most=(n_rows - 1) // 2)
    rng = check_random_state(random_state)
    rows = sample_rows(n_rows, sample_size, rng)
    seen = add_perceptual_noise(colors, jnd or _TIE, rng, mark_size=mark_size, space=space)
    others = nearest_others(seen, rows, k)
    excess = np.maximum(distance_ranks(X, rows, others) - k, 0).sum()
    if excess == 0 and _all_equal(X):
        return float("nan")
    return float(1 - 2 * excess / (len(rows) * k * (2 * n_rows - 3 * k - 1)))


def _all_equal(X: npt.NDArray[np.floating] | csr_array) -> bool:
    difference = X.max(axis=0) != X.min(axis=0)
    return not (difference.nnz if issparse(X) else difference.any())
