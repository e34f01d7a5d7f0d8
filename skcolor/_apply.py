"""Colors of rows by any fitted colorer or pipeline, with the layout where it is used."""

import inspect

import numpy as np
from sklearn.pipeline import Pipeline


def last_step(estimator):
    """Return the colorer at the end of a pipeline, or the estimator itself."""
    return estimator[-1] if isinstance(estimator, Pipeline) else estimator


def check_colorer(estimator):
    """Hold an estimator to be an instance that has ``transform``, or raise a TypeError."""
    colorer = last_step(estimator)
    if isinstance(colorer, type) or not hasattr(colorer, "transform"):
        raise TypeError(
            "estimator must be a fitted colorer, or a pipeline that ends in one; got "
            f"{estimator!r:.60}."
        )


def before_last_step(estimator, X):
    """Rows as they reach the last step of a pipeline."""
    if isinstance(estimator, Pipeline) and len(estimator) > 1:
        return estimator[:-1].transform(X)
    return X


def color_rows(estimator, X, layout=None):
    """Color rows, with their layout.

    ``Pipeline.transform`` takes no second argument, so that the layout would not reach
    the colorer at its end; here it does.

    Parameters
    ----------
    estimator : estimator
        A fitted colorer, or a pipeline that ends in one.
    X : array-like of shape (n_samples, n_features)
        The rows.
    layout : array-like of shape (n_samples, 2) or (n_samples, 3), default=None
        Their layout.

    Returns
    -------
    ndarray of shape (n_samples, 3)
        Colors, also where ``set_output`` asks for data frames.

    Raises
    ------
    TypeError
        If `estimator` has no ``transform``.
    """
    check_colorer(estimator)
    colorer, X = last_step(estimator), before_last_step(estimator, X)
    if "y" in inspect.signature(colorer.transform).parameters:
        return np.asarray(colorer.transform(X, layout))
    return np.asarray(colorer.transform(X))


def has_labels(estimator):
    """Whether the colorer encodes rows as labels, which it paints with a palette."""
    colorer = last_step(estimator)
    return hasattr(colorer, "predict") and hasattr(colorer, "palette_")


def label_rows(estimator, X, layout=None):
    """Labels of rows by the colorer at the end, with their layout; see `color_rows`."""
    return last_step(estimator).predict(before_last_step(estimator, X), layout)
