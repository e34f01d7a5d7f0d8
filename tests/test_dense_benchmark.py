"""The figures of ``benchmarks.dense`` are what they are said to be."""

import numpy as np
import pytest

pytest.importorskip("skimage")

from benchmarks._dense_data import CELL, HELD_BACK, load_photos, pan
from benchmarks._dense_ways import radio_method
from benchmarks.dense import flicker, separation
from skcolor.paint import delta_e

PHOTOS = load_photos()


def test_separation_is_that_of_mean_colors():
    colors = np.zeros((2, 3, 3))
    colors[:, 1] = 0.5
    colors[0, 2], colors[1, 2] = 0.8, 1.0
    masks = [np.arange(3) == part for part in (0, 1, 2)]
    masks = [np.tile(mask, (2, 1)) for mask in masks]
    grays = np.repeat([[0.0], [0.5], [0.9]], 3, axis=1)
    pairs = [delta_e(grays[a], grays[b]) for a, b in ((0, 1), (0, 2), (1, 2))]
    np.testing.assert_allclose(
        separation(colors, masks), (min(pairs), np.mean(pairs)), rtol=1e-12
    )


def test_flicker_follows_places_as_the_window_moves():
    photo = PHOTOS["china"]
    windows = pan(photo, 6)
    picture = np.random.default_rng(0).random((*photo.shape, 3))
    colors = np.stack([picture[window] for window in windows])
    assert len({window[1].start for window in windows}) == 4  # there and back
    assert flicker(colors, windows) == 0
    assert flicker(colors[[0] * 6], windows) > 0.1
    changed = colors.copy()
    changed[-1] = 1 - changed[-1]
    same = pan(photo, 6)[-2:]
    alone = flicker(changed[-2:], same)
    assert alone > 0.1
    assert flicker(changed, windows) == pytest.approx(alone / 5)


@pytest.mark.parametrize("name", PHOTOS)
def test_parts_are_apart_and_in_the_foreground(name):
    photo = PHOTOS[name]
    masks = list(photo.part_masks().values())
    assert all(mask.sum() >= 20 for mask in masks)
    assert np.sum(masks, axis=0).max() == 1
    inside = np.any(masks, axis=0) & photo.foreground()
    assert inside.sum() > 0.95 * np.sum(masks)
    assert photo.shape[0] * CELL <= photo.pixels.shape[0]
    assert 0.2 < photo.foreground().mean() < 0.75


def test_held_back_photographs_exist():
    assert 2 < len(HELD_BACK) < len(PHOTOS)
    assert set(HELD_BACK) < set(PHOTOS)


def test_the_range_in_place_of_radios_leaves_out_what_is_far():
    frames = np.random.default_rng(0).normal(size=(2, 10, 10, 4))
    frames[0, 0, 0] = 1000
    colors = radio_method(frames)
    assert colors.shape == (2, 10, 10, 3)
    assert ((colors == 0) | (colors == 1)).mean() < 0.5
