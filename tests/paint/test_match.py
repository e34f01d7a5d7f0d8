"""What a coloring is found again by: its colors."""

import numpy as np
import pytest

from skcolor.paint import delta_e, in_gamut, oklab_to_srgb, srgb_to_oklab
from skcolor.paint._gamut_map import GamutMap
from skcolor.paint._match import (
    match_channels,
    match_gamut_map,
    match_limits,
    match_palette,
    match_range,
)
from skcolor.paint._palettes import colormap_table
from skcolor.paint._scale import rescale


@pytest.mark.parametrize(("low", "high"), [(2, 6), (6, 2), (-1, 20), (-7, -3)])
def test_a_range_is_found_by_what_is_not_clipped(low, high):
    values = np.linspace(-5, 15, 201)
    found = match_range(values, rescale(values, low, high))
    np.testing.assert_allclose(found, [low, high])


def test_a_range_of_few_rows():
    # Both are at the ends: all that there is to go by.
    assert match_range(np.array([3.0, 7.0]), np.array([0.0, 1.0])) == pytest.approx((3, 7))
    values, positions = np.array([1.0, 2, 90]), np.array([0.25, 0.5, 1])
    assert match_range(values, positions) == pytest.approx((0, 4))
    # Their means are rounded.
    assert match_range(np.linspace(0, 1, 7), np.full(7, 0.3)) is None
    assert match_range(np.full(7, 0.3), np.linspace(0, 1, 7)) is None
    # No line rises or falls with these.
    assert match_range(np.arange(3.0), np.array([0.25, 0.5, 0.25])) is None


@pytest.mark.parametrize("limits", [(2.0, 6.0), (6.0, 2.0), (-20.0, 1.0)])
def test_limits_of_colors_along_a_colormap(limits):
    values, table = np.linspace(-5, 15, 3000), colormap_table("viridis")
    colors = colormap_table("viridis")[(rescale(values, *limits) * 255).astype(int)]
    found = match_limits(values, table, (0.0, 10.0), colors)
    assert all(type(limit) is float for limit in found)
    np.testing.assert_allclose(found, limits, atol=0.15)


def test_labels_take_the_colors_nearest_to_those_of_their_rows():
    palette = np.eye(3)
    labels = np.array([0, 0, 0, 1, 1, -1])
    red, yellow, blue, gray = [1, 0, 0.1], [1, 1, 0], [0, 0.1, 1], [0.5, 0.5, 0.5]
    # The first label is more often yellow; no row says what the third is to have.
    colors = np.array([yellow, yellow, red, blue, blue, gray])
    matched = match_palette(labels, palette, colors)
    np.testing.assert_array_equal(matched[:2], [yellow, blue])
    assert matched[2] in np.vstack([palette, colors])
    # Each color but once: the second label wants yellow more.
    colors = np.array([yellow, red, red, yellow, yellow, gray])
    matched = match_palette(np.array([0, 0, 0, 1, 1, 1]), palette, colors)
    np.testing.assert_array_equal(matched[:2], [red, yellow])
    nothing = match_palette(np.full(6, -1), palette, colors)
    np.testing.assert_array_equal(nothing, palette)


def test_colors_that_look_the_same_are_not_taken_twice():
    palette = np.array([[1.0, 0, 0], [0, 0, 1]])
    colors = np.array([[1.0, 1, 0], [1, 1 - 1e-5, 0]])
    matched = match_palette(np.array([0, 1]), palette, colors)
    assert delta_e(*matched) > 0.1
    palette = np.array([[1.0, 1, 0], [0, 0, 1]])
    assert delta_e(*match_palette(np.array([0, 1]), palette, colors)) > 0.1
    # Unless there are no others.
    same = np.array([[1.0, 1, 0], [1, 1, 0]])
    matched = match_palette(np.array([0, 1]), same, same)
    np.testing.assert_array_equal(matched, same)


def test_channels_turn_back_to_what_is_not_clipped():
    rng = np.random.default_rng(0)
    rows = rng.normal([10, -5, 0], size=(400, 3))
    turn = np.linalg.qr(rng.normal(size=(3, 3)))[0]
    low, high = turn @ [10, -5, 0] + np.array([[-1, -2, 1], [1, 1, -2]])
    rotation, *limits = match_channels(rows, rescale(rows @ turn.T, low, high))
    # Columns that fall as their channel rises come mirrored, with rising limits.
    sign = np.sign(np.einsum("ij,ij->i", rotation, turn))
    np.testing.assert_allclose(sign[:, np.newaxis] * rotation, turn, atol=1e-9)
    np.testing.assert_allclose(sign * limits, [low, high])
    few = np.vstack([np.zeros(3), np.eye(3)])
    rotation, *limits = match_channels(few, few)
    np.testing.assert_allclose(rotation, np.eye(3), atol=1e-9)
    np.testing.assert_allclose(limits, [[0, 0, 0], [1, 1, 1]], atol=1e-9)


def test_four_rows_that_are_not_clipped_tell_a_turn():
    far = [[9, 9, 9], [9, -9, 9], [-9, -9, 9]]
    rows = 0.3 * np.vstack([np.zeros(3), np.eye(3), far])
    rotation, *limits = match_channels(rows, rescale(rows, -1, 1))
    np.testing.assert_allclose(rotation, np.eye(3), atol=1e-9)
    np.testing.assert_allclose(limits, [[-1] * 3, [1] * 3], atol=1e-9)


def test_channels_that_tell_nothing():
    rows = np.random.default_rng(0).normal(size=(50, 3))
    flat = rescale(rows, -3, 3)
    flat[:, 1] = 0.3
    assert match_channels(rows, flat) is None
    assert match_channels(rows, np.full((50, 3), 0.3)) is None
    assert match_channels(np.full((50, 3), 0.3), rescale(rows, -3, 3)) is None


@pytest.mark.parametrize("n_rows", [4, 300])
@pytest.mark.parametrize("contrast", [0, 0.5])
def test_a_map_is_found_again_by_its_colors(contrast, n_rows):
    rng = np.random.default_rng(0)
    rows = rng.normal(size=(n_rows, 3)) * [3, 2, 1] + 5
    turn = np.linalg.qr(rng.normal(size=(3, 3)))[0]
    center = np.array([0.55, 0.02, -0.03])
    wanted = GamutMap(np.full(3, 4.5), turn, center, 0.03, contrast, (0.2, 0.9))
    other = GamutMap(
        np.zeros(3), np.eye(3), np.array([0.6, 0, 0]), 1.0, contrast, (0.2, 0.9)
    )
    colors = oklab_to_srgb(wanted.to_oklab(rows))
    found = match_gamut_map(other, rows, colors)
    assert delta_e(oklab_to_srgb(found.to_oklab(rows)).clip(0, 1), colors).mean() < 5e-3
    np.testing.assert_allclose(found.rotation @ found.rotation.T, np.eye(3), atol=1e-9)
    assert found.scale == pytest.approx(0.03, rel=0.05)
    assert in_gamut(found.center)
    assert found.contrast == contrast


@pytest.mark.parametrize("corner", [[1, 0, 0], [0, 0, 1]])
def test_the_middle_of_a_map_does_not_leave_the_gamut(corner):
    near = 0.05 + 0.9 * np.array(corner)
    map_ = GamutMap(np.zeros(3), np.eye(3), srgb_to_oklab(near), 0.1, 0, (0, 1))
    rows = np.random.default_rng(0).normal(size=(60, 3))
    found = match_gamut_map(map_, rows, (near + 0.1 * rows).clip(0, 1))
    assert in_gamut(found.center, tolerance=0)


def test_a_map_stays_where_there_is_nothing_to_go_by():
    map_ = GamutMap(np.zeros(3), np.eye(3), np.array([0.6, 0, 0]), 0.1, 0.5, (0.2, 0.9))
    rows = np.random.default_rng(0).normal(size=(20, 3))
    assert match_gamut_map(map_, rows, np.full((20, 3), 0.25)) is map_
    one = match_gamut_map(map_, np.ones((20, 3)), oklab_to_srgb(map_.to_oklab(rows)))
    assert one.scale == pytest.approx(0.1, rel=0.5)
    red = match_gamut_map(map_, np.ones((20, 3)), np.full((20, 3), [0.7, 0.3, 0.3]))
    assert np.isfinite(red.to_oklab(np.ones((1, 3)))).all()
