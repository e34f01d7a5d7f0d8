import numpy as np
import pytest
from matplotlib.figure import Figure
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.pipeline import make_pipeline

from skcolor import ChannelColorer, ClusterColorer, KNNDistanceColorer
from skcolor.plotting import ColoringDisplay

LAYOUT = np.array([[0.0, 0.0], [1.0, 0.0], [2.0, 1.0], [3.0, 2.0]])
COLORS = np.array([[1.0, 0, 0], [0, 1, 0], [0, 0, 1], [0.5, 0.5, 0.5]])


def drawn(display):
    """The places and colours of the artist, in the order of the places."""
    places = np.asarray(display.scatter_.get_offsets())
    order = np.lexsort(places.T[::-1])
    return places[order], display.scatter_.get_facecolor()[order, :3]


def test_every_point_is_drawn_at_its_place_in_its_colour():
    places, colors = drawn(ColoringDisplay.from_colors(LAYOUT, COLORS))
    np.testing.assert_array_equal(places, LAYOUT)
    np.testing.assert_array_equal(colors, COLORS)


def test_points_are_shuffled_always_in_the_same_way():
    layout = np.random.default_rng(0).normal(size=(500, 2))
    colors = np.full((500, 3), 0.5)
    first, second, other = (
        np.asarray(
            ColoringDisplay.from_colors(
                layout, colors, random_state=seed
            ).scatter_.get_offsets()
        )
        for seed in (0, 0, 1)
    )
    np.testing.assert_array_equal(first, second)
    assert (first != layout).any()
    assert (first != other).any()


def test_more_points_are_smaller_and_fainter():
    sizes, alphas = [], []
    for n in (100, 1_000, 100_000):
        display = ColoringDisplay.from_colors(np.zeros((n, 2)), np.zeros((n, 3)))
        sizes.append(display.scatter_.get_sizes()[0])
        alphas.append(display.scatter_.get_alpha())
    assert sizes[0] >= sizes[1] > sizes[2] > 0
    assert 1 >= alphas[0] >= alphas[1] > alphas[2] > 0.5


def test_size_opacity_and_style_can_be_chosen():
    display = ColoringDisplay.from_colors(
        LAYOUT, COLORS, s=7, alpha=0.25, marker="s", rasterized=False
    )
    assert display.scatter_.get_sizes() == [7]
    assert display.scatter_.get_alpha() == 0.25
    assert not display.scatter_.get_rasterized()


def test_axes_and_title_that_are_given_are_used():
    ax = Figure().subplots()
    display = ColoringDisplay(LAYOUT, COLORS, name="one").plot(ax, name="two")
    assert display.ax_ is ax
    assert display.figure_ is ax.figure
    assert ax.get_title() == "two"


def test_exemplars_lie_over_the_points_in_their_own_colours():
    display = ColoringDisplay.from_colors(LAYOUT, COLORS, exemplar_indices=[2, 0])
    assert display.exemplars_.get_zorder() > display.scatter_.get_zorder()
    np.testing.assert_array_equal(display.exemplars_.get_offsets(), LAYOUT[[2, 0]])
    np.testing.assert_array_equal(display.exemplars_.get_facecolor()[:, :3], COLORS[[2, 0]])
    assert display.exemplars_.get_sizes()[0] > display.scatter_.get_sizes()[0] / 2


@pytest.mark.parametrize("container", ["default", "pandas", "polars"])
def test_a_pipeline_draws_its_colours_and_its_exemplars(rows, container):
    X, layout = rows
    pipeline = make_pipeline(PCA(2), ClusterColorer(KMeans(3, random_state=0)))
    colors = np.asarray(pipeline.set_output(transform=container).fit_transform(X))
    display = ColoringDisplay.from_estimator(pipeline, X, layout)
    order = np.lexsort(layout.T[::-1])
    np.testing.assert_allclose(drawn(display)[1], colors[order])
    assert len(display.exemplars_.get_offsets()) == 3
    assert display.ax_.get_title() == "ClusterColorer"


def test_exemplars_are_of_the_training_rows_only(rows):
    X, layout = rows
    colorer = ClusterColorer(KMeans(3, random_state=0)).fit(X)
    half = ColoringDisplay.from_estimator(colorer, X[:30], layout[:30])
    assert half.exemplars_ is None
    without = ColoringDisplay.from_estimator(colorer, X, layout, exemplars=False)
    assert without.exemplars_ is None


def test_the_layout_reaches_the_colorer_through_a_pipeline(rows):
    X, layout = rows
    pipeline = make_pipeline(PCA(3), KNNDistanceColorer(4)).fit(X, layout)
    shifted = layout[::-1].copy()
    display = ColoringDisplay.from_estimator(pipeline, X, shifted)
    wanted = pipeline[-1].transform(pipeline[0].transform(X), shifted)
    np.testing.assert_allclose(drawn(display)[1], wanted[np.lexsort(shifted.T[::-1])])


@pytest.mark.parametrize(
    ("layout", "colors", "message"),
    [
        (np.zeros((4, 3)), COLORS, "layout has 3 columns"),
        (np.full((4, 2), np.nan), COLORS, "layout contains NaN"),
        (LAYOUT, COLORS[:3], r"colors has shape \(3, 3\); wanted \(4, 3\)"),
        (LAYOUT, COLORS[:, :2], r"colors has shape \(4, 2\)"),
        (LAYOUT, COLORS * 255, r"colors must lie in \[0, 1\]"),
        (LAYOUT, -COLORS, r"colors must lie in \[0, 1\]"),
        (LAYOUT, np.full((4, 3), np.nan), "colors contains NaN"),
    ],
)
def test_what_cannot_be_drawn(layout, colors, message):
    with pytest.raises(ValueError, match=message):
        ColoringDisplay.from_colors(layout, colors)


def test_channels_of_half_precision_rows(rows):
    X, layout = rows
    colorer = ChannelColorer().fit(X[:, :3].astype(np.float32))
    display = ColoringDisplay.from_estimator(colorer, X[:, :3].astype(np.float16), layout)
    assert len(display.scatter_.get_offsets()) == len(X)
