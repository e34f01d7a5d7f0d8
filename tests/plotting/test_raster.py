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


def covers(layout, extent, shape, diameter):
    """Pixel of each point, and how much of each pixel each point covers."""
    left, right, bottom, top = extent
    column = np.floor((layout[:, 0] - left) / (right - left) * shape[1])
    row = np.floor((top - layout[:, 1]) / (top - bottom) * shape[0])
    across, down = (
        grid - at[:, np.newaxis, np.newaxis]
        for grid, at in zip(np.indices(shape), (row, column), strict=True)
    )
    inwards = max(diameter / 2, 0.5) - np.hypot(across, down)
    is_sharp = diameter < 3
    return (row, column), (inwards >= 0) if is_sharp else np.clip(inwards + 0.5, 0, 1)


def possible_colors(layout, colors, extent, shape, diameter):
    """For each pixel, the mean color of each group at each place that covers it."""
    pixels, cover = covers(layout, extent, shape, diameter)
    steps = np.rint(255 * colors)
    bits = (steps > steps.mean(axis=0)) @ [1, 2, 4]
    groups = np.unique([*pixels, bits], axis=1, return_inverse=True)[1]
    light = srgb_to_linear(steps / 255)
    means = [linear_to_srgb(light[groups == group].mean(axis=0)) for group in groups]
    return {
        (i, j): [255 * means[k] for k in np.flatnonzero(cover[:, i, j])]
        for i, j in np.ndindex(shape)
    }


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


def test_like_colors_at_a_place_are_averaged_in_linear_light():
    layout = np.repeat([0.75, 0.1], [4, 90])[:, np.newaxis].repeat(2, axis=1)
    colors = np.repeat([0.6, 1.0, 0.0], [3, 1, 90])[:, np.newaxis].repeat(3, axis=1)
    gray = rasterize(layout, colors, UNIT, (2, 2))[0, 1, :3]
    light = (3 * srgb_to_linear([153 / 255] * 3) + 1) / 4
    np.testing.assert_array_equal(gray, np.rint(255 * linear_to_srgb(light)))


def test_unlike_colors_at_a_place_are_not_averaged():
    rng = np.random.default_rng(0)
    layout = np.repeat(rng.random((400, 2)), 5, axis=0)
    palette = np.array([[0.9, 0.6, 0.6], [0.6, 0.9, 0.6]])  # pale, and as light
    image = rasterize(layout, palette[np.tile([0, 0, 0, 0, 1], 400)], UNIT, (50, 50))
    seen = image[image[..., 3] > 0][:, :3]
    allowed = np.rint(255 * palette)
    is_red, is_green = ((seen == color).all(axis=1) for color in allowed)
    assert (is_red | is_green).all()
    assert is_green.mean() == pytest.approx(0.2, abs=0.06)


@pytest.mark.parametrize("n", [20, 2_000])
def test_a_class_drawn_second_does_not_hide_the_first(n):
    layout = random_points(n)[0]
    red, green = np.tile(RED, (n, 1)), np.tile(GREEN, (n, 1))
    extent = (-3, 3, -3, 3)
    first = rasterize(np.vstack([layout] * 2), np.vstack([red, green]), extent, (30, 30))
    second = rasterize(np.vstack([layout] * 2), np.vstack([green, red]), extent, (30, 30))
    np.testing.assert_array_equal(first, second)
    seen = first[first[..., 3] > 0]
    assert (seen[:, 0] / 255).mean() == pytest.approx(0.5, abs=0.2 if n == 20 else 0.06)


@pytest.mark.parametrize("diameter", [1, 1.7, 4.2])
@pytest.mark.parametrize("n", [40, 130])  # fewer than pixels, and more
def test_a_raster_is_what_its_definition_says(n, diameter):
    layout, colors = random_points(n)
    extent, shape = (-2.0, 2.5, -1.0, 1.5), (8, 13)
    image = rasterize(layout, colors, extent, shape, diameter=diameter, alpha=0.6)
    counts = covers(layout, extent, shape, diameter)[1].sum(axis=0)
    dense = max(2, np.percentile(counts[counts > 0], 99))
    share = np.log(np.maximum(counts, 1)) / np.log(dense)
    opacity = np.minimum(counts, 1) * np.minimum(0.6 + 0.4 * share, 1)
    np.testing.assert_allclose(image[..., 3], 255 * opacity, atol=0.51)
    for pixel, allowed in possible_colors(layout, colors, extent, shape, diameter).items():
        if allowed:
            distance = np.abs(image[pixel][:3] - np.array(allowed)).max(axis=1).min()
            assert distance < 0.51
        else:
            assert not image[pixel].any()


@pytest.mark.parametrize("diameter", [1, 2.2, 5])
def test_pixels_are_shared_out_in_proportion_to_the_points_that_cover_them(diameter):
    layout = np.random.default_rng(0).random((60_000, 2))
    palette = np.eye(3)
    labels = np.random.default_rng(1).choice(3, 60_000, p=[0.7, 0.2, 0.1])
    image = rasterize(layout, palette[labels], UNIT, (150, 150), diameter=diameter)
    pixels = image[image[..., 3] > 0][:, :3]
    seen = [(pixels == 255 * color).all(axis=1).mean() for color in palette]
    np.testing.assert_allclose(seen, [0.7, 0.2, 0.1], atol=0.02)


def test_repeated_points_count_as_often_as_they_are_there():
    layout = np.random.default_rng(0).random((2_000, 2))
    layout = np.vstack([np.repeat(layout, 9, axis=0), layout + 0.004])
    colors = np.repeat([[1.0, 0, 0], [0, 0, 1.0]], [18_000, 2_000], axis=0)
    image = rasterize(layout, colors, UNIT, (20, 20))
    seen = image[image[..., 3] > 0]
    assert (seen[:, 0] == 255).mean() == pytest.approx(0.9, abs=0.05)


@pytest.mark.parametrize("diameter", [1, 4])
def test_the_order_of_the_points_does_not_matter(diameter):
    layout, colors = random_points(3_000)
    order = np.random.default_rng(1).permutation(3_000)
    arguments = {"extent": (-3, 3, -3, 3), "shape": (40, 40), "diameter": diameter}
    first = rasterize(layout, colors, **arguments)
    np.testing.assert_array_equal(
        first, rasterize(layout[order], colors[order], **arguments)
    )


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
    layout = np.unique(np.floor(9 * layout), axis=0) / 9 + 1 / 18  # one for each pixel
    colors = colors[: len(layout)]
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
