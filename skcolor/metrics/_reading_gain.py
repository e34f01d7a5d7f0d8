"""What a person can read off the colors of a map that the map alone does not tell."""

from typing import NamedTuple

import numpy as np
from sklearn.utils import check_random_state

from skcolor._checks.row_order import check_row_order
from skcolor._checks.tables import check_row_colors, check_table
from skcolor.metrics._reader import Reader
from skcolor.metrics._sample import require_layout
from skcolor.metrics._seen import see

# Where X tells less than this share of what differs among neighbors, there is nothing to
# read, and shares of it would be noise.
_LEAST_CEILING = 0.02


class ReadingGain(NamedTuple):
    """What `reading_gain` returns; as a number, it is the mean.

    Parameters
    ----------
    mean : float
        Mean of `shares`.
    worst : float
        The smallest of `shares`.
    shares : dict of str to float
        For each attribute, `gains` divided by `ceilings`: 1 if color tells all that X
        tells. NaN, and left out of `mean` and `worst`, where X tells next to nothing.
    gains : dict of str to float
        By how much color reduces the squared error of a guess: 1 if no error is left.
    ceilings : dict of str to float
        By how much X itself reduces it.
    null : float
        `mean` for the same colors in random order: about 0.
    """

    mean: float
    worst: float
    shares: dict[str, float]
    gains: dict[str, float]
    ceilings: dict[str, float]
    null: float

    def __float__(self):
        return self.mean


def reading_gain(
    X,
    colors,
    layout,
    *,
    attributes=None,
    n_neighbors=50,
    jnd=0.02,
    mark_size=None,
    space="oklab",
    sample_size=5000,
    random_state=0,
):
    r"""Measure what a reader gets from color beyond the layout, as a share of what X tells.

    A reader looks at a row of the map and at those beside it, and guesses what the row is
    like from the neighbors that look most alike. How much better is the guess with colors
    than without?

    Parameters
    ----------
    X : array-like of shape (n_samples, n_features)
        The rows.
    colors : array-like of shape (n_samples, 3)
        Their colors, sRGB in [0, 1].
    layout : array-like of shape (n_samples, 2) or (n_samples, 3)
        Their layout.
    attributes : array-like, data frame, mapping or None, default=None
        What is to be read, of shape (n_samples,) or (n_samples, m): numbers, truth values
        or categories that no colorer has seen; missing values are left out. None reads
        the columns of X themselves, all as one attribute named "X": what a random linear
        attribute would gain.
    n_neighbors : int, default=50
        Nearest rows in the layout, the row itself not counted. With fewer rows, all
        others.
    jnd : float, default=0.02
        Standard deviation, in OKLab, of the noise with which a color is seen: 0.02 is one
        just noticeable difference.
    mark_size : float or None, default=None
        Diameter of a drawn point in degrees of visual angle, which sets the noise in
        place of `jnd`: small points need larger differences. See
        :func:`skcolor.paint.visual_angle`.
    space : {"oklab", "cam16ucs"}, default="oklab"
        Where colors are compared. One just noticeable difference is 0.02 in OKLab and
        3.1 in CAM16-UCS; `jnd` is in units of the former for both.
    sample_size : int or None, default=5000
        How many rows are guessed; None is all.
    random_state : int, RandomState instance or None, default=0
        Draws the sample, its halves and the noise.

    Returns
    -------
    ReadingGain
        A named tuple: mean and worst share; shares, gains and ceilings by attribute; the
        share that chance gives.

    Raises
    ------
    ValueError
        If the arguments do not fit together, there are fewer than 10 rows, or an
        attribute has infinite numbers or more than 256 categories.

    Notes
    -----
    For row i and its k neighbors in the layout, in the order r = 0, 1, ... of how much
    their seen colors differ from that of i, the guess of attribute a is

    .. math:: \hat a_i = \frac{\sum_r e^{-r / h} a_{j(r)}}{\sum_r e^{-r / h}}.

    The width h is chosen on one half of the rows for the other, for each attribute; an
    infinite h, which ignores color, is among the choices. With the mean squared error E
    of these guesses and :math:`E_0` of those by an infinite h, the gain is
    :math:`1 - E / E_0`. A category counts as one column of 0 and 1 for each of its
    values, whose errors are added.

    The ceiling is the larger of two gains: of the same reader if distance in X takes the
    place of color, and of a ridge regression that guesses how much a row differs from the
    mean of its neighbors from how much its X differs from theirs. Without `attributes` it
    is the first. A share can exceed 1 where neighbors in X mislead.

    The idea is to pay color for what it lets people read. Rank correlations of distances,
    as in :func:`local_fidelity`, are largely explained by one number, how far each
    neighbor is from the middle of the neighborhood, and a coloring can win by showing
    that number alone.

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
    check_row_order({"X": X, "colors": colors, "layout": layout, "attributes": attributes})
    X = check_table(X, "X", min_rows=10)
    colors = check_row_colors(colors, len(X))
    layout = require_layout(layout, len(X))
    random_state = check_random_state(random_state)
    reader = Reader.of(
        X,
        layout,
        attributes,
        n_neighbors=n_neighbors,
        sample_size=sample_size,
        random_state=random_state,
    )
    seen = see(colors, jnd, random_state, mark_size=mark_size, space=space)
    ceilings = reader.ceilings(X, by_regression=attributes is not None)
    gains, null = reader.gains(seen), reader.gains(random_state.permutation(seen))
    told = ceilings > _LEAST_CEILING
    shares = np.divide(gains, ceilings, out=np.full_like(gains, np.nan), where=told)
    null = null[told] / ceilings[told]
    by_name = (
        dict(zip(reader.attributes.names, map(float, v), strict=True))
        for v in (shares, gains, ceilings)
    )
    return ReadingGain(
        _reduce(np.mean, shares[told]),
        _reduce(np.min, shares[told]),
        *by_name,
        _reduce(np.mean, null),
    )


def _reduce(function, values):
    return float(function(values)) if len(values) else float("nan")
