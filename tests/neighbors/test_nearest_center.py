import numpy as np
import pytest
from scipy.spatial.distance import cdist

from skcolor.neighbors import _nearest_center
from skcolor.neighbors._distances import neighbor_distances
from skcolor.neighbors._nearest_center import NearestCenter


def naive_nearest(X, centers):
    return cdist(X.astype(np.float64), centers.astype(np.float64)).argmin(axis=1)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("shift", [0.0, 1e4])
def test_the_nearest_of_all_distances(dtype, shift):
    rng = np.random.default_rng(0)
    X = (rng.normal(size=(3000, 40)) + shift).astype(dtype)
    centers = (rng.normal(size=(50, 40)) + shift).astype(dtype)
    found = NearestCenter(centers, dtype).find(X)
    np.testing.assert_array_equal(found, naive_nearest(X, centers))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_of_equally_near_centers_the_first(dtype):
    rng = np.random.default_rng(0)
    X = rng.integers(0, 4, size=(2000, 3)).astype(dtype)
    centers = rng.permutation(np.unique(rng.integers(0, 4, size=(30, 3)), axis=0))
    squares = ((X[:, np.newaxis] - centers) ** 2).sum(axis=2)
    assert (np.sort(squares, axis=1)[:, 0] == np.sort(squares, axis=1)[:, 1]).any()
    found = NearestCenter(centers.astype(dtype), dtype).find(X)
    np.testing.assert_array_equal(found, squares.argmin(axis=1))


@pytest.mark.parametrize("scale", [1e-38, 1e-22, 1e18, 1e37])
def test_float32_over_its_whole_range(scale):
    rng = np.random.default_rng(0)
    X, centers = ((rng.normal(size=(n, 5)) * scale).astype(np.float32) for n in (500, 20))
    found = NearestCenter(centers, np.float32).find(X)
    np.testing.assert_array_equal(found, naive_nearest(X, centers))


def test_close_centers_far_from_one_that_is_extreme():
    """Products in float32 cannot tell the close ones apart."""
    rng = np.random.default_rng(0)
    X = rng.normal(size=(500, 5)).astype(np.float32)
    centers = np.vstack([X[:40], np.full((1, 5), 1e6)]).astype(np.float32)
    found = NearestCenter(centers, np.float32).find(X)
    np.testing.assert_array_equal(found, naive_nearest(X, centers))
    assert len(np.unique(found)) == 40


def test_a_row_has_the_same_center_in_any_batch(monkeypatch):
    rng = np.random.default_rng(0)
    X = rng.normal(size=(300, 10)).astype(np.float32)
    nearest = NearestCenter(np.round(rng.normal(size=(9, 10))).astype(np.float32), "f4")
    expected = nearest.find(X)
    monkeypatch.setattr(_nearest_center, "_BLOCK_BYTES", 1000)
    np.testing.assert_array_equal(nearest.find(X), expected)
    alone = [nearest.find(X[[row]])[0] for row in range(50)]
    np.testing.assert_array_equal(alone, expected[:50])


def test_a_single_center_and_no_rows():
    nearest = NearestCenter(np.ones((1, 2)), np.float64)
    assert nearest.find(np.zeros((3, 2))).tolist() == [0, 0, 0]
    assert nearest.find(np.zeros((0, 2))).tolist() == []


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize(("scale", "shift"), [(1, 0), (1, 1e4), (1e-22, 0), (1e15, 0)])
def test_bounds_hold_the_squared_distance_to_the_center(dtype, scale, shift, monkeypatch):
    monkeypatch.setattr(_nearest_center, "_BLOCK_BYTES", 30_000)
    rng = np.random.default_rng(0)
    X = ((rng.normal(size=(2000, 40)) + shift) * scale).astype(dtype)
    centers = np.vstack([X[:20], X[-1] + dtype(9 * scale)])
    nearest, bounds = NearestCenter(centers, dtype), np.empty((2000, 2), dtype)
    labels = nearest.find(X, bounds)
    np.testing.assert_array_equal(labels, nearest.find(X))
    true = cdist(X.astype(float), centers.astype(float), "sqeuclidean")[
        np.arange(2000), labels
    ]
    computed = (
        neighbor_distances(X, centers, labels[:, np.newaxis])[:, 0].astype(float) ** 2
    )
    for squares in (true, computed):
        assert (bounds[:, 0] <= squares).all()
        assert (squares <= bounds[:, 1]).all()
    if scale == 1:
        assert (np.diff(bounds)[:, 0] < 0.01 * np.median(true)).all()


def test_bounds_of_rows_whose_squares_overflow_exclude_no_distance():
    X = np.array([[1e25, 0], [-1e25, 1e25]], dtype=np.float32)
    bounds = np.zeros((2, 2), np.float32)
    assert NearestCenter(X, np.float32).find(X, bounds).tolist() == [0, 1]
    assert not (bounds[:, 0] > 0).any()
    assert not (bounds[:, 1] < 0).any()
