import math
from statistics import NormalDist

import numpy as np
import pytest

from skcolor.paint import (
    noise_scale,
    noticeable_difference,
    srgb_to_linear,
    visual_angle,
)
from skcolor.paint._difference import SPACES
from skcolor.paint._mark_size import _UNITS_OF_LAB
from skcolor.paint._spaces import XYZ_FROM_LINEAR
from tests.paint.cells import CELLS, derivatives


def srgb_to_cielab(colors):
    light = srgb_to_linear(colors) @ XYZ_FROM_LINEAR.T / XYZ_FROM_LINEAR.sum(axis=1)
    x, y, z = np.where(
        light > (6 / 29) ** 3, np.cbrt(light), light * (29 / 6) ** 2 / 3 + 4 / 29
    ).T
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=-1)


def test_visual_angles_by_hand():
    # One degree at 57.3 cm is one cm.
    assert visual_angle(72 / 2.54, distance=57.29) == pytest.approx(1, abs=1e-3)
    assert visual_angle(5, unit="pixels") == pytest.approx(
        math.degrees(5 * 2.54 / 96 / 60), rel=1e-5
    )
    assert visual_angle(4, unit="pixels", dpi=192) == visual_angle(2, unit="pixels")
    assert visual_angle(72) == visual_angle(96, unit="pixels")
    assert visual_angle(5, distance=30) == pytest.approx(2 * visual_angle(5), rel=1e-4)
    # As large as it is far away.
    assert visual_angle(72, distance=2.54 / 2) == pytest.approx(90)


def test_differences_as_in_the_source():
    # Half of (10.16 + 1.5 / s, 10.68 + 3.08 / s, 10.7 + 5.74 / s).
    np.testing.assert_allclose(noticeable_difference(0.5), [6.58, 8.42, 11.09])
    np.testing.assert_allclose(noticeable_difference(1e9), [5.08, 5.34, 5.35])
    np.testing.assert_allclose(
        noticeable_difference(0.5, share=0.8), 1.6 * noticeable_difference(0.5)
    )


@pytest.mark.parametrize("space", SPACES)
def test_units_are_those_of_the_spaces(space):
    by_lab = np.linalg.inv(derivatives(srgb_to_cielab, CELLS))
    slopes = derivatives(SPACES[space].from_srgb, CELLS) @ by_lab
    expected = np.sqrt((slopes**2).mean(axis=0))
    np.testing.assert_allclose(_UNITS_OF_LAB[space], expected, rtol=2e-3)


@pytest.mark.parametrize("space", SPACES)
def test_noise_is_what_the_colors_of_a_screen_have_on_average(space):
    mark_size = 0.2
    lab_noise = noticeable_difference(mark_size)
    by_lab = np.linalg.inv(derivatives(srgb_to_cielab, CELLS))
    slopes = derivatives(SPACES[space].from_srgb, CELLS) @ by_lab
    spread = slopes @ np.diag(lab_noise**2) @ slopes.transpose(0, 2, 1)
    expected = np.sqrt(spread.mean(axis=0).diagonal())
    np.testing.assert_allclose(noise_scale(mark_size, space=space), expected, rtol=1e-3)


def test_noise_of_some_marks():
    dots = [visual_angle(size, unit="pixels") for size in (3, 5)]
    found = [noise_scale(size) for size in (*dots, 2.0)]
    expected = [[0.130, 0.115, 0.107], [0.095, 0.077, 0.069], [0.047, 0.024, 0.017]]
    np.testing.assert_allclose(found, expected, atol=5e-4)
    found = [noise_scale(size, space="cam16ucs") for size in (*dots, 2.0)]
    expected = [[14.89, 16.85, 18.79], [10.95, 11.36, 12.22], [5.41, 3.69, 2.99]]
    np.testing.assert_allclose(found, expected, atol=0.01)


def test_without_a_size_noise_is_one_just_noticeable_difference():
    np.testing.assert_array_equal(noise_scale(), [0.02] * 3)
    np.testing.assert_array_equal(noise_scale(None, 0.05), [0.05] * 3)
    np.testing.assert_array_equal(noise_scale(None, 0), [0] * 3)
    np.testing.assert_array_equal(noise_scale(space="cam16ucs"), [3.1] * 3)
    np.testing.assert_array_equal(noise_scale(0.2, 5.0), noise_scale(0.2))


def test_colors_so_far_apart_are_seen_by_half_and_guessed_by_the_others():
    seen = np.random.default_rng(0).normal(size=(2, 200_000))
    right = (seen[1] + 1 > seen[0]).mean()  # one standard deviation apart
    assert right == pytest.approx(NormalDist().cdf(1 / math.sqrt(2)), abs=5e-3)
    assert right == pytest.approx(0.5 + 0.5 / 2, abs=0.015)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: visual_angle(0), "size must be more than 0; got 0"),
        (lambda: visual_angle(3, unit="cm"), "unit must be one of 'points', .*'cm'"),
        (lambda: visual_angle(3, dpi=-1), "dpi must be more than 0; got -1"),
        (lambda: visual_angle(3, distance=np.nan), "distance must be a finite number"),
        (lambda: noticeable_difference(0), "mark_size must be more than 0; got 0"),
        (lambda: noticeable_difference(1, share=2), "share must be from 0 to 1; got 2"),
        (lambda: noise_scale(-1), "mark_size must be more than 0; got -1"),
        (lambda: noise_scale(jnd=-1), "jnd must be at least 0; got -1"),
        (lambda: noise_scale(space="lab"), "space must be one of 'oklab', .*'lab'"),
    ],
)
def test_what_is_no_size(call, message):
    with pytest.raises(ValueError, match=message):
        call()
