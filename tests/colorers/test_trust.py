import numpy as np
import pytest
from scipy.stats import false_discovery_control, kstest
from sklearn.metrics import roc_auc_score

from skcolor import TrustColorer, align
from skcolor.datasets import load_digits_layout
from skcolor.neighbors._exact import ExactNeighbors
from skcolor.paint import delta_e
from skcolor.plotting import ColoringLegend

DIGITS = load_digits_layout()
X, LAYOUT, TARGET = DIGITS.data, np.asarray(DIGITS.layout), DIGITS.target


def random():
    """The same numbers in each test, whatever else has run."""
    return np.random.default_rng(0)


def values_of(layout, **parameters):
    return TrustColorer(**parameters).fit(X, layout).score_samples(X, layout)


def moved_rows():
    """A layout with a twentieth of the rows at the places of other digits."""
    rng, layout = random(), LAYOUT.copy()
    places = rng.permutation(len(X))
    is_wrong = (rng.random(len(X)) < 0.05) & (TARGET != TARGET[places])
    layout[is_wrong] = LAYOUT[places[is_wrong]]
    return layout, is_wrong


def overlaid_groups():
    layout, first, second = LAYOUT.copy(), TARGET == 0, TARGET == 6
    layout[first] += layout[second].mean(axis=0) - layout[first].mean(axis=0)
    return layout, first | second


def torn_group():
    layout, group = LAYOUT.copy(), TARGET == 3
    layout[group & (random().random(len(X)) < 0.5)] += 3 * np.ptp(LAYOUT)
    return layout, group


@pytest.mark.parametrize("max_samples", [None, 1000])
@pytest.mark.parametrize(
    ("plant", "sides"), [(moved_rows, [0, 1]), (overlaid_groups, [0]), (torn_group, [1])]
)
def test_planted_errors_are_found(plant, sides, max_samples):
    layout, is_wrong = plant()
    values = values_of(layout, max_samples=max_samples)
    for side in sides:
        assert roc_auc_score(is_wrong, values[:, side]) > 0.95


def test_values_of_few_rows_by_hand():
    line = np.array([[0.0], [1.0], [2.0], [3.0], [10.0]])
    layout = np.column_stack([line[[0, 4, 2, 3, 1]], np.zeros(5)])  # rows 1 and 4 swapped
    values = TrustColorer(1).fit(line, layout).score_samples(line, layout)
    # Row 0: its nearest row on the map is row 4, at 10; its nearest in X at 1. All rows
    # stand for any row: at a mean distance of 16 / 5. On the map, its nearest row in X is
    # at 10, and the mean distance of all pairs is 88 / 25.
    assert values[0] == pytest.approx([(10 - 1) / (16 / 5 - 1), (10 - 1) / (88 / 25)])
    # Row 3: nearest to row 2 in both.
    assert values[3] == pytest.approx([0, 0])


def test_a_map_of_all_distances_has_no_errors():
    plane = random().normal(size=(300, 2))
    colorer = TrustColorer(10).fit(plane, 3 * plane + 1)
    assert colorer.score_samples(plane, 3 * plane + 1).max() < 1e-6
    assert colorer.p_values_.max() < 0.01


def test_p_values_are_uniform_if_the_layout_says_nothing_of_the_rows():
    layout = LAYOUT[random().permutation(len(X))]
    p_values = TrustColorer().fit(X, layout).p_values_
    for side in range(2):
        assert kstest(p_values[:, side], "uniform").statistic < 0.06
    assert (false_discovery_control(p_values, axis=0) < 0.05).mean() < 0.01


def test_p_values_of_a_good_map_are_small():
    colorer = TrustColorer().fit(X, LAYOUT)
    assert (colorer.p_values_ < 0.05).mean(axis=0).min() > 0.9
    np.testing.assert_array_equal(colorer.p_values(X, LAYOUT), colorer.p_values_)
    np.testing.assert_array_equal(
        colorer.p_values(X, LAYOUT, adjusted=True),
        false_discovery_control(colorer.p_values_, axis=0),
    )


def test_rows_with_the_full_color_have_p_values_about_alpha():
    layout, _ = moved_rows()
    colorer = TrustColorer(alpha=0.1).fit(X, layout)
    is_full = colorer.score_samples(X, layout) >= colorer.vmax_
    assert colorer.p_values_[is_full].min() > 0.02
    assert colorer.p_values_[~is_full].max() < 0.4


def test_colors_of_the_corners():
    palette = ["white", "red", "blue", "black"]
    layout, _ = moved_rows()
    colorer = TrustColorer(palette=palette).fit(X, layout)
    values = colorer.score_samples(X, layout)
    colors = colorer.transform(X, layout)
    best = values.max(axis=1).argmin()
    assert delta_e(colors[[best]], [[1.0, 1, 1]]).max() < 0.05
    both = (values >= colorer.vmax_).all(axis=1)
    assert both.sum() > 50
    assert colors[both].max() < 1e-6


@pytest.mark.parametrize("n_neighbors", [1, 5])
def test_errors_among_rows_most_of_which_are_equal(n_neighbors):
    rng = random()
    rows, layout = np.zeros((400, 5)), rng.normal(size=(400, 2))
    rows[360:], layout[360:] = 5 * np.eye(5)[rng.integers(5, size=40)], layout[360:] + 20
    layout[[3, 399]] = layout[[399, 3]]
    colorer = TrustColorer(n_neighbors).fit(rows, layout)
    # Random places are perfect for most rows, and no row that stands for any differs.
    assert not (colorer._map_errors._others >= 360).any()
    assert (colorer.vmax_ > 0).all()
    values, colors = (
        method(rows, layout) for method in (colorer.score_samples, colorer.transform)
    )
    assert values[3, 0] == 1
    assert values[0, 0] == 0
    np.testing.assert_allclose(colors[3], colorer.corner_colors_[3], atol=1e-6)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_values_do_not_depend_on_units(dtype):
    rows, layout = X[:300].astype(dtype), LAYOUT[:300].astype(dtype)
    power = np.finfo(dtype).maxexp - 20
    expected = TrustColorer().fit(rows, layout)
    for sign in (1, -1):
        large = dtype(2.0 ** (sign * power))
        on_map = dtype(2.0 ** (sign * min(power, 480)))  # squares of layouts must be finite
        colorer = TrustColorer().fit(rows * large, layout * on_map)
        np.testing.assert_allclose(colorer.vmax_, expected.vmax_, rtol=1e-3)
        # Distances that tie differ by rounding.
        np.testing.assert_allclose(colorer.p_values_, expected.p_values_, atol=1e-2)


def test_new_rows_are_measured_among_known_ones():
    colorer = TrustColorer().fit(X[::2], LAYOUT[::2])
    layout = LAYOUT[1::2].copy()
    layout[:40] = LAYOUT[1::2][random().permutation(len(layout))[:40]]
    values = colorer.score_samples(X[1::2], layout)
    is_wrong = np.arange(len(layout)) < 40
    assert min(roc_auc_score(is_wrong, side) for side in values.T) > 0.95
    assert (colorer.p_values(X[1::2], layout)[is_wrong].mean(axis=0) > 0.2).all()


def test_copies_of_a_row_at_one_place_are_no_errors():
    rows = np.repeat(random().normal(size=(40, 3)), 10, axis=0)
    values = TrustColorer(5).fit(rows, rows[:, :2]).score_samples(rows, rows[:, :2])
    assert np.isfinite(values).all()
    assert values.max() < 1e-6


def test_of_rows_that_are_all_equal_none_is_at_a_wrong_place():
    layout = random().normal(size=(200, 2))
    colorer = TrustColorer(5).fit(np.ones((200, 4)), layout)
    assert colorer.score_samples(np.ones((200, 4)), layout).max() == 0
    gray = colorer.corner_colors_[:1]
    assert delta_e(colorer.transform(np.ones((200, 4)), layout), gray).max() < 1e-6


def test_another_fit_is_aligned():
    layout, _ = moved_rows()
    first = TrustColorer().fit(X, layout)
    colors = first.transform(X, layout)
    other = TrustColorer(alpha=0.5).fit(X, layout)
    assert delta_e(other.transform(X, layout), colors).mean() > 0.03
    align(other, X, colors, layout=layout)
    np.testing.assert_allclose(other.vmax_, first.vmax_, rtol=0.02)


def test_a_map_of_few_groups_is_neutral_although_many_random_places_are_as_good():
    rng, groups = random(), np.arange(600) % 3
    rows = rng.normal(size=(600, 20)) + 30 * np.eye(20)[groups]
    layout = rng.normal(size=(600, 2)) + 100 * np.array([[0, 0], [1, 0], [0, 1]])[groups]
    colorer = TrustColorer().fit(rows, layout)
    assert (colorer.p_values_ > 0.05).mean() > 0.3
    gray = colorer.corner_colors_[:1]
    assert delta_e(colorer.transform(rows, layout), gray).max() < 0.05


@pytest.mark.parametrize("max_samples", [None, 1000])
def test_the_layout_is_searched_once(monkeypatch, max_samples):
    colorer, searched = TrustColorer(max_samples=max_samples), []
    search = ExactNeighbors.kneighbors

    def count(self, rows, n_neighbors):
        if rows.shape[1] == 2:
            searched.append(len(rows))
        return search(self, rows, n_neighbors)

    monkeypatch.setattr(ExactNeighbors, "kneighbors", count)
    colorer.fit(X, LAYOUT)
    n_first = len(X) if max_samples is None else max_samples + len(X)
    assert sum(searched) == n_first
    colorer.p_values(X, LAYOUT)
    assert sum(searched) == n_first + len(X)


def test_the_legend_shows_both_values_alone_and_together():
    colorer = TrustColorer(max_samples=1000).fit(X, LAYOUT)
    legend = ColoringLegend.from_estimator(colorer, X, LAYOUT)
    assert [d.title for d in legend.key.directions] == ["false", "missing", "both"]
    assert [d.low.place for d in legend.key.directions] == ["0", "0", ""]
    assert list(legend.key.slices) == [(0, 1)]
    for direction, corner in zip(
        legend.key.directions, colorer.corner_colors_[1:], strict=True
    ):
        np.testing.assert_allclose(direction.strip[-1], corner, atol=1e-6)
    assert "among 1,000 of 1,797 rows" in legend.note


def test_the_legend_shows_rows_with_errors():
    layout, is_wrong = moved_rows()
    colorer = TrustColorer().fit(X, layout)
    names = np.where(is_wrong, "wrong", "right")
    legend = ColoringLegend.from_estimator(colorer, X, layout, row_names=names)
    *_, both = legend.key.directions
    assert both.high.names == ("wrong",) * 3
    assert both.low.names == ()


@pytest.mark.parametrize("palette", ["red", ["red"], None, ["red", "blue", "x", "green"]])
def test_what_is_no_palette(palette):
    with pytest.raises(ValueError, match="palette"):
        TrustColorer(palette=palette).fit(X[:50], LAYOUT[:50])
