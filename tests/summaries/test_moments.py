import numpy as np

from skcolor._summaries.moments import Moments


def test_moments_of_parts_add_up():
    X = np.random.default_rng(0).normal(size=(500, 4)) + 1e4
    parts = [Moments.of(part) for part in np.array_split(X, [1, 40, 300])]
    found, whole = sum(parts[1:], parts[0]), Moments.of(X)
    assert found.n_rows == 500
    np.testing.assert_allclose(found.mean, whole.mean, rtol=1e-14)
    np.testing.assert_allclose(found.scatter, whole.scatter, rtol=1e-9, atol=1e-9)
