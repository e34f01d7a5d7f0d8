"""The layout of the rows of a fit: given, or made by an embedder."""

import numpy as np
from sklearn import config_context
from sklearn.base import clone

from skcolor._checks.layout import check_layout
from skcolor._warn import warn_user


def fit_layout(estimator, X, y, *, principal_plane):
    """Find the layout of the rows that an estimator is fitted to.

    Parameters
    ----------
    estimator : estimator
        Its `embedder`, if it has that parameter and it is not None, makes the layout where
        there is none. What made it is kept as ``embedder_``.
    X : ndarray of shape (n_samples, n_features)
        The rows.
    y : array-like or None
        The layout, where one is given.
    principal_plane : callable
        Makes an embedder with a number of components, for where there is no other.

    Returns
    -------
    ndarray of shape (n_samples, 2) or (n_samples, 3)

    Warns
    -----
    UserWarning
        If there is neither a layout nor an embedder.
    """
    vars(estimator).pop("embedder_", None)  # of an earlier fit
    layout = check_layout(y, len(X))
    if layout is not None:
        return layout
    embedder = getattr(estimator, "embedder", None)
    if embedder is None:
        warn_user(
            f"{type(estimator).__name__} got no layout and takes the first two principal "
            "components of X. Pass the layout as y: fit(X, layout)"
            f"{'; or set embedder' if hasattr(estimator, 'embedder') else ''}.",
        )
        embedder = principal_plane(min(2, *X.shape))
    else:
        embedder = clone(embedder)
    with config_context(transform_output="default"):
        # FrozenEstimator, the way to use an embedder that is fitted already, has no
        # fit_transform, and its fit demands a y.
        if hasattr(embedder, "fit_transform"):
            layout = embedder.fit_transform(X)
        else:
            layout = embedder.fit(X, None).transform(X)
    estimator.embedder_ = embedder
    return _check_embedding(layout, X)


def given_layout(estimator, y, n_samples, *, reason, n_columns=None):
    """Take `y` as the layout of rows that nothing else could place.

    Parameters
    ----------
    estimator : estimator
        What is fitted to them.
    y : array-like or None
        The layout.
    n_samples : int
        How many rows X has.
    reason : str
        For what it is needed.
    n_columns : int or None, default=None
        See `check_layout`.

    Returns
    -------
    ndarray of shape (n_samples, 2) or (n_samples, 3)

    Raises
    ------
    ValueError
        If there is none.
    """
    vars(estimator).pop("embedder_", None)  # of an earlier fit
    layout = check_layout(y, n_samples, n_columns=n_columns)
    if layout is None:
        raise ValueError(
            f"{type(estimator).__name__} got no layout, which it needs {reason}: pass it "
            "as y, one row for each row of X."
        )
    return layout


def embed(embedder, X):
    """Places that a fitted embedder gives to rows."""
    with config_context(transform_output="default"):
        return _check_embedding(embedder.transform(X), X)


def _check_embedding(places, X):
    # A copy: openTSNE moves the array that it returned when it places other rows.
    places = np.array(places, dtype=X.dtype)
    if places.ndim == 2 and places.shape[1] == 1:
        places = np.column_stack([places, np.zeros_like(places)])
    if places.shape not in {(len(X), 2), (len(X), 3)} or not np.isfinite(places).all():
        raise ValueError(
            f"embedder must give finite places of shape ({len(X)}, 2) or ({len(X)}, 3); "
            f"got shape {places.shape}"
            f"{'' if np.isfinite(places).all() else ' with NaN or infinity'}."
        )
    return places
