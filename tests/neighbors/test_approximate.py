import pickle

import joblib
import numpy as np
import pytest
from sklearn.neighbors import NearestNeighbors

import skcolor.neighbors
from skcolor import KNNDistanceColorer, LocalDimensionColorer, NeighborOverlapColorer
from skcolor._external import import_optional
from skcolor.neighbors import MRPTNeighbors, PyNNDescentNeighbors

LIBRARIES = [
    pytest.param(PyNNDescentNeighbors, "pynndescent"),
    pytest.param(MRPTNeighbors, "mrpt"),
]


# Pynndescent is compiled where it is first used, which takes longer than all of the rest.
COMPILED = pytest.param(PyNNDescentNeighbors, marks=pytest.mark.slow)


@pytest.fixture(params=[COMPILED, MRPTNeighbors])
def make(request):
    module = "mrpt" if request.param is MRPTNeighbors else "pynndescent"
    pytest.importorskip(module)
    return request.param


@pytest.fixture(scope="module")
def X():
    return np.random.default_rng(0).normal(size=(3000, 15)).astype(np.float32)


def recall(found, X, n_neighbors):
    true = NearestNeighbors().fit(X).kneighbors(X, n_neighbors, return_distance=False)
    return np.mean(
        [len(np.intersect1d(a, b)) for a, b in zip(found, true, strict=True)]
    ) / (n_neighbors)


def test_most_of_the_true_neighbors_are_found(make, X):
    distances, indices = make(11).fit(X).kneighbors(X)
    assert recall(indices, X, 11) > 0.9
    np.testing.assert_allclose(
        distances, np.linalg.norm(X[:, np.newaxis] - X[indices], axis=2), rtol=1e-4
    )
    fewer = make(11).fit(X).kneighbors(X[:5], 3, return_distance=False)
    assert fewer.shape == (5, 3)
    np.testing.assert_array_equal(fewer[:, 0], range(5))


def test_a_fitted_search_survives_a_pickle(make, X):
    search = make(5).fit(X)
    again = pickle.loads(pickle.dumps(search))
    for a, b in zip(search.kneighbors(X[:50]), again.kneighbors(X[:50]), strict=True):
        np.testing.assert_array_equal(a, b)


def test_the_rows_are_saved_once_beside_the_graph(make, X, tmp_path):
    layout = X[:, :2].astype(np.float64)
    wide = np.tile(X, 10)
    colorer = NeighborOverlapColorer(5, neighbors=make(6)).fit(wide, layout)
    joblib.dump(colorer, tmp_path / "colorer.joblib")
    assert (tmp_path / "colorer.joblib").stat().st_size < 1.9 * wide.nbytes
    loaded = joblib.load(tmp_path / "colorer.joblib")
    np.testing.assert_array_equal(loaded.transform(wide[:9]), colorer.transform(wide[:9]))


def test_few_rows_are_no_trouble(make):
    X = np.random.default_rng(0).normal(size=(12, 3))
    indices = make(5).fit(X).kneighbors(return_distance=False)
    assert recall(indices, X, 5) > 0.9
    message = "n_neighbors=13, including the row itself, is more than 12 rows .*; 12 are"
    with pytest.warns(UserWarning, match=message):
        found = make(13).fit(X).kneighbors(return_distance=False)
    assert found.shape == (12, 12)
    with pytest.raises(ValueError, match="n_neighbors must be from 1 to 5.*got 6"):
        make(5).fit(X).kneighbors(X, 6)


def test_colorers_search_with_it(make, X):
    layout = X[:, :2].astype(np.float64)
    exact = NeighborOverlapColorer(10).fit(X, layout).score_samples(X, layout)
    near = NeighborOverlapColorer(10, neighbors=make(11)).fit(X, layout)
    assert np.abs(near.score_samples(X, layout) - exact).mean() < 0.05
    exact = LocalDimensionColorer(20).fit(X).score_samples(X)
    near = LocalDimensionColorer(20, neighbors=make(21)).fit(X).score_samples(X)
    assert np.corrcoef(near, exact)[0, 1] > 0.7
    new = X[:100] + 0.01
    exact = KNNDistanceColorer(5).fit(X, layout).score_samples(new)
    near = KNNDistanceColorer(5, neighbors=make()).fit(X, layout).score_samples(new)
    assert np.corrcoef(near, exact)[0, 1] > 0.7


@pytest.mark.parametrize(("make", "extra"), LIBRARIES)
def test_a_missing_library_names_the_command_that_installs_it(monkeypatch, make, extra):
    def missing(module, *, extra):
        return import_optional(f"no_such_{module}", extra=extra)

    monkeypatch.setattr(skcolor.neighbors._approximate, "import_optional", missing)
    with pytest.raises(ImportError, match=rf'pip install "skcolor\[{extra}\]"'):
        make(5).fit(np.random.default_rng(0).normal(size=(2000, 4)))
