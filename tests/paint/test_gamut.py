import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from skcolor.paint import (
    clip_to_gamut,
    in_gamut,
    oklab_to_oklch,
    oklab_to_srgb,
    oklch_to_oklab,
    srgb_to_oklab,
)
from skcolor.paint._gamut import share_of_reach

CUBE = np.stack(np.meshgrid(*[np.linspace(0, 1, 9)] * 3), axis=-1).reshape(-1, 3)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_every_colour_of_a_screen_is_in_the_gamut_and_stays(dtype):
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
    coloured = after[:, 1] > 1e-6
    turned = np.abs(before - after)[coloured, 2]
    assert (np.minimum(turned, 360 - turned) < 1e-6).all()
    assert (after[:, 1] <= before[:, 1] + 1e-12).all()
    # As much chroma as there is: a little more would be outside.
    moved = ~in_gamut(lab) & coloured & (lab[:, 0] > 0.1) & (lab[:, 0] < 0.99)
    more = after[moved] * [1, 1.01, 1]
    assert not in_gamut(oklch_to_oklab(more)).any()


def test_colours_after_clipping_are_those_of_a_screen():
    rng = np.random.default_rng(0)
    lab = clip_to_gamut(rng.normal(scale=0.5, size=(2000, 3)).astype(np.float32))
    colors = oklab_to_srgb(lab)
    assert lab.dtype == np.float32
    assert colors.min() > -2e-4
    assert colors.max() < 1 + 2e-4


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
