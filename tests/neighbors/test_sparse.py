import numpy as np
import pytest
import scipy.sparse

from skcolor._compute import chunks
from skcolor.neighbors._distances import neighbor_distances


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("scale", [1.0, 1e-30, 1e30])
def test_distances_are_those_of_dense_rows(dtype, scale, monkeypatch):
    monkeypatch.setattr(chunks, "_CACHE_BYTES", 2**9)
    rng = np.random.default_rng(0)
    X = np.where(rng.random((40, 9)) < 0.3, rng.normal(size=(40, 9)) * scale, 0)
    X = X.astype(dtype)
    X[7] = 0
    indices = rng.integers(40, size=(40, 5))
    indices[:, 0] = np.arange(40)
    sparse = scipy.sparse.csr_array(X)
    found = neighbor_distances(sparse, sparse, indices)
    assert found.dtype == dtype
    assert (found[:, 0] == 0).all()
    expected = np.linalg.norm(
        X[:, np.newaxis].astype(float) / scale - X[indices].astype(float) / scale, axis=2
    )
    np.testing.assert_allclose(found / dtype(scale), expected, rtol=1e-5)
    np.testing.assert_array_equal(
        found, neighbor_distances(sparse, sparse, indices, n_jobs=2)
    )


def test_rows_without_any_entry():
    empty = scipy.sparse.csr_array((3, 4))
    assert (neighbor_distances(empty, empty, np.zeros((3, 2), dtype=int)) == 0).all()
