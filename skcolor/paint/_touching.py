"""Colors of labels that touch, moved apart where they are closest."""

import numpy as np


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


def part_closest(touch, distances, colors, step=np.inf):
    """Move one of the two touching labels whose colors are closest, as long as it helps.

    Parameters
    ----------
    touch : ndarray of bool of shape (n_labels, n_labels)
        Which labels touch; symmetric.
    distances : ndarray of shape (n_colors, n_colors)
        Distances of colors.
    colors : ndarray of shape (n_labels,), int
        Color of each label.
    step : float, default=inf
        A change that moves them farther apart than this is as good as any other such.

    Returns
    -------
    ndarray of shape (n_labels,), int
        The colors after these changes.
    """
    touching = _Touching(touch)
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
