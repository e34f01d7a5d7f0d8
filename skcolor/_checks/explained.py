"""Errors about rows that are not a dense table of numbers, with a way out."""

from collections.abc import Mapping
from contextlib import contextmanager

import numpy as np
from scipy.sparse import issparse

from skcolor._checks.arrays import as_array
from skcolor._checks.tables import describe


@contextmanager
def explained(estimator, X):
    """Explain why the validation of X fails if it is sparse, texts, dicts or mixed columns.

    Parameters
    ----------
    estimator : estimator
        The estimator that is given X.
    X : object
        The rows.

    Raises
    ------
    TypeError
        If X is sparse.
    TypeError or ValueError
        If the validation inside raises it; the message says which steps to put before the
        estimator, or that lists have different lengths.
    """
    if issparse(X):
        raise TypeError(
            f"X must be dense; got {describe(X)}. {_way_out(estimator, 'TruncatedSVD(50)')}"
        )
    try:
        yield
    except (TypeError, ValueError) as error:
        if isinstance(X, (list, tuple)):
            as_array(X, "X")
        found, steps = _find_other_than_numbers(X)
        if not found:
            raise
        raise type(error)(
            f"X must be a table of numbers; got {found}. {_way_out(estimator, steps)}"
        ) from None


def _find_other_than_numbers(X):
    """What rows of texts, of dicts or of mixed columns are, and steps that encode them."""
    if hasattr(X, "columns"):
        column = next((c for c in X.columns if not _are_numbers(X[c])), None)
        found = "" if column is None else f"column {column!r} of {X[column].dtype}"
        return found, "ColumnTransformer(...)"
    if getattr(X, "ndim", 1) != 1 or not hasattr(X, "__len__") or not len(X):
        return "", ""
    first = next(iter(X))
    if isinstance(first, Mapping):
        return "dicts", "DictVectorizer(), TruncatedSVD(50)"
    is_text = isinstance(first, (str, bytes)) and not isinstance(X, (str, bytes))
    return "texts" if is_text else "", "TfidfVectorizer(), TruncatedSVD(50)"


def _are_numbers(column):
    try:
        np.asarray(column).astype(np.float64)
    except (TypeError, ValueError):
        return False
    return True


def _way_out(estimator, steps):
    return (
        "Put a transformer before it that makes few columns of numbers: "
        f"make_pipeline({steps}, {type(estimator).__name__}(...))."
    )
