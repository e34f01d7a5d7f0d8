from itertools import product

import joblib
import numpy as np
import pytest
from scipy.spatial.distance import cdist
from sklearn.base import BaseEstimator
from sklearn.neighbors import (
    KNeighborsTransformer,
    NearestNeighbors,
    RadiusNeighborsTransformer,
)

from skcolor.neighbors._distances import neighbor_distances
from skcolor.neighbors._exact import ExactNeighbors
from skcolor.neighbors._search import find_neighbors


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("n_columns", [1, 2, 3, 10, 40])
def test_nearest_rows_are_those_of_all_distances(n_columns, dtype):
    rng = np.random.default_rng(0)
    X = rng.normal(size=(200, n_columns)).astype(dtype)
    others = rng.normal(size=(30, n_columns)).astype(dtype)
    distances, indices = ExactNeighbors(X).kneighbors(others, 7)
    expected = np.sort(cdist(others, X), axis=1)[:, :7]
    assert distances.dtype == dtype
    assert indices.shape == (30, 7)
    np.testing.assert_allclose(distances, expected, rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(
        np.take_along_axis(cdist(others, X), indices, axis=1),
        expected,
        rtol=1e-5,
        atol=1e-6,
    )


def test_equal_rows_far_from_the_origin_are_at_distance_0():
    X = np.random.default_rng(0).normal(size=(300, 40)) + 1e5
    distances, indices = ExactNeighbors(X).kneighbors(X, 1)
    np.testing.assert_array_equal(distances, 0)
    np.testing.assert_array_equal(indices[:, 0], np.arange(300))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("shift", [1e3, 1e6, 1e8])
@pytest.mark.parametrize("n_columns", [2, 5, 20])
def test_neighbors_do_not_depend_on_the_origin(n_columns, shift, dtype):
    rng = np.random.default_rng(0)
    size = 1.0 if dtype == np.float64 else shift / 1e3  # that it has digits for
    rows = (rng.normal(size=(500, n_columns)) * size + shift).astype(dtype)
    X, queries = rows[:400], rows[400:]
    apart = cdist(queries.astype(np.float64) - shift, X.astype(np.float64) - shift)
    expected = np.argsort(apart, axis=1, kind="stable")[:, :6]
    np.testing.assert_array_equal(ExactNeighbors(X).kneighbors(queries, 6)[1], expected)


@pytest.mark.parametrize("n_columns", [2, 20])
def test_threads_give_the_same_bytes(n_columns):
    X = np.random.default_rng(0).normal(size=(3000, n_columns))
    one, two = (ExactNeighbors(X, n_jobs=n_jobs).kneighbors(X, 5) for n_jobs in (1, 2))
    for a, b in zip(one, two, strict=True):
        assert a.tobytes() == b.tobytes()


@pytest.mark.parametrize("scale", [1e-42, 1e-25, 1.0, 1e25, 1e37])
def test_distances_over_the_whole_range_of_float32(scale):
    X = np.array([[0, 0], [3, 4], [3, 4]], dtype=np.float32) * np.float32(scale)
    distances = neighbor_distances(X, X, np.array([[1], [2], [0]]))
    expected = np.array([[5], [0], [5]]) * np.float64(np.float32(scale))
    np.testing.assert_allclose(distances, expected, rtol=1e-2 if scale < 1e-40 else 1e-6)


@pytest.mark.parametrize("shift", [0, 1e3])
@pytest.mark.parametrize("exponent", [-1000, -530, 530, 1000])
@pytest.mark.parametrize("n_columns", [2, 5, 20])
def test_neighbors_over_the_whole_range_of_float64(n_columns, exponent, shift):
    rng = np.random.default_rng(0)
    X, queries = (rng.normal(size=(n, n_columns)) + shift for n in (200, 30))
    distances, expected = ExactNeighbors(X).kneighbors(queries, 7)
    unit = 2.0**exponent
    found = ExactNeighbors(X * unit).kneighbors(queries * unit, 7)
    np.testing.assert_array_equal(found[1], expected)
    np.testing.assert_allclose(found[0], distances * unit, rtol=1e-13)


@pytest.mark.parametrize("n_columns", [2, 20])
def test_an_extreme_outlier_leaves_the_neighbors_of_others(n_columns):
    X = np.random.default_rng(0).normal(size=(200, n_columns))
    expected = ExactNeighbors(X[1:]).kneighbors(X[1:], 5)
    X[0] = 1e300
    distances, indices = ExactNeighbors(X).kneighbors(X, 5)
    np.testing.assert_array_equal(indices[1:] - 1, expected[1])
    np.testing.assert_array_equal(distances[1:], expected[0])


def test_from_extremely_far_away_all_rows_are_equally_near():
    X = np.random.default_rng(0).normal(size=(50, 2))
    distances, indices = ExactNeighbors(X).kneighbors(np.array([[1e300, 0], X[7]]), 3)
    np.testing.assert_array_equal(indices[0], [0, 1, 2])
    np.testing.assert_allclose(distances[0], 1e300)
    assert indices[1, 0] == 7


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize(
    ("n_rows", "n_neighbors", "n_features"), [(1, 3000, 40), (3000, 1, 40), (700, 9, 300)]
)
def test_distances_of_many_rows_or_to_many_neighbors(
    n_rows, n_neighbors, n_features, dtype
):
    rng = np.random.default_rng(0)
    X = rng.normal(size=(n_rows, n_features)).astype(dtype)
    others = rng.normal(size=(200, n_features)).astype(dtype)
    indices = rng.integers(200, size=(n_rows, n_neighbors))
    found = neighbor_distances(X, others, indices)
    expected = np.take_along_axis(cdist(X, others), indices, axis=1)
    assert found.dtype == dtype
    np.testing.assert_allclose(found, expected, rtol=1e-5 if dtype == np.float32 else 1e-12)


def test_one_extreme_distance_among_others():
    others = np.ones((4, 500), dtype=np.float32)
    others[1], others[2] = 1e25, 1 + 2e-7
    X = np.ones((600, 500), dtype=np.float32)
    found = neighbor_distances(X, others, np.tile([3, 1, 2, 0], (600, 1)))
    expected = np.sqrt(500) * np.array([0, 1e25, others[2, 0] - 1, 0])
    np.testing.assert_allclose(found, np.tile(expected, (600, 1)), rtol=1e-5)


@pytest.mark.parametrize("n_neighbors", [4, 5, 6, 9])
def test_neighbors_on_a_grid_are_the_first_of_those_equally_near(n_neighbors):
    """Each inner point is as near to four others, and the batch is searched in order."""
    grid = np.array(list(product(range(100), range(100))), dtype=np.float64)
    grid = np.random.default_rng(0).permutation(grid)
    rows = np.arange(0, 10_000, 50)
    expected = np.argsort(cdist(grid[rows], grid), axis=1, kind="stable")[:, :n_neighbors]
    found = ExactNeighbors(grid).kneighbors(grid, n_neighbors)[1]
    np.testing.assert_array_equal(found[rows], expected)


@pytest.mark.parametrize(
    "neighbors", [NearestNeighbors(), KNeighborsTransformer(n_neighbors=6)]
)
def test_estimators_find_what_the_exact_search_finds(neighbors):
    X = np.random.default_rng(0).normal(size=(200, 8))
    expected = find_neighbors(X).kneighbors(X, 4)
    for a, b in zip(find_neighbors(X, neighbors).kneighbors(X, 4), expected, strict=True):
        np.testing.assert_allclose(a, b)


def test_graphs_are_read_by_their_weights_whatever_the_order():
    class Graph(KNeighborsTransformer):
        kneighbors = property()  # as pynndescent's: a transform, and nothing else

        def transform(self, X):
            near = NearestNeighbors(n_neighbors=6).fit(self._fit_X)
            return near.kneighbors_graph(X, mode="distance")[:, ::-1][:, ::-1]

    X = np.random.default_rng(0).normal(size=(200, 8))
    found = find_neighbors(X, Graph()).kneighbors(X, 4)[1]
    np.testing.assert_array_equal(found, find_neighbors(X).kneighbors(X, 4)[1])


def test_estimators_that_find_too_few_or_nothing():
    X = np.random.default_rng(0).normal(size=(50, 8))

    class TooFew(RadiusNeighborsTransformer):
        kneighbors = property()

    with pytest.raises(ValueError, match="neighbors=.* found 1 neighbors .* 4 are needed"):
        find_neighbors(X, TooFew(radius=1e-9)).kneighbors(X, 4)

    class NoGraph(BaseEstimator):
        def fit(self, X):
            return self

        def transform(self, X):
            return X

    with pytest.raises(TypeError, match="neighbors must have kneighbors.*NoGraph"):
        find_neighbors(X, NoGraph()).kneighbors(X, 4)


@pytest.mark.parametrize("neighbors", [None, NearestNeighbors()])
def test_others_are_the_nearest_but_for_the_row_itself(neighbors):
    X = np.random.default_rng(0).normal(size=(200, 8))
    search = find_neighbors(X, neighbors)
    apart = cdist(X, X)
    np.fill_diagonal(apart, np.inf)
    expected = np.argsort(apart, axis=1)[:, :4]
    distances, indices = search.others(4)
    np.testing.assert_array_equal(indices, expected)
    np.testing.assert_allclose(distances, np.take_along_axis(apart, expected, axis=1))
    np.testing.assert_array_equal(search.others(4, np.array([7, 3]))[1], expected[[7, 3]])


@pytest.mark.parametrize("n_columns", [2, 5])
def test_a_row_behind_its_equals_leaves_out_the_last(n_columns):
    equal = ExactNeighbors(np.zeros((12, n_columns)))
    _, others = equal.others(3, np.array([1, 2, 11]))
    np.testing.assert_array_equal(others, [[0, 2, 3], [0, 1, 3], [0, 1, 2]])


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("n_columns", [2, 5, 24])
def test_of_equally_near_rows_the_first_in_any_batch(n_columns, dtype):
    grid = np.array(list(product([0, 1, 2], [0, 1, 2], [0, 1])), dtype=dtype)
    X = np.zeros((18, n_columns), dtype=dtype)
    X[:, : min(3, n_columns)] = grid[:, : min(3, n_columns)]
    X *= dtype(0.1)
    search = ExactNeighbors(X)
    distances = neighbor_distances(X, X, np.tile(np.arange(18), (18, 1)))
    expected = np.argsort(distances, axis=1, kind="stable")[:, :4]
    np.testing.assert_array_equal(search.kneighbors(X, 4)[1], expected)
    many = np.tile(X, (50, 1))
    np.testing.assert_array_equal(search.kneighbors(many, 4)[1], np.tile(expected, (50, 1)))
    for row in (0, 7, 17):
        found = search.kneighbors(X[[row]], 4)[1]
        np.testing.assert_array_equal(found, expected[[row]])


def test_the_nearest_of_many_equal_rows_is_the_first():
    X = np.repeat(np.random.default_rng(0).normal(size=(5, 20)), 30, axis=0)
    order = np.random.default_rng(1).permutation(150)
    found = ExactNeighbors(X[order]).nearest(X[::30])
    expected = [np.flatnonzero(order // 30 == row)[0] for row in range(5)]
    np.testing.assert_array_equal(found, expected)


def test_rows_are_saved_once(tmp_path):
    X = np.random.default_rng(0).normal(size=(500, 20))
    for neighbors in (None, NearestNeighbors(algorithm="brute")):
        search = find_neighbors(X, neighbors)
        joblib.dump(search, tmp_path / "search.joblib")
        assert (tmp_path / "search.joblib").stat().st_size < 1.1 * X.nbytes
        loaded = joblib.load(tmp_path / "search.joblib")
        for a, b in zip(loaded.kneighbors(X, 3), search.kneighbors(X, 3), strict=True):
            np.testing.assert_array_equal(a, b)
