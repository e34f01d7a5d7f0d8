import numpy as np
import pytest
from PIL import Image

from skcolor.images import overlay, upsample
from skcolor.images._overlay import mask_of_cells

RNG = np.random.default_rng(0)
CELLS = RNG.random((3, 4, 3))
IMAGE = RNG.integers(0, 256, (30, 40, 3), dtype=np.uint8)


def test_colors_are_mixed_with_the_image():
    large = upsample(CELLS, (30, 40))
    expected = np.rint(255 * (0.3 * large + 0.7 * IMAGE / 255))
    found = overlay(CELLS, IMAGE, alpha=0.3, gray=False)
    assert found.dtype == np.uint8
    np.testing.assert_allclose(found, expected, atol=1)
    np.testing.assert_array_equal(overlay(CELLS, IMAGE, alpha=0), IMAGE)
    np.testing.assert_allclose(overlay(CELLS, IMAGE, alpha=1), 255 * large, atol=0.51)


def test_the_image_is_gray_below_colors_so_that_they_keep_their_hue():
    luma = np.asarray(Image.fromarray(IMAGE).convert("L"))[..., np.newaxis]
    np.testing.assert_array_equal(
        overlay(CELLS, IMAGE), overlay(CELLS, np.repeat(luma, 3, axis=2))
    )
    gray = overlay(np.full((3, 4, 3), 0.5), IMAGE)
    assert (np.ptp(gray, axis=2) == 0).all()


def test_images_come_in_many_types():
    expected = overlay(CELLS, IMAGE)
    for image in (IMAGE / 255, IMAGE.astype(int), Image.fromarray(IMAGE), IMAGE.tolist()):
        np.testing.assert_array_equal(overlay(CELLS, image), expected)
    gray = overlay(CELLS, IMAGE[..., 0])
    np.testing.assert_array_equal(gray, overlay(CELLS, IMAGE[..., :1].repeat(3, axis=2)))


def test_the_image_is_untouched_where_there_are_no_colors():
    colors = CELLS.copy()
    colors[1, 2] = np.nan
    inside = np.zeros((30, 40), bool)
    inside[10:20, 20:30] = True
    for given, mask in (
        (colors, None),
        (CELLS, ~np.isnan(colors[..., 0])),
        (CELLS, ~inside),
    ):
        found = overlay(given, IMAGE, alpha=1, mask=mask)
        np.testing.assert_array_equal(found[inside], IMAGE[inside])
        np.testing.assert_array_equal(
            found[~inside], overlay(CELLS, IMAGE, alpha=1)[~inside]
        )


@pytest.mark.parametrize("interpolation", ["nearest", "bilinear"])
def test_colors_of_the_background_do_not_reach_into_a_mask(interpolation):
    # The mask ends within cells, whose colors are those of the background.
    colors = np.zeros((4, 4, 3))
    colors[:2] = [1, 0, 0]
    mask = np.zeros((40, 40), bool)
    mask[:23] = True
    found = overlay(
        colors, np.zeros((40, 40)), alpha=1, mask=mask, interpolation=interpolation
    )
    assert (found[mask] == [255, 0, 0]).all()
    assert (found[~mask] == 0).all()


def test_a_mask_smaller_than_a_cell_has_its_color():
    mask = np.zeros((30, 40), bool)
    mask[12, 15] = True
    assert not mask_of_cells(mask, (3, 4)).any()
    found = overlay(CELLS, IMAGE, alpha=1, mask=mask)
    np.testing.assert_allclose(found[12, 15], 255 * CELLS[1, 1], atol=0.51)
    np.testing.assert_array_equal(found[~mask], IMAGE[~mask])


def test_a_cell_is_in_a_mask_by_half_of_its_pixels():
    mask = np.zeros((4, 6), bool)
    mask[:2, :2] = [[True, True], [False, False]]  # half of the first
    mask[2:, 4] = True  # half of the last
    mask[0, 3] = True  # a quarter
    np.testing.assert_array_equal(
        mask_of_cells(mask, (2, 3)), [[True, False, False], [False, False, True]]
    )


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"image": np.zeros((30, 40, 4))}, "image must be an image of shape"),
        ({"image": np.full((30, 40), 300)}, r"image of int64 must lie in \[0, 255\]"),
        ({"image": np.full((30, 40), np.nan)}, "image must lie in"),
        ({"image": np.full((30, 40), "a")}, "image must be an image"),
        ({"alpha": 1.5}, "alpha must be from 0 to 1"),
        ({"gray": "yes"}, "gray must be a bool"),
        ({"mask": np.ones((30, 40))}, "mask must be bool"),
        ({"mask": np.ones((30, 41), bool)}, r"mask must be bool of shape \(3, 4\), the"),
        ({"colors": CELLS[0]}, "colors has shape"),
    ],
)
def test_what_cannot_be_used_is_refused(change, message):
    with pytest.raises(ValueError, match=message):
        overlay(**{"colors": CELLS, "image": IMAGE, **change})
