import pickle

import joblib
import numpy as np
import pytest
from sklearn.frozen import FrozenEstimator
from sklearn.neighbors import NearestNeighbors
from threadpoolctl import threadpool_limits

from skcolor import NeighborOverlapColorer
from skcolor.neighbors import IVFNeighbors
from skcolor.neighbors._exact import ExactNeighbors


@pytest.fixture(scope="module")
def X():
    """Groups of different sizes and densities."""
    rng = np.random.default_rng(0)
    centers = 3 * rng.normal(size=(40, 12))
    group = rng.integers(40, size=4000) ** 2 // 40
    spread = rng.uniform(0.3, 2, size=40)
    return (
        centers[group] + rng.normal(size=(4000, 12)) * spread[group, np.newaxis]
    ).astype(np.float32)


def exact(X, queries, n_neighbors):
    return NearestNeighbors(algorithm="brute").fit(X).kneighbors(queries, n_neighbors)


def share_found(X, search, n_neighbors):
    found = search.kneighbors(X, n_neighbors, return_distance=False)
    true = exact(X, X, n_neighbors)[1]
    return np.mean(
        [len(np.intersect1d(a[1:], b[1:])) for a, b in zip(found, true, strict=True)]
    ) / (n_neighbors - 1)


@pytest.mark.parametrize("target", [0.7, 0.9, 0.96])
def test_the_measured_recall_is_the_true_one_and_reaches_the_target(X, target):
    search = IVFNeighbors(11, target_recall=target).fit(X)
    assert search.n_probes_ < len(search.cluster_centers_)
    recall = share_found(X, search, 11)
    assert recall > target
    assert search.recall_ == pytest.approx(recall, abs=0.02)


def test_recall_of_fewer_neighbors_is_measured_on_these(X):
    search = IVFNeighbors(31, target_recall=0.8).fit(X)
    assert search.recall_of(30) == search.recall_
    assert search.recall_of(5) > search.recall_
    assert search.recall_of(5) == pytest.approx(share_found(X, search, 6), abs=0.02)
    assert pickle.loads(pickle.dumps(search)).recall_of(5) == search.recall_


def test_a_recall_of_1_searches_exactly(X):
    search = IVFNeighbors(11, target_recall=1.0).fit(X)
    distances, indices = search.kneighbors(X)
    true_distances, true_indices = exact(X, X, 11)
    assert (indices == true_indices).mean() > 0.999
    np.testing.assert_allclose(distances, true_distances, rtol=1e-3, atol=3e-3)
    assert search.recall_ == 1


def test_cells_that_do_not_help_are_all_searched():
    X = np.random.default_rng(0).normal(size=(3000, 100)).astype(np.float32)
    search = IVFNeighbors(11).fit(X)
    assert search.n_probes_ == len(search.cluster_centers_)
    assert search.recall_ == 1


def test_more_recall_takes_more_probes(X):
    probes = [IVFNeighbors(11, target_recall=r).fit(X).n_probes_ for r in (0.5, 0.8, 0.95)]
    assert probes == sorted(set(probes))


def test_a_row_finds_the_same_in_any_batch_from_any_number_of_threads(X):
    search = IVFNeighbors(11).fit(X)
    together = search.kneighbors(X[:700])
    for rows in (slice(0, 1), slice(3, 30), slice(699, 700)):
        for a, b in zip(search.kneighbors(X[rows]), together, strict=True):
            np.testing.assert_array_equal(a, b[rows])
    with threadpool_limits(1, user_api="blas"):
        alone = IVFNeighbors(11, n_jobs=3).fit(X)
    np.testing.assert_array_equal(alone.cluster_centers_, search.cluster_centers_)
    for a, b in zip(alone.kneighbors(X[:700]), together, strict=True):
        np.testing.assert_array_equal(a, b)


def test_neighbors_of_all_rows_are_kept_and_looked_up(X, searched):
    search = IVFNeighbors(11).fit(X)
    before = search.kneighbors(X[5:40])
    new = search.kneighbors(X[:3] + 0.01)
    kept = search.kneighbors()
    searched.clear()
    for after in (search.kneighbors(X[5:40]), [a[5:40] for a in kept]):
        for a, b in zip(after, before, strict=True):
            np.testing.assert_array_equal(a, b)
    assert not searched
    mixed = search.kneighbors(np.concatenate([X[:2], X[:3] + 0.01]), 4, False)
    np.testing.assert_array_equal(mixed[2:], new[1][:, :4])
    np.testing.assert_array_equal(mixed[:2], kept[1][:2, :4])
    assert searched == [3]
    search.fit(X[::2])  # forgets them
    assert search.kneighbors(X[:2:2], 1)[1] == [[0]]
    assert searched[-1] == 1


def test_a_saved_search_finds_the_same(X, tmp_path):
    search = IVFNeighbors(11).fit(X)
    search.keep_neighbors()
    loaded = pickle.loads(pickle.dumps(search))
    for a, b in zip(loaded.kneighbors(X[:50]), search.kneighbors(X[:50]), strict=True):
        np.testing.assert_array_equal(a, b)
    joblib.dump(search, tmp_path / "search.joblib")
    assert (tmp_path / "search.joblib").stat().st_size < 1.3 * X.nbytes


@pytest.mark.parametrize("scale", [1e-30, 1e-12, 1e12, 1e30])
def test_rows_of_any_size_are_searched_alike(X, scale):
    # Both in powers of two, so that rows are the same up to their exponent.
    scale = np.float32(2.0 ** np.round(np.log2(scale)))
    plain, scaled = (
        IVFNeighbors(6).fit(rows).kneighbors(rows[:300])[1] for rows in (X, X * scale)
    )
    assert (plain == scaled).mean() > 0.999


def test_rows_far_from_the_origin_are_told_apart(X):
    rows = X / 64 + 500
    found = IVFNeighbors(6, target_recall=1.0).fit(rows).kneighbors(rows[:300])[1]
    true = exact(rows.astype(np.float64), rows[:300].astype(np.float64), 6)[1]
    assert (found == true).mean() > 0.99


def test_a_row_of_any_size_finds_rows(X):
    rows = X.copy()
    rows[7] = 1e30
    search = IVFNeighbors(6).fit(rows)
    indices = search.kneighbors(rows[:50])[1]
    np.testing.assert_array_equal(indices[:, 0], np.arange(50))
    assert (indices >= 0).all()
    true = exact(X, X[:50], 6)[1]
    is_found = (indices[:, :, np.newaxis] == true[:, np.newaxis]).any(axis=2)
    assert np.delete(is_found, 7, axis=0).mean() > 0.95


@pytest.mark.parametrize("n_columns", [1, 5])
def test_equal_rows_are_neighbors_of_each_other(n_columns):
    rows = np.random.default_rng(0).normal(size=(30, n_columns)).astype(np.float32)
    X = np.repeat(rows, 100, axis=0)
    distances, indices = IVFNeighbors(20).fit(X).kneighbors()
    assert not distances.any()
    own = np.arange(3000)[:, np.newaxis] // 100
    np.testing.assert_array_equal(indices // 100, np.broadcast_to(own, indices.shape))


def test_constant_rows_and_few_rows_are_searched():
    search = IVFNeighbors(5).fit(np.ones((2000, 3)))
    assert search.recall_ == 1
    assert not search.kneighbors()[0].any()
    X = np.random.default_rng(0).normal(size=(12, 3))
    for n_neighbors in (1, 5, 12):
        found = IVFNeighbors(n_neighbors).fit(X).kneighbors(return_distance=False)
        np.testing.assert_array_equal(found, exact(X, X, n_neighbors)[1])
    with pytest.warns(UserWarning, match="n_neighbors=13, including .* 12 are used"):
        IVFNeighbors(13).fit(X)


def test_a_search_for_rows_themselves_is_measured_by_the_next_ones(X):
    search = IVFNeighbors(1, target_recall=0.8).fit(X[:1000])
    assert 0.8 < search.recall_ < 1
    np.testing.assert_array_equal(search.kneighbors(X[:9])[1][:, 0], np.arange(9))


def test_more_neighbors_than_a_cell_has_rows_are_found(X):
    search = IVFNeighbors(300, target_recall=0.3).fit(X[:1000])
    distances, indices = search.kneighbors(X[:20])
    assert (np.diff(np.sort(indices, axis=1), axis=1) > 0).all()  # no row twice
    assert (np.diff(distances, axis=1) >= 0).all()


@pytest.mark.parametrize(("shift", "unit"), [(1e8, 1), (0, 1e-80), (1e6, 1e200)])
def test_float64_rows_of_any_size_far_from_the_origin(shift, unit):
    rng = np.random.default_rng(0)
    rows = rng.normal(size=(60, 6))[rng.integers(60, size=3000)] * 5
    rows += rng.normal(size=rows.shape)
    X, layout = (rows + shift) * unit, rows[:, :2]
    search = IVFNeighbors(11).fit(X)
    assert search.n_probes_ < len(search.cluster_centers_)
    distances, indices = search.kneighbors(X[:300])
    true, _ = ExactNeighbors(rows).kneighbors(rows[:300], 11)
    found = np.linalg.norm(rows[:300, np.newaxis] - rows[indices], axis=2)
    assert (found <= true[:, -1:] * (1 + 1e-6)).mean() > 0.95
    np.testing.assert_allclose(distances, found * unit, rtol=1e-4, atol=1e-3 * unit)
    expected = NeighborOverlapColorer(10).fit(rows, layout).score_samples(rows, layout)
    for neighbors in (IVFNeighbors(11), FrozenEstimator(search)):
        colorer = NeighborOverlapColorer(10, neighbors=neighbors).fit(X, layout)
        assert np.abs(colorer.score_samples(X, layout) - expected).mean() < 0.01


def test_recall_counts_what_float32_cannot_tell_apart():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(2000, 6))
    X[1000:] += 1e10
    search = IVFNeighbors(6).fit(X)
    assert 0.4 < search.recall_ < 0.6
    assert 0.4 < search.recall_of(5) < 0.6


def test_queries_and_fits_may_differ_in_float_type():
    X = np.random.default_rng(0).normal(size=(500, 6)) + 1000
    search = IVFNeighbors(6).fit(X)
    found = search.kneighbors(X.astype(np.float32), 1, return_distance=False)
    np.testing.assert_array_equal(found[:, 0], np.arange(500))
