import numpy as np
import pytest
from scipy.spatial.distance import cdist

from skcolor.neighbors import _nearest_center
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
