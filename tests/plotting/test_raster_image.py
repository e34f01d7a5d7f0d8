import io

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from skcolor.plotting import _raster_image
from skcolor.plotting._raster_image import RasterImage

LAYOUT = np.array([[0.0, 0.0], [3.0, 1.0], [1.0, 2.0]])
COLORS = np.array([[0.2, 0.4, 0.6], [1.0, 0.2, 0.0], [0.0, 0.8, 0.4]])
BYTES = np.rint(255 * COLORS)


def new_axes(**kwargs):
    """Axes that fill a figure of 200 x 100 pixels."""
    figure = Figure(figsize=(2, 1), dpi=100, **kwargs)
    FigureCanvasAgg(figure)
    ax = figure.add_axes((0, 0, 1, 1))
    ax.set_axis_off()
    return ax


def drawn(ax):
    """The pixels of the figure, first row at the top."""
    ax.figure.canvas.draw()
    return np.asarray(ax.figure.canvas.buffer_rgba())[..., :3]


def pixel(ax, place):
    """Row and column of the pixel that a place is in."""
    x, y = ax.transData.transform(place)
    return int(ax.figure.bbox.height - y), int(x)


@pytest.mark.parametrize("background", ["white", "black", "tab:blue"])
def test_points_are_seen_where_they_are_in_their_color(background):
    ax = new_axes(facecolor=background)
    RasterImage(ax, LAYOUT, COLORS, s=16, alpha=1)
    ax.margins(0.3)
    pixels = drawn(ax)
    empty = pixels[0, 0]
    for place, color in zip(LAYOUT, BYTES, strict=True):
        row, column = pixel(ax, place)
        np.testing.assert_array_equal(pixels[row, column], color)
        # A disc of 4 points, 5.6 pixels, around that pixel.
        is_point = (pixels[row - 5 : row + 6, column - 5 : column + 6] != empty).any(axis=2)
        assert is_point[5].sum() == is_point[:, 5].sum() == 7
        assert not is_point[0, 0]


@pytest.mark.parametrize("axis", ["x", "y"])
def test_axes_may_be_turned_round(axis):
    ax = new_axes()
    RasterImage(ax, LAYOUT, COLORS, s=16, alpha=1)
    ax.margins(0.3)
    getattr(ax, f"invert_{axis}axis")()
    pixels = drawn(ax)
    for place, color in zip(LAYOUT, BYTES, strict=True):
        np.testing.assert_array_equal(pixels[pixel(ax, place)], color)


def test_points_keep_their_size_on_paper_at_any_resolution():
    shares = []
    for dpi in (60, 240):
        ax = new_axes()
        RasterImage(ax, LAYOUT, np.zeros((3, 3)), s=100, alpha=1)
        ax.margins(0.3)
        ax.figure.set_dpi(dpi)
        shares.append(1 - drawn(ax).mean() / 255)
    # Three discs of 100 pi / 4 square points on 144 x 72.
    np.testing.assert_allclose(shares, 3 * 100 * np.pi / 4 / (144 * 72), rtol=0.03)


def test_a_magnified_part_is_drawn_anew():
    ax = new_axes()
    image = RasterImage(ax, LAYOUT, COLORS, s=1, alpha=1)
    ax.set(xlim=(2.9, 3.1), ylim=(0.9, 1.1))
    drawn(ax)
    is_point = image.get_array()[..., 3] == 255
    assert is_point.sum() == 1
    row, column = np.argwhere(is_point)[0]
    assert (row, column) == (50, 100)
    np.testing.assert_array_equal(image.get_array()[row, column, :3], BYTES[1])


def test_the_image_is_as_large_as_the_axes_in_pixels():
    figure = Figure(figsize=(4, 3), dpi=50)
    FigureCanvasAgg(figure)
    image = RasterImage(
        figure.add_axes((0.25, 0.2, 0.5, 0.6)), LAYOUT, COLORS, s=1, alpha=1
    )
    figure.canvas.draw()
    assert image.get_array().shape == (90, 100, 4)
    figure.savefig(io.BytesIO(), dpi=100)
    assert image.get_array().shape == (180, 200, 4)


def test_limits_and_extent_are_those_of_the_points():
    ax = new_axes()
    image = RasterImage(ax, LAYOUT, COLORS, s=1, alpha=1)
    assert image in ax.images
    assert image.get_extent() == (0, 3, 0, 2)
    ax.margins(0.1)
    before = ax.get_xlim(), ax.get_ylim()
    np.testing.assert_allclose(before, [(-0.3, 3.3), (-0.2, 2.2)])
    drawn(ax)
    ax.relim()
    ax.autoscale_view()
    assert (ax.get_xlim(), ax.get_ylim()) == before


def test_it_is_made_once_for_the_same_view(monkeypatch):
    views = []
    monkeypatch.setattr(
        _raster_image,
        "rasterize",
        lambda *args, **view: views.append(view) or np.zeros((*view["shape"], 4), np.uint8),
    )
    ax = new_axes()
    RasterImage(ax, LAYOUT, COLORS, s=1, alpha=1)
    drawn(ax)
    drawn(ax)
    assert len(views) == 1
    ax.set_xlim(0, 1)
    drawn(ax)
    assert len(views) == 2


@pytest.mark.parametrize("n", [1, 5])
def test_one_point_and_many_at_one_place(n):
    ax = new_axes()
    RasterImage(ax, np.tile(LAYOUT[1:2], (n, 1)), np.tile(COLORS[1], (n, 1)), s=4, alpha=1)
    pixels = drawn(ax)
    assert (pixels == BYTES[1]).all(axis=2).any()
    assert (pixels < 255).any(axis=2).sum() < 30


def test_axes_without_a_pixel_show_nothing():
    figure = Figure()
    FigureCanvasAgg(figure)
    RasterImage(figure.add_axes((0.5, 0.5, 0, 0)), LAYOUT, COLORS, s=1, alpha=1)
    figure.canvas.draw()


@pytest.mark.parametrize("kind", ["svg", "pdf"])
def test_vector_drawings_stay_small(kind):
    rng = np.random.default_rng(0)
    figure = Figure(figsize=(4, 4))
    points, colors = rng.normal(size=(200_000, 2)), rng.random((200_000, 3))
    RasterImage(figure.add_axes((0, 0, 1, 1)), points, colors, s=0.6, alpha=0.7)
    file = io.BytesIO()
    figure.savefig(file, format=kind, dpi=100)
    assert file.tell() < 4 * 1200 * 1200  # what the pixels take; the points take 8 MB
