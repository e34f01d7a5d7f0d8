import numpy as np
import pytest

from skcolor._summaries.color_limits import color_limits
from skcolor._summaries.sketch import QuantileSketch

VALUES = np.append(np.arange(101.0), [np.nan] * 9)


@pytest.mark.parametrize("make", [np.asarray, QuantileSketch.of], ids=["rows", "sketch"])
@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, (10, 90)),
        ({"vmin": -5}, (-5, 90)),
        ({"vmax": 500}, (10, 500)),
        ({"vmin": 95}, (95, 96)),  # the next value
        ({"vmin": 500}, (500, 500)),
        ({"vmin": 20, "vmax": 30}, (20, 30)),
        ({"center": 0}, (-90, 90)),
        ({"center": 80}, (10, 150)),
        ({"center": 20, "vmin": 15}, (15, 25)),
        ({"center": 20, "vmax": 50}, (-10, 50)),
        ({"center": 20, "vmin": 0, "vmax": 25}, (0, 25)),
    ],
)
def test_limits(make, given, expected):
    found = color_limits(make(VALUES), (10, 90), **given)
    assert found == pytest.approx(expected)
    assert [type(limit) for limit in found] == [float, float]


def test_equal_percentiles_move_apart_unless_a_given_limit_is_apart_already():
    values = np.repeat([5.0, 6.0], [199, 1])
    assert color_limits(values, (2, 98)) == (5, 6)
    assert color_limits(values, (2, 98), vmin=0) == (0, 5)
    assert color_limits(values, (2, 98), vmin=5) == (5, 6)
    assert color_limits(values, (2, 98), center=5) == (4, 6)


def test_limits_around_a_center_stay_finite():
    values = np.array([-1.7e308, 1.7e308])
    low, high = color_limits(values, (0, 100), center=1e308)
    assert np.isfinite([low, high]).all()
    assert low < 1e308 < high


def test_percentages_are_checked_even_if_limits_are_given():
    with pytest.raises(ValueError, match="quantile_range must be"):
        color_limits(VALUES, (90, 10), vmin=0, vmax=1)
