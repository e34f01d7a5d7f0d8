import matplotlib
import numpy as np
import pytest

from skcolor.paint._colormaps import apply_colormap, colormap_table
from skcolor.paint._palettes import (
    MISSING_COLOR,
    get_palette,
    paint_labels,
    palette_colors,
)

CYCLIC = ("hsv", "twilight", "twilight_shifted")


@pytest.mark.parametrize("name", ["hsv", "twilight", "viridis"])
@pytest.mark.parametrize("n_labels", [2, 3, 8, 128, 1000])
def test_every_label_has_a_color_of_its_own(name, n_labels):
    palette = get_palette(name, n_labels)
    assert palette.shape == (n_labels, 3)
    assert len(np.unique(palette.round(12), axis=0)) == n_labels


def test_the_ends_of_a_cyclic_colormap_do_not_meet():
    palette = get_palette("hsv", 3)
    # Thirds of the color circle: close to red, green and blue.
    np.testing.assert_allclose(palette, np.eye(3), atol=0.1)
    for name in CYCLIC:
        first, last = get_palette(name, 8)[[0, -1]]
        assert np.linalg.norm(first - last) > 0.1


@pytest.mark.parametrize("name", ["viridis", "coolwarm", "plasma", "Grays", "terrain"])
def test_other_colormaps_are_used_from_end_to_end(name):
    colormap = matplotlib.colormaps[name]
    shades = palette_colors(name, 3)
    np.testing.assert_allclose(shades[[0, 2]], colormap([0.0, 1.0])[:, :3])
    between = colormap([127, 128])[:, :3].mean(axis=0)
    np.testing.assert_allclose(shades[1], between, atol=1e-12)


@pytest.mark.parametrize("name", ["viridis", "tab10"])
def test_positions_get_the_colors_that_matplotlib_gives(name):
    colormap = matplotlib.colormaps[name]
    table = colormap_table(colormap)
    assert table.shape == (colormap.N, 3)
    np.testing.assert_array_equal(table, colormap_table(name))
    positions = np.append(np.linspace(0, 1, 1001), np.arange(colormap.N) / colormap.N)
    np.testing.assert_array_equal(
        apply_colormap(positions, table), colormap(positions)[:, :3]
    )


def test_qualitative_colormaps_keep_their_order_and_start_again():
    palette = get_palette("tab10", 23)
    tab10 = np.array(matplotlib.colormaps["tab10"].colors)
    np.testing.assert_array_equal(palette, tab10[np.arange(23) % 10])


@pytest.mark.parametrize(
    "palette",
    [[[1, 0, 0], [0, 0.5, 1]], np.array([[1, 0, 0], [0, 0.5, 1]]), ["red", "#0080ff"]],
)
def test_arrays_and_lists_of_colors(palette):
    expected = [[1, 0, 0], [0, 0.5, 1], [1, 0, 0]]
    np.testing.assert_allclose(get_palette(palette, 3), expected, atol=0.002)
    np.testing.assert_array_equal(get_palette(palette[:1], 3), [[1, 0, 0]] * 3)


@pytest.mark.parametrize("n_labels", [0, 1])
def test_no_label_or_one(n_labels):
    assert get_palette("hsv", n_labels).shape == (n_labels, 3)


@pytest.mark.parametrize(
    ("palette", "message"),
    [
        ("tab11", "palette must be .* got 'tab11': did you mean 'tab10'"),
        ("distinc", "did you mean 'distinct'"),
        ("##", "palette must be .* got '##': e.g. 'viridis'"),
        ([[2.0, 0, 0]], r"palette must contain sRGB colors in \[0, 1\]; .* 0 to 2"),
        ([[1.0, -0.5, 0]], r"palette must contain sRGB colors in \[0, 1\]; .* -0.5 to 1"),
        ([[1.0, np.nan, 0]], "palette must contain sRGB colors"),
        (["no color"], r"palette must be .* list of colors"),
        ([], "palette must contain at least one color"),
        (np.zeros((2, 5)), r"palette must be .* \(m, 3\)"),
    ],
)
def test_what_is_no_palette(palette, message):
    with pytest.raises(ValueError, match=message):
        get_palette(palette, 4)


def test_labels_are_painted_and_negative_ones_are_gray():
    palette = np.array([[1, 0, 0], [0, 1, 0]], dtype=np.float32)
    colors = paint_labels(np.array([1, -1, 0, -3]), palette, MISSING_COLOR)
    assert colors.dtype == np.float32
    gray = np.float32(MISSING_COLOR)
    assert 0 < gray[0] == gray[1] == gray[2] < 1
    np.testing.assert_array_equal(colors, [[0, 1, 0], gray, [1, 0, 0], gray])
    np.testing.assert_array_equal(
        paint_labels(np.array([0, 1]), palette, MISSING_COLOR), palette
    )
    np.testing.assert_array_equal(
        paint_labels(np.array([-1]), palette[:0], MISSING_COLOR), [gray]
    )


@pytest.mark.parametrize("kind", [np.array, list, tuple])
def test_palettes_may_leave_their_range_by_rounding(kind):
    palette = kind([[1 + 1e-7, -1e-9, 0.5]])
    np.testing.assert_array_equal(get_palette(palette, 1), [[1, 0, 0.5]])
    with pytest.raises(ValueError, match="palette must"):
        get_palette(kind([[1.001, 0, 0.5]]), 1)
