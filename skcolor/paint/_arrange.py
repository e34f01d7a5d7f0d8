"""Assign the colors of a palette to labels."""

import numpy as np
import numpy.typing as npt
from scipy.optimize import linear_sum_assignment, quadratic_assignment
from scipy.sparse import csr_array
from scipy.spatial.distance import cdist
from scipy.stats import rankdata

from skcolor._checks.arguments import check_choice
from skcolor._checks.arrays import as_array
from skcolor._checks.row_order import check_row_order
from skcolor._checks.texts import number_labels
from skcolor._compute.chunks import spread_rows
from skcolor._compute.linear_algebra import single_threaded
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
# Random starts: this divided by the number of labels, rounded up, but not too many.
_STARTS, _MOST_STARTS = 1024, 40
# How much farther apart the closest are moved at once: as far as possible, or little, which
# leaves room for others. Either can be better.
_STEPS = (np.inf, 0.1 * JND)
# At most so many labels are matched by a quadratic assignment, whose time grows with their
# cube. With more, swaps alone are as good for contrast; for similarity, some of the labels
# show where the others belong.
_FEW = 200
# No search has needed a twentieth of this; a search that rounding leads in circles ends.
_MOST_SWEEPS = 1000


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
    [1]_, for up to 200 labels, and pairwise swaps solve them. For contrast, a distance of d
    just noticeable differences counts as ``1 - exp(-d / 7.5)``. Further swaps then separate
    the most similar touching colors, because the sum alone sacrifices a few pairs for the
    many [2]_.

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
    with single_threaded():
        if objective == "contrast":
            weights = label_adjacency(labels, layout, n_labels)
            colors = arrange_contrast(palette, weights, space)
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
    n_starts = min(-(-_STARTS // max(1, len(colors))), _MOST_STARTS)
    starts = [np.random.default_rng(seed).permutation(colors) for seed in range(n_starts)]
    arranged = [_exchange_pairs(weights, values, start) for start in starts]
    if len(colors) <= _FEW:
        arranged = [_assign(weights, values, colors), *arranged, *starts]
    found = [
        _part_closest(weights, distances, c, step) for c in arranged for step in _STEPS
    ]
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
    if len(colors) > _FEW:
        return _assign_many(weights, values, colors)
    if len(colors) >= 2:
        options = {"maximize": True, "rng": np.random.default_rng(0)}
        table = values[np.ix_(colors, colors)]
        found = quadratic_assignment(weights, table, method="faq", options=options)
        colors = colors[found.col_ind]
    return _exchange_pairs(weights, values, colors)


def _assign_many(weights, values, colors):
    """Assign an even sample of the colors to some labels, and to others what suits them."""
    colors, some = np.sort(colors), spread_rows(len(colors), _FEW)
    assigned = _assign(weights[np.ix_(some, some)], values, colors[some])
    sums = weights[:, some] @ values[np.ix_(assigned, colors)]
    return colors[linear_sum_assignment(sums, maximize=True)[1]]


def _exchange_pairs(weights, values, colors):
    """Swap the color of each label where that adds most, until no swap helps."""
    colors = colors.copy()
    # What each label adds to the sum with each color, and with its own.
    sums = csr_array(weights) @ values[colors]
    own = sums[np.arange(len(colors)), colors]
    least = 1e-12 * weights.sum() * np.abs(values).max(initial=0)
    # A label can gain only after it or one that it touches was swapped.
    is_active = np.ones(len(colors), dtype=bool)
    for _ in range(_MOST_SWEEPS):
        for first in np.flatnonzero(is_active):
            is_active[first] = False
            mine = values[colors[first]]
            gain = sums[first, colors] + sums[:, colors[first]] - own - own[first]
            gain += 2 * weights[first] * mine[colors]  # the distance of the two stays
            second = gain.argmax()
            if gain[second] <= least:
                continue
            change = weights[first] - weights[second]
            near = np.flatnonzero(change)
            sums[near] += np.outer(change[near], values[colors[second]] - mine)
            pair = [first, second]
            colors[pair] = colors[pair[::-1]]
            changed = np.append(near, pair)
            own[changed] = sums[changed, colors[changed]]
            is_active[changed] = True
        if not is_active.any():
            break
    return colors


class _Touching:
    """Labels that touch: for each label, the others that it touches."""

    def __init__(self, touch):
        self.labels, self.others = np.nonzero(touch)
        self.starts = np.searchsorted(self.labels, np.arange(len(touch) + 1))
        # Where each label that touches any begins.
        self.first = np.unique(self.labels, return_index=True)[1]

    def __len__(self):
        return len(self.labels)

    def of(self, label):
        return self.others[self.starts[label] : self.starts[label + 1]]


def _part_closest(weights, distances, colors, step=np.inf):
    """Move one of the two touching labels whose colors are closest, as long as it helps.

    A change that moves them farther apart than `step` is as good as any other such.
    """
    touching = _Touching(weights > LEAST_SHARE)
    if not len(touching):
        return colors
    for _ in range(4 * len(colors)):
        apart = distances[colors[touching.labels], colors[touching.others]]
        pair = np.argmin(apart)
        changes = [
            _best_change(touching, distances, colors, label, apart[pair] + step)
            for label in (touching.labels[pair], touching.others[pair])
        ]
        closest, changed = max(changes, key=lambda change: change[0])
        if closest <= apart[pair] + 1e-9:
            break
        colors = changed
    return colors


def _best_change(touching, distances, colors, label, enough=np.inf):
    """Smallest touching distance after the best change of one label, and the colors.

    The label swaps colors with another one, or takes a free color: one that no label uses,
    or any color if there are fewer colors than labels. The distance is that of the labels
    that change from those that they touch.
    """
    free = np.arange(len(distances))
    if len(colors) <= len(distances):
        free = np.flatnonzero(np.bincount(colors, minlength=len(free)) == 0)
    # Each free color gets a dummy owner that touches no label.
    owned = np.concatenate([colors, free])
    closest = _closest_after_swaps(touching, distances, owned, label)
    other = np.argmax(np.minimum(closest, enough))
    owned[[label, other]] = owned[[other, label]]
    return closest[other], owned[: len(colors)]


def _closest_after_swaps(touching, distances, owned, label):
    """Smallest distance of two owners from what they touch after they swap colors.

    Parameters
    ----------
    touching : _Touching
        Which labels each owner touches; the first owners are the labels.
    distances : ndarray of shape (n_colors, n_colors)
        Distances of colors.
    owned : ndarray of shape (n_owners,), int
        Color of each owner.
    label : int
        The label that swaps with each owner.

    Returns
    -------
    ndarray of shape (n_owners,)
        The distances; infinite if nothing touches.
    """
    mine, near = distances[owned[label]], touching.of(label)
    # The label with the color of the owner; the distance between these two stays.
    moved = distances[np.ix_(owned, owned[near])]
    moved[near, np.arange(len(near))] = mine[owned[near]]
    closest = moved.min(axis=1, initial=np.inf)
    # The owner with the color of the label.
    left = np.where(touching.others == label, np.inf, mine[owned[touching.others]])
    left = np.minimum.reduceat(left, touching.first)
    touched = touching.labels[touching.first]
    closest[touched] = np.minimum(closest[touched], left)
    return closest
