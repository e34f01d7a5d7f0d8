"""The few colorings that together let most be read."""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from sklearn.base import clone
from sklearn.utils import check_random_state

from skcolor._checks.arguments import check_count
from skcolor._checks.row_order import check_row_order
from skcolor._checks.tables import check_table
from skcolor._fitted.pipelines import color_rows
from skcolor.metrics._perceptual_noise import add_perceptual_noise
from skcolor.metrics._reader import Reader
from skcolor.metrics._reading_gain import LEAST_CEILING
from skcolor.metrics._sample import require_layout


class Tour(NamedTuple):
    """Result of `tour`.

    Parameters
    ----------
    colorers : dict of str to estimator
        The fitted colorers by name, in the order to look at them.
    shares : dict of str to float
        By the same names, the share of what X tells about neighbors that is read from the
        coloring and all before it.
    """

    colorers: dict[str, Any]
    shares: dict[str, float]


def tour(
    colorers: dict[str, Any],
    X: npt.ArrayLike,
    layout: npt.ArrayLike,
    n_colorings: int = 4,
    *,
    attributes: Any = None,
    n_neighbors: int = 50,
    jnd: float = 0.02,
    mark_size: float | None = None,
    sample_size: int | None = 5000,
    random_state: int | np.random.RandomState | None = 0,
) -> Tour:
    r"""Choose the few colorings of a map that together let most be read.

    The first is the one from which a reader learns most. Each of the others adds most to
    what the reader has learned from those before it, so they repeat one another least.

    Parameters
    ----------
    colorers : dict of str to estimator
        Colorers to choose from, or pipelines that end in one, by name. They are cloned.
    X : array-like or sparse array of shape (n_samples, n_features)
        The rows.
    layout : array-like of shape (n_samples, 2) or (n_samples, 3)
        Layout of the rows.
    n_colorings : int, default=4
        Number of colorings, at most. There are fewer if no other adds anything.
    attributes : array-like, data frame, mapping or None, default=None
        What the reader should learn, as for `reading_gain`. None uses the columns of X.
    n_neighbors : int, default=50
        Number of nearest rows in the layout, not counting the row itself.
    jnd : float, default=0.02
        Standard deviation, in OKLab units, of the perceptual noise.
    mark_size : float or None, default=None
        Diameter of a drawn point in degrees of visual angle, which replaces `jnd`.
    sample_size : int or None, default=5000
        Number of rows to guess; None means all.
    random_state : int, RandomState instance or None, default=0
        Controls the sample, its halves and the noise.

    Returns
    -------
    Tour
        A named tuple: the fitted colorers in order, and what is read from each and those
        before it.

    Raises
    ------
    ValueError
        If there are no colorers, fewer than 10 rows, or X itself tells nothing about
        neighbors on the map.

    See Also
    --------
    reading_gain : What a reader learns from one coloring.
    rank_colorers : Rank colorings, each by itself, on held-out rows.

    Notes
    -----
    The reader of :func:`reading_gain` sees several colorings at once: two
    neighbors look alike if the colors of both agree in all of them. With the perceived
    colors :math:`s^{(c)}_i` in OKLab, the difference of two rows is

    .. math:: \sqrt{\sum_{c} \lVert s^{(c)}_i - s^{(c)}_j \rVert^2}.

    Colorings are chosen one after another (greedily). They are fitted to the rows that they
    are read from; a clusterer of many labels may gain a little by that.

    Examples
    --------
    Two copies of one coloring, and another.

    >>> import numpy as np
    >>> from skcolor import ValueColorer
    >>> from skcolor.metrics import tour
    >>> from sklearn.pipeline import make_pipeline
    >>> from sklearn.preprocessing import FunctionTransformer
    >>> X = np.random.default_rng(0).normal(size=(2000, 4)) * [1, 1, 3, 2]
    >>> third = make_pipeline(FunctionTransformer(lambda X: X[:, 2:3]), ValueColorer())
    >>> fourth = make_pipeline(FunctionTransformer(lambda X: X[:, 3:]), ValueColorer())
    >>> colorers = {"third": third, "twice": third, "fourth": fourth}
    >>> first, second = tour(colorers, X, X[:, :2], 2).colorers
    >>> first in ("third", "twice"), second
    (True, 'fourth')
    """
    check_count("n_colorings", n_colorings)
    check_row_order({"X": X, "layout": layout, "attributes": attributes})
    X = check_table(X, "X", min_rows=10, sparse=True)
    layout = require_layout(layout, X.shape[0])
    rng = check_random_state(random_state)
    reader = Reader.of(
        X,
        layout,
        attributes,
        n_neighbors=n_neighbors,
        sample_size=sample_size,
        random_state=rng,
    )
    ceilings = reader.ceilings(X, by_regression=attributes is not None)
    is_readable = ceilings > LEAST_CEILING
    if not is_readable.any():
        raise ValueError(
            "X must tell more about neighbors on the map than the map does; nothing can be "
            "read here from any coloring."
        )
    fitted, seen = {}, {}
    for name, colorer in _check_colorers(colorers).items():
        fitted[name] = clone(colorer).fit(X, layout)
        colors = color_rows(fitted[name], X, layout)
        seen[name] = add_perceptual_noise(colors, jnd, rng, mark_size=mark_size)

    def read(names: list[str]) -> float:
        gains = reader.gains(np.hstack([seen[name] for name in names]))
        return float(np.mean(gains[is_readable] / ceilings[is_readable]))

    shares: dict[str, float] = {}
    while len(shares) < min(n_colorings, len(seen)):
        found = {name: read([*shares, name]) for name in seen if name not in shares}
        best = max(found, key=lambda name: found[name])
        if shares and found[best] <= max(shares.values()):
            break
        shares[best] = found[best]
    return Tour({name: fitted[name] for name in shares}, shares)


def _check_colorers(colorers: Any) -> dict[str, Any]:
    if not isinstance(colorers, dict) or not colorers:
        raise ValueError(
            f"colorers must be a dict of colorers by name; got {colorers!r:.60}."
        )
    return colorers
