"""Assign the colors of a palette to labels."""

import numpy as np
import numpy.typing as npt
from scipy.optimize import quadratic_assignment
from scipy.spatial.distance import cdist
from scipy.stats import rankdata

from skcolor._checks.arguments import check_choice
from skcolor._checks.arrays import as_array
from skcolor._checks.row_order import check_row_order
from skcolor._checks.texts import number_labels
from skcolor._summaries.label_means import label_means
from skcolor.paint._adjacency import label_adjacency
from skcolor.paint._difference import SPACES, get_space
from skcolor.paint._spaces import JND, check_srgb

OBJECTIVES = ("contrast", "similarity")

# Labels that share less than this of their neighbors do not count as touching.
LEAST_SHARE = 0.01
# A difference of this size, 7.5 JND in OKLab, is worth 63 percent of the largest possible
# gain.
_CLEAR = 0.15
# Random starts in addition to the solution of the quadratic assignment.
_STARTS = 4


def arrange_palette(
    palette: npt.ArrayLike,
    labels: npt.ArrayLike,
    layout: npt.ArrayLike,
    *,
    objective: str = "contrast",
    space: str = "oklab",
) -> npt.NDArray[np.floating]:
    """Assign the colors of a palette to labels.

    Parameters
    ----------
    palette : array-like of shape (n_colors, 3)
        sRGB in [0, 1]. With fewer colors than labels, colors repeat, on labels that do not
        touch where possible. With more, some stay unused.
    labels : array-like of shape (n_samples,), int
        Label of each row, from 0; negative or missing labels get no color.
    layout : array-like of shape (n_samples, n_dimensions)
        Layout of the rows.
    objective : {"contrast", "similarity"}, default="contrast"
        "contrast": labels that touch in the layout get dissimilar colors, and the smallest
        difference among them is made as large as possible. "similarity": labels whose
        centers are close get similar colors.
    space : {"oklab", "cam16ucs"}, default="oklab"
        Color space in which distances are measured.

    Returns
    -------
    ndarray of shape (n_labels, 3)
        One palette color for each label; deterministic.

    Raises
    ------
    ValueError
        If an argument is invalid.

    Notes
    -----
    Both are quadratic assignment problems: they match how much labels touch, or how far
    apart they are, to the distances of colors. :func:`scipy.optimize.quadratic_assignment`
    [1]_ and pairwise swaps solve them. For contrast, a distance of d just noticeable
    differences counts as ``1 - exp(-d / 7.5)``. Further swaps then separate the most
    similar touching colors, because the sum alone sacrifices a few pairs for the many [2]_.

    References
    ----------
    .. [1] J. T. Vogelstein et al., "Fast approximate quadratic programming for graph
       matching", PLoS ONE 10, 2015.
    .. [2] K. Lu et al., "Palettailor: discriminable colorization for categorical data",
       IEEE TVCG 27, 2021, introduces weights by adjacency and a smallest distance.

    Examples
    --------
    >>> import numpy as np
    >>> from skcolor.paint import arrange_palette
    >>> palette = np.array([[1, 0, 0], [0.9, 0, 0], [0, 0, 1]])
    >>> labels, layout = np.array([0, 0, 1, 1, 2, 2]), np.arange(12.0).reshape(6, 2)
    >>> arranged = arrange_palette(palette, labels, layout, objective="similarity")
    >>> arranged[1]  # between the others, in the layout and in color
    array([0.9, 0. , 0. ])
    """
    palette = check_srgb(palette, name="palette")
    check_row_order({"layout": layout, "labels": labels})
    layout = as_array(layout, "layout")
    if palette.ndim != 2 or not len(palette):
        raise ValueError(f"palette must have shape (n_colors, 3); got {palette.shape}.")
    if layout.dtype.kind not in "iuf" or not np.isfinite(layout).all():
        raise ValueError(
            f"layout must contain finite real numbers; got {layout.dtype}"
            f"{' with NaN or infinity' if layout.dtype.kind == 'f' else ''}."
        )
    if layout.ndim != 2:
        raise ValueError(f"layout must have 2 dimensions; got shape {layout.shape}.")
    labels = number_labels(labels, "labels", len(layout))
    check_choice("objective", objective, OBJECTIVES)
    check_choice("space", space, SPACES)
    n_labels = int(labels.max(initial=-1)) + 1
    if objective == "contrast":
        colors = arrange_contrast(palette, label_adjacency(labels, layout, n_labels), space)
    else:
        means = label_means(labels, layout, n_labels)
        colors = arrange_similarity(palette, means, space)
    return palette[colors]


def _color_distances(palette, space):
    """Distances between colors, scaled so that one JND equals that of OKLab."""
    places = get_space(space).from_srgb(palette) * (JND / get_space(space).jnd)
    return cdist(places, places)


def arrange_contrast(palette, weights, space="oklab"):
    """Index of a color for each label; touching labels get dissimilar colors.

    Parameters
    ----------
    palette : ndarray of shape (n_colors, 3)
        sRGB in [0, 1].
    weights : ndarray of shape (n_labels, n_labels)
        How much each two labels touch; symmetric, 0 on the diagonal.
    space : str, default="oklab"
        See `arrange_palette`.

    Returns
    -------
    ndarray of shape (n_labels,), int
    """
    distances = _color_distances(palette, space)
    colors = _spread_over(len(weights), len(palette))
    values = 1 - np.exp(-distances / _CLEAR)
    # The swaps end in a local optimum: take the best of several starts.
    starts = [_assign(weights, values, colors)]
    starts += [np.random.default_rng(seed).permutation(colors) for seed in range(_STARTS)]
    found = [_part_closest(weights, distances, start) for start in starts]
    return max(found, key=lambda colors: _rank(weights, distances, values, colors))


def _rank(weights, distances, values, colors):
    """Sort key: the smallest touching distance in whole JNDs, then the weighted sum."""
    pairs = np.ix_(colors, colors)
    closest = distances[pairs][weights > LEAST_SHARE].min(initial=np.inf)
    return min(closest, 2) // JND, (weights * values[pairs]).sum()


def arrange_similarity(palette, centers, space="oklab"):
    """Index of a color for each label; nearby labels get similar colors.

    Parameters
    ----------
    palette : ndarray of shape (n_colors, 3)
        sRGB in [0, 1].
    centers : ndarray of shape (n_labels, n_dimensions)
        Center of each label; NaN for labels without rows.
    space : str, default="oklab"
        See `arrange_palette`.

    Returns
    -------
    ndarray of shape (n_labels,), int
    """
    apart = np.nan_to_num(cdist(centers, centers))
    colors = _spread_over(len(centers), len(palette))
    # Ranks, because a single label far from all others would dominate.
    ranks = rankdata(apart).reshape(apart.shape) / max(1, apart.size)
    np.fill_diagonal(ranks, 0)
    return _assign(ranks, _color_distances(palette, space), colors)


def _spread_over(n_labels, n_colors):
    """Indices of colors for labels; scarce colors are used equally often."""
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
    """Swap the colors of two labels, the best pair first, as long as it helps."""
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
    """Move one of the two touching labels whose colors are closest, as long as it helps."""
    touch = weights > LEAST_SHARE
    for _ in range(4 * len(colors)):
        apart = np.where(touch, distances[np.ix_(colors, colors)], np.inf)
        pair = np.unravel_index(np.argmin(apart), apart.shape)
        changes = [_best_change(touch, distances, colors, label) for label in pair]
        closest, changed = max(changes, key=lambda change: change[0])
        if closest <= apart[pair] + 1e-9:
            break
        colors = changed
    return colors


def _best_change(touch, distances, colors, label):
    """Smallest touching distance after the best change of one label, and the colors.

    The label swaps colors with another one, or takes a free color: one that no label uses,
    or any color if there are fewer colors than labels.
    """
    free = np.arange(len(distances))
    if len(colors) <= len(distances):
        free = np.setdiff1d(free, colors)
    # Each free color gets a dummy owner that touches no label.
    owned = np.concatenate([colors, free])
    touch = np.pad(touch, [(0, len(free)), (0, 0)])
    closest = _closest_after_swaps(touch, distances[np.ix_(owned, colors)], label)
    other = np.argmax(closest)
    owned[[label, other]] = owned[[other, label]]
    return closest[other], owned[: len(colors)]


def _closest_after_swaps(touch, apart, label):
    """Smallest touching distance after a label swaps colors with each owner.

    Parameters
    ----------
    touch : ndarray of shape (n_owners, n_labels), bool
        Which labels each owner touches; the first owners are the labels.
    apart : ndarray of shape (n_owners, n_labels)
        Distance of the color of each owner from that of each label.
    label : int
        The label to change.

    Returns
    -------
    ndarray of shape (n_owners,)
        The distances; infinite if nothing touches.
    """
    # The label with the color of the owner; the distance between these two stays.
    moved = apart.copy()
    np.fill_diagonal(moved, apart[label])
    moved = np.where(touch[label], moved, np.inf).min(axis=1)
    # The owner with the color of the label.
    left = np.where(touch, apart[label], np.inf)
    left[:, label] = np.inf
    # All other pairs: the closest without the label, unless the owner is in it.
    others = _without(np.where(touch, apart, np.inf), label)
    rest = np.full(len(apart), others.min())
    for owner in np.unravel_index(np.argmin(others), others.shape):
        rest[owner] = _without(others, owner).min()
    return np.min([moved, left.min(axis=1), rest], axis=0)


def _without(table, label):
    """Copy of the table in which all pairs with `label` are infinitely far apart."""
    table = table.copy()
    table[label] = table[:, label] = np.inf
    return table
