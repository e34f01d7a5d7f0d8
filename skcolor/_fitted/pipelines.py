"""Color rows with a fitted colorer inside any wrapper, passing the layout through.

``Pipeline.transform``, like that of a search, takes no second argument, so a layout would
not reach the colorer inside. All unwrapping happens in this module.
"""

import inspect
from itertools import islice
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.frozen import FrozenEstimator
from sklearn.pipeline import Pipeline
from sklearn.utils.validation import check_is_fitted

from skcolor._checks.arrays import check_unmasked, count_axes
from skcolor._checks.row_order import check_row_order
from skcolor._checks.tables import is_number_table
from skcolor.base import BaseColorer

# Libraries whose pipelines apply the ``transform`` of their steps in order.
_PIPELINES = ("sklearn", "imblearn", "skcolor")
# Entries of a list or dict that are searched for a colorer; a vocabulary has more.
_N_ENTRIES = 1000


def steps_of(estimator: Any) -> list[Any]:
    """The transformers that are applied to rows, with the colorer last.

    Unwraps pipelines, also nested ones, searches with a ``best_estimator_``, and
    ``FrozenEstimator``, and skips steps that do nothing.
    """
    return _unwrap(estimator) or [estimator]


def _unwrap(estimator):
    if isinstance(estimator, FrozenEstimator):
        return _unwrap(estimator.estimator)
    if isinstance(estimator, Pipeline) and _origin(estimator, "transform") in _PIPELINES:
        parts = [part for _, part in estimator.steps if not _does_nothing(part)]
        return [step for part in parts for step in _unwrap(part)]
    best = getattr(estimator, "best_estimator_", None)
    return [estimator] if best is None else _unwrap(best)


def _does_nothing(part):
    # Samplers of imblearn only act in fit.
    return part is None or isinstance(part, str) or hasattr(part, "fit_resample")


def _origin(estimator, method):
    """Name of the package that defines a method of an estimator."""
    function = inspect.getattr_static(type(estimator), method, None)
    return (getattr(function, "__module__", None) or "").partition(".")[0]


def last_step(estimator: Any) -> Any:
    """The colorer inside pipelines and searches, or the estimator itself."""
    return steps_of(estimator)[-1]


def faded_colorer(estimator: Any) -> Any:
    """The fitted colorer whose colors a ConfidentColorer fades, or None."""
    last = last_step(estimator)
    return last.colorer_ if hasattr(last, "colorers_") and hasattr(last, "note_") else None


def check_colorer(estimator: Any) -> None:
    """Check that an estimator is an instance with ``transform``, or raise a TypeError."""
    colorer = last_step(estimator)
    if isinstance(colorer, type) or not hasattr(colorer, "transform"):
        raise TypeError(
            "estimator must be a fitted colorer, a pipeline that ends in one, or a search "
            f"that refitted one; got {estimator!r:.60}."
        )


def before_last_step(estimator: Any, X: Any, layout: Any = None) -> Any:
    """Transform rows by all steps before the colorer."""
    check_row_order({"X": X, "layout": layout})
    for step in steps_of(estimator)[:-1]:
        X = _call(step, "transform", X, layout, is_last=False)
    return X


def number_rows(estimator: Any, X: Any, layout: Any = None) -> Any:
    """Rows as numbers, to measure distances in.

    Parameters
    ----------
    estimator : estimator
        A fitted colorer, or a wrapper of one; see `steps_of`.
    X : array-like, sparse array, data frame, or list of texts or dicts
        The rows.
    layout : array-like of shape (n_samples, 2) or (n_samples, 3), default=None
        Layout of the rows.

    Returns
    -------
    table
        X, if it is a dense or sparse table of finite numbers. Otherwise, the output of the
        first step that is one: texts after a vectorizer, columns of mixed types after a
        ColumnTransformer. What the colorer gets, if none is.
    """
    check_unmasked(X, "X")
    for step in steps_of(estimator)[:-1]:
        if is_number_table(X):
            break
        X = _call(step, "transform", X, layout, is_last=False)
    return X


def color_rows(estimator: Any, X: Any, layout: Any = None) -> npt.NDArray[np.floating]:
    """Color rows, with their layout.

    Parameters
    ----------
    estimator : estimator
        A fitted colorer, or a wrapper of one; see `steps_of`.
    X : array-like of shape (n_samples, n_features)
        The rows.
    layout : array-like of shape (n_samples, 2) or (n_samples, 3), default=None
        Layout of the rows.

    Returns
    -------
    ndarray of shape (n_samples, 3)
        Colors, even if ``set_output`` asks for data frames.

    Raises
    ------
    TypeError
        If `estimator` has no ``transform``, or its wrapper does not pass a layout to the
        estimator inside that takes one.
    ValueError
        If X and `layout` are data frames with rows in different orders.
    """
    return np.asarray(color_lazily(estimator, X, layout))


def color_lazily(estimator: Any, X: Any, layout: Any = None) -> Any:
    """Like `color_rows`, but a dask array of rows becomes one of colors."""
    check_colorer(estimator)
    return _apply_last(estimator, "transform", X, layout)


def has_labels(estimator: Any) -> bool:
    """Whether the colorer encodes rows as labels and paints them with a palette."""
    colorer = last_step(estimator)
    return hasattr(colorer, "predict") and hasattr(colorer, "palette_")


def has_values(estimator: Any) -> bool:
    """Whether the colorer encodes rows as values and paints them with a colormap."""
    colorer = last_step(estimator)
    return hasattr(colorer, "score_samples") and hasattr(colorer, "colormap_table_")


def label_rows(estimator: Any, X: Any, layout: Any = None) -> npt.NDArray[np.intp]:
    """Labels of rows from the colorer inside; see `color_rows`."""
    return np.asarray(_apply_last(estimator, "predict", X, layout))


def value_rows(estimator: Any, X: Any, layout: Any = None) -> npt.NDArray[np.floating]:
    """Values of rows from the colorer inside; see `color_rows`."""
    return np.asarray(_apply_last(estimator, "score_samples", X, layout))


def _apply_last(estimator, method, X, layout):
    rows = before_last_step(estimator, X, layout)
    return _call(last_step(estimator), method, rows, layout, is_last=True)


def _call(step, method, X, layout, *, is_last):
    """Call a method with the rows, and with the layout if it takes one."""
    call = getattr(step, method)
    if layout is None or count_axes(layout, "layout") == 1:
        return call(X)
    name = _layout_argument(step, method, is_last=is_last)
    if name is not None:
        return call(X, **{name: layout})
    inside = _find_inside(step, is_last=is_last)
    if inside is not None:
        check_is_fitted(step)
        wrapper, name = type(step).__name__, type(inside).__name__
        raise TypeError(
            f"{wrapper} does not pass a layout to the {name} inside. Pass the {name}, or "
            "a Pipeline or search that ends in it; or pass no layout; or, if the "
            f"function takes colors, pass those of {wrapper}.transform."
        )
    return call(X)


def _layout_argument(step, method, *, is_last):
    """Name of the argument of a method for the layout, or None.

    It is ``y`` in colorers and in estimators in their place. In other transformers, ``y``
    can be anything, such as the targets of scikit-learn's PLS.
    """
    names = inspect.signature(getattr(step, method)).parameters
    if "layout" in names:
        return "layout"
    is_colorer = isinstance(step, BaseColorer) or (
        is_last and _origin(step, method) != "sklearn"
    )
    return "y" if "y" in names and is_colorer else None


def _find_inside(estimator, *, is_last):
    """An estimator that takes a layout inside another, or None."""
    seen, found = {id(estimator)}, list(getattr(estimator, "__dict__", {}).values())
    while found:
        part = found.pop()
        if id(part) in seen:
            continue
        seen.add(id(part))
        if isinstance(part, dict):
            found += islice(part.values(), _N_ENTRIES)
        elif isinstance(part, (list, tuple)):
            found += islice(part, _N_ENTRIES)
        elif hasattr(part, "get_params") and not isinstance(part, type):
            takes = hasattr(part, "transform") and _layout_argument(
                part, "transform", is_last=is_last
            )
            if takes:
                return part
            found += getattr(part, "__dict__", {}).values()
    return None
