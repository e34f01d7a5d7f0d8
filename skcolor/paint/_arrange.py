"""Which label gets which color of a palette."""

import numpy as np
import numpy.typing as npt
from scipy.optimize import quadratic_assignment
from scipy.spatial.distance import cdist
from scipy.stats import rankdata

from skcolor._checks.arguments import check_choice
from skcolor._checks.arrays import check_unmasked
from skcolor._checks.row_order import check_row_order
from skcolor._checks.texts import number_labels
from skcolor._summaries.label_means import label_means
from skcolor.paint._difference import SPACES, get_space
from skcolor.paint._spaces import JND, check_srgb
from skcolor.paint._touching import touching

OBJECTIVES = ("contrast", "similarity")

# Labels with less of their contacts in common than this do not count as touching.
LEAST_SHARE = 0.01
# A difference of this size, 7.5 JND in OKLab, is worth little more than half of any
# larger one.
_CLEAR = 0.15
# Random starts next to the solution of the quadratic assignment.
_STARTS = 4


def arrange_palette(
    palette: npt.ArrayLike,
    labels: npt.ArrayLike,
    layout: npt.ArrayLike,
    *,
    objective: str = "contrast",
    space: str = "oklab",
) -> npt.NDArray[np.floating]:
    """Give the colors of a palette to labels.

    Parameters
    ----------
    palette : array-like of shape (n_colors, 3)
        sRGB in [0, 1]. Fewer colors than labels are used several times, for labels that
        do not touch if there is a way; more are not all used.
    labels : array-like of shape (n_samples,), int
        Label of each row, from 0; negative or missing ones have no color.
    layout : array-like of shape (n_samples, n_dimensions)
        Where the rows are.
    objective : {"contrast", "similarity"}, default="contrast"
        "contrast": labels that touch get colors far apart, and the closest two that
        touch as far as can be found. "similarity": labels near one another, by their mean
        place, get colors near one another.
    space : {"oklab", "cam16ucs"}, default="oklab"
        Where distances of colors are measured.

    Returns
    -------
    ndarray of shape (n_labels, 3)
        One color of the palette for each label: the same for the same arguments.

    Raises
    ------
    ValueError
        If an argument is something else.

    Notes
    -----
    Both are quadratic assignments: of how much labels touch, or how far apart they are, to
    the distances of colors. They are solved by :func:`scipy.optimize.
    quadratic_assignment` and exchanges of two; for contrast, a distance of d just
    noticeable differences counts as ``1 - exp(-d / 7.5)``, and exchanges that part the
    closest touching colors follow, since the sum alone sacrifices a few pairs to many
    [2]_.

    References
    ----------
    .. [1] J. T. Vogelstein et al., "Fast approximate quadratic programming for graph
       matching", PLoS ONE 10, 2015.
    .. [2] K. Lu et al., "Palettailor: discriminable colorization for categorical data",
       IEEE TVCG 27, 2021, has the idea of weights by touching and of a smallest distance.

    Examples
    --------
    >>> import numpy as np
    >>> from skcolor.paint import arrange_palette
    >>> palette = np.array([[1, 0, 0], [0.9, 0, 0], [0, 0, 1]])
    >>> labels, layout = np.array([0, 0, 1, 1, 2, 2]), np.arange(12.0).reshape(6, 2)
    >>> arranged = arrange_palette(palette, labels, layout, objective="similarity")
    >>> arranged[1]  # between the others in the layout, and in color
    array([0.9, 0. , 0. ])
    """
    palette = check_srgb(palette, name="palette")
    check_row_order({"layout": layout, "labels": labels})
    check_unmasked(layout, "layout")
    layout = np.asarray(layout)
    if palette.ndim != 2 or not len(palette):
        raise ValueError(f"palette must have shape (n_colors, 3); got {palette.shape}.")
    if layout.dtype.kind not in "iuf" or not np.isfinite(layout).all():
        raise ValueError(
            f"layout must be finite real numbers; got {layout.dtype}"
            f"{' with NaN or infinity' if layout.dtype.kind == 'f' else ''}."
        )
    if layout.ndim != 2:
        raise ValueError(f"layout must have 2 dimensions; got shape {layout.shape}.")
    labels = number_labels(labels, "labels", len(layout))
    check_choice("objective", objective, OBJECTIVES)
    check_choice("space", space, SPACES)
    n_labels = int(labels.max(initial=-1)) + 1
    if objective == "contrast":
        colors = arrange_contrast(palette, touching(labels, layout, n_labels), space)
    else:
        means = label_means(labels, layout, n_labels)
        colors = arrange_similarity(palette, means, space)
    return palette[colors]


def _color_distances(palette, space):
    """Distances of colors in just noticeable differences of the size that OKLab has."""
    places = get_space(space).from_srgb(palette) * (JND / get_space(space).jnd)
    return cdist(places, places)


def arrange_contrast(palette, weights, space="oklab"):
    """Index of a color for each label, touching labels far apart.

    Parameters
    ----------
    palette : ndarray of shape (n_colors, 3)
        sRGB in [0, 1].
    weights : ndarray of shape (n_labels, n_labels)
        How much labels touch; symmetric, 0 on the diagonal.
    space : str, default="oklab"
        See `arrange_palette`.

    Returns
    -------
    ndarray of shape (n_labels,), int
    """
    distances = _color_distances(palette, space)
    colors = _spread_over(len(weights), len(palette))
    values = 1 - np.exp(-distances / _CLEAR)
    # The exchanges that part the closest end in a local optimum: the best of several.
    starts = [_assign(weights, values, colors)]
    starts += [np.random.default_rng(seed).permutation(colors) for seed in range(_STARTS)]
    found = [_part_closest(weights, distances, start) for start in starts]
    return max(found, key=lambda colors: _rank(weights, distances, values, colors))


def _rank(weights, distances, values, colors):
    """Closest touching colors in steps of one JND, then the weighted sum."""
    pairs = np.ix_(colors, colors)
    closest = distances[pairs][weights > LEAST_SHARE].min(initial=np.inf)
    return min(closest, 2) // JND, (weights * values[pairs]).sum()


def arrange_similarity(palette, centers, space="oklab"):
    """Index of a color for each label, near labels near in color.

    Parameters
    ----------
    palette : ndarray of shape (n_colors, 3)
        sRGB in [0, 1].
    centers : ndarray of shape (n_labels, n_dimensions)
        Where labels are; rows of NaN are nowhere.
    space : str, default="oklab"
        See `arrange_palette`.

    Returns
    -------
    ndarray of shape (n_labels,), int
    """
    apart = np.nan_to_num(cdist(centers, centers))
    colors = _spread_over(len(centers), len(palette))
    # Ranks: one label far away from all would decide alone.
    ranks = rankdata(apart).reshape(apart.shape) / max(1, apart.size)
    np.fill_diagonal(ranks, 0)
    return _assign(ranks, _color_distances(palette, space), colors)


def _spread_over(n_labels, n_colors):
    """One color a label; where there are fewer, each equally often."""
    if n_labels <= n_colors:
        return np.arange(n_labels)
    return np.arange(n_labels) % n_colors


def _assign(weights, values, colors):
    """Permute `colors` among labels so that ``sum(weights * values)`` is large."""
    if len(weights) < 2:
        return colors
    found = quadratic_assignment(
        weights,
        values[np.ix_(colors, colors)],
        method="faq",
        options={"maximize": True, "rng": np.random.default_rng(0)},
    )
    return _exchange_pairs(weights, values, colors[found.col_ind])


def _exchange_pairs(weights, values, colors):
    """Exchange the colors of two labels, the best two first, as long as it gains."""
    for _ in range(4 * len(colors)):
        table = values[np.ix_(colors, colors)]
        both = weights @ table
        own = np.diag(both)
        gain = both + both.T - own[:, np.newaxis] - own + 2 * weights * table
        first, second = np.unravel_index(np.argmax(gain), gain.shape)
        if gain[first, second] <= 1e-12 * np.abs(own).sum():
            break
        colors[[first, second]] = colors[[second, first]]
    return colors


def _part_closest(weights, distances, colors):
    """Move one of the two touching labels whose colors are closest, as long as it helps.

    It changes places with another label, or takes a color that is free: one that no
    label has, or any where there are fewer colors than labels.
    """
    touch = weights > LEAST_SHARE
    for _ in range(4 * len(colors)):
        table = np.where(touch, distances[np.ix_(colors, colors)], np.inf)
        closest = table.min(initial=np.inf)
        if not np.isfinite(closest):
            break
        pair = np.unravel_index(np.argmin(table), table.shape)
        changes = [_best_change(touch, table, distances, colors, label) for label in pair]
        best, changed = max(changes, key=lambda change: change[0])
        if best <= closest + 1e-9:
            break
        colors = changed
    return colors


def _best_change(touch, table, distances, colors, label):
    """Colors after the best change of one label, and their closest touching distance."""
    free = np.ones(len(distances), dtype=bool)
    if len(colors) <= len(distances):
        free[colors] = False
    near = touch[label]
    taken = np.where(free, distances[:, colors[near]].min(axis=1, initial=np.inf), -1)
    taken = np.minimum(taken, _without(table, label).min())
    swapped = _closest_after_swaps(touch, table, distances, colors, label)
    changed = colors.copy()
    if taken.max() > swapped.max():
        changed[label] = np.argmax(taken)
        return taken.max(), changed
    other = np.argmax(swapped)
    changed[[label, other]] = colors[[other, label]]
    return swapped.max(), changed


def _closest_after_swaps(touch, table, distances, colors, label):
    """Closest touching distance after `label` changes places with each other label."""
    everyone = np.arange(len(colors))
    others = _without(table, label)
    # The label with the color of another, seen from those that it touches.
    moved = distances[np.ix_(colors, colors)]
    moved = np.where(touch[label] & (everyone != everyone[:, np.newaxis]), moved, np.inf)
    # The other with the color of the label, seen from those that the other touches.
    left = np.where(touch & (everyone != label), distances[colors[label], colors], np.inf)
    # All pairs without either: the closest without the label, unless the other is in it.
    rest = np.full(len(colors), others.min())
    for other in np.unravel_index(np.argmin(others), others.shape):
        rest[other] = _without(others, other).min()
    return np.min([moved.min(axis=1), left.min(axis=1), rest, table[label]], axis=0)


def _without(table, label):
    """Copy the table and make all pairs with a label infinitely far apart."""
    table = table.copy()
    table[label] = table[:, label] = np.inf
    return table
