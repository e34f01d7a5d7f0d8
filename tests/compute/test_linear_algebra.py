"""The door to linear algebra: its limit of threads, and rows whose bytes are their own."""

import os
import threading

import joblib
import numpy as np
import pytest
from sklearn.model_selection import GridSearchCV
from threadpoolctl import threadpool_info, threadpool_limits

from skcolor import CovariancePCA, recipes
from skcolor._compute import linear_algebra
from skcolor._compute.chunks import run_all
from skcolor._compute.linear_algebra import (
    add_squares,
    block_rows,
    eigh,
    linear_algebra_threads,
    mirror,
    project,
    single_threaded,
)


def blas_threads():
    """What BLAS has at present, by the libraries that are loaded."""
    return {
        library["num_threads"]
        for library in threadpool_info()
        if library["user_api"] == "blas"
    }


@pytest.fixture(autouse=True)
def three_threads():
    with threadpool_limits(3, user_api="blas"):
        if blas_threads() != {3}:
            pytest.skip("BLAS takes no number of threads")
        yield
        assert blas_threads() == {3}


@pytest.mark.parametrize("user_api", ["blas", None])
def test_within_the_limit_there_is_one_thread_and_the_users_are_known(user_api):
    with single_threaded(user_api):
        assert blas_threads() == {1}
        with single_threaded():
            assert blas_threads() == {1}
        assert blas_threads() == {1}
        assert linear_algebra_threads() == 3
    assert linear_algebra_threads() == 3


def test_an_error_ends_the_limit():
    with pytest.raises(KeyError), single_threaded(), single_threaded():
        raise KeyError


def test_the_last_thread_to_leave_restores_what_the_first_found():
    inside, leave = threading.Barrier(2), threading.Event()

    def stay():
        with single_threaded():
            inside.wait()
            leave.wait()

    thread = threading.Thread(target=stay)
    with single_threaded():
        thread.start()
        inside.wait()
    assert blas_threads() == {1}  # the other is still inside
    leave.set()
    thread.join()


@pytest.mark.parametrize("fails", [False, True])
def test_two_threads_that_fit_leave_the_limit_as_it_was(fails):
    X = np.random.default_rng(0).normal(size=(400, 40))
    X[-1, -1] = np.nan if fails else 0.0

    def fit():
        for _ in range(10):
            try:
                CovariancePCA(2).fit(X)
            except ValueError:
                assert fails

    threads = [threading.Thread(target=fit) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.mark.parametrize("recipe", ["pca", "pca_argmax", "kmeans_30"])
def test_a_search_in_threads_leaves_the_limit_as_it_was(recipe):
    X = np.random.default_rng(0).normal(size=(120, 30))
    pipeline = recipes.RECIPES[recipe]()
    search = GridSearchCV(
        pipeline, {"memory": [None, None, None]}, cv=2, scoring=lambda *_: 0
    )
    with joblib.parallel_config("threading", n_jobs=3):
        search.fit(X)


def test_our_own_threads_count_as_one():
    assert run_all(lambda _: linear_algebra_threads(), range(4), n_jobs=2) == [1] * 4


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork")
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
@pytest.mark.parametrize("inside", [False, True])
def test_a_forked_process_waits_for_no_thread_that_it_does_not_have(inside):
    entered, leave = threading.Event(), threading.Event()

    def stay():
        with single_threaded():
            entered.set()
            leave.wait()

    thread = threading.Thread(target=stay)
    thread.start()
    entered.wait()
    child = os.fork()
    if child == 0:
        ok = blas_threads() == {3}
        with single_threaded():
            ok &= blas_threads() == {1}
        ok &= blas_threads() == {3}
        os._exit(not ok)
    leave.set()
    thread.join()
    assert os.waitpid(child, 0)[1] == 0


@pytest.mark.parametrize(("user_api", "n_kinds"), [("blas", 1), (None, 2)])
def test_libraries_that_are_loaded_later_are_looked_for(monkeypatch, user_api, n_kinds):
    made = []
    make = linear_algebra.ThreadpoolController
    monkeypatch.setattr(
        linear_algebra, "ThreadpoolController", lambda: made.append(1) or make()
    )
    with single_threaded(user_api):
        pass
    before = len(made)
    with single_threaded(user_api):
        pass
    assert len(made) == before
    monkeypatch.setitem(__import__("sys").modules, "a_new_module", None)
    with single_threaded(user_api):
        pass
    assert len(made) == before + n_kinds


def test_openmp_is_limited_in_each_thread_that_asks_for_it():
    def openmp_threads():
        found = threadpool_info()
        return {lib["num_threads"] for lib in found if lib["user_api"] == "openmp"}

    with threadpool_limits(3, user_api="openmp"):
        if openmp_threads() != {3}:
            pytest.skip("OpenMP takes no number of threads")
        for _ in range(2):
            with single_threaded(user_api=None):
                assert openmp_threads() == {1}
            assert openmp_threads() == {3}
        found = []

        def limit_here():
            with single_threaded(user_api=None):
                found.append(openmp_threads())

        thread = threading.Thread(target=limit_here)
        thread.start()
        thread.join()
        assert found == [{1}]
        assert openmp_threads() == {3}


SHAPES = [(1, 1), (2, 3), (3, 1), (7, 8), (33, 17), (64, 2), (100, 24), (257, 5), (1000, 3)]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_the_bytes_of_a_projected_row_are_its_own(shape, dtype):
    rng = np.random.default_rng(0)
    X = rng.normal(size=(1700, shape[0])).astype(dtype)
    weights, shift = rng.normal(size=shape).astype(dtype), X.mean(axis=0)
    whole = project(X, weights, shift)
    np.testing.assert_allclose(
        whole, (X - shift) @ weights, rtol=1e-3, atol=100 * np.finfo(dtype).eps * shape[0]
    )
    for n_rows in (1, 2, 3, 7, 255, 256, 257, 1700):
        rows = rng.permutation(1700)[:n_rows]
        for given in (
            X[rows],
            np.asfortranarray(X[rows]),
            np.repeat(X[rows], 2, axis=1)[:, ::2],
            X[rows][::-1][::-1],
        ):
            assert project(given, weights, shift).tobytes() == whole[rows].tobytes()


def test_blas_that_treats_rows_of_a_block_unlike_gets_smaller_blocks(monkeypatch):
    def multiply(block, weights, tile):
        # As if rows from the seventh of a tile on were added up in another order.
        found = block @ weights
        found[np.arange(len(block)) % tile > 5] += 1e-6
        return found

    monkeypatch.setattr(linear_algebra, "_multiply", multiply)
    find = linear_algebra._uniform_tile.__wrapped__
    assert find(10, 3, np.dtype(np.float64)) == 6


@pytest.mark.parametrize("n_features", [1, 10, 100, 10_000])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_blocks_divide_into_all_smaller_ones(n_features, dtype):
    n_rows = block_rows(n_features, dtype)
    assert 96 <= n_rows <= 768
    assert all(n_rows % tile == 0 for tile in (48, 24, 12, 8, 6, 4, 2))


@pytest.mark.parametrize("n_features", [1, 5, 600, 1100])
def test_squares_are_added_a_strip_at_a_time(n_features):
    rows = np.random.default_rng(0).normal(size=(9, n_features))
    total = np.eye(n_features)
    add_squares(total, rows)
    np.testing.assert_allclose(mirror(total), np.eye(n_features) + rows.T @ rows)


def test_eigenvectors_and_what_may_be_used_up():
    rows = np.random.default_rng(0).normal(size=(20, 6))
    matrix = rows.T @ rows
    for overwrite in (False, True):
        values, vectors = eigh(matrix.copy(), overwrite=overwrite)
        np.testing.assert_allclose((vectors * values) @ vectors.T, matrix)
