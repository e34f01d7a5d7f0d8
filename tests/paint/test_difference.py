import numpy as np
import pytest

from skcolor.paint import delta_e, srgb_to_cam16ucs, srgb_to_oklab
from skcolor.paint._difference import SPACES
from tests.paint.cells import CELLS, derivatives


def test_colors_may_leave_the_cube_by_rounding_only():
    assert delta_e([1 + 9e-4, 1, 1], [1, 1, 1 - 9e-4]) < 1e-2
    assert delta_e([-9e-4, 0, 0], [0, 0, 0]) < 0.1
    for value in (-1.1e-3, 1 + 1.1e-3):
        with pytest.raises(
            ValueError, match=r"a must be sRGB in \[0, 1\]; got values from"
        ):
            delta_e([value, 0.5, 0.5], [1, 1, 1])
    with pytest.raises(ValueError, match=r"b must be .* got values from -0.5 to 2\.$"):
        delta_e([1, 1, 1], [-0.5, 2, 0.5])


def test_differences_broadcast_and_are_symmetric():
    colors = np.random.default_rng(0).random((6, 3))
    table = delta_e(colors[:, np.newaxis], colors)
    np.testing.assert_allclose(table, table.T)
    np.testing.assert_array_equal(np.diag(table), 0)
    lab = srgb_to_oklab(colors)
    apart = np.linalg.norm(lab[:, np.newaxis] - lab, axis=-1)
    np.testing.assert_allclose(table, apart, atol=1e-12)
    with pytest.raises(ValueError, match=r"broadcast; got \(6, 3\) and \(2, 3\)"):
        delta_e(colors, colors[:2])


def test_differences_in_either_space_are_distances_there():
    colors = np.random.default_rng(0).random((6, 3))
    for space, convert in (("oklab", srgb_to_oklab), ("cam16ucs", srgb_to_cam16ucs)):
        places = convert(colors)
        apart = np.linalg.norm(places[:, np.newaxis] - places, axis=-1)
        table = delta_e(colors[:, np.newaxis], colors, space=space)
        np.testing.assert_allclose(table, apart, atol=1e-10)
    white = delta_e([0, 0, 0], [1, 1, 1], space="cam16ucs")
    assert white == pytest.approx(np.sqrt(100**2 + 1.898**2 + 1.075**2), abs=1e-3)
    with pytest.raises(ValueError, match="space must be one of 'oklab', .* got 'lab'"):
        delta_e(colors, colors, space="lab")


def test_as_many_just_noticeable_differences_fill_either_space():
    volumes = [
        np.abs(np.linalg.det(derivatives(space.from_srgb, CELLS))).sum() / space.jnd**3
        for space in SPACES.values()
    ]
    assert volumes[1] / volumes[0] == pytest.approx(1, rel=0.02)


def test_spaces_lead_there_and_back():
    colors = np.random.default_rng(0).random((50, 3))
    for space in SPACES.values():
        np.testing.assert_allclose(space.to_srgb(space.from_srgb(colors)), colors)
