import numpy as np
import pytest
from scipy.spatial.distance import pdist

from skcolor.paint import oklab_to_oklch, srgb_to_cam16ucs, srgb_to_oklab
from skcolor.paint._repulsion import ColorRange, repel_colors

ALL = ColorRange((0.0, 1.0), (0.0, 1.0))
CUBE = [lambda colors: colors]
LEVELS = np.linspace(0, 1, 101)
GRID = np.stack(np.meshgrid(LEVELS, LEVELS, LEVELS), axis=-1).reshape(-1, 3)


def start(n, allowed=ALL, seed=0):
    colors = np.random.default_rng(seed).random((4000, 3))
    return colors[allowed.holds(colors)][:n]


def test_two_colors_go_to_opposite_corners():
    near = np.array([[0.4, 0.5, 0.45], [0.5, 0.55, 0.6]])
    apart = repel_colors(near, np.empty((0, 3)), CUBE, ALL)
    assert pdist(apart)[0] == pytest.approx(np.sqrt(3), rel=1e-3)


def test_eight_colors_go_to_the_corners_of_the_cube():
    apart = repel_colors(start(8), np.empty((0, 3)), CUBE, ALL)
    assert pdist(apart).min() > 0.98
    np.testing.assert_allclose(apart, apart.round(), atol=0.02)


def test_a_color_leaves_a_fixed_one():
    fixed = np.array([[1.0, 1.0, 1.0]])
    (moved,) = repel_colors(np.array([[0.8, 0.9, 0.7]]), fixed, CUBE, ALL)
    np.testing.assert_allclose(moved, 0, atol=1e-2)
    np.testing.assert_array_equal(repel_colors(fixed, np.empty((0, 3)), CUBE, ALL), fixed)


@pytest.mark.parametrize("n", [2, 60])
@pytest.mark.parametrize(
    "allowed",
    [
        ALL,
        ColorRange((0.3, 0.93), (0.04, 0.4)),
        ColorRange((0.5, 0.6), (0.1, 0.2)),
        ColorRange((0.6, 0.602), (0.1, 0.101)),
    ],
)
def test_colors_stay_in_range_and_never_come_nearer(n, allowed):
    before = GRID[allowed.holds(GRID)]
    before = before[np.linspace(0, len(before) - 1, n).astype(int)]
    after = repel_colors(before, np.empty((0, 3)), [srgb_to_oklab], allowed)
    assert allowed.holds(after).all()
    assert ((after >= 0) & (after <= 1)).all()
    assert pdist(srgb_to_oklab(after)).min() >= pdist(srgb_to_oklab(before)).min()
    lightness, chroma, _ = oklab_to_oklch(srgb_to_oklab(after)).T
    assert (np.diff(allowed.lightness) + 1e-12 >= np.ptp(lightness)).all()
    assert (np.diff(allowed.chroma) + 1e-12 >= np.ptp(chroma)).all()


def test_the_smallest_distance_in_any_view_counts():
    views = [srgb_to_oklab, lambda colors: srgb_to_cam16ucs(colors) / 180]
    before = start(20)
    after = repel_colors(before, np.empty((0, 3)), views, ALL)
    grown = [pdist(view(after)).min() / pdist(view(before)).min() for view in views]
    assert min(grown) > 2
    alone = repel_colors(before, np.empty((0, 3)), views[:1], ALL)
    assert min(pdist(view(alone)).min() for view in views) < min(
        pdist(view(after)).min() for view in views
    )


def test_colors_in_one_place_part():
    same = np.full((3, 3), 0.5)
    same[1] += 1 / 4096
    apart = repel_colors(same[:2], np.empty((0, 3)), CUBE, ALL)
    assert pdist(apart)[0] > 1
    assert np.isfinite(repel_colors(same, np.empty((0, 3)), CUBE, ALL)).all()


def test_the_last_digits_of_arithmetic_do_not_decide():
    def shaken(colors):
        noise = np.random.default_rng(1).uniform(-1, 1, colors.shape)
        return colors * (1 + 1e-15 * noise)

    before = start(30)
    after = repel_colors(before, np.empty((0, 3)), CUBE, ALL)
    np.testing.assert_array_equal(
        repel_colors(before, np.empty((0, 3)), [shaken], ALL), after
    )
