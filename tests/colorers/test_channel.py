import numpy as np
import pytest

from skcolor import ChannelColorer
from skcolor.paint import srgb_to_oklab

X = np.array([[0.0, 10.0, 5.0, 7.0], [2.0, 30.0, 5.0, -7.0], [8.0, 20.0, 5.0, 0.0]])


def test_min_max_by_hand():
    colorer = ChannelColorer(quantile_range=(0, 100))
    expected = [[0, 0, 0.5], [0.25, 1, 0.5], [1, 0.5, 0.5]]
    np.testing.assert_allclose(colorer.fit_transform(X), expected)
    np.testing.assert_array_equal(colorer.vmin_, [0, 10, 5])
    np.testing.assert_array_equal(colorer.vmax_, [8, 30, 5])


def test_new_rows_outside_the_training_range_are_clipped():
    colorer = ChannelColorer(quantile_range=(0, 100)).fit(X)
    np.testing.assert_allclose(colorer.transform([[-5.0, 20, 5, 0]]), [[0, 0.5, 0.5]])


def test_an_outlier_does_not_wash_out_the_rest():
    rng = np.random.default_rng(0)
    rows = np.vstack([rng.normal(size=(999, 3)), [[1e6, 1e6, 1e6]]])
    assert ChannelColorer(quantile_range=(0, 100)).fit_transform(rows)[:-1].std() < 1e-5
    assert ChannelColorer().fit_transform(rows)[:-1].std() > 0.1


def test_fewer_columns_are_padded_with_the_middle():
    np.testing.assert_array_equal(ChannelColorer().fit_transform(X[:, :2])[:, 2], 0.5)
    np.testing.assert_array_equal(ChannelColorer().fit_transform(X[:, :1])[:, 1:], 0.5)


def test_ranges_as_wide_as_the_float_type():
    wide = np.array([[-1.7e308], [0.0], [1.7e308]])
    red = ChannelColorer(quantile_range=(0, 100)).fit_transform(wide)[:, 0]
    np.testing.assert_allclose(red, [0, 0.5, 1])


@pytest.mark.parametrize(
    "quantile_range", [(5,), (99, 1), (-1, 50), (0, 101), (1, 1), ("a", 2)]
)
def test_bad_quantile_range(quantile_range):
    with pytest.raises(
        ValueError, match="quantile_range must be two increasing percentages"
    ):
        ChannelColorer(quantile_range=quantile_range).fit(X)


def test_a_box_of_oklab_by_hand():
    low, high = np.array([0.25, -0.2, -0.2]), np.array([0.95, 0.2, 0.2])
    colorer = ChannelColorer(space="oklab", quantile_range=(0, 100)).fit([low, high])
    lab = [[0.25, 0, 0], [0.95, 0, 0], [0.6, 0.1, 0], [0.6, 0, 0.1], [0.6, -0.05, -0.05]]
    np.testing.assert_allclose(srgb_to_oklab(colorer.transform(lab)), lab, atol=1e-6)


def test_colors_outside_the_gamut_keep_their_lightness_and_hue():
    colorer = ChannelColorer(space="oklab", quantile_range=(0, 100))
    corners = np.indices((2, 2, 2)).reshape(3, -1).T * 1.0
    lab = srgb_to_oklab(colorer.fit_transform(corners))
    np.testing.assert_allclose(lab[:, 0], 0.25 + 0.7 * corners[:, 0], atol=1e-3)
    wanted = np.arctan2(corners[:, 2] - 0.5, corners[:, 1] - 0.5)
    np.testing.assert_allclose(np.arctan2(lab[:, 2], lab[:, 1]), wanted, atol=0.01)


def test_unknown_space():
    with pytest.raises(ValueError, match="'space' parameter of ChannelColorer must be"):
        ChannelColorer(space="cmyk").fit(X)


@pytest.mark.parametrize("space", ["srgb", "oklab"])
def test_rare_flags_are_seen(space):
    flags = np.zeros((1000, 3))
    flags[:5, 0], flags[5:10, 1], flags[990:, 2] = 1, 1, 1
    colors = ChannelColorer(space=space).fit_transform(flags)
    assert len(np.unique(colors, axis=0)) == 4
    if space == "srgb":
        np.testing.assert_array_equal(colors, flags)
