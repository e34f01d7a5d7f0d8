import numpy as np
import pytest

from skcolor._checks.arrays import check_unmasked, clip_rounding


def test_a_mask_over_nothing_is_none():
    check_unmasked(np.ma.array([1.0, 2.0]), "X")
    check_unmasked(np.ma.array([1.0, 2.0], mask=[False, False]), "X")


@pytest.mark.parametrize(
    "values",
    [
        np.ma.array([[1.0, 2.0], [3.0, 4.0]], mask=[[0, 1], [1, 0]]),
        [np.ma.array([1.0, 2.0], mask=[0, 1]), np.ma.array([1.0, 2.0], mask=[1, 0])],
        [1.0, np.ma.masked, np.ma.masked],
    ],
)
def test_masked_entries_are_counted_wherever_they_are(values):
    with pytest.raises(ValueError, match="X must have no masked entries.* got 2"):
        check_unmasked(values, "X")


def test_rounding_is_clipped_and_no_more():
    colors = np.array([[1 + 1e-7, -1e-9, 0.5]], dtype=np.float32)
    clipped = clip_rounding(colors, "colors")
    np.testing.assert_array_equal(clipped, np.array([[1, 0, 0.5]], np.float32))
    assert colors[0, 0] > 1  # what was given stays as it was
    inside = np.array([0.0, 1.0])
    assert clip_rounding(inside, "colors") is inside
    for outside in (1.001, -0.001, np.nan):
        with pytest.raises(
            ValueError, match=r"colors must lie in \[0, 1\]; got values from"
        ):
            clip_rounding(np.array([outside]), "colors")
