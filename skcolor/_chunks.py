"""Row-wise work in chunks: bounded memory, and threads that cannot change the result."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
from joblib import effective_n_jobs, parallel_config
from sklearn import config_context, get_config
from sklearn.utils import gen_batches

from skcolor._compat import _get_threadpool_controller
from skcolor._namespace import is_numpy

# A chunk of this size stays in the second-level cache of today's processors.
_CACHE_BYTES = 2**20
# Sums are made in this many parts, whatever the number of threads.
_N_PARTS = 16


def row_chunks(n_rows, row_bytes):
    """Slices over `n_rows` rows that each need `row_bytes` of working memory.

    The chunks depend on the shape and on ``sklearn.set_config(working_memory=...)``
    alone, never on the number of threads: the same rows give the same bytes.
    """
    budget = min(_CACHE_BYTES, get_config()["working_memory"] * 2**20)
    return gen_batches(n_rows, max(1, int(budget // max(1, row_bytes))))


def map_rows(function, *arrays, row_bytes, n_jobs=None):
    """Join ``function(chunk, ...)`` over chunks of rows of `arrays`.

    Parameters
    ----------
    function : callable
        Gets the same rows of every array and returns an array with one entry per row.
        It must treat each row by itself.
    *arrays : ndarray or None
        Arrays with the same number of rows; None is passed on as it is.
    row_bytes : int
        Working memory that one row needs, in bytes.
    n_jobs : int or None, default=None
        Number of threads.

    Returns
    -------
    ndarray
        One entry per row. Arrays of other libraries than numpy are not divided into
        chunks.
    """
    if not is_numpy(arrays[0]):
        return function(*arrays)
    n_rows = arrays[0].shape[0]
    chunks = list(row_chunks(n_rows, row_bytes))

    def call(rows):
        return function(*(None if a is None else a[rows] for a in arrays))

    first = call(chunks[0])
    out = np.empty((n_rows, *first.shape[1:]), dtype=first.dtype)
    out[chunks[0]] = first

    def fill(rows):
        out[rows] = call(rows)

    run_all(fill, chunks[1:], n_jobs=n_jobs if len(chunks) > 2 else 1)
    return out


def count_threads(n_jobs):
    """How many threads `n_jobs` is, of which a forked process has as many as any other."""
    with parallel_config("threading"):
        return effective_n_jobs(n_jobs)


def run_all(function, tasks, *, n_jobs=None):
    """Results of ``function(task)`` for all tasks, in their order, in `n_jobs` threads."""
    n_threads = min(count_threads(n_jobs), len(tasks))
    if n_threads <= 1:
        return [function(task) for task in tasks]
    config = get_config()  # each thread has its own

    def call(task):
        with config_context(**config):
            return function(task)

    # Threads of the linear algebra beside ours would only be in each other's way. Joblib's
    # threads take 10 ms more, for it looks only that often whether they are done.
    with single_threaded(), ThreadPoolExecutor(n_threads) as pool:
        return list(pool.map(call, tasks))


def sum_rows(function, n_rows, *, row_bytes):
    """Sum ``function(rows)`` over chunks of rows, in as many threads as linear algebra has.

    Small matrix products are divided among threads far better by chunks than each by
    itself.

    Parameters
    ----------
    function : callable
        Gets a slice and returns a tuple of arrays, float64 where sums must be exact.
    n_rows : int
        Number of rows, at least 1.
    row_bytes : int
        Working memory that one row needs, in bytes.

    Returns
    -------
    list of ndarray
        The sums: the same bytes for any number of threads.
    """
    chunks = list(row_chunks(n_rows, row_bytes))
    n_parts = min(_N_PARTS, len(chunks))
    bounds = np.linspace(0, len(chunks), n_parts + 1).astype(int)

    def add_up(part):
        return _add(map(function, chunks[bounds[part] : bounds[part + 1]]))

    return _add(run_all(add_up, range(n_parts), n_jobs=linear_algebra_threads()))


def _add(tuples):
    tuples = iter(tuples)
    sums = [np.array(value) for value in next(tuples)]
    for values in tuples:
        for total, value in zip(sums, values, strict=True):
            total += value
    return sums


def linear_algebra_threads():
    """How many threads a matrix product takes at present."""
    libraries = _get_threadpool_controller().select(user_api="blas").info()
    return max((library["num_threads"] for library in libraries), default=1)


def single_threaded(user_api="blas"):
    """Context in which linear algebra has one thread, and so always the same rounding.

    With None for `user_api`, so have loops in compiled code (OpenMP).
    """
    return _get_threadpool_controller().limit(limits=1, user_api=user_api)
