"""Row-wise work in chunks, with bounded memory and thread-independent results."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
from joblib import effective_n_jobs, parallel_config
from sklearn import config_context, get_config
from sklearn.utils import gen_batches

from skcolor._array_api import is_numpy
from skcolor._compute.linear_algebra import (
    linear_algebra_threads,
    mark_worker_thread,
    single_threaded,
)

# A chunk of this size fits in the L2 cache of current CPUs.
_CACHE_BYTES = 2**21
# A chunk of few wide rows may fill it so many times.
_MOST_CACHES = 8
# Sums have this many parts, whatever the number of threads.
_N_PARTS = 16


def row_chunks(
    n_rows: int, row_bytes: int, *, step: int = 1, enough: int = 1
) -> Iterator[slice]:
    """Slices over `n_rows` rows that each need `row_bytes` of working memory.

    The chunks depend only on the shape and on ``sklearn.set_config(working_memory=...)``,
    never on the number of threads: the same rows give the same bytes. All except the last
    have a multiple of `step` rows. Chunks of wide rows use more memory than the cache, for
    up to `enough` rows.
    """
    memory = get_config()["working_memory"] * 2**20
    fit, most = (
        int(min(n * _CACHE_BYTES, memory) // max(1, row_bytes)) for n in (1, _MOST_CACHES)
    )
    return gen_batches(n_rows, step * max(1, max(fit, min(enough, most)) // step))


def map_rows(
    function: Callable[..., npt.NDArray[Any]],
    *arrays: Any,
    row_bytes: int,
    step: int = 1,
    n_jobs: int | None = None,
    order: npt.NDArray[np.intp] | None = None,
    out: npt.NDArray[Any] | None = None,
) -> npt.NDArray[Any]:
    """Concatenate ``function(chunk, ...)`` over chunks of rows of `arrays`.

    Parameters
    ----------
    function : callable
        Gets the same rows of every array and returns an array with one entry per row. It
        must treat each row separately.
    *arrays : ndarray or None
        Arrays with the same number of rows; None is passed on.
    row_bytes : int
        Working memory that one row needs, in bytes.
    step : int, default=1
        The number of rows in a chunk is a multiple of this.
    n_jobs : int or None, default=None
        Number of threads.
    order : ndarray of shape (n_rows,), int, or None, default=None
        Order in which rows are processed; None keeps theirs. It does not change the
        result.
    out : ndarray or None, default=None
        Array whose memory is used for the result if it fits, such as one of `arrays`.

    Returns
    -------
    ndarray
        One entry per row. Arrays of libraries other than NumPy are not divided into chunks.
    """
    if not is_numpy(arrays[0]):
        return function(*arrays)
    n_rows = arrays[0].shape[0]
    chunks: list[Any] = list(row_chunks(n_rows, row_bytes, step=step))
    if order is not None:
        chunks = [order[rows] for rows in chunks]

    def call(rows):
        return function(*(None if a is None else a[rows] for a in arrays))

    def make_out(first):
        shape = (n_rows, *first.shape[1:])
        if out is not None and (out.shape, out.dtype) == (shape, first.dtype):
            return out
        return np.empty(shape, dtype=first.dtype)

    return fill_chunks(call, chunks, make_out, n_jobs=n_jobs)


def fill_chunks(function, chunks, make_out, *, n_jobs=None):
    """Fill an array with ``function(rows)`` for chunks of rows, in `n_jobs` threads.

    ``make_out(first)`` allocates it, given the first result.
    """
    with single_threaded():
        first = function(chunks[0])
    out = make_out(first)
    out[chunks[0]] = first

    def fill(rows):
        out[rows] = function(rows)

    run_all(fill, chunks[1:], n_jobs=n_jobs if len(chunks) > 2 else 1)
    return out


def spread_rows(n_rows: int, most: int) -> npt.NDArray[np.intp]:
    """Indices of at most `most` rows, evenly spaced from first to last."""
    return np.linspace(0, n_rows - 1, min(n_rows, most)).astype(int)


def count_threads(n_jobs):
    """Number of threads for `n_jobs`, also in a forked process."""
    with parallel_config("threading"):
        return effective_n_jobs(n_jobs)


def run_all(
    function: Callable[[Any], Any], tasks: Sequence[Any], *, n_jobs: int | None = None
) -> list[Any]:
    """Results of ``function(task)`` for all tasks, in order, from `n_jobs` threads."""
    return list(run_in_order(function, tasks, n_jobs, len(tasks)))


def run_in_order(
    function: Callable[[Any], Any],
    tasks: Sequence[Any],
    n_jobs: int | None,
    most_ahead: int | None = None,
) -> Iterator[Any]:
    """Yield ``function(task)`` for all tasks, in order.

    Up to `most_ahead` tasks, by default the number of threads, run ahead of the result that
    is awaited. After an interrupt, it returns at once, while tasks that have begun run on.
    """
    n_threads = min(count_threads(n_jobs), len(tasks))
    # One BLAS thread next to ours: more would compete for the CPU and change the rounding.
    with single_threaded():
        if n_threads <= 1:
            yield from map(function, tasks)
            return
        config = get_config()  # the config is thread-local

        def call(task):
            with config_context(**config):
                return function(task)

        begun: deque[Future[Any]] = deque()
        is_awaited = True
        # Not joblib's threads, which it polls only every 10 ms.
        pool = ThreadPoolExecutor(n_threads, initializer=mark_worker_thread)
        try:
            for task in tasks:
                if len(begun) == (most_ahead or n_threads):
                    yield begun.popleft().result()
                begun.append(pool.submit(call, task))
            while begun:
                yield begun.popleft().result()
        except (KeyboardInterrupt, GeneratorExit):
            is_awaited = False  # nobody wants the results of what still runs
            raise
        finally:
            pool.shutdown(is_awaited, cancel_futures=True)


def sum_rows(function, n_rows, *, row_bytes):
    """Sum ``function(rows)`` over chunks of rows, in as many threads as BLAS would use.

    For small matrix products, threads over chunks are far faster than threads in BLAS.

    Parameters
    ----------
    function : callable
        Gets a slice and returns a tuple of arrays; float64 if sums must be exact.
    n_rows : int
        Number of rows, at least 1.
    row_bytes : int
        Working memory that one row needs, in bytes.

    Returns
    -------
    list of ndarray
        The sums: the same bytes for any number of threads.
    """

    def add_up(chunks):
        values = map(function, chunks)
        return _add_to([np.array(value) for value in next(values)], values)

    chunks = list(row_chunks(n_rows, row_bytes))
    return sum_parts(add_up, chunks, n_jobs=linear_algebra_threads())


def sum_parts(
    add_up: Callable[[Any], Any],
    tasks: Sequence[Any],
    *,
    n_jobs: int | None = None,
    are_small: bool = False,
) -> list[Any]:
    """Sum ``add_up(some_tasks)`` over some parts of the tasks, in `n_jobs` threads.

    Parameters
    ----------
    add_up : callable
        Gets a list of tasks and returns a tuple of new arrays.
    tasks : sequence
        Tasks to divide into parts; the parts do not depend on the number of threads.
    n_jobs : int or None, default=None
        Number of threads.
    are_small : bool, default=False
        Whether there is memory for the sums of all parts, so that no thread waits for
        another. If not, at most one more tuple of arrays than threads exists at a time.

    Returns
    -------
    list of ndarray
        The sums, added in task order: the same bytes for any number of threads.
    """
    bounds = np.linspace(0, len(tasks), min(_N_PARTS, len(tasks)) + 1).astype(int)
    parts = [tasks[start:stop] for start, stop in pairwise(bounds)]
    sums = run_in_order(add_up, parts, n_jobs, len(parts) if are_small else None)
    return _add_to(list(next(sums)), sums)


def _add_to(totals, tuples):
    for values in tuples:
        for total, value in zip(totals, values, strict=True):
            with np.errstate(over="ignore", invalid="ignore"):  # reported by the caller
                total += value
        del value, values  # free memory before the next ones
    return totals
