import tracemalloc

import numpy as np
import pytest

from skcolor.paint import linear_to_srgb, srgb_to_linear
from skcolor.plotting import _raster
from skcolor.plotting._raster import rasterize

UNIT = (0.0, 1.0, 0.0, 1.0)
RED, GREEN = np.array([[1.0, 0, 0]]), np.array([[0, 1.0, 0]])


def random_points(n, dtype=np.float64):
    rng = np.random.default_rng(n)
    return rng.normal(size=(n, 2)).astype(dtype), rng.random((n, 3)).astype(dtype)


def rasterize_slowly(layout, colors, extent, shape, diameter, alpha):
    """The definition, one point and one pixel at a time."""
    left, right, bottom, top = extent
    light, counts = np.zeros((*shape, 3)), np.zeros(shape)
    for (x, y), color in zip(layout, colors, strict=True):
        column = np.floor((x - left) / (right - left) * shape[1])
        row = np.floor((top - y) / (top - bottom) * shape[0])
        for i, j in np.ndindex(shape):
            cover = np.clip(diameter / 2 + 0.5 - np.hypot(i - row, j - column), 0, 1)
            light[i, j] += cover * srgb_to_linear(color)
            counts[i, j] += cover
    dense = max(2, np.percentile(counts[counts > 0], 99))
    image = linear_to_srgb(light / np.where(counts > 0, counts, 1)[..., np.newaxis])
    share = np.log(np.maximum(counts, 1)) / np.log(dense)
    opacity = np.minimum(counts, 1) * np.minimum(alpha + (1 - alpha) * share, 1)
    return 255 * np.dstack([image, opacity])


@pytest.mark.parametrize(
    ("place", "row", "column"),
    [
        ((0.1, 0.9), 0, 0),
        ((0.9, 0.1), 2, 3),
        ((0.49, 0.5), 1, 1),
        ((0.0, 1.0), 0, 0),
        ((0.0, 0.0), 2, 0),
        ((1.0, 0.0), 2, 3),
        ((1.0, 1.0), 0, 3),
    ],
)
def test_a_point_is_one_pixel_of_its_color_also_on_the_border(place, row, column):
    color = np.array([[0.2, 0.4, 0.8]])
    image = rasterize(np.array([place]), color, UNIT, (3, 4), alpha=0.8)
    assert image.dtype == np.uint8
    np.testing.assert_array_equal(image[row, column], [51, 102, 204, 204])
    image[row, column] = 0
    assert not image.any()


@pytest.mark.parametrize("place", [(-0.01, 0.5), (1.01, 0.5), (0.5, -0.01), (0.5, 1.01)])
def test_a_point_outside_is_seen_only_as_far_as_it_reaches_in(place):
    layout = np.array([place])
    assert not rasterize(layout, RED, UNIT, (5, 5)).any()
    assert (rasterize(layout, RED, UNIT, (5, 5), diameter=3)[..., 3] > 0).sum() == 3
    assert not rasterize(100 * layout, RED, UNIT, (5, 5), diameter=3).any()


@pytest.mark.parametrize("far", [1e15, 1e30, -1e300])
def test_a_point_farther_off_than_integers_reach_is_outside(far):
    layout = np.array([[0.5, 0.5], [far, 0.5], [0.5, far], [far, far]])
    image = rasterize(layout, np.tile(RED, (4, 1)), UNIT, (5, 5))
    assert (image[..., 3] > 0).sum() == 1
    assert image[2, 2, 3] > 0


def test_the_color_of_a_pixel_is_the_mean_in_linear_light():
    layout, colors = np.full((4, 2), 0.5), np.array([[0.0] * 3] * 3 + [[1.0] * 3])
    gray = rasterize(layout, colors, UNIT, (1, 1))[0, 0, :3]
    np.testing.assert_array_equal(gray, np.rint(255 * linear_to_srgb([0.25] * 3)))
    assert gray[0] == 137  # the mean of the bytes would be 64


@pytest.mark.parametrize("n", [20, 2_000])
def test_a_class_drawn_second_does_not_hide_the_first(n):
    layout = random_points(n)[0]
    red, green = np.tile(RED, (n, 1)), np.tile(GREEN, (n, 1))
    extent = (-3, 3, -3, 3)
    first = rasterize(np.vstack([layout] * 2), np.vstack([red, green]), extent, (30, 30))
    second = rasterize(np.vstack([layout] * 2), np.vstack([green, red]), extent, (30, 30))
    np.testing.assert_array_equal(first, second)
    seen = first[first[..., 3] > 0]
    np.testing.assert_array_equal(seen[:, :2], 188)  # half the light of each


@pytest.mark.parametrize("diameter", [1, 1.7, 4.2])
@pytest.mark.parametrize("n", [40, 130])  # fewer than pixels, and more
def test_a_raster_is_what_its_definition_says(n, diameter):
    layout, colors = random_points(n)
    arguments = (layout, colors, (-2.0, 2.5, -1.0, 1.5), (8, 13))
    image = rasterize(*arguments, diameter=diameter, alpha=0.6)
    wanted = rasterize_slowly(*arguments, diameter, 0.6)
    np.testing.assert_allclose(image, wanted, atol=0.51)


@pytest.mark.parametrize("n", [40, 400])
def test_chunks_and_bands_do_not_show(n, monkeypatch):
    layout, colors = random_points(n)

    def draw():  # at an opacity that asks for no percentile of all pixels
        extent, shape = (-2.0, 2.5, -1.0, 1.5), (11, 19)
        return rasterize(layout, colors, extent, shape, diameter=3.1, alpha=1.0)

    whole = draw()
    monkeypatch.setattr(_raster, "_CHUNK", 50)
    monkeypatch.setattr(_raster, "_BAND", 3 * 19)
    np.testing.assert_array_equal(draw(), whole)


def test_more_points_are_more_opaque_up_to_all():
    counts = [1, 2, 5, 20, 300]
    layout = np.repeat((np.arange(5) + 0.5) / 5, counts)[:, np.newaxis] * [1, 0] + [0, 0.5]
    colors = np.tile(RED, (len(layout), 1))
    image = rasterize(layout, colors, UNIT, (1, 5), alpha=0.5)
    assert image[0, 0, 3] == 128
    assert (np.diff(image[0, :, 3].astype(int)) > 0).all()
    assert image[0, -1, 3] == 255
    flat = rasterize(layout, colors, UNIT, (1, 5), alpha=1.0)
    assert (flat[..., 3] == 255).all()


def test_float32_layouts_are_placed_as_exactly_as_float64_ones():
    layout, colors = random_points(3_000, np.float32)
    layout += np.float32(1_000)
    extent = (997.0, 1003.0, 997.0, 1003.0)
    narrow = rasterize(layout, colors, extent, (50, 50))
    wide = rasterize(layout.astype(np.float64), colors, extent, (50, 50))
    np.testing.assert_array_equal(narrow, wide)


@pytest.mark.parametrize("extent", [(1.0, 0.0, 0.0, 1.0), (0.0, 1.0, 1.0, 0.0)])
def test_edges_may_change_places(extent):
    layout, colors = random_points(50)
    flip = np.flip(rasterize(layout, colors, UNIT, (9, 9)), axis=1 if extent[0] else 0)
    np.testing.assert_array_equal(rasterize(layout, colors, extent, (9, 9)), flip)


def test_memory_does_not_grow_with_the_points():
    peaks = []
    for n in (600_000, 2_400_000):
        layout, colors = np.full((n, 2), 0.5, np.float32), np.zeros((n, 3), np.float32)
        tracemalloc.start()
        rasterize(layout, colors, UNIT, (300, 300), diameter=2)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.1 * peaks[0]
