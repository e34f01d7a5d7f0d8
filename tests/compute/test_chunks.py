import weakref

import numpy as np
import pytest
from sklearn import config_context

from skcolor._compute import chunks
from skcolor._compute.chunks import map_rows, row_chunks, run_all, sum_parts, sum_rows


@pytest.mark.parametrize("n_rows", [1, 2, 7, 100])
@pytest.mark.parametrize("n_jobs", [1, 2, -1])
def test_joined_chunks_are_the_whole(n_rows, n_jobs, monkeypatch):
    monkeypatch.setattr(chunks, "_CACHE_BYTES", 24)  # three rows a chunk
    X = np.arange(n_rows * 2.0).reshape(n_rows, 2)
    seen = []

    def double(rows, nothing):
        assert nothing is None
        seen.append(len(rows))
        return rows * 2

    np.testing.assert_array_equal(
        map_rows(double, X, None, row_bytes=8, n_jobs=n_jobs), X * 2
    )
    assert max(seen) <= 3
    assert sum(seen) == n_rows


def test_the_order_of_work_changes_no_row_of_the_result(monkeypatch):
    monkeypatch.setattr(chunks, "_CACHE_BYTES", 24)  # three rows a chunk
    X, seen = np.arange(10.0), []

    def double(rows):
        seen.extend(rows)
        return rows * 2

    order = np.random.default_rng(0).permutation(10)
    found = map_rows(double, X, row_bytes=8, order=order)
    np.testing.assert_array_equal(found, X * 2)
    np.testing.assert_array_equal(seen, order)


def test_chunks_keep_to_the_working_memory_and_to_the_cache():
    rows = next(row_chunks(10**9, 100))
    assert (rows.stop - rows.start) * 100 <= chunks._CACHE_BYTES
    with config_context(working_memory=1):
        rows = next(row_chunks(10**9, 100))
    assert 2**20 - 100 <= (rows.stop - rows.start) * 100 <= 2**20
    assert next(row_chunks(5, 10**12)) == slice(0, 1)


def test_sums_over_chunks_have_the_same_bytes_for_any_number_of_threads(monkeypatch):
    monkeypatch.setattr(chunks, "_CACHE_BYTES", 800)  # a hundred rows a chunk
    X = np.random.default_rng(0).normal(size=(5_030, 3))

    def totals(rows):
        return X[rows].sum(axis=0), np.array(rows.stop - rows.start)

    sums = []
    for n_threads in (1, 2, 5):
        monkeypatch.setattr(chunks, "linear_algebra_threads", lambda n=n_threads: n)
        total, count = sum_rows(totals, len(X), row_bytes=8)
        assert count == len(X)
        np.testing.assert_allclose(total, X.sum(axis=0))
        sums.append(total.tobytes())
    assert len(set(sums)) == 1


@pytest.mark.parametrize("step", [1, 3, 7])
def test_chunks_are_multiples_of_a_step(step):
    with config_context(working_memory=2**-16):  # 16 bytes: four rows
        slices = list(row_chunks(50, 4, step=step))
    sizes = [rows.stop - rows.start for rows in slices]
    assert sum(sizes) == 50
    assert set(sizes[:-1]) == {max(step, 4 // step * step)}


@pytest.mark.parametrize("n_jobs", [1, 2, 3])
def test_sums_of_parts_are_added_in_order_as_they_come(n_jobs):
    made, most = [], []

    def add_up(tasks):
        found = np.array([sum(tasks)], dtype=float)
        made.append(weakref.ref(found))
        most.append(sum(array() is not None for array in made))
        return (found,)

    (total,) = sum_parts(add_up, range(100), n_jobs=n_jobs)
    assert total == sum(range(100))
    assert max(most) <= n_jobs + 1


@pytest.mark.parametrize("n_jobs", [1, 2])
def test_an_error_in_a_thread_comes_out_and_what_waits_is_dropped(n_jobs):
    begun = []

    def fail(task):
        begun.append(task)
        raise KeyError(task)

    with pytest.raises(KeyError):
        run_all(fail, range(1000), n_jobs=n_jobs)
    assert len(begun) < 1000


def test_a_few_rows_are_spread_from_the_first_to_the_last():
    assert chunks.spread_rows(101, 5).tolist() == [0, 25, 50, 75, 100]
    assert chunks.spread_rows(3, 5).tolist() == [0, 1, 2]
