"""The one door to linear algebra: products whose bytes neither threads nor batches change.

BLAS adds up in another order where it has other threads, and for tables of other shapes.
So all that is learned or transformed is computed with one BLAS thread, while chunks of rows
go in threads of our own; and what projects rows multiplies blocks of one shape.
"""

import os
import sys
import threading
from collections import Counter
from contextlib import ExitStack, contextmanager
from functools import lru_cache

import numpy as np
import scipy.linalg
from threadpoolctl import ThreadpoolController

# Rows are multiplied in blocks of a multiple of this many, which has many divisors, ...
_ROWS = 96
# ... of at most eight times as many, and of about this size.
_BLOCK_BYTES = 2**19
# Processors load aligned numbers in the same way, wherever the memory comes from.
_ALIGNMENT = 64
# How many products tell whether all rows of a block are treated alike.
_N_PROBES = 64
# Columns of a large matrix that are added up at a time.
_STRIP = 512


class _Limit:
    """The limit of one BLAS thread: one for all threads of the process.

    BLAS keeps one number for the whole process. The first that comes in saves and sets it,
    the last that goes out restores it.
    """

    def __init__(self):
        self._lock = threading.Lock()
        self._depths = Counter()  # by thread
        self._set = []
        self._libraries, self._n_modules = None, -1
        self._n_threads = 1
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(
                before=self._lock.acquire,
                after_in_parent=self._lock.release,
                after_in_child=self._after_fork,
            )

    def enter(self):
        with self._lock:
            before, libraries = self._libraries, self._find_libraries()
            if not self._depths:
                self._n_threads = _most_threads(libraries)
            if not self._depths or libraries is not before:
                with _in_control(libraries):
                    self._set.append(libraries.limit(limits=1))
            self._depths[threading.get_ident()] += 1

    def leave(self):
        with self._lock:
            thread = threading.get_ident()
            self._depths[thread] -= 1
            if not self._depths[thread]:
                del self._depths[thread]
            self._restore()

    def count_threads(self):
        """How many threads BLAS has outside the limit."""
        with self._lock:
            return (
                self._n_threads if self._depths else _most_threads(self._find_libraries())
            )

    def _restore(self):
        while self._set and not self._depths:
            with _in_control(self._libraries):
                self._set.pop().restore_original_limits()

    def _find_libraries(self):
        # To look for libraries takes long; new ones come with new modules.
        if len(sys.modules) != self._n_modules:
            found = ThreadpoolController().select(user_api="blas")
            if self._libraries is None or found.info() != self._libraries.info():
                self._libraries = found
            self._n_modules = len(sys.modules)
        return self._libraries

    def _after_fork(self):
        # No other thread lives on in a child; nobody else would restore what they set.
        self._lock.release()
        thread = threading.get_ident()
        self._depths = Counter({key: n for key, n in self._depths.items() if key == thread})
        self._restore()


_LIMIT = _Limit()
_THIS_THREAD = threading.local()


@contextmanager
def _in_control(libraries):
    """Context in which this thread may set what is one number for all threads.

    From version 3.8 on, threadpoolctl ignores all threads but the first that sets it.
    """

    def release():
        for library in libraries.lib_controllers:
            if hasattr(library, "clear_controlling_thread"):
                library.clear_controlling_thread(force=True)

    release()
    yield
    release()


def _most_threads(libraries):
    return max((library["num_threads"] for library in libraries.info()), default=1)


@contextmanager
def single_threaded(user_api="blas"):
    """Context in which linear algebra has one thread, and so always the same rounding.

    With None for `user_api`, so have loops in compiled code (OpenMP), but in this thread
    only. It may be nested, and entered by several threads at once.
    """
    with ExitStack() as stack:
        _LIMIT.enter()
        stack.callback(_LIMIT.leave)
        if user_api is None:  # OpenMP keeps one number for each thread
            stack.enter_context(ThreadpoolController().limit(limits=1, user_api="openmp"))
        yield


def linear_algebra_threads():
    """How many threads a matrix product takes where nothing of ours limits it.

    1 in a thread that is one of many already.
    """
    return 1 if getattr(_THIS_THREAD, "is_worker", False) else _LIMIT.count_threads()


def mark_worker_thread():
    """Say that the current thread shares the processors with others of ours."""
    _THIS_THREAD.is_worker = True


def product(a, b):
    """Matrix product ``a @ b``."""
    with single_threaded():
        return a @ b


def eigh(matrix, *, overwrite=False):
    """Eigenvalues of a symmetric matrix, rising, and its eigenvectors as columns.

    With `overwrite`, the matrix is used up: of a large one, there is no copy.

    Raises
    ------
    ValueError
        If it is not finite, which finite rows make it by their size alone.
    """
    if not np.isfinite(matrix).all():
        raise ValueError(
            "X must not have numbers whose squares add up to more than float64 can hold; "
            "divide it by its largest."
        )
    with single_threaded():
        # Of a symmetric matrix, rows in order of C are columns in order of Fortran.
        return scipy.linalg.eigh(np.asarray(matrix).T, overwrite_a=overwrite)


def cholesky(matrix):
    """Lower triangular factor of a positive definite matrix, which is used up."""
    with single_threaded():
        return scipy.linalg.cholesky(matrix, lower=True, overwrite_a=True)


def solve_lower(triangle, matrix):
    """Solve ``triangle @ x = matrix`` for a lower triangular matrix."""
    with single_threaded():
        return scipy.linalg.solve_triangular(triangle, matrix, lower=True)


def polar(matrix):
    """The orthogonal matrix nearest to a matrix."""
    with single_threaded():
        return scipy.linalg.polar(matrix)[0]


def add_squares(total, rows):
    """Add ``rows.T @ rows`` to the upper triangle of a matrix, a strip at a time.

    No second matrix of its size is built.
    """
    with single_threaded(), np.errstate(over="ignore", invalid="ignore"):
        for start in range(0, len(total), _STRIP):
            stop = min(start + _STRIP, len(total))
            total[:stop, start:stop] += rows[:, :stop].T @ rows[:, start:stop]


def mirror(matrix):
    """Copy the upper triangle of a matrix to the lower, in place."""
    for row in range(1, len(matrix)):
        matrix[row, :row] = matrix[:row, row]
    return matrix


def block_rows(n_features, dtype):
    """How many rows `project` multiplies at a time."""
    n_fit = _BLOCK_BYTES // (np.dtype(dtype).itemsize * max(1, n_features))
    return _ROWS * int(np.clip(n_fit // _ROWS, 1, 8))


def project(X, weights, shift=0.0):
    """Compute ``(X - shift) @ weights`` so that the bytes of a row depend on it alone.

    Not on the rows beside it, on their number, nor on the order of X in memory. Blocks
    have always the same shape, the last one filled up with zeros; and where BLAS rounds
    some rows of a block in another way than others, blocks are divided until it does not.

    Parameters
    ----------
    X : ndarray of shape (n_samples, n_features)
        Rows.
    weights : ndarray of shape (n_features, n_columns)
        What they are multiplied with, in the float type of the result.
    shift : float or ndarray of shape (n_features,), default=0.0
        What is subtracted first.

    Returns
    -------
    ndarray of shape (n_samples, n_columns)
        The products.
    """
    out = np.empty((len(X), weights.shape[1]), dtype=weights.dtype)
    n_rows = block_rows(len(weights), weights.dtype)
    block = _aligned((n_rows, len(weights)), weights.dtype)
    aligned = _aligned(weights.shape, weights.dtype)
    aligned[:] = weights
    with single_threaded():
        tile = _uniform_tile(*weights.shape, weights.dtype)
        for start in range(0, len(X), n_rows):
            rows = X[start : start + n_rows]
            np.subtract(rows, shift, out=block[: len(rows)])
            block[len(rows) :] = 0
            out[start : start + n_rows] = _multiply(block, aligned, tile)[: len(rows)]
    return out


def _multiply(block, weights, tile):
    n_rows, n_features = block.shape
    parts = block.reshape(n_rows // tile, tile, n_features) @ weights
    return parts.reshape(n_rows, weights.shape[1])


@lru_cache(maxsize=1024)
def _uniform_tile(n_features, n_columns, dtype):
    """The most rows of a block that BLAS treats alike: all of them, or down to one.

    Which order it adds in follows from the shape: rows that are in all places of a block
    tell, one after another. Another order gives many of their products other last bits.
    """
    rng = np.random.default_rng(0)
    n_rows = block_rows(n_features, dtype)
    block = _aligned((n_rows, n_features), dtype)
    weights = _aligned((n_features, n_columns), dtype)
    weights[:] = rng.normal(size=weights.shape)
    tiles = [n_rows, 48, 24, 12, 8, 6, 4, 2]
    for _ in range(max(4, _N_PROBES // max(1, n_columns))):
        block[:] = rng.normal(size=n_features)
        while tiles and not _is_uniform(_multiply(block, weights, tiles[0])):
            del tiles[0]
    return tiles[0] if tiles else 1


def _is_uniform(rows):
    return bool((rows == rows[0]).all())


def _aligned(shape, dtype):
    """Return an array in memory that begins at a multiple of `_ALIGNMENT` bytes."""
    n_bytes = int(np.prod(shape)) * np.dtype(dtype).itemsize
    memory = np.empty(n_bytes + _ALIGNMENT, dtype=np.uint8)
    start = -memory.ctypes.data % _ALIGNMENT
    return memory[start : start + n_bytes].view(dtype).reshape(shape)
