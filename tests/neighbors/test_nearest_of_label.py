import numpy as np
import pytest
from scipy.spatial.distance import cdist

from skcolor.neighbors import _nearest_of_label
from skcolor.neighbors._nearest_center import NearestCenter
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


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_bounds_leave_few_rows_to_measure_and_change_nothing(dtype, monkeypatch):
    rng = np.random.default_rng(0)
    X = np.round(4 * rng.normal(size=(2000, 6))).astype(dtype)  # with equally near rows
    points = np.vstack([np.round(4 * rng.normal(size=(9, 6))), np.full((1, 6), 99)])
    nearest, bounds = NearestCenter(points, dtype), np.empty((2000, 2), dtype)
    labels = nearest.find(X, bounds)
    expected = nearest_of_label(X, labels, points.astype(dtype))
    assert expected[-1] == -1
    measured, measure = [], _nearest_of_label.distances_to

    def count(rows, *others):
        measured.append(len(rows))
        return measure(rows, *others)

    monkeypatch.setattr(_nearest_of_label, "distances_to", count)
    found = nearest_of_label(X, labels, points.astype(dtype), bounds)
    np.testing.assert_array_equal(found, expected)
    assert sum(measured) < 100


def test_rows_without_bounds_are_measured():
    X, points, labels = np.array([[3.0], [1.0], [2.0]]), np.zeros((1, 1)), np.zeros(3, int)
    bounds = np.array([[9.0, 9.0], [np.nan, np.nan], [4.0, 4.0]])
    assert nearest_of_label(X, labels, points, bounds).tolist() == [1]
