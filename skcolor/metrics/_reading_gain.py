"""What a reader learns from the colors of a map beyond the layout."""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from sklearn.utils import check_random_state

from skcolor._checks.row_order import check_row_order
from skcolor._checks.tables import check_row_colors, check_table
from skcolor._compute.shared_work import shared
from skcolor.metrics._perceptual_noise import add_perceptual_noise
from skcolor.metrics._reader import Reader
from skcolor.metrics._sample import require_layout

# If X explains less than this share of the differences among neighbors, there is nothing to
# read, and its share would be noise.
LEAST_CEILING = 0.02


class ReadingGain(NamedTuple):
    """Result of `reading_gain`; ``float`` of it is the mean.

    Parameters
    ----------
    mean : float
        Mean of `shares`.
    worst : float
        The smallest of `shares`.
    shares : dict of str to float
        For each attribute, `gains` divided by `ceilings`: 1 if color conveys as much as X
        does. NaN, and left out of `mean` and `worst`, where X explains next to nothing.
    gains : dict of str to float
        Share of the squared error of a guess that color removes: 1 if no error remains.
    ceilings : dict of str to float
        Share of the squared error that X itself removes.
    null : float
        `mean` for the same colors in random order; about 0.
    """

    mean: float
    worst: float
    shares: dict[str, float]
    gains: dict[str, float]
    ceilings: dict[str, float]
    null: float

    def __float__(self) -> float:
        return self.mean


def reading_gain(
    X: npt.ArrayLike,
    colors: npt.ArrayLike,
    layout: npt.ArrayLike,
    *,
    attributes: Any = None,
    n_neighbors: int = 50,
    jnd: float = 0.02,
    mark_size: float | None = None,
    space: str = "oklab",
    sample_size: int | None = 5000,
    random_state: int | np.random.RandomState | None = 0,
) -> ReadingGain:
    r"""Measure what color conveys beyond the layout, as a share of what X does.

    A reader looks at a point of the map and its neighbors, and guesses an attribute of the
    point from the neighbors that look most like it. How much better is the guess with
    colors than without?

    Parameters
    ----------
    X : array-like or sparse array of shape (n_samples, n_features)
        Data.
    colors : array-like of shape (n_samples, 3)
        Colors of the rows, sRGB in [0, 1].
    layout : array-like of shape (n_samples, 2) or (n_samples, 3)
        Layout of the rows.
    attributes : array-like, data frame, mapping or None, default=None
        What the reader should learn, of shape (n_samples,) or (n_samples, m): numbers,
        booleans or categories that no colorer has seen; missing values are left out. None
        uses the columns of X, all as one attribute named "X": the expected gain of a random
        linear attribute.
    n_neighbors : int, default=50
        Number of nearest rows in the layout, not counting the row itself.
    jnd : float, default=0.02
        Standard deviation, in OKLab units, of the perceptual noise: 0.02 is one just
        noticeable difference.
    mark_size : float or None, default=None
        Diameter of a drawn point in degrees of visual angle. It replaces `jnd` as the
        source of the noise: small points need larger differences. See
        :func:`skcolor.paint.visual_angle`.
    space : {"oklab", "cam16ucs"}, default="oklab"
        Color space in which colors are compared. One just noticeable difference is 0.02 in
        OKLab and 3.1 in CAM16-UCS; `jnd` is in OKLab units for both.
    sample_size : int or None, default=5000
        Number of rows to guess; None means all.
    random_state : int, RandomState instance or None, default=0
        Controls the sample, its halves and the noise.

    Returns
    -------
    ReadingGain
        A named tuple: mean and worst share; shares, gains and ceilings by attribute; the
        share expected by chance.

    Raises
    ------
    ValueError
        If the arguments are inconsistent, there are fewer than 10 rows, or an attribute has
        infinite values or more than 256 categories.

    Notes
    -----
    For row i and its k neighbors in the layout, ranked r = 0, 1, ... by how much their
    perceived colors differ from that of i, the guess of attribute a is

    .. math:: \hat a_i = \frac{\sum_r e^{-r / h} a_{j(r)}}{\sum_r e^{-r / h}}.

    For each attribute, the width h is chosen on one half of the rows and scored on the
    other; an infinite h, which ignores color, is among the choices. With the mean squared
    error E of these guesses and :math:`E_0` with infinite h, the gain is
    :math:`1 - E / E_0`. A categorical attribute is one-hot encoded, and the errors of its
    columns are added.

    The ceiling is the larger of two gains: that of the same reader who sees distance in X
    instead of color, and that of a ridge regression that predicts how much a row differs
    from the mean of its neighbors from the same difference in X. Without `attributes` it is
    the first. A share can exceed 1 where neighbors in X mislead.

    The measure rewards color for what people can read from it. Rank correlations of
    distances, as in :func:`local_fidelity`, depend mostly on one number, how far each
    neighbor is from the center of the neighborhood, and a coloring can win by showing that
    number alone.

    References
    ----------
    .. [1] M. Stone, D. A. Szafir and V. Setlur, "An engineering model for color
       difference as a function of size", CIC 2014, for the noise by `mark_size`.

    Examples
    --------
    A map shows two of three columns, and color shows the third.

    >>> import numpy as np
    >>> from skcolor.metrics import reading_gain
    >>> X = np.random.default_rng(0).random((2000, 3))
    >>> layout, hidden = X[:, :2], X[:, 2]
    >>> gray = np.repeat(X[:, 2:], 3, axis=1)
    >>> reading_gain(X, gray, layout, attributes=hidden).mean > 0.9
    True
    >>> abs(reading_gain(X, gray[::-1], layout, attributes=hidden).mean) < 0.05
    True
    """
    return read(
        X,
        colors,
        layout,
        attributes=attributes,
        n_neighbors=n_neighbors,
        jnd=jnd,
        mark_size=mark_size,
        space=space,
        sample_size=sample_size,
        random_state=random_state,
        with_null=True,
    )


def read(
    X: npt.ArrayLike,
    colors: npt.ArrayLike,
    layout: npt.ArrayLike,
    *,
    attributes: Any,
    n_neighbors: int,
    jnd: float,
    mark_size: float | None,
    space: str,
    sample_size: int | None,
    random_state: int | np.random.RandomState | None,
    with_null: bool,
) -> ReadingGain:
    """`reading_gain`, where `null`, which takes half of the time, can be left NaN."""
    check_row_order({"X": X, "colors": colors, "layout": layout, "attributes": attributes})
    X = check_table(X, "X", min_rows=10, sparse=True)
    colors = check_row_colors(colors, X.shape[0])
    layout = require_layout(layout, X.shape[0])
    rng = check_random_state(random_state)
    reader = Reader.of(
        X,
        layout,
        attributes,
        n_neighbors=n_neighbors,
        sample_size=sample_size,
        random_state=rng,
        seed=random_state,
    )
    seen = add_perceptual_noise(colors, jnd, rng, mark_size=mark_size, space=space)
    reader.base, ceilings = shared(
        lambda: (reader.base, reader.ceilings(X, by_regression=attributes is not None)),
        ("reading_gain", n_neighbors, sample_size),
        X,
        layout,
        attributes,
        seed=random_state,
    )
    gains = reader.gains(seen)
    is_readable = ceilings > LEAST_CEILING
    shares = np.divide(gains, ceilings, out=np.full_like(gains, np.nan), where=is_readable)
    null = np.full_like(gains, np.nan)
    if with_null:
        null = reader.gains(rng.permutation(seen))
    names = reader.attributes.names
    return ReadingGain(
        mean=_reduce(np.mean, shares[is_readable]),
        worst=_reduce(np.min, shares[is_readable]),
        shares=_by_name(names, shares),
        gains=_by_name(names, gains),
        ceilings=_by_name(names, ceilings),
        null=_reduce(np.mean, null[is_readable] / ceilings[is_readable]),
    )


def _by_name(names: list[str], values: npt.NDArray[np.floating]) -> dict[str, float]:
    return dict(zip(names, map(float, values), strict=True))


def _reduce(
    function: Callable[[npt.NDArray[np.floating]], float], values: npt.NDArray[np.floating]
) -> float:
    return float(function(values)) if len(values) else float("nan")
