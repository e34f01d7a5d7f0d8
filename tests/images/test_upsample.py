import numpy as np
import pytest
from scipy.interpolate import RegularGridInterpolator

from skcolor.images import upsample

RNG = np.random.default_rng(0)
CELLS = RNG.random((4, 5, 3))


def reference(colors, shape, method):
    """Colors at the centers of pixels, where cells have theirs at their centers."""
    places = [np.arange(n) for n in colors.shape[:2]]
    find = RegularGridInterpolator(places, colors, method)
    centers = [
        np.clip((np.arange(n) + 0.5) * m / n - 0.5, 0, m - 1)
        for n, m in zip(shape, colors.shape[:2], strict=True)
    ]
    return find(np.stack(np.meshgrid(*centers, indexing="ij"), axis=-1))


def test_each_pixel_has_the_color_of_its_cell():
    large = upsample(CELLS, (12, 20))
    assert large.dtype == np.float32
    np.testing.assert_array_equal(large, np.kron(CELLS, np.ones((3, 4, 1))).astype("f"))


@pytest.mark.parametrize("shape", [(40, 50), (37, 49), (4, 5), (9, 5)])
def test_bilinear_is_linear_between_the_centers_of_cells(shape):
    large = upsample(CELLS, shape, interpolation="bilinear")
    np.testing.assert_allclose(large, reference(CELLS, shape, "linear"), atol=1e-6)


def test_sides_that_no_cell_divides_are_shared_evenly():
    large = upsample(CELLS, (37, 49))
    rows = np.floor((np.arange(37) + 0.5) * 4 / 37).astype(int)
    columns = np.floor((np.arange(49) + 0.5) * 5 / 49).astype(int)
    np.testing.assert_array_equal(large, CELLS[np.ix_(rows, columns)].astype("f"))


@pytest.mark.parametrize("interpolation", ["nearest", "bilinear"])
def test_cells_without_a_color_have_none_and_do_not_bleed(interpolation):
    colors = np.ones((3, 3, 3)) * [0.2, 0.4, 0.6]
    colors[1, 1] = np.nan
    large = upsample(colors, (9, 9), interpolation=interpolation)
    missing = np.isnan(large).any(axis=2)
    assert missing[3:6, 3:6].all()
    assert missing.sum() == 9
    np.testing.assert_allclose(large[~missing], [[0.2, 0.4, 0.6]] * 72, atol=1e-6)
    one_value = np.where(np.eye(3)[..., np.newaxis] == 1, np.nan, colors)
    assert np.isnan(upsample(one_value, (3, 3), interpolation=interpolation)[1, 1]).all()


def test_nothing_is_left_of_cells_that_are_all_missing():
    for interpolation in ("nearest", "bilinear"):
        large = upsample(np.full((2, 2, 3), np.nan), (4, 6), interpolation=interpolation)
        assert large.shape == (4, 6, 3)
        assert np.isnan(large).all()


def test_an_image_smaller_than_its_grid_gets_means():
    small = upsample(CELLS, (1, 1), interpolation="bilinear")[0, 0]
    assert CELLS.min() < small.min()
    assert small.max() < CELLS.max()
    assert upsample(CELLS, (2, 2)).shape == (2, 2, 3)


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.uint8])
def test_other_types_of_colors(dtype):
    colors = (255 * CELLS).astype(dtype) if dtype == np.uint8 else CELLS.astype(dtype)
    np.testing.assert_allclose(upsample(colors, (4, 5)), CELLS, atol=1 / 254)


@pytest.mark.parametrize(
    ("colors", "shape", "more", "message"),
    [
        (CELLS[..., :2], (4, 4), {}, r"colors has shape \(4, 5, 2\); wanted"),
        (CELLS[0], (4, 4), {}, "colors has shape"),
        (255 * CELLS, (4, 4), {}, r"colors must lie in \[0, 1\]"),
        (CELLS > 0.5, (4, 4), {}, "colors must be floats"),
        (CELLS, 4, {}, "shape must be two integers"),
        (CELLS, (4, 0), {}, "shape, height and width, must be at least 1"),
        (CELLS, (4.5, 4), {}, "shape, height and width, must be an integer"),
        (CELLS, (4, 4), {"interpolation": "cubic"}, "interpolation must be one of"),
    ],
)
def test_what_cannot_be_used_is_refused(colors, shape, more, message):
    with pytest.raises(ValueError, match=message):
        upsample(colors, shape, **more)
