"""Row-wise work in chunks: bounded memory, and threads that cannot change the result."""

import numpy as np
from joblib import effective_n_jobs
from sklearn import get_config
from sklearn.utils import gen_batches
from sklearn.utils.parallel import Parallel, delayed

from skcolor._compat import _get_threadpool_controller

# A chunk of this size stays in the second-level cache of today's processors.
_CACHE_BYTES = 2**21


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
        One entry per row.
    """
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


def run_all(function, tasks, *, n_jobs=None):
    """Results of ``function(task)`` for all tasks, in their order, in `n_jobs` threads."""
    if effective_n_jobs(n_jobs) == 1:
        return [function(task) for task in tasks]
    # Threads of the linear algebra beside ours would only be in each other's way.
    with single_threaded():
        return Parallel(n_jobs=n_jobs, require="sharedmem")(
            delayed(function)(task) for task in tasks
        )


def single_threaded():
    """Context in which linear algebra has one thread, and so always the same rounding."""
    return _get_threadpool_controller().limit(limits=1, user_api="blas")
