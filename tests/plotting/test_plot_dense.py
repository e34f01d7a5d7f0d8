import io

import numpy as np
import pytest
from matplotlib.figure import Figure
from sklearn.decomposition import PCA
from sklearn.pipeline import make_pipeline

from skcolor import ChannelColorer, ClusterColorer, GamutColorer, ValueColorer
from skcolor.images import GridColorer, overlay, upsample
from skcolor.plotting import ColoringLegend, plot_dense
from skcolor.plotting._themes import THEMES

RNG = np.random.default_rng(0)
FEATURES = RNG.normal(size=(4, 6, 8, 5)).astype(np.float32)
COLORS = RNG.random((4, 6, 8, 3))
IMAGES = RNG.integers(0, 256, (4, 60, 80, 3), dtype=np.uint8)


def drawn(figure):
    """The pictures of a figure, panel by panel."""
    return [np.asarray(ax.images[0].get_array()) for ax in figure.axes if ax.images]


def fitted(last, **kwargs):
    return GridColorer(make_pipeline(PCA(3), last), **kwargs).fit(FEATURES)


def test_an_image_its_colors_and_both_together():
    panels = ("image", "colors", "overlay")
    figure = plot_dense(COLORS[0], IMAGES[0], panels=panels, alpha=0.3)
    image, colors, both = drawn(figure)
    np.testing.assert_array_equal(image, IMAGES[0])
    expected = 255 * upsample(COLORS[0], (60, 80))
    np.testing.assert_allclose(colors[..., :3], expected, atol=0.51)
    assert (colors[..., 3] == 255).all()
    np.testing.assert_array_equal(both, overlay(COLORS[0], IMAGES[0], alpha=0.3))


def test_several_images_have_their_panels_in_one_row():
    figure = plot_dense(COLORS, IMAGES, names=["a", "b", "c", "d"])
    assert [ax.get_title() for ax in figure.axes] == [
        *("a", "colors", "b", "colors"),
        *("c", "colors", "d", "colors"),
    ]
    for image, picture in zip(IMAGES, drawn(figure)[::2], strict=True):
        np.testing.assert_array_equal(image, picture)
    figure.draw_without_rendering()
    for left, right in zip(figure.axes[::2], figure.axes[1::2], strict=True):
        a, b = left.get_position(), right.get_position()
        assert abs(a.y0 - b.y0) < 1e-6
        assert a.x1 < b.x0


def test_images_of_several_sizes():
    sizes = [(6, 8), (3, 9), (8, 2)]
    colors = [RNG.random((*size, 3)) for size in sizes]
    images = [RNG.random((10 * h, 10 * w)) for h, w in sizes]
    figure = plot_dense(colors, images, panels=["overlay"])
    assert [p.shape[:2] for p in drawn(figure)] == [(10 * h, 10 * w) for h, w in sizes]


def test_an_estimator_colors_its_features():
    grid = fitted(GamutColorer())
    one = plot_dense(grid, IMAGES[1], X=FEATURES[1], panels=["overlay"])
    expected = overlay(grid.transform(FEATURES[1]), IMAGES[1], interpolation="bilinear")
    np.testing.assert_array_equal(drawn(one)[0], expected)
    several = drawn(plot_dense(grid, list(IMAGES), X=list(FEATURES), panels=["overlay"]))
    np.testing.assert_array_equal(several[1], expected)


@pytest.mark.parametrize("last", [ClusterColorer(), ValueColorer()])
def test_labels_and_values_are_not_mixed(last):
    grid = fitted(last)
    (picture,) = drawn(plot_dense(grid, X=FEATURES[0]))
    known = np.rint(255 * grid.transform(FEATURES[0])).astype(np.uint8).reshape(-1, 3)
    assert {*map(tuple, picture[..., :3].reshape(-1, 3))} == {*map(tuple, known)}
    smooth = plot_dense(grid, X=FEATURES[0], interpolation="bilinear")
    assert len(np.unique(drawn(smooth)[0].reshape(-1, 4), axis=0)) > len(known)


def test_other_shapes_of_features():
    channels_first = fitted(GamutColorer())
    expected = drawn(plot_dense(channels_first, X=FEATURES))
    turned = GridColorer(channels_first.colorer, channel_axis=1).fit(
        np.moveaxis(FEATURES, -1, 1)
    )
    tokens = GridColorer(channels_first.colorer, grid_shape=(6, 8)).fit(
        FEATURES.reshape(4, 48, 5)
    )
    for grid, X in (
        (turned, np.moveaxis(FEATURES, -1, 1)),
        (tokens, FEATURES.reshape(4, 48, 5)),
    ):
        for found, picture in zip(drawn(plot_dense(grid, X=X)), expected, strict=True):
            np.testing.assert_array_equal(found, picture)


def test_where_there_is_no_color_is_the_image_or_the_background():
    X = FEATURES[0].copy()
    X[2, 3, 0] = np.nan
    for mask in (None, np.ones((6, 8), bool), np.ones((60, 80), bool)):
        figure = plot_dense(
            fitted(GamutColorer()),
            IMAGES[0],
            X=X,
            mask=mask,
            panels=["colors", "overlay"],
            alpha=1,
        )
        colors, both = drawn(figure)
        assert (colors[20:30, 30:40, 3] == 0).all()
        assert (colors[..., 3] == 0).sum() == 100
        np.testing.assert_array_equal(both[20:30, 30:40], IMAGES[0, 20:30, 30:40])


@pytest.mark.parametrize("shape", [(6, 8), (60, 80)])
@pytest.mark.parametrize("with_image", [True, False])
def test_masks_of_cells_and_of_pixels(shape, with_image):
    mask = np.zeros(shape, bool)
    mask[: shape[0] // 2] = True
    image = IMAGES[0] if with_image else None
    (colors,) = drawn(plot_dense(COLORS[0], image, mask=mask, panels=["colors"]))
    seen = colors[..., 3] > 0
    height = len(seen) // 2
    assert seen[:height].all()
    assert not seen[height:].any()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("last", [GamutColorer(), ClusterColorer(), ValueColorer()])
def test_the_legend_is_that_of_the_estimator(last, theme):
    grid = fitted(last)
    figure = plot_dense(grid, IMAGES, X=FEATURES, legend=True, theme=theme)
    figure.savefig(io.BytesIO(), format="png", dpi=50)
    assert figure.get_facecolor()[:3] == pytest.approx(
        [int(THEMES[theme][0][i : i + 2], 16) / 255 for i in (1, 3, 5)]
    )
    legends = [child for ax in figure.axes for child in ax.child_axes]
    assert len(legends) == 1
    pictures = [artist for artist in legends[0].images if artist.get_array().ndim == 3]
    assert len(pictures) >= (0 if isinstance(last, ValueColorer) else 3)


def test_a_legend_of_labels_gives_shares_that_a_sample_has_too(monkeypatch):
    from skcolor.plotting import _dense_legend

    grid = fitted(ClusterColorer())
    shares = []
    for most in (10**6, 96):
        monkeypatch.setattr(_dense_legend, "_MOST_CELLS", most)
        figure = plot_dense(grid, X=FEATURES, legend=True)
        figure.draw_without_rendering()
        (legend,) = (child for ax in figure.axes for child in ax.child_axes)
        texts = [text.get_text() for text in legend.texts]
        shares.append([float(text[:-1]) for text in texts if text.endswith("%")])
    assert [sum(part) for part in shares] == pytest.approx([100, 100], abs=0.5)
    labels = grid.colorer_.predict(FEATURES.reshape(-1, 5))
    counts = np.sort(np.bincount(labels))[::-1]
    assert shares[0] == pytest.approx(100 * counts / len(labels), abs=0.051)


def test_a_legend_without_any_color_is_that_of_the_colorer():
    figure = plot_dense(fitted(GamutColorer()), X=np.full((6, 8, 5), np.nan), legend=True)
    figure.draw_without_rendering()
    assert (drawn(figure)[0][..., 3] == 0).all()


def test_what_is_not_foreground_has_no_color():
    inside = np.zeros((6, 8), bool)
    inside[2:5, 3:6] = True
    grid = fitted(GamutColorer(), foreground=lambda image: inside)
    (colors,) = drawn(plot_dense(grid, X=FEATURES[0]))
    assert (colors[..., 3] > 0).sum() == 9 * 64


def test_features_of_dask():
    dask = pytest.importorskip("dask.array")
    grid = fitted(GamutColorer())
    expected = drawn(plot_dense(grid, X=FEATURES))
    lazy = dask.from_array(FEATURES, chunks=(2, 6, 8, 5))
    found = drawn(plot_dense(grid, X=lazy, panels=["colors"]))
    for one, other in zip(found, expected, strict=True):
        np.testing.assert_array_equal(one, other)


def test_thumbnails_are_the_parts_of_the_image_around_cells():
    from skcolor.plotting._dense_data import make_dense
    from skcolor.plotting._dense_legend import _cut_all

    image = np.zeros((60, 80, 3), np.uint8)
    image[20:30, 30:40] = 255  # cell 2, 3
    dense = make_dense(COLORS[0], image, None, None)
    middle, corner = _cut_all(dense, np.array([[0, 2, 3], [0, 0, 0]]))
    third = slice(18, 30)
    assert middle[third, third].min() > 250
    assert middle[:14].max() < 5
    assert corner[:40, :40].max() == 0


def test_axes_can_be_given():
    figure = Figure()
    axes = figure.subplots(2, 2)
    given = plot_dense(COLORS[:2], IMAGES[:2], axes=axes, theme="dark")
    assert given is figure
    assert all(len(ax.images) == 1 for ax in axes.flat)
    ax = Figure().subplots()
    legend = ColoringLegend.from_estimator(fitted(GamutColorer()).colorer_)
    assert plot_dense(COLORS[0], axes=ax, legend=legend) is ax.figure
    assert len(ax.child_axes) == 1


def test_rows_are_as_high_as_their_images():
    colors = [RNG.random((4, 16, 3)), RNG.random((16, 16, 3))]
    figure = plot_dense(colors, n_cols=1, panel_size=2)
    figure.draw_without_rendering()
    wide, square = (ax.get_window_extent() for ax in figure.axes)
    assert wide.width == pytest.approx(square.width, rel=0.02)
    assert figure.get_figheight() < 0.25 * 2 + 2 + 2 * 0.3 + 0.1


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        ({"legend": True}, TypeError, "legend must be a ColoringLegend or None, because"),
        ({"legend": "yes"}, TypeError, "legend must be a ColoringLegend, a bool or None"),
        ({"panels": ["image"], "images": None}, ValueError, "panels needs images for"),
        ({"colors": ChannelColorer()}, ValueError, "colors must be colors, or a fitted"),
        ({"images": [IMAGES[0]] * 3}, ValueError, "images must hold 4"),
        ({"names": ["a"]}, ValueError, "names"),
    ],
)
def test_what_cannot_be_used_is_refused(change, error, message):
    given = {"colors": COLORS, "images": IMAGES, **change}
    with pytest.raises(error, match=message):
        plot_dense(given.pop("colors"), **given)
