import numpy as np
import pytest

from skcolor import ChannelColorer

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


def test_unknown_space():
    with pytest.raises(ValueError, match="'space' parameter of ChannelColorer must be"):
        ChannelColorer(space="cmyk").fit(X)
