"""Linear algebra whose bytes depend on neither threads nor batches.

BLAS sums in an order that depends on its number of threads and on the shape of tables. So
everything is fitted and transformed with one BLAS thread, while chunks of rows run in our
own threads, and rows are projected in blocks of one fixed shape.
"""

import os
import sys
import threading
from collections import Counter
from contextlib import contextmanager, nullcontext
from functools import lru_cache

import numpy as np
import scipy.linalg
from threadpoolctl import ThreadpoolController

# Rows are multiplied in blocks of 1 to 8 times this many, a number with many divisors, ...
_ROWS = 96
# ... up to about this size.
_BLOCK_BYTES = 2**19
# CPUs load aligned numbers in the same way, wherever the memory comes from.
_ALIGNMENT = 64
# Number of products that test whether all rows of a block are treated alike.
_N_PROBES = 64
# Number of arrays that each thread keeps to use again, and the size of each at most.
_N_BUFFERS = 8
_MOST_KEPT = 2**20
# Columns of a large matrix that are summed at a time.
_STRIP = 512


class _Libraries:
    """Finds the loaded libraries with threads; searches only after new imports.

    A search takes milliseconds, and in a thread it can wait for an import forever.
    """

    def __init__(self, user_api):
        self._user_api = user_api
        self._found, self._n_modules = None, -1

    def find(self):
        # New libraries come only with new modules.
        if len(sys.modules) != self._n_modules:
            found = ThreadpoolController().select(user_api=self._user_api)
            if self._found is None or found.info() != self._found.info():
                self._found = found
            self._n_modules = len(sys.modules)
        return self._found


class _Limit:
    """Limits BLAS to one thread, for the whole process.

    BLAS has one setting per process. The first thread to enter saves and sets it; the last
    to leave restores it.
    """

    def __init__(self):
        self._lock = threading.Lock()
        self._depths = Counter()  # by thread
        self._set = []
        self._blas, self._libraries = _Libraries("blas"), None
        self._n_threads = 1
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(
                before=self._lock.acquire,
                after_in_parent=self._lock.release,
                after_in_child=self._after_fork,
            )

    def __enter__(self):
        with self._lock:
            before, libraries = self._libraries, self._blas.find()
            self._libraries = libraries
            if not self._depths:
                self._n_threads = _most_threads(libraries)
            if not self._depths or libraries is not before:
                with _in_control(libraries):
                    self._set.append(libraries.limit(limits=1))
            self._depths[threading.get_ident()] += 1

    def __exit__(self, *error):
        with self._lock:
            thread = threading.get_ident()
            self._depths[thread] -= 1
            if not self._depths[thread]:
                del self._depths[thread]
            self._restore()

    def count_threads(self):
        """Number of BLAS threads outside of the limit."""
        with self._lock:
            return self._n_threads if self._depths else _most_threads(self._blas.find())

    def _restore(self):
        while self._set and not self._depths:
            with _in_control(self._libraries):
                self._set.pop().restore_original_limits()

    def _after_fork(self):
        # Other threads do not survive in a child, so they cannot restore what they set.
        self._lock.release()
        thread = threading.get_ident()
        self._depths = Counter({key: n for key, n in self._depths.items() if key == thread})
        self._restore()


_LIMIT = _Limit()
_OPENMP = _Libraries("openmp")
_THIS_THREAD = threading.local()


@contextmanager
def _in_control(libraries):
    """Context in which this thread may change the process-wide setting.

    Since version 3.8, threadpoolctl ignores all threads except the first that sets it.
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
    """Context in which linear algebra uses one thread, and so always rounds the same.

    With ``user_api=None``, OpenMP loops are limited as well, but only in this thread. The
    context can be nested, and several threads can enter it at once.
    """
    is_for_all = user_api is None  # OpenMP has one setting per thread
    with _LIMIT, _OPENMP.find().limit(limits=1) if is_for_all else nullcontext():
        yield


def linear_algebra_threads():
    """Number of threads that a matrix product uses outside of our limit.

    1 in a thread that is already one of many.
    """
    return 1 if getattr(_THIS_THREAD, "is_worker", False) else _LIMIT.count_threads()


def mark_worker_thread():
    """Mark the current thread as one of several that share the CPU."""
    _THIS_THREAD.is_worker = True


def product(a, b):
    """Matrix product ``a @ b``."""
    with single_threaded():
        return a @ b


def eigh(matrix, *, overwrite=False):
    """Ascending eigenvalues of a symmetric matrix, and its eigenvectors as columns.

    With `overwrite`, the matrix is destroyed, which avoids a copy.

    Raises
    ------
    ValueError
        If it is not finite; finite rows can overflow by their size.
    """
    if not np.isfinite(matrix).all():
        raise ValueError(
            "X must have values whose sum of squares fits in float64; got an overflow. "
            "Divide X by its largest absolute value."
        )
    with single_threaded():
        # The transpose of a symmetric C-ordered matrix is the same matrix in Fortran order.
        return scipy.linalg.eigh(np.asarray(matrix).T, overwrite_a=overwrite)


def polar(matrix):
    """The orthogonal matrix closest to a matrix."""
    with single_threaded():
        return scipy.linalg.polar(matrix)[0]


def add_squares(total, rows):
    """Add ``rows.T @ rows`` to the upper triangle of a matrix, a strip at a time.

    This avoids a second matrix of its size.
    """
    with single_threaded(), np.errstate(over="ignore", invalid="ignore"):
        for start in range(0, len(total), _STRIP):
            stop = min(start + _STRIP, len(total))
            strip = reused_array("strip", stop, stop - start, rows.dtype)
            np.matmul(rows[:, :stop].T, rows[:, start:stop], out=strip)
            total[:stop, start:stop] += strip


def mirror(matrix):
    """Copy the upper triangle of a matrix to the lower, in place."""
    for row in range(1, len(matrix)):
        matrix[row, :row] = matrix[:row, row]
    return matrix


def block_rows(n_features, dtype):
    """Number of rows that `project` multiplies at a time."""
    n_fit = _BLOCK_BYTES // (np.dtype(dtype).itemsize * max(1, n_features))
    return _ROWS * max(1, min(n_fit // _ROWS, 8))


def project(X, weights, shift=0.0, out=None):
    """Compute ``(X - shift) @ weights`` so that the bytes of a row depend only on the row.

    They do not depend on other rows, their number, or the memory order of X. All blocks
    have the same shape; the last is padded with zeros. If BLAS rounds some rows of a block
    differently from others, blocks are divided until it does not.

    Parameters
    ----------
    X : ndarray of shape (n_samples, n_features)
        Rows.
    weights : ndarray of shape (n_features, n_columns)
        Weights, in the float type of the result.
    shift : float or ndarray of shape (n_features,), default=0.0
        Subtracted from the rows first.
    out : ndarray of shape (n_samples, n_columns) or None, default=None
        Array for the products.

    Returns
    -------
    ndarray of shape (n_samples, n_columns)
        The products.
    """
    if out is None:
        out = np.empty((len(X), weights.shape[1]), dtype=weights.dtype)
    n_rows = block_rows(len(weights), weights.dtype)
    block = reused_array("block", n_rows, len(weights), weights.dtype)
    aligned = reused_array("weights", *weights.shape, weights.dtype)
    aligned[:] = weights
    with single_threaded():
        tile = _uniform_tile(*weights.shape, weights.dtype)
        for start in range(0, len(X), n_rows):
            rows, part = X[start : start + n_rows], out[start : start + n_rows]
            np.subtract(rows, shift, out=block[: len(rows)])
            if len(rows) == n_rows == tile:
                np.matmul(block, aligned, out=part)
            else:
                block[len(rows) :] = 0
                part[:] = _multiply(block, aligned, tile)[: len(rows)]
    return out


def reused_array(name, n_rows, n_columns, dtype):
    """An array for one purpose, in the same memory for each call in this thread.

    Memory that is used again is far faster than new memory.
    """
    buffers = vars(_THIS_THREAD).setdefault("buffers", {})
    dtype = np.dtype(dtype)
    if n_rows * n_columns * dtype.itemsize > _MOST_KEPT:
        return np.empty((n_rows, n_columns), dtype)
    key = name, n_columns, dtype
    if key not in buffers or len(buffers[key]) < n_rows:
        if len(buffers) == _N_BUFFERS:
            buffers.clear()
        buffers[key] = _aligned((n_rows, n_columns), dtype)
    return buffers[key][:n_rows]


def _multiply(block, weights, tile):
    n_rows, n_features = block.shape
    parts = block.reshape(n_rows // tile, tile, n_features) @ weights
    return parts.reshape(n_rows, weights.shape[1])


@lru_cache(maxsize=1024)
def _uniform_tile(n_features, n_columns, dtype):
    """Largest number of rows of a block that BLAS treats alike: from all rows to one.

    The order of summation follows from the shape. It is tested by putting the same row in
    all positions of a block, for several rows: a different order changes the last bits of
    many of their products.
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
    """Return an array whose memory starts at a multiple of `_ALIGNMENT` bytes."""
    n_bytes = int(np.prod(shape)) * np.dtype(dtype).itemsize
    memory = np.empty(n_bytes + _ALIGNMENT, dtype=np.uint8)
    start = -memory.ctypes.data % _ALIGNMENT
    return memory[start : start + n_bytes].view(dtype).reshape(shape)
