import numpy as np
import pytest

from skcolor._quantiles import quantile_limits
from skcolor.paint._scale import rescale


def test_limits_by_hand():
    values = np.arange(101.0)
    assert quantile_limits(values, (2, 98)) == (2, 98)
    low, high = quantile_limits(np.column_stack([values, -values]), (0, 100))
    np.testing.assert_array_equal(low, [0, -100])
    np.testing.assert_array_equal(high, [100, 0])


def test_rescale_by_hand():
    values = np.array([-1.0, 0.0, 1.0, 4.0, 9.0])
    np.testing.assert_array_equal(rescale(values, 0, 4), [0, 0, 0.25, 1, 1])
    np.testing.assert_array_equal(rescale(values, 1, 5), [0, 0, 0, 0.75, 1])
    np.testing.assert_array_equal(rescale(values, 5, 1), [1, 1, 1, 0.25, 0])


def test_columns_have_limits_of_their_own():
    values = np.array([[1.0, 10], [2, 20], [3, 30]])
    scaled = rescale(values, [1, 30], [5, 10])
    np.testing.assert_array_equal(scaled, [[0, 1], [0.25, 0.5], [0.5, 0]])
    scaled = rescale(values, [1, 7], [5, 7])
    np.testing.assert_array_equal(scaled, [[0, 0.5], [0.25, 0.5], [0.5, 0.5]])


def test_equal_limits_give_the_middle_to_every_value():
    np.testing.assert_array_equal(rescale(np.array([1.0, 2.0, 3.0]), 2, 2), 0.5)


@pytest.mark.parametrize("scale", [1e-320, 1e-30, 1e30, 1.7e308])
def test_extreme_scales(scale):
    np.testing.assert_allclose(
        rescale(np.array([-1.0, 0.0, 1.0]) * scale, -scale, scale), [0, 0.5, 1], atol=1e-3
    )
    assert rescale(np.array([1e308]), 0, 1e-300) == 1


@pytest.mark.parametrize("quantile_range", [None, 5, "ab", (1, 2, 3), (np.nan, 5)])
def test_what_is_no_range(quantile_range):
    with pytest.raises(
        ValueError, match="quantile_range must be two increasing percentages"
    ):
        quantile_limits(np.arange(3.0), quantile_range)
