import numpy as np
import pytest

from skcolor.neighbors._own_row import find_self, leave_out


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_nearest_is_the_row_itself_where_rounding_explains_how_far_it_is(dtype):
    ulp = np.finfo(dtype).eps
    X = np.array([[1.0, 0.5], [1e5, 0.5], [1.0, 0.5], [1.0, 0.5]], dtype=dtype)
    # Far neighbors say nothing about how exact a row is.
    distances = [[9, 2 * ulp], [1e5, 1e5 * ulp], [1e9, 100 * ulp], [1e9, 1]]
    found = find_self(X, np.array(distances, dtype=dtype), dtype, projected=False)
    np.testing.assert_array_equal(found, [1, 1, -1, -1])


def test_the_coarser_float_type_tells_the_rounding():
    X, distances = np.ones((1, 1)), np.array([[1e-7, 1.0]])
    assert find_self(X, distances, np.float64, projected=False)[0] == -1
    assert find_self(X, distances, np.float32, projected=False)[0] == 0


def test_projected_rows_may_be_as_far_as_is_next_to_nothing():
    X = np.full((4, 2), 1e-3)
    distances = np.array([[5.0, 1e-9, 1], [1, 1e-7, 5], [1e-9, 2e-9, 1], [5, 1e-9, 1]])
    projected = np.ones((4, 3), dtype=bool)
    projected[3, 1] = False
    found = find_self(X, distances, np.float64, projected=projected)
    # The second is too far; the third has a copy; the fourth may not be that row.
    np.testing.assert_array_equal(found, [1, -1, 0, -1])
    # Copies alone are no measure of what is far.
    assert find_self(X[:1], np.array([[1e-9, 1e-9]]), np.float64)[0] == -1
    assert find_self(X[:1], np.zeros((1, 2)), np.float64)[0] == 0
    # Nor is what is too far to be measured.
    assert find_self(X[:1], np.array([[1e-9, np.inf]]), np.float64)[0] == -1


def test_a_row_leaves_its_own_neighbors():
    indices = np.array([[4, 0, 2], [3, 2, 1]])
    np.testing.assert_array_equal(leave_out([1, -1], indices), [[4, 2], [3, 2]])
