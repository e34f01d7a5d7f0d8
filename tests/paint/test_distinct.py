import numpy as np
import pytest
from scipy.spatial.distance import pdist, squareform

from skcolor.paint import (
    delta_e,
    distinct_palette,
    oklab_to_oklch,
    simulate_cvd,
    srgb_to_cam16ucs,
    srgb_to_oklab,
)
from skcolor.paint._cam16 import srgb_to_cam02ucs
from skcolor.paint._distinct import _candidates
from skcolor.paint._repulsion import ColorRange


def smallest(palette, space=srgb_to_oklab):
    return pdist(space(palette)).min()


# The smallest distances in OKLab, CAM16-UCS and CAM02-UCS (the last by colorspacious) of
# glasbey.create_palette(n) of glasbey 0.4.0 with its default options: J from 10 to 90 and
# C from 10 to 90 in CIECAM02, which is OKLab lightness from 0.25 to 0.94 and chroma from
# 0.014.
GLASBEY = {
    8: (0.2274, 36.56, 41.06),
    12: (0.1501, 27.59, 34.48),
    30: (0.1039, 19.57, 22.21),
    64: (0.0695, 12.59, 16.61),
    128: (0.0462, 9.70, 11.73),
    256: (0.0315, 6.21, 8.72),
}


@pytest.mark.parametrize("n", GLASBEY)
def test_colors_are_farther_apart_than_those_of_glasbey_in_every_space(n):
    palette = distinct_palette(n)
    assert palette.shape == (n, 3)
    assert smallest(palette) > GLASBEY[n][0]
    assert smallest(palette, srgb_to_cam16ucs) > GLASBEY[n][1]
    assert smallest(palette, srgb_to_cam02ucs) > GLASBEY[n][2]


@pytest.mark.parametrize("n", [8, 128])
def test_one_space_is_enough(n):
    oklab, both = distinct_palette(n, space="oklab"), distinct_palette(n)
    assert smallest(oklab) > 1.1 * smallest(both)
    assert smallest(oklab) > GLASBEY[n][0]
    cam16 = distinct_palette(n, space="cam16ucs")
    assert smallest(cam16, srgb_to_cam16ucs) > GLASBEY[n][1]
    assert smallest(cam16, srgb_to_cam02ucs) > GLASBEY[n][2]
    np.testing.assert_array_equal(distinct_palette(n, space=("oklab",)), oklab)


def test_each_color_is_the_farthest_of_those_that_follow():
    palette = distinct_palette(12, space="oklab")
    lab = srgb_to_oklab(np.vstack([[1.0, 1, 1], palette]))
    table = squareform(pdist(lab))
    for place in range(1, 12):
        nearest = table[place:, :place].min(axis=1)
        assert nearest[0] >= nearest.max() - 1e-6


@pytest.mark.slow
@pytest.mark.parametrize("n", [0, 1, 2, 17, 300])
def test_every_number_of_colors(n):
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


def test_colors_can_be_told_apart_with_deficient_sight():
    kinds = ("protan", "deutan", "tritan")
    plain = distinct_palette(8, space="oklab")
    safe = distinct_palette(8, cvd=kinds, space="oklab")
    for kind in kinds:
        assert smallest(simulate_cvd(safe, kind)) > 0.13
    assert min(smallest(simulate_cvd(plain, kind)) for kind in kinds) < 0.1
    safe_for_one = distinct_palette(8, cvd="protan", space="oklab")
    assert smallest(simulate_cvd(safe_for_one, "protan")) > 0.17


def test_seeds_come_first_and_stay():
    seeds = np.array([[1.0, 0, 0], [0, 0, 1]])
    palette = distinct_palette(6, seed_colors=seeds)
    np.testing.assert_array_equal(palette[:2], seeds)
    assert smallest(palette) > 0.2
    np.testing.assert_array_equal(distinct_palette(1, seed_colors=seeds), seeds[:1])


def test_seeds_may_be_whole_numbers_and_all_there_are():
    palette = distinct_palette(2, seed_colors=[[1, 0, 0], [0, 0, 1]])
    np.testing.assert_array_equal(palette, [[1, 0, 0], [0, 0, 1]])
    assert palette.dtype == np.float64


def test_all_colors_of_a_range_can_be_had_and_no_more():
    few = {"lightness": (0.5, 0.52), "chroma": (0.2, 0.3)}
    with pytest.raises(ValueError, match="number of colors available") as caught:
        distinct_palette(10_000, seed_colors=[[1, 0, 0]], **few)
    most = int(str(caught.value).split("at most ")[1].split(",")[0])
    palette = distinct_palette(most, seed_colors=[[1, 0, 0]], **few)
    assert len(np.unique(palette, axis=0)) == most
    with pytest.raises(ValueError, match=f"n must be at most {most}, .* got {most + 1}"):
        distinct_palette(most + 1, seed_colors=[[1, 0, 0]], **few)
    assert len(distinct_palette(most - 1, **few)) == most - 1
    with pytest.raises(ValueError, match=f"n must be at most {most - 1}, .* got {most}"):
        distinct_palette(most, **few)


def test_the_first_two_are_far_from_the_background_and_each_other():
    everything = {"lightness": (0, 1), "chroma": (0, 1), "space": "oklab"}
    np.testing.assert_array_equal(distinct_palette(1, **everything), [[0, 0, 0]])
    np.testing.assert_array_equal(
        distinct_palette(1, background="black", **everything), [[1, 1, 1]]
    )
    (one,) = srgb_to_oklab(distinct_palette(1, background=None))
    lab = srgb_to_oklab(_candidates(ColorRange((0.3, 0.93), (0.04, 0.4))))
    apart = np.linalg.norm(lab - lab.mean(axis=0), axis=1).max()
    assert np.linalg.norm(one - lab.mean(axis=0)) == pytest.approx(apart)
    pair = distinct_palette(2, background=None, **everything)
    np.testing.assert_array_equal(np.sort(pair, axis=0), [[0, 0, 0], [1, 1, 1]])


@pytest.mark.parametrize("background", ["white", None])
@pytest.mark.parametrize("seeds", [None, [[1.0, 0, 0], [0.9, 0, 0.1]]])
def test_no_color_of_the_closest_two_can_be_exchanged_for_a_better(background, seeds):
    palette = distinct_palette(9, background=background, seed_colors=seeds, space="oklab")
    fixed = [[1.0, 1, 1]] if background else []
    fixed = np.reshape(fixed + (seeds or []), (-1, 3))
    levels = np.linspace(0, 1, 15)  # every other of those that are tried
    others = np.stack(np.meshgrid(levels, levels, levels), axis=-1).reshape(-1, 3)
    lightness, chroma, _ = oklab_to_oklch(srgb_to_oklab(others)).T
    others = others[(abs(lightness - 0.615) <= 0.315) & (chroma >= 0.04)]
    colors = np.vstack([fixed, palette[len(seeds or []) :]])
    table = delta_e(colors[:, np.newaxis], colors)
    np.fill_diagonal(table, np.inf)
    for position in np.unravel_index(np.argmin(table), table.shape):
        if position >= len(fixed):
            rest = np.delete(colors, position, axis=0)
            reached = delta_e(others[:, np.newaxis], rest).min(axis=1).max()
            assert reached <= table.min() + 1e-6


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"n": -1}, "n must be at least 0; got -1"),
        ({"chroma": (0.9, 1)}, r"at least one sRGB color; got .* chroma=\(0.9, 1\)"),
        ({"lightness": (0.9, 0.1)}, "lightness must be two increasing .* got .0.9, 0.1"),
        ({"cvd": "blue"}, "cvd must be one of 'protan', .*'blue'"),
        ({"cvd": ("protan", "blue")}, "cvd must be one of 'protan', .*'blue'"),
        ({"space": "lab"}, "space must be one of 'oklab', 'cam16ucs'; got 'lab'"),
        ({"space": ("oklab", "lab")}, "space must be one of .*'lab'"),
        ({"space": ()}, "space must name at least one color space; got"),
        ({"seed_colors": [[2.0, 0, 0]]}, r"seed_colors must be sRGB .* from 0 to 2"),
        ({"seed_colors": [[1.0, -0.5, 0]]}, r"seed_colors must be sRGB .* -0.5 to 1"),
        (
            {"background": (0.5, 2, 0)},
            r"background must be a matplotlib.*\(0.5, 2, 0\)",
        ),
        ({"seed_colors": [1.0, 0, 0]}, "seed_colors must be .* shape"),
        ({"background": "no color"}, "no color"),
    ],
)
def test_what_makes_no_palette(parameters, message):
    with pytest.raises(ValueError, match=message):
        distinct_palette(**{"n": 4, **parameters})
