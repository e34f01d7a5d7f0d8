import numpy as np
import pytest
from sklearn import config_context

from skcolor._compat import HAS_ARRAY_API
from skcolor._summaries.quantiles import next_values, percentiles, quantile_limits
from skcolor._summaries.sketch import QuantileSketch

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


@pytest.mark.parametrize("make", [np.array, QuantileSketch.of])
@pytest.mark.parametrize(
    ("others", "limits"),
    [
        ([9, 7], (2, 7)),  # all others are larger
        ([-9, -7], (-7, 2)),
        ([-1, 9], (-1, 5)),  # as far as the nearest other
        ([-9, 3], (1, 3)),
        ([], (2, 2)),
        ([2 + 4e-16], (2, 2)),  # by rounding only
    ],
)
def test_equal_limits_part_as_far_as_to_the_next_values(make, others, limits):
    values = np.array([2.0] * 96 + others)
    vmin, vmax = quantile_limits(make(values), (10, 90))
    np.testing.assert_allclose((np.ravel(vmin)[0], np.ravel(vmax)[0]), limits)
    assert np.shape(vmin) == (() if make is np.array else (1,))


def test_limits_that_differ_stay_beside_equal_ones():
    values = np.column_stack([1000 + np.arange(101.0), [*[4.0] * 100, 6]])
    vmin, vmax = quantile_limits(values, (10, 90))
    np.testing.assert_allclose(vmin, [1010, 4])
    np.testing.assert_allclose(vmax, [1090, 6])


@pytest.mark.parametrize(
    "bad", [(90, 10), (5, 5), (-1, 50), (0, 100.5), (1, 2, 3), "ab", None, (np.nan, 5)]
)
def test_what_is_no_range_of_percentages(bad):
    with pytest.raises(ValueError, match="quantile_range must be two increasing .* got"):
        quantile_limits(np.arange(5.0), bad)
