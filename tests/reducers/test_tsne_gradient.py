import numpy as np
import pytest
from scipy import sparse

from skcolor.reducers import _tsne_gradient
from skcolor.reducers._tsne_gradient import attraction, grid_gradient
from skcolor.reducers._tsne_repulsion import RepulsionGrid


@pytest.fixture
def places():
    return np.random.default_rng(0).normal(size=(400, 3))


@pytest.fixture
def pairs():
    P = sparse.random(400, 400, density=0.02, random_state=0)
    return sparse.csr_matrix((P + P.T) / (2 * P.sum()))


def test_rows_pull_those_they_are_similar_to(places, pairs, monkeypatch):
    monkeypatch.setattr(_tsne_gradient, "_PAIRS_IN_CHUNK", 500)
    apart = places[:, np.newaxis] - places
    weights = pairs.toarray() / (1 + (apart**2).sum(axis=2))
    expected = (weights[..., np.newaxis] * apart).sum(axis=1)
    found = attraction(pairs, places)
    np.testing.assert_allclose(found, expected, atol=1e-15)
    assert found.tobytes() == attraction(pairs, places, 2).tobytes()


def test_a_row_that_is_similar_to_none_stays(places, pairs):
    pairs = pairs.tolil()
    pairs[[0, 5, 399]] = 0
    pulled = attraction(pairs.tocsr(), places)
    np.testing.assert_array_equal(pulled[[0, 5, 399]], 0)
    assert (pulled[1:5] != 0).any(axis=1).all()


def test_the_gradient_is_that_of_openTSNE(places, pairs):
    from openTSNE.tsne import kl_divergence_bh

    _, found = grid_gradient(RepulsionGrid(0.3), places, pairs)
    _, exact = kl_divergence_bh(places, pairs, 1, {"theta": 0.0})
    assert np.linalg.norm(found - exact) < 0.01 * np.linalg.norm(exact)


def test_a_map_too_wide_for_a_grid_is_left_to_barnes_hut_with_one_warning(places, pairs):
    from openTSNE.tsne import kl_divergence_bh

    places[:3] = 1e4 * np.eye(3)
    grid = RepulsionGrid(0.7)
    with pytest.warns(UserWarning, match="400 rows is 1000. wide, too wide for a grid"):
        _, found = grid_gradient(grid, places, pairs)
    _, exact = kl_divergence_bh(places, pairs, 1, {"theta": 0.0})
    assert np.linalg.norm(found - exact) < 0.05 * np.linalg.norm(exact)
    _, again = grid_gradient(grid, places, pairs)  # warns no more
    np.testing.assert_array_equal(again, found)
