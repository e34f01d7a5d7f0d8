import numpy as np
import pytest
from scipy.spatial.distance import cdist

from skcolor.paint._touching import (
    _best_change,
    _closest_after_swaps,
    _Touching,
    part_closest,
)


def touching_at_random(n_colors, seed=0):
    """Weights of 12 labels, distances of colors, and a color for each label."""
    rng = np.random.default_rng(seed)
    weights = np.triu(rng.random((12, 12)) < 0.3, 1) * rng.uniform(0.02, 1, (12, 12))
    points = rng.random((n_colors, 3))
    colors = np.resize(rng.permutation(n_colors), 12)
    return weights + weights.T, cdist(points, points), colors


def distance_from_touched(touch, distances, colors, changed):
    """Smallest distance of some labels from those that they touch, counted one by one."""
    pairs = [(i, j) for i in changed for j in np.flatnonzero(touch[i])]
    return min((distances[colors[i], colors[j]] for i, j in pairs), default=np.inf)


def test_closest_distances_after_swaps_are_those_counted_one_by_one():
    weights, distances, colors = touching_at_random(12)
    touch = weights > 0
    for label in range(12):
        expected = []
        for other in range(12):
            swapped = colors.copy()
            swapped[[label, other]] = colors[[other, label]]
            changed = [label, other]
            expected.append(distance_from_touched(touch, distances, swapped, changed))
        found = _closest_after_swaps(_Touching(touch), distances, colors, label)
        np.testing.assert_allclose(np.delete(found, label), np.delete(expected, label))


@pytest.mark.parametrize("n_colors", [5, 12, 13, 30])
def test_the_best_change_is_that_found_by_trying_all(n_colors):
    weights, distances, colors = touching_at_random(n_colors)
    touch = weights > 0
    for label in range(12):
        tried = []
        for other in range(12):
            swapped = colors.copy()
            swapped[[label, other]] = colors[[other, label]]
            tried.append(distance_from_touched(touch, distances, swapped, [label, other]))
        used = set(colors) if n_colors >= 12 else set()
        for color in set(range(n_colors)) - used:
            swapped = colors.copy()
            swapped[label] = color
            tried.append(distance_from_touched(touch, distances, swapped, [label]))
        best, changed = _best_change(_Touching(touch), distances, colors, label)
        assert best == pytest.approx(max(tried))
        moved = np.flatnonzero(changed != colors)
        assert best <= distance_from_touched(touch, distances, changed, moved) + 1e-9
        if n_colors >= 12:
            assert len(set(changed)) == 12


@pytest.mark.parametrize("n_colors", [5, 12, 30])
def test_the_closest_that_touch_are_parted_until_no_change_of_them_helps(n_colors):
    weights, distances, colors = touching_at_random(n_colors)
    touch = weights > 0
    before = distances[np.ix_(colors, colors)][touch].min()
    colors = part_closest(touch, distances, colors)
    table = np.where(touch, distances[np.ix_(colors, colors)], np.inf)
    assert table.min() > 1.5 * before
    for label in np.unravel_index(np.argmin(table), table.shape):
        best, _ = _best_change(_Touching(touch), distances, colors, label)
        assert best <= table.min() + 1e-9


def test_two_pairs_of_touching_labels_with_the_same_color_are_both_parted():
    weights = np.zeros((6, 6))
    for first, second in [(0, 1), (2, 3)]:
        weights[first, second] = weights[second, first] = 1
    distances = cdist(*2 * [np.arange(3.0)[:, np.newaxis]])
    colors = part_closest(weights > 0, distances, np.array([0, 0, 1, 1, 2, 2]))
    assert colors[0] != colors[1]
    assert colors[2] != colors[3]
