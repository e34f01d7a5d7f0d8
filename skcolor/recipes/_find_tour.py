"""The few colorings of a map that together let most be read."""

import warnings
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from sklearn.base import clone
from sklearn.utils import check_random_state, indexable

from skcolor._checks.arguments import check_count
from skcolor._checks.row_order import check_row_order
from skcolor._checks.tables import check_table
from skcolor._compat import _num_samples
from skcolor._compute.shared_work import SharedWork
from skcolor._fitted.first_step import SharedFirstStep, group_by_first_step
from skcolor._fitted.pipelines import color_rows, number_rows
from skcolor._warn import warnings_about
from skcolor.metrics._attributes import check_attributes, columns_by_name
from skcolor.metrics._choose_colorings import choose_colorings
from skcolor.metrics._sample import require_layout, sample_rows
from skcolor.metrics._score_each import Rows
from skcolor.recipes import RECIPES

_CANDIDATES = (
    *("best", "best_4_to_6", "best_7_to_9", "residual_pca_perceptual"),
    *("pca_perceptual", "pca", "ica_perceptual", "pca_pack_12"),
    *("kmeans_30_perceptual", "pca_argmax_perceptual", "knn_distance"),
)
FEWEST_ROWS = 20


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
        Number of nearest rows in the layout, not counting the row itself.
    jnd : float, default=0.02
        Standard deviation, in OKLab units, of the perceptual noise.
    mark_size : float or None, default=None
        Diameter of a drawn point in degrees of visual angle, which replaces `jnd`.
    sample_size : int or None, default=4000
        Number of random rows to choose by: all colorers are fitted to one half of them, and
        read on the other. None means all.
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
    >>> list(found.colorers)
    >>> colors = found.colorers["best_4_to_6"].transform(digits.data[:5])
    >>> figure = plot_gallery(found.colorers, digits.layout, X=digits.data)
    """
    colorers = _check_colorers(colorers)
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
    chosen = {}
    for name in shares:
        with warnings_about([name]):
            chosen[name] = clone(colorers[name]).fit(X, layout)
    return Tour(chosen, shares)


def choose_tour(
    X: Any,
    layout: npt.ArrayLike,
    n_colorings: int,
    *,
    colorers: dict[str, Any],
    attributes: Any = None,
    sample_size: int | None = 4000,
    random_state: int | np.random.RandomState | None = 0,
    **parameters: Any,
) -> dict[str, float]:
    """Shares of `tour` by name, without the fits to all rows; empty if there are none."""
    check_count("n_colorings", n_colorings)
    check_row_order({"X": X, "layout": layout, "attributes": attributes})
    n_rows = _num_samples(X)
    layout = require_layout(layout, n_rows)
    if n_rows < FEWEST_ROWS:
        raise ValueError(f"X must have at least {FEWEST_ROWS} rows; got {n_rows}.")
    if attributes is not None:
        check_attributes(attributes, n_rows)
        attributes = columns_by_name(attributes)
    (X,) = indexable(X)  # a sparse array that rows can be taken from
    rng = check_random_state(random_state)
    sample = rng.permutation(sample_rows(n_rows, sample_size, rng))
    rows = Rows(X, layout, attributes)
    fitted, read = (rows.take(np.sort(half)) for half in np.array_split(sample, 2))
    with SharedWork().of(fitted.X):
        fits = _fit_each(colorers, fitted)
    return choose_colorings(
        {name: color_rows(fits[name], read.X, read.layout) for name in fits},
        check_table(
            number_rows(next(iter(fits.values())), read.X, read.layout), "X", sparse=True
        ),
        read.layout,
        n_colorings,
        attributes=read.attributes,
        random_state=rng,
        **parameters,
    )


def make_candidates() -> dict[str, Any]:
    """Recipes that a tour is chosen from: one or two of each kind, fast for many rows."""
    return {name: RECIPES[name]() for name in _CANDIDATES}


def _check_colorers(colorers: Any) -> dict[str, Any]:
    if colorers is None:
        return make_candidates()
    if not isinstance(colorers, dict) or not colorers:
        raise ValueError(
            f"colorers must be a dict of colorers by name, or None; got {colorers!r:.60}."
        )
    return colorers


def _fit_each(colorers: dict[str, Any], rows: Rows) -> dict[str, Any]:
    """Fit clones; what several have in common is computed once.

    Warnings are left for the fits of those that are chosen, to all rows.
    """
    fits = {}
    for names in group_by_first_step(colorers):
        memory = SharedFirstStep(rows.X, names)
        for name in names:
            fits[name] = clone(colorers[name])
            if len(names) > 1:
                fits[name].set_params(memory=memory)
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", UserWarning)
                fits[name].fit(rows.X, rows.layout)
    return fits
