import numpy as np
import pytest

from skcolor.paint import cam16ucs_to_srgb, srgb_to_cam16ucs, srgb_to_linear
from skcolor.paint._cam16 import srgb_to_cam02ucs
from skcolor.paint._spaces import XYZ_FROM_LINEAR

CUBE = np.stack(np.meshgrid(*[np.linspace(0, 1, 18)] * 3), axis=-1)


@pytest.mark.parametrize(
    ("convert", "name"),
    [(srgb_to_cam16ucs, "XYZ_to_CAM16UCS"), (srgb_to_cam02ucs, "XYZ_to_CAM02UCS")],
)
def test_agrees_with_an_independent_library(colour, convert, name):
    # It takes the viewing conditions of sRGB by default.
    colors = CUBE.reshape(-1, 3)[1:]  # of black it has no hue
    xyz = srgb_to_linear(colors) @ XYZ_FROM_LINEAR.T
    expected = getattr(colour, name)(xyz)
    # Of CAM02 the library inverts its matrices in fewer digits.
    atol = 1e-8 if convert is srgb_to_cam16ucs else 1e-4
    np.testing.assert_allclose(convert(colors), expected, atol=atol)


def test_black_gray_and_white():
    black, gray, white = srgb_to_cam16ucs([[0.0] * 3, [0.5] * 3, [1.0] * 3])
    np.testing.assert_array_equal(black, 0)
    assert white[0] == pytest.approx(100, abs=1e-9)
    assert 0 < gray[0] < 100
    # An eye that is adapted in part sees the light of a screen a little blue.
    assert np.hypot(*white[1:]) == pytest.approx(2.18, abs=0.01)


@pytest.mark.parametrize(("dtype", "atol"), [(np.float32, 5e-5), (np.float64, 1e-12)])
def test_there_and_back(dtype, atol):
    colors = CUBE.astype(dtype)
    back = cam16ucs_to_srgb(srgb_to_cam16ucs(colors))
    assert back.dtype == dtype
    np.testing.assert_allclose(back, colors, atol=atol, rtol=0)


def test_single_precision_is_that_of_double():
    colors = CUBE.astype(np.float32)
    double = srgb_to_cam16ucs(colors.astype(np.float64))
    np.testing.assert_allclose(srgb_to_cam16ucs(colors), double, atol=5e-4)


def test_colors_that_no_screen_shows_come_back_too():
    rng = np.random.default_rng(0)
    colors = rng.uniform(-0.2, 1.4, size=(20_000, 3))
    jab = srgb_to_cam16ucs(colors)
    light = jab[:, 0] > 15  # in the dark there may be no color that an eye could see
    assert light.mean() > 0.9
    assert (colors[light] < -0.1).any()
    np.testing.assert_allclose(cam16ucs_to_srgb(jab[light]), colors[light], atol=1e-6)


def test_negative_light_keeps_its_sign():
    below, above = srgb_to_cam16ucs([[-0.3] * 3, [0.3] * 3])
    assert below[0] == -above[0]
    np.testing.assert_allclose(cam16ucs_to_srgb([-below[0], 0, 0])[0], 0.3, atol=0.02)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("convert", [srgb_to_cam16ucs, cam16ucs_to_srgb])
def test_however_far_outside_numbers_stay_finite(convert, dtype):
    rng = np.random.default_rng(0)
    for size in (1, 100, 1e4):
        colors = (size * rng.normal(size=(500, 3))).astype(dtype)
        assert np.isfinite(convert(colors)).all()
    assert np.isfinite(convert(np.eye(3, dtype=dtype) * 1e-30)).all()


@pytest.mark.parametrize("convert", [srgb_to_cam16ucs, cam16ucs_to_srgb])
def test_rows_do_not_change_by_those_beside_them(convert):
    colors = np.random.default_rng(0).random((20_001, 3), dtype=np.float32)
    parts = [convert(part) for part in np.array_split(colors, 7)]
    np.testing.assert_array_equal(convert(colors), np.concatenate(parts))
