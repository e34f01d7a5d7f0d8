import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from skcolor.paint import (
    clip_to_gamut,
    in_gamut,
    linear_to_srgb,
    oklab_to_oklch,
    oklab_to_srgb,
    oklch_to_oklab,
    srgb_to_oklab,
)
from skcolor.paint._srgb_gamut import _largest_root, share_of_reach

CUBE = np.stack(np.meshgrid(*[np.linspace(0, 1, 9)] * 3), axis=-1).reshape(-1, 3)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_every_color_of_a_screen_is_in_the_gamut_and_stays(dtype):
    lab = srgb_to_oklab(CUBE.astype(dtype))
    assert in_gamut(lab).all()
    np.testing.assert_allclose(clip_to_gamut(lab), lab, rtol=1e-6)


@given(arrays(np.float64, (20, 3), elements=st.floats(-1, 1.5)))
def test_what_is_brought_back_keeps_lightness_and_hue_and_touches_the_border(lab):
    clipped = clip_to_gamut(lab)
    assert in_gamut(clipped).all()
    assert clipped.shape == lab.shape
    np.testing.assert_allclose(clipped[:, 0], lab[:, 0].clip(0, 1))
    before, after = oklab_to_oklch(lab), oklab_to_oklch(clipped)
    colored = after[:, 1] > 1e-6
    turned = np.abs(before - after)[colored, 2]
    assert (np.minimum(turned, 360 - turned) < 1e-6).all()
    assert (after[:, 1] <= before[:, 1] + 1e-12).all()
    # As much chroma as there is: a little more would be outside.
    moved = ~in_gamut(lab) & colored & (lab[:, 0] > 0.1) & (lab[:, 0] < 0.99)
    more = after[moved] * [1, 1.01, 1]
    assert not in_gamut(oklch_to_oklab(more)).any()


def test_colors_after_clipping_are_those_of_a_screen():
    rng = np.random.default_rng(0)
    lab = clip_to_gamut(rng.normal(scale=0.5, size=(2000, 3)).astype(np.float32))
    colors = oklab_to_srgb(lab)
    assert lab.dtype == np.float32
    assert colors.min() > -2e-4
    assert colors.max() < 1 + 2e-4


def test_the_border_belongs_to_the_gamut_and_the_tolerance_widens_it():
    assert in_gamut([0, 0, 0], tolerance=0)
    red = srgb_to_oklab([1.0, 0, 0])
    more = srgb_to_oklab(linear_to_srgb([1 + 3e-3, 0, 0]))
    less = srgb_to_oklab(linear_to_srgb([1, -3e-3, 0]))
    np.testing.assert_array_equal(in_gamut([red, more, less]), [True, False, False])
    assert in_gamut([more, less], tolerance=4e-3).all()
    assert not in_gamut([more, less], tolerance=2e-3).any()
    barely = srgb_to_oklab(linear_to_srgb([1 + 0.9e-5, -0.9e-5, 0.5]))
    assert in_gamut(barely)
    np.testing.assert_array_equal(clip_to_gamut(barely), barely)
    with pytest.raises(ValueError, match="tolerance must be .* got -1"):
        in_gamut(red, tolerance=-1)


def test_however_far_outside_colors_come_back_to_the_same_place():
    lab = np.array([0.6, 0, 0]) + np.array([[1.0], [1.2], [1.9], [30]]) * [0, 0.13, 0.13]
    assert not in_gamut(lab).any()
    border = clip_to_gamut(lab)
    np.testing.assert_allclose(border, border[[0] * 4], atol=1e-9)
    assert border[0, 1] > 0.12


def test_what_lies_above_white_and_below_black_becomes_white_and_black():
    lab = [[1.2, 0.1, 0.1], [-0.3, 0.1, 0.1], [1.0, 0, 0], [0.0, 0, 0]]
    shown = oklab_to_srgb(clip_to_gamut(lab))
    np.testing.assert_allclose(shown, [[1] * 3, [0] * 3] * 2, atol=2e-4)


def test_rows_do_not_change_their_share_by_those_beside_them():
    rng = np.random.default_rng(0)
    starts = np.array([0.6, 0, 0]) + 0.03 * rng.normal(size=(5000, 3))
    steps = rng.normal(size=(5000, 3))
    shares = share_of_reach(starts, steps)
    parts = [
        share_of_reach(starts[rows], steps[rows]) for rows in np.split(np.arange(5000), 5)
    ]
    np.testing.assert_array_equal(shares, np.concatenate(parts))


@pytest.mark.parametrize(
    ("roots", "largest"),
    [
        ([1, 2, 4], 4),
        ([-1, -2, -4], -1),
        ([-3, 0, 3], 3),
        ([2, 1j, -1j], 2),
        ([-2, 1 + 1j, 1 - 1j], -2),
        ([5, 2 + 0.1j, 2 - 0.1j], 5),
        ([0, 0, 0], 0),
        ([1, 1, -2], 1),
        ([-1, -1, 2], 2),
        ([3, 3, 3], 3),
    ],
)
def test_the_largest_root(roots, largest):
    a, b, c = np.poly(roots)[1:].real[:, np.newaxis]
    np.testing.assert_allclose(_largest_root(a, b, c), [largest], atol=1e-5)


@pytest.mark.parametrize("center", [[0.6, 0, 0], [0.5, 0.1, -0.05], [0.3, -0.05, 0.03]])
def test_the_share_of_the_reach_is_where_a_search_finds_the_border(center):
    rng = np.random.default_rng(0)
    directions = rng.normal(size=(200, 3))
    directions /= np.linalg.norm(directions, axis=1, keepdims=True)
    ways = np.linspace(0, 1, 5001)[1:]
    points = np.array(center) + ways[:, np.newaxis, np.newaxis] * directions
    first_outside = np.argmin(in_gamut(points, tolerance=5e-6), axis=0)
    shares = share_of_reach(np.array(center), directions)
    np.testing.assert_allclose(1 / shares, ways[first_outside], atol=1 / 5000)
    np.testing.assert_allclose(share_of_reach(np.array(center), 3 * directions), 3 * shares)
    assert share_of_reach(np.array(center), np.zeros((1, 3))) == 0
