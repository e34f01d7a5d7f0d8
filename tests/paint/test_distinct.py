import numpy as np
import pytest

from skcolor.paint import (
    delta_e,
    distinct_palette,
    oklab_to_oklch,
    simulate_cvd,
    srgb_to_oklab,
)


def smallest(palette):
    pairs = delta_e(palette[:, np.newaxis], palette)
    return pairs[np.triu_indices(len(palette), 1)].min()


# The smallest ΔE of glasbey.create_palette(n) of glasbey 0.3.0, its default options.
@pytest.mark.parametrize(("n", "glasbey"), [(8, 0.2275), (30, 0.1043), (128, 0.0467)])
def test_colours_are_farther_apart_than_those_of_glasbey(n, glasbey):
    palette = distinct_palette(n)
    assert palette.shape == (n, 3)
    assert smallest(palette) > glasbey


@pytest.mark.parametrize("n", [0, 1, 2, 3, 17, 256, 1000])
def test_every_number_of_colours(n):
    palette = distinct_palette(n)
    assert palette.shape == (n, 3)
    assert len(np.unique(palette, axis=0)) == n
    assert ((palette >= 0) & (palette <= 1)).all()
    np.testing.assert_array_equal(palette, distinct_palette(n))


def test_ranges_hold_and_the_background_is_avoided():
    palette = distinct_palette(20, lightness=(0.5, 0.8), chroma=(0.1, 0.2))
    lightness, chroma, _ = oklab_to_oklch(srgb_to_oklab(palette)).T
    assert lightness.min() >= 0.5
    assert lightness.max() <= 0.8
    assert chroma.min() >= 0.1
    assert chroma.max() <= 0.2
    wide = {"lightness": (0, 1), "chroma": (0, 1)}
    on_black = distinct_palette(10, background="black", **wide)
    assert delta_e(on_black, [0, 0, 0]).min() > 0.2
    assert delta_e(distinct_palette(10, background=None, **wide), [0, 0, 0]).min() < 0.2


def test_colours_can_be_told_apart_with_deficient_sight():
    kinds = ("protan", "deutan", "tritan")
    plain, safe = distinct_palette(8), distinct_palette(8, cvd=kinds)
    for kind in kinds:
        assert smallest(simulate_cvd(safe, kind)) > 0.13
    assert min(smallest(simulate_cvd(plain, kind)) for kind in kinds) < 0.1
    assert smallest(simulate_cvd(distinct_palette(8, cvd="protan"), "protan")) > 0.17


def test_seeds_come_first_and_stay():
    seeds = np.array([[1.0, 0, 0], [0, 0, 1]])
    palette = distinct_palette(6, seed_colors=seeds)
    np.testing.assert_array_equal(palette[:2], seeds)
    assert smallest(palette) > 0.2
    np.testing.assert_array_equal(distinct_palette(1, seed_colors=seeds), seeds[:1])


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"n": -1}, "n must be at least 0; got -1"),
        ({"chroma": (0.9, 1)}, r"no colour .* chroma in \(0.9, 1\)"),
        ({"lightness": (0.9, 0.1)}, "lightness must be two increasing .* got .0.9, 0.1"),
        ({"cvd": "blue"}, "cvd must be one of 'protan', .*'blue'"),
        ({"seed_colors": [[2.0, 0, 0]]}, r"seed_colors must be sRGB in \[0, 1\]"),
        ({"seed_colors": [1.0, 0, 0]}, "seed_colors must be .* shape"),
        ({"background": "no colour"}, "no colour"),
    ],
)
def test_what_makes_no_palette(parameters, message):
    with pytest.raises(ValueError, match=message):
        distinct_palette(**{"n": 4, **parameters})
