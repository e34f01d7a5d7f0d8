"""The few colorings of a map that together let most be read."""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from sklearn.base import clone

from skcolor._warn import warnings_about


class Tour(NamedTuple):
    """Result of `tour`.

    Parameters
    ----------
    colorers : dict of str to estimator
        The colorers by name, fitted to all rows, in the order to look at them.
    shares : dict of str to float
        By the same names, the share of what X tells about neighbors that is read from the
        coloring and all before it.
    """

    colorers: dict[str, Any]
    shares: dict[str, float]


def tour(
    X: Any,
    layout: npt.ArrayLike,
    n_colorings: int = 4,
    *,
    colorers: dict[str, Any] | None = None,
    attributes: Any = None,
    n_neighbors: int = 50,
    jnd: float = 0.02,
    mark_size: float | None = None,
    sample_size: int | None = 4000,
    random_state: int | np.random.RandomState | None = 0,
) -> Tour:
    r"""Choose the few colorings of a map that together let most be read.

    The first is the one from which a reader learns most. Each of the others adds most to
    what the reader has learned from those before it, so they repeat one another least.

    Parameters
    ----------
    X : array-like or sparse array of shape (n_samples, n_features)
        The rows, or whatever the colorers take: a data frame, a list of texts.
    layout : array-like of shape (n_samples, 2) or (n_samples, 3)
        Layout of the rows.
    n_colorings : int, default=4
        Number of colorings, at most. There are fewer if no other adds anything.
    colorers : dict of str to estimator or None, default=None
        Colorers to choose from, or pipelines that end in one, by name. They are cloned.
        None uses recipes, one or two of each kind, all of which are fast for many rows.
    attributes : array-like, data frame, mapping or None, default=None
        What the reader should learn, as for :func:`skcolor.metrics.reading_gain`. None uses
        the columns of X.
    n_neighbors : int, default=50
        Number of nearest rows in the layout, not counting the row itself; at most all other
        rows of a half of the sample.
    jnd : float, default=0.02
        Standard deviation, in OKLab units, of the perceptual noise.
    mark_size : float or None, default=None
        Diameter of a drawn point in degrees of visual angle, which replaces `jnd`.
    sample_size : int or None, default=4000
        Number of random rows to choose by: all colorers are fitted to one half of them, and
        read on the other. At least 20; None means all.
    random_state : int, RandomState instance or None, default=0
        Controls the sample, its halves and the noise.

    Returns
    -------
    Tour
        A named tuple: the chosen colorers in order, fitted to all rows, and what is read
        from each and those before it.

    Raises
    ------
    ValueError
        If there are no colorers, fewer than 20 rows, or X itself tells nothing about
        neighbors on the map.

    See Also
    --------
    skcolor.metrics.reading_gain : What a reader learns from one coloring.
    skcolor.metrics.rank_colorers : Rank colorings, each by itself, on held-out rows.
    skcolor.plotting.plot_gallery : Draw the tour.

    Notes
    -----
    The reader of :func:`skcolor.metrics.reading_gain` sees several colorings at once: two
    neighbors look alike if the colors of both agree in all of them. With the perceived
    colors :math:`s^{(c)}_i` in OKLab, the difference of two rows is

    .. math:: \sqrt{\sum_{c} \lVert s^{(c)}_i - s^{(c)}_j \rVert^2}.

    Colorings are chosen one after another (greedily). Neighbors are those in the
    sample, so the tour is about what a reader sees of the whole map, not of a small part.

    Examples
    --------
    >>> from skcolor import tour
    >>> from skcolor.datasets import load_digits_layout
    >>> from skcolor.plotting import plot_gallery
    >>> digits = load_digits_layout()
    >>> found = tour(digits.data, digits.layout, 3)
    >>> len(found.colorers)
    3
    >>> figure = plot_gallery(found.colorers, digits.layout, X=digits.data)
    """
    # Measures take long to import, and this module is imported with all that is public.
    from skcolor.recipes._choose_tour import choose_tour, make_candidates

    if not (colorers is None or (isinstance(colorers, dict) and colorers)):
        raise ValueError(
            f"colorers must be a dict of colorers by name, or None; got {colorers!r:.60}."
        )
    shares = choose_tour(
        X,
        layout,
        n_colorings,
        colorers=colorers,
        attributes=attributes,
        n_neighbors=n_neighbors,
        jnd=jnd,
        mark_size=mark_size,
        sample_size=sample_size,
        random_state=random_state,
    )
    if not shares:
        raise ValueError(
            "X must tell more about neighbors on the map than the map does; nothing can be "
            "read here from any coloring."
        )
    unfitted = make_candidates() if colorers is None else colorers
    chosen = {}
    for name in shares:
        with warnings_about([name]):
            chosen[name] = clone(unfitted[name]).fit(X, layout)
    return Tour(chosen, shares)
