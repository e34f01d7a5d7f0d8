import numpy as np
import pytest
from sklearn import config_context

from skcolor._compat import HAS_ARRAY_API
from skcolor._summaries.quantiles import quantile_limits
from skcolor._summaries.sketch import QuantileSketch
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
    np.testing.assert_array_equal(scaled, [[0, 1], [0.25, 1], [0.5, 1]])


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("limit", [2.0, -0.1, 1e30, 0.0])
def test_what_lies_outside_equal_limits_is_at_their_ends(limit, dtype):
    limit, size = dtype(limit), np.abs(dtype(limit))
    near = [np.nextafter(limit, dtype(side)) for side in (-np.inf, np.inf)]
    far = [limit - (size or 1) * dtype(1e-3), limit + (size or 1) * dtype(1e-3)]
    values = np.array([far[0], limit, far[1]], dtype=dtype)
    np.testing.assert_array_equal(rescale(values, limit, limit), [0, 0.5, 1])
    if limit:  # nothing is so near to 0 that it could be a rounded 0
        np.testing.assert_array_equal(rescale(np.array(near), limit, limit), 0.5)


# Most of them at one value, and what the limits are then.
EXCEPTIONS = {
    "one above": ([0] * 200 + [10], (0, 10)),
    "one far above": ([0] * 200 + [1e9], (0, 1e9)),
    "several above": ([0] * 400 + [3, 5, 1e9], (0, 3)),
    "one below": ([1] * 200 + [0.25], (0.25, 1)),
    "on both sides": ([5] * 400 + [4, -90, 8, 1e9], (4, 6)),
    "flags": ([0] * 990 + [1] * 10, (0, 1)),
    "none": ([7] * 30, (7, 7)),
}


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("name", EXCEPTIONS)
def test_limits_that_would_be_equal_reach_to_the_next_values(name, dtype):
    values, expected = EXCEPTIONS[name]
    values = np.random.default_rng(0).permutation(np.array(values, dtype=dtype))
    usual, (low, high) = dtype(np.median(values)), quantile_limits(values, (2, 98))
    assert (low, high) == expected
    parts = [QuantileSketch.of(part) for part in np.array_split(values, 7)]
    assert quantile_limits(sum(parts[1:], parts[0]), (2, 98)) == expected
    xp = pytest.importorskip("array_api_strict")
    with config_context(array_api_dispatch=HAS_ARRAY_API):
        strict = xp.asarray(values) if HAS_ARRAY_API else values
        assert quantile_limits(strict, (2, 98)) == expected
    positions = rescale(values, low, high)
    np.testing.assert_array_equal(positions[values > usual], 1)
    np.testing.assert_array_equal(positions[values < usual], 0)
    alone = 0.5 * (low == high or name == "on both sides") + (name == "one below")
    np.testing.assert_array_equal(positions[values == usual], alone)


def test_exceptions_of_many_rows_in_parts_are_at_an_end():
    values = np.zeros(30_000)
    values[::29_000] = 1e-3, 50
    parts = [QuantileSketch.of(part) for part in np.array_split(values, 9)]
    low, high = quantile_limits(sum(parts[1:], parts[0]), (2, 98))
    assert low == 0
    assert rescale(np.array([0.0, 50]), low, high).tolist() == [0, 1]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("value", [0.1, -3e5, 1e-20])
def test_rounding_is_not_painted(value, dtype):
    noise = np.random.default_rng(0).integers(-3, 4, size=500)
    values = (value * (1 + np.finfo(dtype).eps * noise)).astype(dtype)
    np.testing.assert_array_equal(rescale(values, *quantile_limits(values, (2, 98))), 0.5)
    values[[3, 77]] = 2 * value
    positions = rescale(values, *quantile_limits(values, (2, 98)))
    usual = np.delete(positions, [3, 77])
    np.testing.assert_array_equal(positions[[3, 77]], float(value > 0))
    np.testing.assert_allclose(usual, float(value < 0), atol=1e-5)


def test_other_columns_keep_their_percentiles():
    values = np.column_stack([np.arange(101.0), np.zeros(101), np.full(101, 0.1)])
    values[5, 1] = 1
    low, high = quantile_limits(values, (10, 90))
    np.testing.assert_array_equal(low, [10, 0, 0.1])
    np.testing.assert_array_equal(high, [90, 1, 0.1])


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
