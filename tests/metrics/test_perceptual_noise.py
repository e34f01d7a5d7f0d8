import numpy as np
import pytest

from skcolor.metrics._perceptual_noise import add_perceptual_noise
from skcolor.paint import srgb_to_oklab


def test_noise_has_the_deviation_that_is_asked_for_in_every_coordinate():
    colors = np.random.default_rng(0).random((20_000, 3))
    lab = srgb_to_oklab(colors)
    np.testing.assert_array_equal(add_perceptual_noise(colors, 0, 0), lab)
    noise = add_perceptual_noise(colors, 0.05, 0) - lab
    assert noise.std(axis=0) == pytest.approx([0.05] * 3, rel=0.03)
    assert np.abs(noise.mean(axis=0)).max() < 0.002
    np.testing.assert_array_equal(add_perceptual_noise(colors, 0.05, 0) - lab, noise)
