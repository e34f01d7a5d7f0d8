import matplotlib
import numpy as np
import pytest

from skcolor.metrics import neighbor_contrast
from skcolor.paint import arrange_palette, delta_e


def stripes(n_labels, n_rows=3000):
    layout = np.random.default_rng(0).random((n_rows, 2)) * [n_labels, 1]
    return layout, layout[:, 0].astype(int)


def test_it_is_what_the_definition_says():
    """Stripes touch those beside them, and no others."""
    layout, labels = stripes(6)
    palette = np.random.default_rng(1).random((6, 3))
    apart = [delta_e(palette[i], palette[i + 1]) for i in range(5)]
    contrast = neighbor_contrast(layout, labels, palette)
    assert contrast.smallest == pytest.approx(min(apart))
    assert contrast.mean == pytest.approx(np.mean(apart))
    assert all(type(value) is float for value in contrast)


def test_it_is_measured_in_the_space_that_is_asked_for():
    layout, labels = stripes(6)
    palette = np.random.default_rng(1).random((6, 3))
    apart = delta_e(palette[:-1], palette[1:], space="cam16ucs")
    contrast = neighbor_contrast(layout, labels, palette, space="cam16ucs")
    np.testing.assert_allclose(contrast, [apart.min(), apart.mean()])


def test_colors_that_wash_out_have_less():
    layout, labels = stripes(6)
    palette = np.random.default_rng(1).random((6, 3))
    scores = [
        neighbor_contrast(layout, labels, 0.5 + w * (palette - 0.5)) for w in (1, 0.5, 0.1)
    ]
    assert (np.diff(scores, axis=0) < 0).all()


def test_arranged_colors_have_more_than_those_in_order():
    layout, labels = stripes(12)
    hsv = matplotlib.colormaps["hsv"](np.arange(12) / 12)[:, :3]
    in_order = neighbor_contrast(layout, labels, hsv)
    arranged = neighbor_contrast(layout, labels, arrange_palette(hsv, labels, layout))
    assert arranged.smallest > 1.5 * in_order.smallest
    assert arranged.mean > in_order.mean


def test_labels_that_do_not_touch_have_none():
    layout, labels = stripes(3)
    none = (0.0, 0.0)
    assert neighbor_contrast(layout, np.zeros_like(labels), np.ones((1, 3))) == none
    assert neighbor_contrast(layout, np.full_like(labels, -1), np.ones((1, 3))) == none
    islands = layout + 1000 * labels[:, np.newaxis]
    assert neighbor_contrast(islands, labels, np.eye(3)) == none


def test_rows_without_a_label_part_those_that_have_one():
    layout, labels = stripes(3)
    palette = np.array([[0, 0, 0], [1, 1, 1], [1, 1, 1]])
    assert neighbor_contrast(layout, labels, palette).smallest == 0
    labels[labels == 2] = -1
    assert neighbor_contrast(layout, labels, palette).smallest == pytest.approx(1)


def test_missing_labels_touch_nothing():
    layout, labels = stripes(3, n_rows=90)
    none = np.where(labels == 1, -1, labels)
    wanted = neighbor_contrast(layout, none, np.eye(3))
    for missing in (np.where(none < 0, np.nan, none), np.where(none < 0, None, none)):
        assert neighbor_contrast(layout, missing, np.eye(3)) == wanted


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"layout": None}, "layout must be a dense table"),
        (
            {"labels": np.zeros(49, dtype=int)},
            r"labels has shape \(49,\); wanted \(50,\)",
        ),
        ({"labels": np.full(50, 0.5)}, "labels must be 50 integers.* got .*0.5"),
        ({"labels": np.full(50, "a")}, "labels must be 50 integers.* got .*'a'"),
        ({"palette": np.eye(3)[:2]}, r"a color for each label, up to 2; got .* \(2, 3\)"),
        ({"palette": np.ones(3)}, r"a color for each label, up to 2; got shape \(3,\)"),
    ],
)
def test_what_does_not_fit(change, message):
    layout, labels = stripes(3, n_rows=50)
    with pytest.raises(ValueError, match=message):
        neighbor_contrast(
            **{"layout": layout, "labels": labels, "palette": np.eye(3), **change}
        )
