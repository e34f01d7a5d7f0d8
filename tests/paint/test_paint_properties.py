"""What holds for all colors and palettes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from skcolor._summaries.quantiles import quantile_limits
from skcolor.paint import (
    cam16ucs_to_srgb,
    clip_to_gamut,
    delta_e,
    in_gamut,
    linear_to_srgb,
    oklab_to_oklch,
    oklab_to_srgb,
    oklch_to_oklab,
    simulate_cvd,
    srgb_to_cam16ucs,
    srgb_to_linear,
    srgb_to_oklab,
)
from skcolor.paint._palettes import get_palette
from skcolor.paint._scale import rescale

DTYPES = st.sampled_from([np.float32, np.float64])
SHAPES = st.sampled_from([(3,), (1, 3), (7, 3), (2, 4, 3)])


@st.composite
def colors(draw):
    dtype = draw(DTYPES)
    unit = st.floats(0, 1, width=np.dtype(dtype).itemsize * 8)
    return draw(arrays(dtype, draw(SHAPES), elements=unit))


@given(rgb=colors())
def test_conversions_go_there_and_back_in_the_same_type_and_shape(rgb):
    lab = srgb_to_oklab(rgb)
    for there, back in (
        (lab, oklab_to_srgb(lab)),
        (oklab_to_oklch(lab), oklab_to_srgb(oklch_to_oklab(oklab_to_oklch(lab)))),
        (srgb_to_linear(rgb), linear_to_srgb(srgb_to_linear(rgb))),
        (srgb_to_cam16ucs(rgb), cam16ucs_to_srgb(srgb_to_cam16ucs(rgb))),
    ):
        assert there.dtype == back.dtype == rgb.dtype
        assert there.shape == back.shape == rgb.shape
        np.testing.assert_allclose(
            back, rgb, atol=2e-3 if rgb.dtype == np.float32 else 1e-7
        )


@given(rgb=colors(), kind=st.sampled_from(["protan", "deutan", "tritan"]))
def test_simulated_sight_stays_in_range(rgb, kind):
    seen = simulate_cvd(rgb, kind)
    assert seen.dtype == rgb.dtype
    assert seen.shape == rgb.shape
    assert 0 <= seen.min() <= seen.max() <= 1
    np.testing.assert_allclose(simulate_cvd(rgb, kind, severity=0), rgb, atol=1e-5)


@given(rgb=colors())
def test_delta_e_is_a_distance(rgb):
    flat = rgb.reshape(-1, 3)
    table = delta_e(flat[:, np.newaxis], flat)
    assert (table.diagonal() == 0).all()
    np.testing.assert_array_equal(table, table.T)
    through = (table[:, :, np.newaxis] + table[np.newaxis]).min(axis=1)
    assert (table <= through + 1e-6).all()


@given(
    lab=arrays(np.float64, (5, 3), elements=st.floats(-1e6, 1e6)),
    size=st.sampled_from([1e-300, 1e-6, 1.0]),
)
def test_clipping_ends_in_the_gamut_at_the_same_hue_and_once_is_enough(lab, size):
    lab = lab * size
    clipped = clip_to_gamut(lab)
    assert in_gamut(clipped).all()
    assert (np.hypot(*clipped.T[1:]) <= np.hypot(*lab.T[1:]) + 1e-12).all()
    cross = clipped[:, 1] * lab[:, 2] - clipped[:, 2] * lab[:, 1]
    assert (np.abs(cross) <= 1e-9 * np.maximum(1, np.abs(lab).max())).all()
    np.testing.assert_allclose(clip_to_gamut(clipped), clipped, atol=1e-9)


@pytest.mark.parametrize("palette", ["hsv", "viridis", "tab10", "distinct"])
def test_palettes_for_any_number_of_labels(palette):
    numbers = range(1, 1001) if palette != "distinct" else (1, 2, 3, 30, 257)
    for n_labels in numbers:
        shades = get_palette(palette, n_labels)
        assert shades.shape == (n_labels, 3)
        assert 0 <= shades.min() <= shades.max() <= 1
        n_own = min(n_labels, {"tab10": 10, "viridis": 256}.get(palette, 100))
        assert len(np.unique(shades[:n_own], axis=0)) == n_own


@given(
    values=st.lists(st.floats(-1e307, 1e307), min_size=1, max_size=20),
    low=st.integers(0, 49),
    high=st.integers(50, 100),
)
def test_positions_are_in_order_and_in_range(values, low, high):
    values = np.sort(np.array(values))
    positions = rescale(values, *quantile_limits(values, (low, high)))
    assert ((positions >= 0) & (positions <= 1)).all()
    assert (np.diff(positions) >= 0).all()
