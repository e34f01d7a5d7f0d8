import itertools

import numpy as np
import pytest
from scipy.spatial.distance import cdist
from scipy.stats import spearmanr
from sklearn.cluster import KMeans

from skcolor.paint import arrange_palette, delta_e, distinct_palette, srgb_to_oklab
from skcolor.paint._arrange import (
    LEAST_SHARE,
    _closest_after_swaps,
    _exchange_pairs,
)
from skcolor.paint._palettes import get_palette
from skcolor.paint._touching import touching


def plane(n_labels, n_rows=3000):
    """Places in a square, and labels of the patches that it is cut into."""
    layout = np.random.default_rng(0).random((n_rows, 2))
    kmeans = KMeans(n_labels, n_init=1, random_state=0).fit(layout)
    return layout, kmeans.labels_.astype(int)


def worst_touching(colors, labels, layout):
    touch = touching(labels, layout, len(colors)) > LEAST_SHARE
    return delta_e(colors[:, np.newaxis], colors)[touch].min()


def test_touching_labels_are_those_side_by_side():
    layout = np.column_stack([np.arange(300.0), np.zeros(300)])
    labels = np.repeat([0, 1, 2], 100)
    weights = touching(labels, layout, 4)
    np.testing.assert_array_equal(weights, weights.T)
    np.testing.assert_array_equal(np.diag(weights), 0)
    assert weights[0, 1] > 0
    assert weights[1, 2] > 0
    assert weights[0, 2] == 0
    assert not weights[3].any()
    alone = touching(np.where(labels == 1, -1, labels), layout, 3)
    assert not alone[1].any()


@pytest.mark.parametrize("name", ["hsv", "distinct"])
@pytest.mark.parametrize("n_labels", [10, 30, 60])
def test_touching_labels_get_clearly_different_colours(name, n_labels):
    layout, labels = plane(n_labels)
    palette = get_palette(name, n_labels)
    arranged = arrange_palette(palette, labels, layout)
    assert sorted(map(tuple, arranged)) == sorted(map(tuple, palette))
    rng = np.random.default_rng(0)
    random = [worst_touching(rng.permutation(palette), labels, layout) for _ in range(30)]
    found = worst_touching(arranged, labels, layout)
    assert found > max(random)
    assert found > 1.2 * np.mean(random)
    again = arrange_palette(palette, labels, layout)
    np.testing.assert_array_equal(arranged, again)


def test_more_labels_than_colours_share_them_but_not_where_they_touch():
    layout, labels = plane(60)
    palette = get_palette("tab10", 10)
    arranged = arrange_palette(palette, labels, layout)
    assert len(arranged) == 60
    assert {tuple(c) for c in arranged} <= {tuple(c) for c in palette}
    assert worst_touching(arranged, labels, layout) > 0.1


def test_more_colours_than_labels_leave_some_unused():
    layout, labels = plane(5)
    palette = distinct_palette(20)
    arranged = arrange_palette(palette, labels, layout)
    assert len(np.unique(arranged, axis=0)) == 5
    assert worst_touching(arranged, labels, layout) > 0.3


@pytest.mark.parametrize("n_labels", [10, 30])
def test_near_labels_get_near_colours(n_labels):
    layout, labels = plane(n_labels)
    palette = distinct_palette(n_labels)
    arranged = arrange_palette(palette, labels, layout, objective="similarity")
    assert sorted(map(tuple, arranged)) == sorted(map(tuple, palette))
    centers = np.array([layout[labels == k].mean(axis=0) for k in range(n_labels)])
    pairs = np.triu_indices(n_labels, 1)

    def agreement(colors):
        lab = srgb_to_oklab(colors)
        return spearmanr(cdist(centers, centers)[pairs], cdist(lab, lab)[pairs])[0]

    assert agreement(arranged) > 0.4
    assert agreement(arranged) > agreement(palette) + 0.3


@pytest.mark.parametrize("objective", ["contrast", "similarity"])
@pytest.mark.parametrize(
    "labels",
    [np.zeros(6, int), np.arange(6), np.full(6, -1), np.array([0, 0, 5, 5, -1, -1])],
)
def test_few_and_missing_labels(objective, labels):
    layout = np.arange(12.0).reshape(6, 2)
    arranged = arrange_palette(distinct_palette(6), labels, layout, objective=objective)
    assert arranged.shape == (labels.max() + 1, 3)


def test_exchanges_reach_the_best_of_few():
    rng = np.random.default_rng(0)
    weights = rng.random((5, 5))
    weights = weights + weights.T
    np.fill_diagonal(weights, 0)
    points = rng.random((5, 3))
    values = cdist(points, points)

    def total(colors):
        return (weights * values[np.ix_(colors, colors)]).sum()

    found = total(_exchange_pairs(weights, values, np.arange(5)))
    everything = [total(np.array(p)) for p in itertools.permutations(range(5))]
    assert found >= np.quantile(everything, 0.95)


def test_closest_distances_after_swaps_are_those_counted_one_by_one():
    rng = np.random.default_rng(0)
    touch = np.triu(rng.random((12, 12)) < 0.3, 1)
    touch |= touch.T
    points = rng.random((12, 3))
    distances, colors = cdist(points, points), rng.permutation(12)
    table = np.where(touch, distances[np.ix_(colors, colors)], np.inf)
    for label in range(12):
        expected = []
        for other in range(12):
            swapped = colors.copy()
            swapped[[label, other]] = colors[[other, label]]
            expected.append(distances[np.ix_(swapped, swapped)][touch].min())
        found = _closest_after_swaps(touch, table, distances, colors, label)
        np.testing.assert_allclose(found, expected)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"palette": np.ones(3)}, r"palette must have shape \(n_colors, 3\); got \(3,\)"),
        ({"labels": np.zeros(6)}, "labels must be integers"),
        ({"layout": np.zeros((5, 2))}, r"layout must have a row .* 6 labels.*\(5, 2\)"),
        ({"objective": "beauty"}, "objective must be one of .*'beauty'"),
    ],
)
def test_what_cannot_be_arranged(change, message):
    arguments = {
        "palette": distinct_palette(3),
        "labels": np.arange(6) % 3,
        "layout": np.zeros((6, 2)),
        **change,
    }
    with pytest.raises(ValueError, match=message):
        arrange_palette(**arguments)
