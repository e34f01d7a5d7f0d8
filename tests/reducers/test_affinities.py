import numpy as np
import pytest

from skcolor import ConditionalTSNE, LandmarkTSNE
from skcolor.neighbors._search import find_neighbors
from skcolor.reducers._affinities import affinities

ROWS = np.random.default_rng(0).normal(size=(150, 6)).astype(np.float32)


def attraction(X):
    return affinities(find_neighbors(X), "gaussian", 10, None, 1, None).P


@pytest.mark.parametrize("exponent", [-100, -40, 40, 64, 100])
def test_attraction_does_not_depend_on_units(exponent):
    found = attraction(ROWS * np.float32(2.0**exponent))
    # The search for the width of a Gaussian has a tolerance.
    np.testing.assert_allclose(found.toarray(), attraction(ROWS).toarray(), rtol=1e-3)


def test_an_extreme_outlier_leaves_the_attraction_of_others():
    X = ROWS.copy()
    X[0] = 1e30
    found = attraction(X)
    np.testing.assert_allclose(found.sum(), 1)
    others = found[1:, 1:].toarray()
    expected = attraction(ROWS[1:]).toarray()
    np.testing.assert_allclose(others / others.sum(), expected, rtol=1e-3, atol=1e-4)


@pytest.mark.parametrize("make", [ConditionalTSNE, LandmarkTSNE])
@pytest.mark.parametrize("size", [1e-30, 1e30])
def test_embeddings_of_rows_of_any_size(make, size):
    tsne = make(2, max_iter=20, random_state=0)
    expected = tsne.fit_transform(ROWS, ROWS[:, :2])
    found = tsne.fit_transform(ROWS * np.float32(size), ROWS[:, :2])
    scale = np.ptp(expected)
    np.testing.assert_allclose(found / scale, expected / scale, atol=0.05)
