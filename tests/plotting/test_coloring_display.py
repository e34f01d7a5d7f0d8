import matplotlib
import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.image import AxesImage
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.pipeline import make_pipeline

from skcolor import ChannelColorer, ClusterColorer, CovariancePCA, KNNDistanceColorer
from skcolor.plotting import ColoringDisplay, ColoringLegend, plot_gallery, save_html
from skcolor.plotting._axes import axes_points
from skcolor.plotting._themes import THEMES

LAYOUT = np.array([[0.0, 0.0], [1.0, 0.0], [2.0, 1.0], [3.0, 2.0]])
COLORS = np.array([[1.0, 0, 0], [0, 1, 0], [0, 0, 1], [0.5, 0.5, 0.5]])


def drawn(display):
    """The places and colors of the artist, in the order of the places."""
    places = np.asarray(display.scatter_.get_offsets())
    order = np.lexsort(places.T[::-1])
    return places[order], display.scatter_.get_facecolor()[order, :3]


def test_every_point_is_drawn_at_its_place_in_its_color():
    places, colors = drawn(ColoringDisplay.from_colors(LAYOUT, COLORS))
    np.testing.assert_array_equal(places, LAYOUT)
    np.testing.assert_array_equal(colors, COLORS)


def test_colors_may_leave_their_range_by_rounding():
    colors = np.array([[1 + 1e-7, -1e-9, 0], [0, 1, 0], [0, 0, 1], [0.5, 0.5, 0.5]])
    assert drawn(ColoringDisplay.from_colors(LAYOUT, colors))[1].max() == 1


def test_points_suit_the_part_of_a_figure_that_they_have():
    layout = np.random.default_rng(0).random((5000, 2))
    colors = np.full((5000, 3), 0.5)
    half, _ = Figure((8, 3)).subfigures(1, 2)
    sizes = [
        ColoringDisplay.from_colors(layout, colors, ax=figure.subplots())
        .scatter_.get_sizes()
        .item()
        for figure in (half, Figure((4, 3)), Figure((8, 6)))
    ]
    assert sizes[0] == pytest.approx(sizes[1])
    assert sizes[2] == pytest.approx(4 * sizes[1])


@pytest.mark.parametrize("row", [-1, -1000, 4])
def test_exemplars_are_rows_of_the_layout(row):
    with pytest.raises(ValueError, match="exemplar_indices must be integers from 0 to 3"):
        ColoringDisplay.from_colors(LAYOUT, COLORS, exemplar_indices=[row])


def test_any_title_can_be_drawn():
    display = ColoringDisplay.from_colors(LAYOUT, COLORS, name="a\ud800\0b\tc\nd")
    display.figure_.canvas.draw()
    assert display.ax_.get_title() == "a\ufffd b c\nd"


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
    for n in (100, 1_000, 50_000):
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


def test_exemplars_lie_over_the_points_in_their_own_colors():
    display = ColoringDisplay.from_colors(LAYOUT, COLORS, exemplar_indices=[2, 0])
    assert display.exemplars_.get_zorder() > display.scatter_.get_zorder()
    np.testing.assert_array_equal(display.exemplars_.get_offsets(), LAYOUT[[2, 0]])
    np.testing.assert_array_equal(display.exemplars_.get_facecolor()[:, :3], COLORS[[2, 0]])
    assert display.exemplars_.get_sizes()[0] > display.scatter_.get_sizes()[0] / 2


@pytest.mark.parametrize("n_exemplars", [30, 500, 2000])
@pytest.mark.parametrize("size", [3.5, 8.0])
def test_many_exemplars_do_not_hide_the_map(n_exemplars, size):
    layout = np.random.default_rng(0).random((n_exemplars, 2))
    ax = Figure(figsize=(size, size)).subplots()
    display = ColoringDisplay.from_colors(
        layout, np.full((n_exemplars, 3), 0.5), exemplar_indices=range(n_exemplars), ax=ax
    )
    covered = n_exemplars * display.exemplars_.get_sizes()[0]
    assert covered <= 0.051 * np.prod(axes_points(ax))


@pytest.mark.parametrize("container", ["default", "pandas", "polars"])
def test_a_pipeline_draws_its_colors_and_its_exemplars(rows, container):
    X, layout = rows
    pipeline = make_pipeline(PCA(2), ClusterColorer(KMeans(3, random_state=0)))
    colors = np.asarray(pipeline.set_output(transform=container).fit_transform(X))
    display = ColoringDisplay.from_estimator(pipeline, X, layout)
    order = np.lexsort(layout.T[::-1])
    np.testing.assert_allclose(drawn(display)[1], colors[order])
    assert len(display.exemplars_.get_offsets()) == 3
    assert display.ax_.get_title() == "Clusters (3)"


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
        (np.zeros((4, 3)), COLORS, "layout must have 2 columns .*got 3"),
        (np.full((4, 2), np.nan), COLORS, "layout contains NaN"),
        (LAYOUT * 1e300, COLORS, "layout must have coordinates and sides from 1e-280"),
        (LAYOUT * 1e-300, COLORS, "got a longer side of 3e-300"),
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


def test_solid_layouts_are_refused_everywhere_with_a_way_out(tmp_path):
    solid = np.zeros((4, 3))
    for draw in (
        lambda: ColoringDisplay.from_colors(solid, COLORS),
        lambda: plot_gallery({"a": COLORS}, solid),
        lambda: save_html(tmp_path / "a.html", solid, {"a": COLORS}),
    ):
        with pytest.raises(ValueError, match=r"got 3\. For a 3-D layout, pass .*\[:, :2\]"):
            draw()


def test_channels_of_half_precision_rows(rows):
    X, layout = rows
    colorer = ChannelColorer().fit(X[:, :3].astype(np.float32))
    display = ColoringDisplay.from_estimator(colorer, X[:, :3].astype(np.float16), layout)
    assert len(display.scatter_.get_offsets()) == len(X)


def test_many_points_are_an_image():
    layout = np.random.default_rng(0).normal(size=(50_001, 2))
    colors = np.full((50_001, 3), 0.5)
    many = ColoringDisplay.from_colors(layout, colors)
    assert isinstance(many.image_, AxesImage)
    assert many.image_ in many.ax_.images
    assert many.scatter_ is None
    fewer = ColoringDisplay.from_colors(layout[1:], colors[1:])
    assert fewer.image_ is None
    assert len(fewer.scatter_.get_offsets()) == 50_000


def test_an_image_can_be_asked_for_and_refused():
    few = ColoringDisplay.from_colors(LAYOUT, COLORS, raster=True, s=100, alpha=1.0)
    assert few.scatter_ is None
    few.figure_.canvas.draw()
    pixels = few.image_.get_array()
    opaque = pixels[pixels[..., 3] == 255]
    assert {tuple(p) for p in opaque[:, :3]} == {tuple(np.rint(255 * c)) for c in COLORS}
    again = few.plot(raster=False)
    assert again.image_ is None
    assert len(again.scatter_.get_offsets()) == 4


def test_an_image_takes_properties_of_images():
    display = ColoringDisplay.from_colors(LAYOUT, COLORS, raster=True, zorder=7)
    assert display.image_.get_zorder() == 7
    with pytest.raises(ValueError, match="raster=True draws round points .*got marker"):
        ColoringDisplay.from_colors(LAYOUT, COLORS, raster=True, marker="s")


@pytest.mark.parametrize("raster", [False, True])
def test_a_class_drawn_second_does_not_hide_the_first(raster):
    layout = np.random.default_rng(0).uniform(size=(5_000, 2))
    shares = []
    for order in (slice(None), slice(None, None, -1)):
        colors = np.repeat([[1.0, 0, 0], [0, 0, 1.0]], 5_000, axis=0)[order]
        display = ColoringDisplay.from_colors(
            np.tile(layout, (2, 1)), colors, raster=raster
        )
        display.figure_.canvas.draw()
        red, _, blue, _ = np.moveaxis(
            np.asarray(display.figure_.canvas.buffer_rgba()), 2, 0
        )
        shares.append((255 - blue.astype(float)).sum() / (255 - red.astype(float)).sum())
    np.testing.assert_allclose(shares, 1, atol=0.05)


def test_themes_suit_background_and_ink():
    for theme, (background, ink) in THEMES.items():
        display = ColoringDisplay.from_colors(
            LAYOUT, COLORS, name="map", exemplar_indices=[0], theme=theme
        )
        assert to_hex(display.figure_.get_facecolor()) == background
        assert display.ax_.title.get_color() == ink
        assert to_hex(display.exemplars_.get_edgecolor()[0]) == ink
    with pytest.raises(ValueError, match="theme must be one of 'light', .*None; got 'x'"):
        display.plot(theme="x")


def test_without_a_theme_matplotlib_s_settings_hold():
    with matplotlib.rc_context({"figure.facecolor": "navy", "text.color": "yellow"}):
        display = ColoringDisplay.from_colors(LAYOUT, COLORS, name="map")
    assert to_hex(display.figure_.get_facecolor()) == to_hex("navy")
    assert display.ax_.title.get_color() == "yellow"


def test_exemplars_can_be_pictures():
    images = np.arange(4 * 2 * 3, dtype=np.uint8).reshape(4, 2, 3)
    display = ColoringDisplay.from_colors(
        LAYOUT, COLORS, exemplar_indices=[2, 0], images=images
    )
    assert len(display.exemplars_) == 2
    for pin, row in zip(display.exemplars_, [2, 0], strict=True):
        assert pin in display.ax_.artists
        np.testing.assert_array_equal(pin.xy, LAYOUT[row])
        np.testing.assert_array_equal(pin.offsetbox.get_data()[..., 0], images[row])
        np.testing.assert_array_equal(pin.patch.get_edgecolor()[:3], COLORS[row])
    with pytest.raises(ValueError, match=r"images has shape \(3, 2, 3\)"):
        ColoringDisplay.from_colors(LAYOUT, COLORS, exemplar_indices=[0], images=images[1:])


@pytest.mark.parametrize("given", [False, True])
@pytest.mark.parametrize("colorer", [ClusterColorer(KMeans(8)), ChannelColorer()])
def test_a_legend_stands_beside_the_map(rows, colorer, given):
    X, layout = rows
    ax = Figure(figsize=(9, 5), layout="constrained").subplots() if given else None
    display = ColoringDisplay.from_estimator(
        colorer.fit(X), X, layout, legend=True, theme="dark", ax=ax
    )
    display.figure_.draw_without_rendering()
    legend = display.legend.ax_.get_tightbbox()
    assert legend.x0 > display.scatter_.get_tightbbox().x1
    assert legend.x1 <= display.figure_.bbox.x1
    assert legend.y0 >= 0
    assert legend.y1 <= display.figure_.bbox.y1
    assert {text.get_color() for text in display.legend.ax_.texts} == {THEMES["dark"][1]}


def test_a_legend_takes_names_and_the_pictures_of_the_map(rows):
    X, layout = rows
    colorer = ClusterColorer(KMeans(3, random_state=0)).fit(X)
    images = np.zeros((60, 2, 2))
    display = ColoringDisplay.from_estimator(
        colorer, X, layout, images=images, legend={"label_names": ["a", "b", "c"]}
    )
    assert len(display.exemplars_) == len(display.legend.ax_.images) == 3
    texts = {text.get_text() for text in display.legend.ax_.texts}
    assert {"a", "b", "c"} <= texts


def test_colors_take_a_legend_of_their_colorer(rows):
    X, layout = rows
    colorer = ClusterColorer(KMeans(3, random_state=0)).fit(X)
    colors = colorer.transform(X)
    legend = ColoringLegend.from_estimator(colorer, X)
    display = ColoringDisplay.from_colors(layout, colors, legend=legend)
    assert display.legend.figure_ is display.figure_
    with pytest.raises(TypeError, match="legend must be a ColoringLegend.*got True"):
        ColoringDisplay.from_colors(layout, colors, legend=True)


def test_lazy_rows_are_computed_once_for_places_and_colors(rows):
    da = pytest.importorskip("dask.array")
    computed = []

    def note(block, block_info=None):
        if block_info:
            computed.append(block_info[0]["chunk-location"][0])
        return block

    X, _ = rows
    blocks = da.from_array(X, chunks=(len(X) // 3 + 1, X.shape[1]))
    blocks = blocks.map_blocks(note, dtype=X.dtype)
    pca, colorer = CovariancePCA(2).fit(X), ChannelColorer().fit(X)
    layout = pca.transform(blocks)
    expected = ColoringDisplay.from_colors(pca.transform(X), colorer.transform(X))
    computed.clear()
    for make, shown in (
        (ColoringDisplay.from_estimator, (colorer, blocks, layout)),
        (ColoringDisplay.from_colors, (layout, colorer.transform(blocks))),
    ):
        display = make(*shown)
        assert sorted(computed) == [0, 1, 2]
        for found, wanted in zip(drawn(display.plot()), drawn(expected), strict=True):
            np.testing.assert_array_equal(found, wanted)
        computed.clear()
