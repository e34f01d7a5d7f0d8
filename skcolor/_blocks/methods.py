"""The decorator by which methods for rows in memory take dask arrays.

Nothing else in an estimator knows of dask: its methods find their rows in memory.
"""

from functools import wraps

from skcolor._blocks.dask_arrays import is_dask


def in_blocks(way, *, also=None):
    """Let ``way(estimator, X, ...)`` take the place of a method if X is a dask array.

    Parameters
    ----------
    way : callable
        What is done with a dask array.
    also : callable or None, default=None
        For which estimators it is done with any rows.
    """

    def decorate(method):
        @wraps(method)
        def call(self, X, *args, **kwargs):
            lazy = is_dask(X) or (also is not None and also(self))
            return (way if lazy else method)(self, X, *args, **kwargs)

        return call

    return decorate
