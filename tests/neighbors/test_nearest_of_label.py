import numpy as np
import pytest
from scipy.spatial.distance import cdist

from skcolor.neighbors._nearest_of_label import distances_to, nearest_of_label


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_nearest_row_that_carries_the_label(dtype):
    rng = np.random.default_rng(0)
    X, labels = rng.normal(size=(300, 4)).astype(dtype), rng.integers(-1, 8, 300)
    labels[labels == 5] = -1
    points = rng.normal(size=(9, 4)).astype(dtype)
    found = nearest_of_label(X, labels, points)
    apart = np.where(labels == np.arange(9)[:, np.newaxis], cdist(points, X), np.inf)
    expected = np.where(np.isfinite(apart).any(axis=1), apart.argmin(axis=1), -1)
    np.testing.assert_array_equal(found, expected)
    assert found[5] == found[8] == -1


def test_of_rows_as_near_the_first_and_none_where_no_row_has_a_label():
    X, points = np.array([[5.0], [1.0], [-1.0], [1.0]]), np.zeros((1, 1))
    assert nearest_of_label(X, np.array([-1, 0, 0, 0]), points).tolist() == [1]
    assert nearest_of_label(X, np.full(4, -1), points).tolist() == [-1]
    assert nearest_of_label(X, np.full(4, -1), points[:0]).tolist() == []


def test_distances_are_to_the_point_of_each_row():
    X, points = np.array([[0.0], [1.0], [2.0]]), np.array([[0.0], [10.0]])
    assert distances_to(X, points, np.array([0, 1, 1])).tolist() == [0, 9, 8]
