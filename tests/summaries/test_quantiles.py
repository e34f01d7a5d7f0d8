import numpy as np
import pytest
from sklearn import config_context

from skcolor._compat import HAS_ARRAY_API
from skcolor._summaries.quantiles import next_values, percentiles, quantile_limits
from skcolor._summaries.sketch import QuantileSketch
from skcolor.paint._scale import rescale

PERCENTAGES = [0, 0.7, 33.3, 50, 99, 100]


needs_array_api = pytest.mark.skipif(not HAS_ARRAY_API, reason="needs scikit-learn 1.9")


@pytest.fixture
def table():
    return np.random.default_rng(0).lognormal(size=(101, 25))


def test_percentiles_of_columns_are_numpys(table):
    expected = np.percentile(table, PERCENTAGES, axis=0)
    np.testing.assert_allclose(percentiles(table, PERCENTAGES), expected)
    np.testing.assert_allclose(percentiles(table[:, 0], PERCENTAGES), expected[:, :1])
    sketch = QuantileSketch.of(table)
    np.testing.assert_allclose(percentiles(sketch, PERCENTAGES), expected)


@needs_array_api
@pytest.mark.parametrize("n_rows", [1, 2, 101])
def test_percentiles_of_columns_in_another_library_are_numpys(table, n_rows):
    xp = pytest.importorskip("array_api_strict")
    rows = table[:n_rows]
    with config_context(array_api_dispatch=True):
        found = percentiles(xp.asarray(rows), PERCENTAGES)
        one = percentiles(xp.asarray(rows[:, 0]), PERCENTAGES)
    np.testing.assert_allclose(found, np.percentile(rows, PERCENTAGES, axis=0))
    np.testing.assert_array_equal(one, found[:, :1])


@needs_array_api
def test_equal_numbers_are_their_own_percentiles_in_another_library():
    xp = pytest.importorskip("array_api_strict")
    with config_context(array_api_dispatch=True):
        found = percentiles(xp.asarray(np.full((7, 1), 0.1)), [33.3, 66.6])
    np.testing.assert_array_equal(found, 0.1)


def test_the_widest_range_does_not_overflow():
    wide = np.array([-1.0, 1.0]) * np.finfo(np.float64).max
    np.testing.assert_allclose(percentiles(wide, [0, 50, 100])[:, 0], [wide[0], 0, wide[1]])


@pytest.mark.parametrize("make", [np.array, QuantileSketch.of])
def test_the_next_values_of_every_column(make):
    rows = np.array([[1.0, 5], [2, 5], [3, 5], [4, 5]])
    below, above = next_values(make(rows), np.array([2.0, 5]), np.array([3.0, 5]))
    np.testing.assert_array_equal(below, [1, -np.inf])
    np.testing.assert_array_equal(above, [4, np.inf])


def test_limits_by_hand():
    values = np.arange(101.0)
    assert quantile_limits(values, (2, 98)) == (2, 98)
    low, high = quantile_limits(np.column_stack([values, -values]), (0, 100))
    np.testing.assert_array_equal(low, [0, -100])
    np.testing.assert_array_equal(high, [100, 0])


# Most of them at one value, and what the limits are then.
EXCEPTIONS = {
    "one above": ([0] * 200 + [10], (0, 10)),
    "one far above": ([0] * 200 + [1e9], (0, 1e9)),
    "several above": ([0] * 400 + [3, 5, 1e9], (0, 3)),
    "one below": ([1] * 200 + [0.25], (0.25, 1)),
    "on both sides": ([5] * 400 + [4, -90, 8, 1e9], (4, 6)),
    "on both sides, nearer above": ([5] * 200 + [1, 7], (3, 7)),
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
    alone = 0.5 * (low == high or "both" in name) + (name == "one below")
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
    values = np.column_stack([1000 + np.arange(101.0), np.zeros(101), np.full(101, 0.1)])
    values[5, 1] = 1
    low, high = quantile_limits(values, (10, 90))
    np.testing.assert_array_equal(low, [1010, 0, 0.1])
    np.testing.assert_array_equal(high, [1090, 1, 0.1])


@pytest.mark.parametrize(
    "quantile_range", [None, 5, "ab", (1, 2, 3), (np.nan, 5), (5, 5), (0, 100.5)]
)
def test_what_is_no_range(quantile_range):
    with pytest.raises(
        ValueError, match="quantile_range must be two increasing percentages"
    ):
        quantile_limits(np.arange(3.0), quantile_range)
