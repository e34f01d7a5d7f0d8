import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from skcolor.paint import (
    cam16ucs_to_srgb,
    delta_e,
    linear_to_srgb,
    oklab_to_linear,
    oklab_to_oklch,
    oklab_to_srgb,
    oklch_to_oklab,
    srgb_to_cam16ucs,
    srgb_to_linear,
    srgb_to_oklab,
)
from skcolor.paint._spaces import mix, ray_polynomials

CUBE = np.stack(np.meshgrid(*[np.linspace(0, 1, 18)] * 3), axis=-1)
CONVERSIONS = [
    srgb_to_linear,
    linear_to_srgb,
    srgb_to_oklab,
    oklab_to_srgb,
    oklab_to_oklch,
    oklch_to_oklab,
    srgb_to_cam16ucs,
    cam16ucs_to_srgb,
]


def test_agrees_with_an_independent_library(colour):
    colors = CUBE.reshape(-1, 3)
    # Its sRGB matrix is rounded to four digits.
    expected = colour.XYZ_to_Oklab(colour.sRGB_to_XYZ(colors))
    np.testing.assert_allclose(srgb_to_oklab(colors), expected, atol=2e-4)
    linear = colour.models.eotf_sRGB(colors)
    np.testing.assert_allclose(srgb_to_linear(colors), linear, atol=1e-12)


@pytest.mark.parametrize(
    ("color", "expected"),
    [
        # The sample colors of CSS Color 4's tests, to the digits printed there.
        ([1, 1, 1], [1, 0, 0]),
        ([0, 0, 0], [0, 0, 0]),
        ([1, 0, 0], [0.62796, 0.22486, 0.12585]),
        ([0, 1, 0], [0.86644, -0.23389, 0.17950]),
        ([0, 0, 1], [0.45201, -0.03246, -0.31153]),
    ],
)
def test_known_colors(color, expected):
    np.testing.assert_allclose(srgb_to_oklab(color), expected, atol=1e-5)


def test_grays_have_no_color_but_for_the_last_digits():
    grays = np.linspace(0, 1, 11)[:, np.newaxis].repeat(3, axis=1)
    lab = srgb_to_oklab(grays)
    np.testing.assert_allclose(lab[:, 1:], 0, atol=1e-13)
    np.testing.assert_allclose(lab[:, 0], np.cbrt(srgb_to_linear(grays)[:, 0]), atol=1e-13)


def test_light_by_hand():
    colors = np.array([[0, 0.04, 0.041], [0.5, -0.5, 1.5]])
    linear = [
        [0, 0.04 / 12.92, (0.096 / 1.055) ** 2.4],
        [0.214041, -0.214041, (1.555 / 1.055) ** 2.4],
    ]
    np.testing.assert_allclose(srgb_to_linear(colors), linear, rtol=1e-5)
    np.testing.assert_allclose(linear_to_srgb(linear), colors, rtol=1e-5)


@pytest.mark.parametrize(("dtype", "atol"), [(np.float32, 2e-6), (np.float64, 1e-14)])
def test_there_and_back(dtype, atol):
    colors = CUBE.astype(dtype)
    np.testing.assert_allclose(
        linear_to_srgb(srgb_to_linear(colors)), colors, atol=atol, rtol=0
    )
    lab = srgb_to_oklab(colors)
    # Near black the cube root magnifies rounding.
    np.testing.assert_allclose(oklab_to_srgb(lab), colors, atol=10 * atol, rtol=0)
    np.testing.assert_allclose(oklch_to_oklab(oklab_to_oklch(lab)), lab, atol=atol, rtol=0)


def test_a_row_is_mixed_the_same_whatever_is_beside_it():
    rng = np.random.default_rng(0)
    colors, matrix = rng.random((1000, 3)), rng.normal(size=(3, 3))
    mixed = mix(colors, matrix)
    np.testing.assert_allclose(mixed, colors @ matrix.T)
    alone = np.array([mix(color, matrix) for color in colors])
    np.testing.assert_array_equal(mixed, alone)


def test_light_along_rays_is_a_polynomial():
    rng = np.random.default_rng(0)
    starts, steps = rng.uniform(0.2, 0.8, (7, 3)), rng.normal(size=(7, 3))
    powers = ray_polynomials(starts, steps)
    assert powers.shape == (4, 3, 7)
    for n in (0, 0.3, 1, -2):
        light = powers[0] + n * powers[1] + n**2 * powers[2] + n**3 * powers[3]
        np.testing.assert_allclose(light.T, oklab_to_linear(starts + n * steps))


@given(arrays(np.float64, (5, 3), elements=st.floats(-0.5, 1.5)))
def test_colors_no_screen_shows_come_back_too(lab):
    np.testing.assert_allclose(srgb_to_oklab(oklab_to_srgb(lab)), lab, atol=1e-6)


@pytest.mark.parametrize("convert", CONVERSIONS)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("shape", [(3,), (5, 3), (2, 4, 3), (0, 3)])
def test_shape_and_dtype_are_kept_and_input_is_not_touched(convert, dtype, shape):
    colors = np.random.default_rng(0).random(shape).astype(dtype)
    before = colors.copy()
    converted = convert(colors)
    assert converted.shape == shape
    assert converted.dtype == dtype
    np.testing.assert_array_equal(colors, before)


@pytest.mark.parametrize("convert", [*CONVERSIONS, lambda c: delta_e(c, [0, 0, 0])])
def test_what_is_no_color(convert):
    with pytest.raises(ValueError, match=r"must have shape \(..., 3\); got \(4, 2\)"):
        convert(np.zeros((4, 2)))
    with pytest.raises(ValueError, match=r"must have shape \(..., 3\); got \(\)"):
        convert(0.5)
    with pytest.raises(ValueError, match="must be numbers; got dtype <U3"):
        convert(["red", "tan", "sky"])
    for value in (np.nan, np.inf):
        with pytest.raises(ValueError, match="must be finite; got NaN or infinity"):
            convert([0.5, value, 0.5])


@pytest.mark.parametrize("dtype", [bool, np.uint8, int, np.float16])
def test_other_numbers_become_float64(dtype):
    white = srgb_to_oklab(np.ones((2, 3), dtype=dtype))
    assert white.dtype == np.float64
    np.testing.assert_allclose(white, [[1, 0, 0]] * 2, atol=1e-6)


def test_hue_is_an_angle_from_red_towards_yellow():
    lch = oklab_to_oklch([[0.5, 0.1, 0], [0.5, 0, 0.1], [0.5, -0.1, 0], [0.5, 0, -0.1]])
    np.testing.assert_allclose(lch[:, 2], [0, 90, 180, 270])
    np.testing.assert_allclose(lch[:, 1], 0.1)
    below = oklab_to_oklch([0.5, 0.1, -0.1 / 3**0.5])
    np.testing.assert_allclose(below, [0.5, 0.2 / 3**0.5, 330])
