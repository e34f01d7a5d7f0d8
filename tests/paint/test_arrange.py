import itertools

import numpy as np
import pytest
from scipy.spatial.distance import cdist
from scipy.stats import rankdata, spearmanr
from sklearn.cluster import KMeans

from skcolor.paint import arrange_palette, delta_e, distinct_palette, srgb_to_oklab
from skcolor.paint._adjacency import label_adjacency
from skcolor.paint._arrange import (
    LEAST_SHARE,
    _best_change,
    _closest_after_swaps,
    _exchange_pairs,
    _part_closest,
    _rank,
    _Touching,
    arrange_contrast,
    arrange_similarity,
    label_means,
)
from skcolor.paint._palettes import get_palette
from skcolor.paint._spaces import JND


def plane(n_labels, n_rows=3000):
    """Places in a square, and labels of the patches that it is cut into."""
    layout = np.random.default_rng(0).random((n_rows, 2))
    kmeans = KMeans(n_labels, n_init=1, random_state=0).fit(layout)
    return layout, kmeans.labels_.astype(int)


def worst_touching(colors, labels, layout):
    touch = label_adjacency(labels, layout, len(colors)) > LEAST_SHARE
    return delta_e(colors[:, np.newaxis], colors)[touch].min()


def test_touching_labels_are_those_side_by_side():
    layout = np.column_stack([np.arange(300.0), np.zeros(300)])
    labels = np.repeat([0, 1, 2], 100)
    weights = label_adjacency(labels, layout, 4)
    np.testing.assert_array_equal(weights, weights.T)
    np.testing.assert_array_equal(np.diag(weights), 0)
    assert weights[0, 1] > 0
    assert weights[1, 2] > 0
    assert weights[0, 2] == 0
    assert not weights[3].any()
    alone = label_adjacency(np.where(labels == 1, -1, labels), layout, 3)
    assert not alone[1].any()


def test_how_much_labels_touch_by_hand():
    labels = np.array([0, 0, 1, 2])
    # Every row is near every other: from label 0 two see the 1 and two the 2, and so on.
    expected = np.array([[0, 4 / 6, 4 / 6], [4 / 6, 0, 2 / 6], [4 / 6, 2 / 6, 0]])
    np.testing.assert_allclose(label_adjacency(labels, np.eye(4)[:, :2], 3), expected)
    np.testing.assert_array_equal(
        label_adjacency(np.arange(2), np.zeros((2, 1)), 2), [[0, 1], [1, 0]]
    )


def test_labels_touch_what_is_among_the_nearest_ten_of_their_rows():
    labels = np.array([0, *[1] * 9, 2, 3, *[1] * 12])
    weights = label_adjacency(labels, np.arange(24.0)[:, np.newaxis], 4)
    assert weights[0, 2] > 0  # the tenth from the first row
    assert weights[0, 3] == 0


@pytest.mark.parametrize(("n_columns", "n_seen"), [(3, 100), (4, 40)])
def test_of_many_wide_rows_some_are_looked_at(monkeypatch, n_columns, n_seen):
    rng = np.random.default_rng(0)
    labels, points = rng.integers(-1, 5, 120), rng.normal(size=(120, n_columns))
    labels[:20], labels[20:] = -1, abs(labels[20:])
    rows = np.linspace(20, 119, n_seen).astype(int)
    expected = label_adjacency(labels[rows], points[rows], 5)
    monkeypatch.setattr("skcolor.paint._adjacency._MOST_ROWS", 40)
    np.testing.assert_array_equal(label_adjacency(labels, points, 5), expected)


def test_the_mean_place_of_labels():
    points = np.array([[0.0, 1], [2, 5], [7, 7], [9, 9]])
    means = label_means(np.array([0, 0, 2, -1]), points, 3)
    np.testing.assert_array_equal(means, [[1, 3], [np.nan, np.nan], [7, 7]])


@pytest.mark.parametrize(("name", "n_labels"), [("hsv", 10), ("distinct", 30), ("hsv", 60)])
def test_touching_labels_get_clearly_different_colors(name, n_labels):
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


@pytest.mark.parametrize(
    ("space", "objective", "middle"),
    [
        ("oklab", "contrast", 2),
        ("oklab", "similarity", 0),
        ("cam16ucs", "contrast", 0),
        ("cam16ucs", "similarity", 2),
    ],
)
def test_colors_are_arranged_in_the_space_that_is_asked_for(space, objective, middle):
    # The first two colors are closest in OKLab and farthest apart in CAM16-UCS; the last
    # two the other way around. Of three labels in a row, the ends do not touch.
    palette = np.array([[0.0, 0.3, 0.5], [0.4, 0.4, 0.0], [0.0, 0.1, 0.0]])
    layout = np.column_stack([np.arange(300.0), np.zeros(300)])
    labels = np.repeat([0, 1, 2], 100)
    arranged = arrange_palette(palette, labels, layout, objective=objective, space=space)
    np.testing.assert_array_equal(arranged[1], palette[middle])


def test_more_labels_than_colors_share_them_but_not_where_they_touch():
    layout, labels = plane(60)
    palette = get_palette("tab10", 10)
    arranged = arrange_palette(palette, labels, layout)
    assert len(arranged) == 60
    assert {tuple(c) for c in arranged} <= {tuple(c) for c in palette}
    assert worst_touching(arranged, labels, layout) > 0.1


def test_more_colors_than_labels_leave_some_unused():
    layout, labels = plane(5)
    palette = distinct_palette(20)
    arranged = arrange_palette(palette, labels, layout)
    assert len(np.unique(arranged, axis=0)) == 5
    assert worst_touching(arranged, labels, layout) > 0.3


@pytest.mark.parametrize("n_labels", [10, 30])
def test_near_labels_get_near_colors(n_labels):
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


def test_near_labels_get_near_colors_though_one_is_far_away():
    grays = np.linspace(0, 1, 8)[:, np.newaxis].repeat(3, axis=1)
    places = np.array([[0.0], [1], [2], [3], [4], [5], [6], [1e6]])
    order = np.array([3, 0, 7, 5, 1, 6, 2, 4])
    colors = arrange_similarity(grays, places[order])
    assert list(colors) in (list(order), list(7 - order))


@pytest.mark.parametrize("n_colors", [300, 20])
def test_of_many_labels_some_show_where_the_others_belong(monkeypatch, n_colors):
    centers = np.random.default_rng(0).random((300, 2))
    palette = get_palette("viridis", n_colors)

    def total(colors):
        lab = srgb_to_oklab(palette[colors])
        return (rankdata(cdist(centers, centers)) * cdist(lab, lab).ravel()).sum()

    found = arrange_similarity(palette, centers)
    monkeypatch.setattr("skcolor.paint._arrange._FEW", 300)
    whole = arrange_similarity(palette, centers)
    np.testing.assert_array_equal(np.bincount(found), np.bincount(whole))
    start = np.arange(300) % n_colors
    assert total(found) - total(start) > 0.97 * (total(whole) - total(start))


@pytest.mark.parametrize("objective", ["contrast", "similarity"])
def test_scarce_colors_are_used_equally_often(objective):
    layout, labels = plane(14, n_rows=500)
    arranged = arrange_palette(np.eye(3), labels, layout, objective=objective)
    assert sorted(arranged.sum(axis=0)) == [4, 5, 5]


@pytest.mark.parametrize("objective", ["contrast", "similarity"])
@pytest.mark.parametrize(
    "labels",
    [np.zeros(6, int), np.arange(6), np.full(6, -1), np.array([0, 0, 5, 5, -1, -1])],
)
def test_few_and_missing_labels(objective, labels):
    layout = np.arange(12.0).reshape(6, 2)
    palette = get_palette("hsv", 6)
    arranged = arrange_palette(palette, labels, layout, objective=objective)
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


@pytest.mark.parametrize("share", [0.1, 0.5, 1])
@pytest.mark.parametrize("seed", range(5))
def test_after_the_exchanges_no_exchange_gains(seed, share):
    rng = np.random.default_rng(seed)
    weights, values = (np.triu(rng.random((9, 9)), 1) for _ in range(2))
    weights *= rng.random((9, 9)) < share
    weights, values = weights + weights.T, values + values.T
    found = _exchange_pairs(weights, values, np.arange(9))
    total = (weights * values[np.ix_(found, found)]).sum()
    for swapped in swaps(found):
        assert (weights * values[np.ix_(swapped, swapped)]).sum() <= total + 1e-9


def test_exchanges_among_many_that_touch_few_end_where_none_gains():
    weights = np.zeros((60, 60))
    weights[np.arange(60), np.arange(60) - 1] = np.linspace(0.1, 1, 60)
    weights += weights.T
    values = cdist(*2 * [np.random.default_rng(0).random((20, 3))])
    found = _exchange_pairs(weights, values, np.arange(60) % 20)
    np.testing.assert_array_equal(np.bincount(found), 3)
    total = (weights * values[np.ix_(found, found)]).sum()
    for swapped in swaps(found):
        assert (weights * values[np.ix_(swapped, swapped)]).sum() <= total + 1e-9


def swaps(colors):
    for first, second in itertools.combinations(range(len(colors)), 2):
        swapped = colors.copy()
        swapped[[first, second]] = colors[[second, first]]
        yield swapped


def test_two_pairs_of_touching_labels_with_the_same_color_are_both_parted():
    weights = np.zeros((6, 6))
    for first, second in [(0, 1), (2, 3)]:
        weights[first, second] = weights[second, first] = 1
    distances = cdist(*2 * [np.arange(3.0)[:, np.newaxis]])
    colors = _part_closest(weights, distances, np.array([0, 0, 1, 1, 2, 2]))
    assert colors[0] != colors[1]
    assert colors[2] != colors[3]


@pytest.mark.parametrize(("name", "n_colors"), [("hsv", 225), ("tab20", 20)])
def test_many_labels_get_clearly_different_colors(name, n_colors):
    cells = np.arange(225).reshape(15, 15)
    weights = np.zeros((225, 225))
    for first, second in [(cells[1:], cells[:-1]), (cells[:, 1:], cells[:, :-1])]:
        weights[first, second] = weights[second, first] = 0.25
    palette = get_palette(name, n_colors)
    arranged = palette[arrange_contrast(palette, weights)]
    touching = delta_e(arranged[:, np.newaxis], arranged)[weights > 0]
    assert touching.min() > 8 * JND


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
    colors = _part_closest(weights, distances, colors)
    table = np.where(touch, distances[np.ix_(colors, colors)], np.inf)
    assert table.min() > 1.5 * before
    for label in np.unravel_index(np.argmin(table), table.shape):
        best, _ = _best_change(_Touching(touch), distances, colors, label)
        assert best <= table.min() + 1e-9


def test_the_closest_touching_colors_rank_before_the_sum_in_steps_of_one_jnd():
    weights = np.array([[0, 1, 0.005], [1, 0, 0.5], [0.005, 0.5, 0]])
    points = np.array([[0.0], [0.105], [0.25]])
    distances = cdist(points, points)
    # Labels 0 and 2 touch too little to count for the first, but do for the sum.
    first, second = _rank(weights, distances, distances, np.arange(3))
    assert first == 5
    assert second == pytest.approx(2 * (0.105 + 0.5 * 0.145 + 0.005 * 0.25))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"palette": np.ones(3)}, r"palette must have shape \(n_colors, 3\); got \(3,\)"),
        ({"palette": np.ones((0, 3))}, r"palette must have shape .* got \(0, 3\)"),
        ({"labels": np.full(6, 0.5)}, "labels must be 6 integers"),
        ({"labels": np.zeros((6, 1), int)}, r"labels has shape \(6, 1\); wanted \(6,\)"),
        ({"layout": np.full((6, 2), np.nan)}, "layout .* got float64 with NaN or infinity"),
        ({"layout": np.full((6, 2), "a")}, "layout must contain finite real .* got <U1.$"),
        ({"layout": np.zeros(6)}, r"layout must have 2 dimensions; got shape \(6,\)"),
        (
            {"layout": np.zeros((5, 2))},
            r"\(6,\); wanted \(5,\), one for each row of layout",
        ),
        ({"objective": "beauty"}, "objective must be one of .*'beauty'"),
    ],
)
def test_what_cannot_be_arranged(change, message):
    arguments = {
        "palette": np.eye(3),
        "labels": np.arange(6) % 3,
        "layout": np.zeros((6, 2)),
        **change,
    }
    with pytest.raises(ValueError, match=message):
        arrange_palette(**arguments)
