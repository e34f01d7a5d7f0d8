import numpy as np
import pytest

from skcolor.images import flicker
from skcolor.paint import delta_e

RNG = np.random.default_rng(0)
FRAMES = RNG.random((4, 5, 6, 3))


@pytest.mark.parametrize("space", ["oklab", "cam16ucs"])
def test_it_is_the_mean_difference_of_still_pixels(space):
    still = RNG.random((3, 5, 6)) < 0.5
    differences = delta_e(FRAMES[1:], FRAMES[:-1], space=space)
    found = flicker(FRAMES, still, space=space)
    np.testing.assert_allclose(found, differences[still].mean())
    np.testing.assert_allclose(flicker(FRAMES, space=space), differences.mean())
    np.testing.assert_allclose(
        flicker(list(FRAMES), still[0], space=space), differences[:, still[0]].mean()
    )


def test_by_hand():
    gray = np.zeros((3, 2, 3))
    gray[1, 0] = 1
    assert flicker(gray) == pytest.approx(0.5)  # ΔE of 1 twice, and of 0 twice
    assert flicker(gray, np.array([False, True])) == 0
    assert flicker(gray, np.array([[True, False], [False, True]])) == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("frames", "still", "match"),
    [
        (FRAMES[:1], None, "frames must be at least two frames of one shape; got 1 of"),
        ([FRAMES[0], FRAMES[0, :2]], None, "of one shape; got 2 of shapes"),
        (FRAMES * 255, None, r"sRGB in \[0, 1\]"),
        (FRAMES, np.ones((5, 6)), r"still must be bool of shape \(5, 6\).*got float64"),
        (FRAMES, np.ones((4, 5, 6), bool), r"\(3, 5, 6\); got bool of shape \(4, 5, 6\)"),
        (FRAMES, np.zeros((5, 6), bool), "still must hold a pixel"),
    ],
)
def test_what_does_not_fit_is_refused(frames, still, match):
    with pytest.raises(ValueError, match=match):
        flicker(frames, still)
