import numpy as np
import pytest

from skcolor.plotting import ColoringDisplay, plot_gallery
from skcolor.plotting._view import count_outside, find_bulk, widen

BASE = np.random.default_rng(0).normal(size=(1000, 2))


def box_of(layout):
    return layout.min(axis=0), layout.max(axis=0)


@pytest.mark.parametrize("far", [1e2, 1e5, 1e30])
@pytest.mark.parametrize(("n", "n_far"), [(20, 1), (1000, 1), (1000, 5)])
def test_the_bulk_holds_all_points_but_those_far_off(far, n_far, n):
    outliers = far * np.array([[1, 0.2], [-1, 0], [0, -1], [1, 1], [-1, 1]])[:n_far]
    layout = np.vstack([outliers, BASE[:n]])
    box = find_bulk(layout)
    np.testing.assert_array_equal(box, box_of(BASE[:n]))
    assert count_outside(layout, *box) == n_far


@pytest.mark.parametrize(
    "layout",
    [
        BASE,
        BASE * [1000, 1],
        BASE**3,
        np.vstack([BASE, [[20.0, 0.0]]]),  # alone, yet not so far that others are small
        np.vstack([BASE[:500], BASE[500:] * 1e-3 + 1e5]),  # two groups
        np.repeat([[0.0, 0.0], [9.0, 9.0]], [99, 1], axis=0),  # two places
        np.array([[0.0, 0.0], [1.0, 1.0], [1e5, 0.0]]),
        np.zeros((50, 2)),
        (BASE * 100).astype(int),
    ],
)
def test_nothing_is_left_out_of_a_map_whose_parts_can_be_seen(layout):
    np.testing.assert_array_equal(find_bulk(layout), box_of(layout))


@pytest.mark.parametrize("scale", [1e-30, 1.0, 1e30])
@pytest.mark.parametrize("place", [0.0, 7.0, 1e8])
def test_no_side_is_narrower_than_a_quarter_and_the_middle_stays(scale, place):
    for spans, wanted in (([8, 0], [8, 2]), ([0.001, 8], [2, 8]), ([8, 4], [8, 4])):
        low = np.full(2, place * scale)
        high = low + scale * np.array(spans)
        left, right = widen(low, high)
        np.testing.assert_allclose((right - left) / scale, wanted, rtol=1e-6)
        np.testing.assert_allclose((left + right) / 2, (low + high) / 2)
    left, right = widen(low, low)
    assert right[0] - left[0] == pytest.approx((right - left)[1])
    assert (left < low).all()
    assert (low < right).all()


def drawn_pixels(display):
    """How many pixels of the picture are not white."""
    display.figure_.canvas.draw()
    pixels = np.asarray(display.figure_.canvas.buffer_rgba())[..., :3]
    return int((pixels < 250).any(axis=2).sum())


@pytest.mark.parametrize("raster", [False, True])
@pytest.mark.parametrize(
    "layout",
    [
        BASE * [1000, 1],
        BASE * [1, 1e9],
        np.column_stack([np.arange(50.0), np.full(50, 7.0)]),
        np.column_stack([np.full(50, 7.0), np.arange(50.0)]),
    ],
)
def test_narrow_maps_are_drawn_in_whole_points(layout, raster):
    colors = np.zeros((len(layout), 3))
    display = ColoringDisplay.from_colors(layout, colors, raster=raster, s=30)
    # Points of 30 square points are 6 pixels high at 72 to the inch; in a row of 6 inches.
    assert drawn_pixels(display) > 1000


@pytest.mark.parametrize("raster", [False, True])
@pytest.mark.parametrize("place", [[7.0, 3.0], [1e8, 0.0], [0.0, -1e30], [0.0, 0.0]])
@pytest.mark.parametrize("n", [1, 20])
def test_points_in_one_place_are_drawn_in_the_middle(place, n, raster):
    layout = np.tile(place, (n, 1))
    display = ColoringDisplay.from_colors(layout, np.zeros((n, 3)), raster=raster, s=30)
    drawn_pixels(display)
    x, y = display.ax_.transAxes.inverted().transform(
        display.ax_.transData.transform(layout[0])
    )
    assert (x, y) == pytest.approx((0.5, 0.5), abs=0.01)


@pytest.mark.parametrize("raster", [False, True])
def test_a_picture_shows_the_bulk_and_says_what_it_leaves_out(raster):
    layout = np.vstack([BASE, [[1e5, 0.0], [0.0, -1e30]]])
    colors = np.zeros((1002, 3))
    display = ColoringDisplay.from_colors(layout, colors, raster=raster)
    alone = ColoringDisplay.from_colors(BASE, colors[:1000], raster=raster)
    np.testing.assert_allclose(display.ax_.get_xlim(), alone.ax_.get_xlim())
    np.testing.assert_allclose(display.ax_.get_ylim(), alone.ax_.get_ylim())
    assert drawn_pixels(display) > 0.9 * drawn_pixels(alone)
    assert display.outside_.get_text() == "2 points outside"
    assert alone.outside_ is None
    whole = display.plot(whole=True)
    assert whole.outside_ is None
    assert whole.ax_.get_xlim()[1] > 1e5
    assert whole.ax_.get_ylim()[0] < -1e30


def test_panels_of_a_gallery_have_the_same_view_and_points():
    layout = np.vstack([BASE * [8, 1], [[1e5, 0.0]]])
    panels = plot_gallery(dict.fromkeys("abc", np.zeros((1001, 3))), layout).axes
    assert {ax.get_xlim() for ax in panels} == {panels[0].get_xlim()}
    assert panels[0].get_xlim()[1] < 100
    assert {ax.texts[0].get_text() for ax in panels} == {"1 point outside"}
    assert len({ax.collections[0].get_sizes()[0] for ax in panels}) == 1
