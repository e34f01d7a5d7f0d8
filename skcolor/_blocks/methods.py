"""Decorator that lets methods for in-memory rows accept dask arrays.

Nothing else in an estimator depends on dask: its methods get in-memory rows.
"""

from functools import wraps

from skcolor._blocks.dask_arrays import is_dask, is_dask_frame


def in_blocks(replacement, *, also=None):
    """Replace a method by ``replacement(estimator, X, ...)`` if X is a dask array.

    Parameters
    ----------
    replacement : callable
        Called instead of the method for dask arrays.
    also : callable or None, default=None
        Predicate on the estimator; if true, `replacement` is called for any rows.
    """

    def decorate(method):
        @wraps(method)
        def call(self, X, *args, **kwargs):
            if is_dask_frame(X):  # NumPy would bring all rows to one worker
                raise TypeError(
                    f"X must be a dask array; got a dask {type(X).__name__}. Pass "
                    "X.to_dask_array().compute_chunk_sizes(), which reads X once to count "
                    "the rows of its partitions."
                )
            lazy = is_dask(X) or (also is not None and also(self))
            return (replacement if lazy else method)(self, X, *args, **kwargs)

        return call

    return decorate
