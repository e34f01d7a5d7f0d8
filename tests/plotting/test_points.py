import io
import re

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import PathCollection
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure

from skcolor.paint import srgb_to_oklab
from skcolor.plotting import ColoringDisplay, plot_gallery
from skcolor.plotting._raster_image import RasterImage
from skcolor.plotting._themes import THEMES

LAYOUT = np.random.default_rng(0).random((200, 2))
COLORS = np.random.default_rng(1).random((200, 3))
MANY = np.random.default_rng(0).random((50_001, 2))


def draw(layout=LAYOUT, colors=COLORS, **kwargs):
    figure = Figure(figsize=(3, 3))
    FigureCanvasAgg(figure)
    ax = figure.add_axes((0, 0, 1, 1))
    return ColoringDisplay.from_colors(layout, colors, ax=ax, **kwargs)


def by_row(scatter, values):
    """Values of points, in the order of the rows of LAYOUT."""
    places = np.asarray(scatter.get_offsets())
    return np.asarray(values)[np.lexsort(places.T)][np.argsort(np.lexsort(LAYOUT.T))]


def saved(display, kind, **kwargs):
    file = io.BytesIO()
    display.figure_.savefig(file, format=kind, **kwargs)
    return file.getvalue()


def test_sizes_and_opacities_go_with_their_rows():
    s, alpha = np.arange(200.0), np.linspace(0, 1, 200)
    scatter = draw(s=s, alpha=alpha).scatter_
    np.testing.assert_array_equal(by_row(scatter, scatter.get_sizes()), s)
    np.testing.assert_array_equal(by_row(scatter, scatter.get_facecolor())[:, 3], alpha)
    np.testing.assert_array_equal(by_row(scatter, scatter.get_facecolor())[:, :3], COLORS)


def test_the_opacity_of_colors_is_used_unless_there_is_another():
    rgba = np.column_stack([COLORS, np.linspace(0, 1, 200)])
    scatter = draw(colors=rgba).scatter_
    np.testing.assert_array_equal(by_row(scatter, scatter.get_facecolor()), rgba)
    assert set(draw(colors=rgba, alpha=0.5).scatter_.get_facecolor()[:, 3]) == {0.5}
    panel = plot_gallery({"a": rgba}, LAYOUT).axes[0].collections[0]
    np.testing.assert_array_equal(by_row(panel, panel.get_facecolor()), rgba)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"s": [1.0, 2.0]}, r"s must be a number, or one for each of the 200 rows of lay"),
        ({"s": -1}, "s must be at least 0; got -1"),
        ({"s": np.full(200, -1)}, "s must be at least 0; got values from -1 to -1"),
        ({"s": "7"}, "s must be a finite number; got '7'"),
        ({"alpha": 1.5}, "alpha must be from 0 to 1"),
        ({"alpha": np.full(200, 2.0)}, "alpha must be from 0 to 1; got values from 2 to 2"),
        ({"alpha": np.full(200, np.nan)}, "alpha must be a number, .*got NaN or infinity"),
        (
            {"highlight": [200]},
            "highlight must be integers from 0 to 199, rows of layout, or",
        ),
        ({"highlight": [True]}, r"or 200 booleans; got booleans of shape \(1,\)"),
        (
            {"raster": True, "s": np.ones(200)},
            "raster=True draws .* got s or alpha for each",
        ),
        ({"raster": True, "edgecolors": "k"}, "raster=True draws .* got edgecolors"),
    ],
)
def test_what_cannot_be_drawn(given, message):
    with pytest.raises(ValueError, match=message):
        draw(**given)


@pytest.mark.parametrize("kind", ["pdf", "svg"])
def test_single_points_are_vectors_unless_asked_otherwise(kind):
    for image, wanted in ((False, {}), (True, {"rasterized": True})):
        content = saved(draw(**wanted), kind)
        found = b"/Subtype /Image" in content or b"<image" in content
        assert found == image


def test_single_points_that_are_too_many_for_vectors_are_an_image():
    s = np.ones(50_001)
    scatter = draw(MANY, np.full((50_001, 3), 0.5), s=s).scatter_
    assert scatter.get_rasterized()
    assert not draw().scatter_.get_rasterized()


def test_properties_of_single_points_ask_for_them():
    colors = np.full((50_001, 3), 0.5)
    assert isinstance(draw(MANY, colors, zorder=2).image_, RasterImage)
    assert isinstance(draw(MANY, colors, marker="s").scatter_, PathCollection)


def test_lines_are_drawn_only_where_points_need_them():
    assert draw().scatter_.get_linewidths().max() == 0
    assert draw(marker="x").scatter_.get_linewidths().max() > 0
    edged = draw(edgecolors="k")
    assert edged.scatter_.get_linewidths().max() > 0
    assert draw(edgecolors="k", linewidths=3).scatter_.get_linewidths().max() == 3
    assert to_hex(edged.scatter_.get_edgecolor()[0]) == "#000000"


@pytest.mark.parametrize("highlight", [[3, 5, 3], np.isin(np.arange(200), [3, 5])])
def test_highlighted_rows_lie_opaque_above_dim_others(highlight):
    display = draw(highlight=highlight, theme="dark")
    above, others = display.highlighted_, display.scatter_
    order = np.lexsort(np.asarray(above.get_offsets()).T)
    rows = np.array([3, 5])[np.lexsort(LAYOUT[[3, 5]].T)]
    np.testing.assert_array_equal(np.asarray(above.get_offsets())[order], LAYOUT[rows])
    np.testing.assert_array_equal(above.get_facecolor()[order, :3], COLORS[rows])
    assert above.get_facecolor()[:, 3].min() == 1
    assert len(others.get_offsets()) == 198
    assert others.get_alpha() < 0.2
    assert above.get_zorder() > others.get_zorder()
    assert above.get_sizes()[0] >= others.get_sizes()[0]
    assert to_hex(above.get_edgecolor()[0]) == THEMES["dark"][1]


def test_highlighted_rows_keep_their_sizes_and_opacities():
    s, alpha = np.arange(200.0), np.linspace(0, 1, 200)
    display = draw(s=s, alpha=alpha, highlight=[7, 9])
    assert sorted(display.highlighted_.get_sizes()) == [7, 9]
    np.testing.assert_allclose(sorted(display.highlighted_.get_alpha()), alpha[[7, 9]])
    assert display.scatter_.get_sizes().sum() == s.sum() - 16


def test_all_rows_or_none_can_be_highlighted():
    every, none = draw(highlight=range(200)), draw(highlight=[])
    assert every.scatter_ is None
    assert len(every.highlighted_.get_offsets()) == 200
    assert none.highlighted_ is None
    assert none.scatter_.get_alpha() < 0.2
    assert draw().highlighted_ is None


def test_highlighted_rows_lie_above_a_raster():
    layout, colors = np.tile(MANY, (2, 1)), np.full((100_002, 3), 0.5)
    display = draw(layout, colors, highlight=np.arange(9))
    assert isinstance(display.image_, RasterImage)
    assert isinstance(display.highlighted_, PathCollection)
    display.figure_.canvas.draw()
    assert 0 < display.image_.get_array()[..., 3].max() <= 0.15 * 255
    swapped = draw(layout, colors, highlight=range(50_002))
    assert isinstance(swapped.highlighted_, RasterImage)
    assert isinstance(swapped.scatter_, PathCollection)
    assert swapped.highlighted_.get_zorder() > swapped.scatter_.get_zorder()


@pytest.mark.parametrize("n", [20, 200, 1_500])
def test_points_of_small_maps_can_be_seen(n):
    ax = plot_gallery({"a": np.zeros((n, 3))}, np.random.default_rng(0).random((n, 2))).axes
    (size,) = ax[0].collections[0].get_sizes()
    assert 8 < size < 50  # 3 to 7 points wide


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_raster_keeps_the_chroma_of_its_points(theme):
    rng = np.random.default_rng(0)
    layout, hues = rng.normal(size=(60_000, 2)), rng.random(60_000)
    colors = 0.5 + 0.5 * np.cos(2 * np.pi * (hues[:, np.newaxis] + [0, 1 / 3, 2 / 3]))
    display = draw(layout, colors, theme=theme)
    display.figure_.set_dpi(200)
    display.figure_.canvas.draw()
    seen = np.asarray(display.figure_.canvas.buffer_rgba())[..., :3] / 255
    background = to_rgb(THEMES[theme][0])
    covered = (np.abs(seen - background) > 0.01).any(axis=2)
    chroma, wanted = (
        np.hypot(*srgb_to_oklab(some)[:, 1:].T).mean() for some in (seen[covered], colors)
    )
    assert chroma > 0.8 * wanted


@pytest.mark.parametrize("dpi", [72, 100, 400])
@pytest.mark.parametrize("kind", ["pdf", "svg"])
def test_a_raster_is_fine_enough_for_print(kind, dpi):
    display = draw(np.array([[0.0, 0], [1, 1]]), COLORS[:2], raster=True)
    content = saved(display, kind, dpi=dpi)
    n_rows, n_columns, _ = display.image_.get_array().shape
    assert n_rows == pytest.approx(max(300, dpi) * 3, abs=2)
    assert n_columns == pytest.approx(max(300, dpi) * 3, abs=2)
    if kind == "pdf":
        assert f"/Width {n_columns}".encode() in content
    else:
        image = re.search(rb"<image[^>]*>", content)[0]
        across = re.search(rb"matrix\(([0-9.]*)", image)[1]
        width = re.search(rb' width="([^"]*)"', image)[1]
        assert float(across) * float(width) == pytest.approx(3 * 72, rel=0.01)
