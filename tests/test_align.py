import numpy as np
import pytest
from sklearn.base import clone
from sklearn.cluster import KMeans
from sklearn.datasets import load_digits
from sklearn.decomposition import PCA
from sklearn.exceptions import NotFittedError
from sklearn.pipeline import make_pipeline

from skcolor import (
    ArgmaxColorer,
    BinaryPackColorer,
    ChannelColorer,
    ClusterColorer,
    GamutColorer,
    KNNDistanceColorer,
    ValueColorer,
    align,
)
from skcolor.base import BaseChannelColorer
from skcolor.paint import delta_e, in_gamut, oklab_to_srgb, srgb_to_oklab
from skcolor.paint._gamut_map import GamutMap
from skcolor.paint._match import (
    match_channels,
    match_gamut_map,
    match_limits,
    match_palette,
    match_range,
)
from skcolor.paint._palettes import colormap_table
from skcolor.paint._scale import rescale
from tests.configurations import COLORERS, configured


@pytest.fixture(scope="module")
def X():
    return load_digits().data


def refit(make, X, seed):
    """Mean difference of colors after a refit to another tenth, before and after."""
    rng = np.random.default_rng(seed)
    first, second = (
        make().fit(X[rng.choice(len(X), len(X) // 10, replace=False)]) for _ in range(2)
    )
    colors = first.transform(X)
    before = delta_e(second.transform(X), colors).mean()
    assert align(second, X, colors) is second
    return before, delta_e(second.transform(X), colors).mean()


@pytest.mark.parametrize("contrast", [0, 0.5])
def test_a_refit_to_another_tenth_keeps_its_colors_five_times_better(X, contrast):
    def make():
        return make_pipeline(PCA(3), GamutColorer(contrast=contrast))

    differences = np.array([refit(make, X, seed) for seed in range(6)])
    before, after = differences.mean(axis=0)
    assert before > 5 * after


@pytest.mark.parametrize(
    ("colorer", "times"),
    [
        (ChannelColorer(), 3),
        (ChannelColorer(space="oklab"), 3),
        (ClusterColorer(KMeans(10, n_init=3, random_state=0)), 1.5),
    ],
)
def test_others_come_nearer_too(X, colorer, times):
    def make():
        return make_pipeline(PCA(3), colorer)

    differences = np.array([refit(make, X, seed) for seed in range(6)])
    before, after = differences.mean(axis=0)
    assert before > times * after


@pytest.mark.parametrize("colorer", configured(COLORERS), ids=str)
def test_no_colorer_comes_farther_away(colorer, rows):
    X, layout = rows
    other = np.random.default_rng(1).normal(X, 4)
    colors = clone(colorer).fit(X, layout).transform(X, layout)
    colorer = clone(colorer).fit(other, layout)
    before = delta_e(colorer.transform(X, layout), colors).mean()
    align(colorer, X, colors, layout=layout)
    assert delta_e(colorer.transform(X, layout), colors).mean() <= before + 1e-9


@pytest.mark.parametrize(
    "colorer", [ChannelColorer(), GamutColorer(), ChannelColorer(space="oklab")]
)
def test_mirrored_and_turned_columns_get_their_colors_back(colorer):
    rng = np.random.default_rng(0)
    Z = rng.normal(size=(500, 3)) * [3, 2, 1]
    turn = np.linalg.qr(rng.normal(size=(3, 3)))[0] * [1, -1, 1]
    colors = colorer.fit(Z).transform(Z)
    other = align(type(colorer)(**colorer.get_params()).fit(Z @ turn), Z @ turn, colors)
    # Where colors are clipped at a corner, nothing tells how far beyond they lie.
    assert delta_e(other.transform(Z @ turn), colors).mean() < 0.02


def test_columns_of_bits_may_be_exchanged_and_mirrored():
    rng = np.random.default_rng(0)
    Z = rng.normal(size=(500, 12))
    colors = BinaryPackColorer().fit_transform(Z)
    other = Z[:, rng.permutation(12)] * rng.choice([-1, 1], 12)
    colorer = BinaryPackColorer().fit(other)
    assert delta_e(colorer.transform(other), colors).mean() > 0.1
    aligned = align(colorer, other, colors).transform(other)
    np.testing.assert_allclose(aligned, colors, atol=1e-6)


@pytest.mark.parametrize(
    ("agreement", "columns"), [(0.9, [5, 1, 2, 0, 3, 4]), (0.7, [0, 1, 2, 5, 3, 4])]
)
def test_of_a_column_that_two_bits_want_the_strong_bit_wants_it_twice(agreement, columns):
    rng = np.random.default_rng(0)
    Z = rng.choice([-1.0, 1.0], (2000, 6))
    colorer = BinaryPackColorer(2, thresholds=np.zeros(6)).fit(Z)
    bits = (Z > 0).astype(float)
    # Weak red is the last column; strong red is either that or the first.
    strong = np.where(rng.random(2000) < agreement, bits[:, 5], bits[:, 0])
    bits = np.column_stack([strong, bits[:, 1:3], bits[:, 5], bits[:, 3:5]])
    align(colorer, Z, (2 * bits[:, :3] + bits[:, 3:]) / 3)
    assert colorer.columns_.tolist() == columns
    assert not colorer.flipped_[[0, 1, 2, 4, 5]].any()


def test_labels_that_changed_places_get_their_colors_back(X):
    colors = ArgmaxColorer().fit_transform(X[:, 20:30])
    other = X[:, 20:30][:, ::-1]
    ties = (other == other.max(axis=1, keepdims=True)).sum(axis=1) > 1
    colorer = ArgmaxColorer().fit(other)
    aligned = align(colorer, other, colors).transform(other)
    np.testing.assert_allclose(aligned[~ties], colors[~ties], atol=1e-6)


def test_labels_take_colors_that_their_palette_does_not_have(X):
    colors = ClusterColorer(KMeans(8, random_state=0), palette="tab10").fit_transform(X)
    colorer = ClusterColorer(KMeans(8, random_state=0), palette="viridis").fit(X)
    np.testing.assert_allclose(align(colorer, X, colors).transform(X), colors, atol=1e-6)


def test_values_run_in_the_same_direction_over_the_same_range():
    x = np.linspace(0, 1, 200)[:, np.newaxis]
    colors = ValueColorer().fit(x).transform(x)
    other = 5 - 3 * x
    aligned = align(ValueColorer(quantile_range=(20, 60)).fit(other), other, colors)
    assert aligned.vmin_ > aligned.vmax_
    assert delta_e(aligned.transform(other), colors).max() < 0.02


@pytest.mark.parametrize(("low", "high"), [(2, 6), (6, 2), (-1, 20), (-7, -3)])
def test_a_range_is_found_by_what_is_not_clipped(low, high):
    values = np.linspace(-5, 15, 201)
    found = match_range(values, rescale(values, low, high))
    np.testing.assert_allclose(found, [low, high])


def test_a_range_of_few_rows():
    # Both are at the ends: all that there is to go by.
    assert match_range(np.array([3.0, 7.0]), np.array([0.0, 1.0])) == pytest.approx((3, 7))
    values, positions = np.array([1.0, 2, 90]), np.array([0.25, 0.5, 1])
    assert match_range(values, positions) == pytest.approx((0, 4))
    # Their means are rounded.
    assert match_range(np.linspace(0, 1, 7), np.full(7, 0.3)) is None
    assert match_range(np.full(7, 0.3), np.linspace(0, 1, 7)) is None
    # No line rises or falls with these.
    assert match_range(np.arange(3.0), np.array([0.25, 0.5, 0.25])) is None


@pytest.mark.parametrize("limits", [(2.0, 6.0), (6.0, 2.0), (-20.0, 1.0)])
def test_limits_of_colors_along_a_colormap(limits):
    values, table = np.linspace(-5, 15, 3000), colormap_table("viridis")
    colors = colormap_table("viridis")[(rescale(values, *limits) * 255).astype(int)]
    found = match_limits(values, table, (0.0, 10.0), colors)
    assert all(type(limit) is float for limit in found)
    np.testing.assert_allclose(found, limits, atol=0.15)


def test_labels_take_the_colors_nearest_to_those_of_their_rows():
    palette = np.eye(3)
    labels = np.array([0, 0, 0, 1, 1, -1])
    red, yellow, blue, gray = [1, 0, 0.1], [1, 1, 0], [0, 0.1, 1], [0.5, 0.5, 0.5]
    # The first label is more often yellow; no row says what the third is to have.
    colors = np.array([yellow, yellow, red, blue, blue, gray])
    matched = match_palette(labels, palette, colors)
    np.testing.assert_array_equal(matched[:2], [yellow, blue])
    assert matched[2] in np.vstack([palette, colors])
    # Each color but once: the second label wants yellow more.
    colors = np.array([yellow, red, red, yellow, yellow, gray])
    matched = match_palette(np.array([0, 0, 0, 1, 1, 1]), palette, colors)
    np.testing.assert_array_equal(matched[:2], [red, yellow])
    nothing = match_palette(np.full(6, -1), palette, colors)
    np.testing.assert_array_equal(nothing, palette)


def test_colors_that_look_the_same_are_not_taken_twice():
    palette = np.array([[1.0, 0, 0], [0, 0, 1]])
    colors = np.array([[1.0, 1, 0], [1, 1 - 1e-5, 0]])
    matched = match_palette(np.array([0, 1]), palette, colors)
    assert delta_e(*matched) > 0.1
    palette = np.array([[1.0, 1, 0], [0, 0, 1]])
    assert delta_e(*match_palette(np.array([0, 1]), palette, colors)) > 0.1
    # Unless there are no others.
    same = np.array([[1.0, 1, 0], [1, 1, 0]])
    matched = match_palette(np.array([0, 1]), same, same)
    np.testing.assert_array_equal(matched, same)


def test_channels_turn_back_to_what_is_not_clipped():
    rng = np.random.default_rng(0)
    rows = rng.normal([10, -5, 0], size=(400, 3))
    turn = np.linalg.qr(rng.normal(size=(3, 3)))[0]
    low, high = turn @ [10, -5, 0] + np.array([[-1, -2, 1], [1, 1, -2]])
    rotation, *limits = match_channels(rows, rescale(rows @ turn.T, low, high))
    # Columns that fall as their channel rises come mirrored, with rising limits.
    sign = np.sign(np.einsum("ij,ij->i", rotation, turn))
    np.testing.assert_allclose(sign[:, np.newaxis] * rotation, turn, atol=1e-9)
    np.testing.assert_allclose(sign * limits, [low, high])
    few = np.vstack([np.zeros(3), np.eye(3)])
    rotation, *limits = match_channels(few, few)
    np.testing.assert_allclose(rotation, np.eye(3), atol=1e-9)
    np.testing.assert_allclose(limits, [[0, 0, 0], [1, 1, 1]], atol=1e-9)


def test_four_rows_that_are_not_clipped_tell_a_turn():
    far = [[9, 9, 9], [9, -9, 9], [-9, -9, 9]]
    rows = 0.3 * np.vstack([np.zeros(3), np.eye(3), far])
    rotation, *limits = match_channels(rows, rescale(rows, -1, 1))
    np.testing.assert_allclose(rotation, np.eye(3), atol=1e-9)
    np.testing.assert_allclose(limits, [[-1] * 3, [1] * 3], atol=1e-9)


def test_channels_that_tell_nothing():
    rows = np.random.default_rng(0).normal(size=(50, 3))
    flat = rescale(rows, -3, 3)
    flat[:, 1] = 0.3
    assert match_channels(rows, flat) is None
    assert match_channels(rows, np.full((50, 3), 0.3)) is None
    assert match_channels(np.full((50, 3), 0.3), rescale(rows, -3, 3)) is None


@pytest.mark.parametrize("n_rows", [4, 300])
@pytest.mark.parametrize("contrast", [0, 0.5])
def test_a_map_is_found_again_by_its_colors(contrast, n_rows):
    rng = np.random.default_rng(0)
    rows = rng.normal(size=(n_rows, 3)) * [3, 2, 1] + 5
    turn = np.linalg.qr(rng.normal(size=(3, 3)))[0]
    center = np.array([0.55, 0.02, -0.03])
    wanted = GamutMap(np.full(3, 4.5), turn, center, 0.03, contrast, (0.2, 0.9))
    other = GamutMap(
        np.zeros(3), np.eye(3), np.array([0.6, 0, 0]), 1.0, contrast, (0.2, 0.9)
    )
    colors = oklab_to_srgb(wanted.to_oklab(rows))
    found = match_gamut_map(other, rows, colors)
    assert delta_e(oklab_to_srgb(found.to_oklab(rows)).clip(0, 1), colors).mean() < 5e-3
    np.testing.assert_allclose(found.rotation @ found.rotation.T, np.eye(3), atol=1e-9)
    assert found.scale == pytest.approx(0.03, rel=0.05)
    assert in_gamut(found.center)
    assert found.contrast == contrast


@pytest.mark.parametrize("corner", [[1, 0, 0], [0, 0, 1]])
def test_the_middle_of_a_map_does_not_leave_the_gamut(corner):
    near = 0.05 + 0.9 * np.array(corner)
    map_ = GamutMap(np.zeros(3), np.eye(3), srgb_to_oklab(near), 0.1, 0, (0, 1))
    rows = np.random.default_rng(0).normal(size=(60, 3))
    found = match_gamut_map(map_, rows, (near + 0.1 * rows).clip(0, 1))
    assert in_gamut(found.center, tolerance=0)


def test_a_map_stays_where_there_is_nothing_to_go_by():
    map_ = GamutMap(np.zeros(3), np.eye(3), np.array([0.6, 0, 0]), 0.1, 0.5, (0.2, 0.9))
    rows = np.random.default_rng(0).normal(size=(20, 3))
    assert match_gamut_map(map_, rows, np.full((20, 3), 0.25)) is map_
    one = match_gamut_map(map_, np.ones((20, 3)), oklab_to_srgb(map_.to_oklab(rows)))
    assert one.scale == pytest.approx(0.1, rel=0.5)
    red = match_gamut_map(map_, np.ones((20, 3)), np.full((20, 3), [0.7, 0.3, 0.3]))
    assert np.isfinite(red.to_oklab(np.ones((1, 3)))).all()


def test_the_layout_reaches_the_colorer(rows):
    X, layout = rows
    colorer = KNNDistanceColorer(5, quantile_range=(0, 50)).fit(X, layout)
    colors = KNNDistanceColorer(5).fit_transform(X, layout)
    align(colorer, X, colors, layout=layout)
    assert delta_e(colorer.transform(X, layout), colors).mean() < 0.02


def test_colors_that_tell_nothing_change_nothing_or_little(X):
    gray = np.full((len(X), 3), 0.5)
    for colorer in (
        ChannelColorer(),
        GamutColorer(),
        ValueColorer(),
        BinaryPackColorer(),
        ArgmaxColorer(),
    ):
        aligned = align(colorer.fit(X), X, gray).transform(X)
        assert np.isfinite(aligned).all()


def test_what_cannot_be_aligned(X):
    colors = np.zeros((len(X), 3))
    with pytest.raises(NotFittedError):
        align(ChannelColorer(), X, colors)
    with pytest.raises(TypeError, match="colorer must be a colorer.*got PCA"):
        align(PCA(3).fit(X), X, colors)
    colorer = ChannelColorer().fit(X)
    with pytest.raises(ValueError, match=r"colors has shape \(5, 3\); wanted \(1797, 3\)"):
        align(colorer, X, colors[:5])
    with pytest.raises(ValueError, match=r"colors must lie in \[0, 1\]"):
        align(colorer, X, colors + 2)

    class Mine(BaseChannelColorer):
        def _encode(self, X, layout):
            return X[:, :3]

    with pytest.raises(TypeError, match="Mine cannot be aligned"):
        align(Mine().fit(X), X, colors)
