"""Trustworthiness of colors: whether rows that look alike are alike."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array, issparse
from scipy.stats import rankdata
from sklearn.utils import check_random_state, gen_batches

from skcolor._checks.arguments import check_count, check_number
from skcolor._checks.row_order import check_row_order
from skcolor._checks.tables import check_row_colors, check_table
from skcolor._compute.chunks import row_chunks, run_all
from skcolor.metrics._perceptual_noise import add_perceptual_noise
from skcolor.metrics._sample import nearest_others, sample_rows
from skcolor.neighbors._count import count_others

# Rows of the same color are all at distance 0. Invisible noise puts them in random order;
# without it, the search would prefer the rows that come first.
_TIE = 1e-7
# Rows of X that are compared with a chunk of the sample at a time.
_BLOCK = 512

_Squares = tuple[npt.NDArray[np.float64], Callable[[slice], npt.NDArray[np.float64]]]


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
        for random colors.

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
    except for ties: rows at the same distance in X share the smallest of their ranks, and
    rows of the same color are in random order.

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
    ranks = run_all(
        lambda chunk: _ranks(X, rows[chunk], others[chunk]),
        list(row_chunks(len(rows), 16 * _BLOCK)),
        n_jobs=-1,
    )
    excess = np.maximum(np.concatenate(ranks) - k, 0).sum()
    return float(1 - 2 * excess / (len(rows) * k * (2 * n_rows - 3 * k - 1)))


def _ranks(
    X: npt.NDArray[np.floating] | csr_array,
    rows: npt.NDArray[np.intp],
    others: npt.NDArray[np.intp],
) -> npt.NDArray[np.intp]:
    """Ranks of `others` among all rows of X in the order of distance to `rows`.

    The rows y nearest to x have the smallest ``y·y - 2 x·y``, the product of (y, y·y) and
    (-2x, 1).
    """
    limits, square = (_sparse_squares if issparse(X) else _squares)(X, rows, others)
    ranks: npt.NDArray[np.intp] = rankdata(limits, method="min", axis=1)
    # A matrix product and a sum round differently, so a row could be closer than itself.
    # Rows that are already ranked are not counted again.
    known = np.column_stack([rows, others])
    for block in gen_batches(X.shape[0], _BLOCK):
        squares = square(block)
        row, entry = np.nonzero((known >= block.start) & (known < block.stop))
        squares[row, known[row, entry] - block.start] = np.inf
        for rank, limit in zip(ranks.T, limits.T, strict=True):
            rank += np.count_nonzero(squares < limit[:, np.newaxis], axis=1)
    return ranks


def _squares(
    X: npt.NDArray[np.floating], rows: npt.NDArray[np.intp], others: npt.NDArray[np.intp]
) -> _Squares:
    """``y·y - 2 x·y`` of `rows` and their `others`, and a function of a block of rows."""
    # Centering avoids cancellation; a rounded center keeps integers, and their sums, exact.
    center = np.rint(X[rows].mean(axis=0, dtype=np.float64))
    sample = np.column_stack([-2 * (X[rows] - center), np.ones(len(rows))])
    known = [
        np.einsum("nd,nd->n", sample, _with_square(X[them] - center)) for them in others.T
    ]
    return np.stack(known, axis=1), lambda block: sample @ _with_square(X[block] - center).T


def _sparse_squares(
    X: csr_array, rows: npt.NDArray[np.intp], others: npt.NDArray[np.intp]
) -> _Squares:
    """`_squares` of sparse rows, which no center may fill."""
    sample = X[rows].astype(np.float64)

    def norms(them: csr_array) -> npt.NDArray[np.float64]:
        squares: npt.NDArray[np.float64] = them.multiply(them).sum(axis=1)
        return squares

    def compare(them: npt.NDArray[np.intp]) -> npt.NDArray[np.float64]:
        found = X[them].astype(np.float64)
        products: npt.NDArray[np.float64] = sample.multiply(found).sum(axis=1)
        return norms(found) - 2 * products

    def square(block: slice) -> npt.NDArray[np.float64]:
        found = X[block].astype(np.float64)
        products: npt.NDArray[np.float64] = (sample @ found.T).toarray()
        return norms(found) - 2 * products

    return np.stack([compare(them) for them in others.T], axis=1), square


def _with_square(rows: npt.NDArray[np.floating]) -> npt.NDArray[np.floating]:
    """Rows y with one column more, y·y."""
    return np.column_stack([rows, np.einsum("nd,nd->n", rows, rows)])
