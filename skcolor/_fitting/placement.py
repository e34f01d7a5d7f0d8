"""Layouts of rows: given, computed by an embedder, or interpolated from known rows."""

from functools import cached_property

import numpy as np
from sklearn import config_context
from sklearn.base import clone

from skcolor._checks.layout import check_layout
from skcolor._warn import warn_user
from skcolor.neighbors._distances import neighbor_distances
from skcolor.neighbors._exact import ExactNeighbors
from skcolor.neighbors._known_rows import KnownRows
from skcolor.neighbors._own_row import find_self
from skcolor.neighbors._search import find_neighbors


def fit_layout(estimator, X, y, *, principal_plane, weights=None):
    """Find the layout of the rows that an estimator is fitted to.

    Parameters
    ----------
    estimator : estimator
        If no layout is given and ``uses_layout`` is true, its `embedder` computes one, if
        the estimator has that parameter and it is not None. The fitted embedder is stored
        as ``embedder_``.
    X : ndarray of shape (n_samples, n_features)
        The rows.
    y : array-like or None
        The layout, if given.
    principal_plane : callable
        Called with a number of components; returns the embedder to use if there is no
        other.
    weights : ndarray of shape (n_samples,) or None, default=None
        How often each row counts. An embedder gets only rows with a weight above 0; only
        principal components use the weights.

    Returns
    -------
    ndarray of shape (n_samples, 2) or (n_samples, 3), or None
        None if none is given and the estimator uses none.

    Warns
    -----
    UserWarning
        If the layout is needed and there is neither a layout nor an embedder.
    """
    vars(estimator).pop("embedder_", None)  # from an earlier fit
    layout = check_layout(y, X.shape[0])
    if layout is not None or not estimator.uses_layout:
        return layout
    embedder = getattr(estimator, "embedder", None)
    if embedder is None:
        warn_user(
            f"{type(estimator).__name__} got no layout, so it uses the first two principal "
            "components of X. Pass a layout as y: fit(X, layout)"
            f"{', or set embedder' if hasattr(estimator, 'embedder') else ''}.",
        )
        embedder = principal_plane(min(2, *X.shape))
        if weights is not None:
            embedder.fit(X, sample_weight=weights)
            estimator.embedder_ = embedder
            return _check_embedding(embedder.transform(X), X)
    else:
        embedder = clone(embedder)
    with config_context(transform_output="default"):
        # FrozenEstimator, which wraps an embedder that is already fitted, has no
        # fit_transform, and its fit requires a y.
        rows = X if weights is None or weights.all() else X[weights > 0]
        if hasattr(embedder, "fit_transform"):
            layout = embedder.fit_transform(rows)
        else:
            layout = embedder.fit(rows, None).transform(rows)
    estimator.embedder_ = embedder
    layout = _check_embedding(layout, rows)
    if rows is X:
        return layout
    places = np.zeros((len(X), layout.shape[1]), layout.dtype)
    places[weights > 0] = layout
    return places


def given_layout(estimator, y, n_samples, *, reason, n_columns=None):
    """Check and return `y`, the layout of rows for which it cannot be computed.

    Parameters
    ----------
    estimator : estimator
        The estimator that is fitted to the rows.
    y : array-like or None
        The layout.
    n_samples : int
        Number of rows of X.
    reason : str
        Why the layout is needed, for the error message.
    n_columns : int or None, default=None
        See `check_layout`.

    Returns
    -------
    ndarray of shape (n_samples, 2) or (n_samples, 3)

    Raises
    ------
    ValueError
        If `y` is None.
    """
    vars(estimator).pop("embedder_", None)  # from an earlier fit
    layout = check_layout(y, n_samples, n_columns=n_columns)
    if layout is None:
        raise ValueError(
            f"{type(estimator).__name__} got no layout, which it needs {reason}: pass it "
            "as y, with one row for each row of X."
        )
    return layout


def _embed(embedder, X):
    """Transform rows with a fitted embedder."""
    with config_context(transform_output="default"):
        return _check_embedding(embedder.transform(X), X)


def _check_embedding(layout, X):
    # A copy, because openTSNE changes its returned array when it transforms other rows.
    layout = np.array(layout, dtype=X.dtype)
    if layout.ndim == 2 and layout.shape[1] == 1:
        layout = np.column_stack([layout, np.zeros_like(layout)])
    if layout.shape not in {(len(X), 2), (len(X), 3)} or not np.isfinite(layout).all():
        raise ValueError(
            f"embedder must return finite values of shape ({len(X)}, 2) or ({len(X)}, 3); "
            f"got shape {layout.shape}"
            f"{'' if np.isfinite(layout).all() else ' with NaN or infinity'}."
        )
    return layout


class Placement:
    """The training rows with their layout, which also places new rows in it.

    Parameters
    ----------
    layout : ndarray of shape (n_samples, 2) or (n_samples, 3)
        Layout of the training rows.
    known_rows : KnownRows or None
        The training rows, or None if they are not kept.
    embedder : estimator or None
        Fitted embedder that computed the layout.
    """

    def __init__(self, layout, known_rows, embedder):
        self.layout = layout
        self.known_rows = known_rows
        self.embedder = embedder

    @property
    def X(self):
        """The training rows."""
        return self.known_rows.X

    @property
    def among_rows(self):
        """Search for the nearest training rows in X."""
        return self.known_rows.neighbors

    @cached_property
    def in_layout(self):
        """Search for the nearest training rows in the layout."""
        return ExactNeighbors(self.layout)

    def find(self, X, y):
        """Find the layout of rows: `y` if given, else known positions of training rows.

        New rows are placed by the embedder if it has ``transform``, else by interpolation
        between their nearest training rows (see `KnownRows`).
        """
        layout = check_layout(y, len(X), n_columns=self.layout.shape[1])
        if layout is not None:
            return layout
        can_embed = hasattr(self.embedder, "transform")
        if self.known_rows is None and can_embed:
            return _embed(self.embedder, X)
        if self.known_rows is None:
            raise ValueError(
                "A colorer that was fitted in batches or blocks keeps no rows, and cannot "
                "place others among them; pass their layout as y: transform(X, layout)."
            )
        if not can_embed:
            return self.known_rows.place(X, self.layout)
        return self.known_rows.place(X, self.layout, lambda new: _embed(self.embedder, new))

    def neighbor_distances(self, X, layout, n_neighbors):
        """Compute distances in X from rows to their nearest training rows in the layout.

        Parameters
        ----------
        X : ndarray of shape (n_rows, n_features)
            Rows.
        layout : ndarray of shape (n_rows, n_components)
            Their layout.
        n_neighbors : int
            Number of nearest training rows.

        Returns
        -------
        distances : ndarray of shape (n_rows, n_neighbors)
            Euclidean distances in X.
        own : ndarray of shape (n_rows,), int
            Position of the row itself among its neighbors, or -1, the last position, if
            it is not among them.
        """
        apart, indices = self.in_layout.kneighbors(layout, n_neighbors)
        distances = neighbor_distances(X, self.X, indices)
        return distances, find_self(X, distances, self.X.dtype, projected=apart == 0)


def place_training_rows(colorer, X, y, *, principal_plane):
    """Call `fit_layout` for a colorer; store the rows and their layout if it uses one."""
    layout = fit_layout(colorer, X, y, principal_plane=principal_plane)
    if colorer.uses_layout:
        search = find_neighbors(
            X,
            getattr(colorer, "neighbors", None),
            n_neighbors=getattr(colorer, "n_neighbors", 1),
            n_jobs=getattr(colorer, "n_jobs", None),
        )
        store_layout(colorer, layout, KnownRows(search))
    return layout


def place_batch(colorer, X, y, *, first, principal_plane):
    """Find the layout of one batch, whose rows are not kept; see `fit_layout`.

    The `first` batch sets the number of columns.
    """
    if not colorer.uses_layout:
        return None
    n_columns = None if first else colorer.layout_.shape[1]
    if not first and not hasattr(colorer, "embedder_"):
        reason = "in partial_fit, because earlier batches had one"
        layout = given_layout(colorer, y, X.shape[0], reason=reason, n_columns=n_columns)
    else:
        layout = fit_layout(colorer, X, y, principal_plane=principal_plane)
        layout = check_layout(layout, X.shape[0], n_columns=n_columns)
    store_layout(colorer, layout[:0])
    return layout


def place_blocks(colorer, y, n_rows, *, reason):
    """Check the layout of a dask array, whose rows are not kept; see `given_layout`."""
    if not colorer.uses_layout:
        return None
    layout = given_layout(colorer, y, n_rows, reason=reason)
    store_layout(colorer, layout[:0])
    return layout


def store_layout(colorer, layout, known_rows=None):
    """Store the training rows and their layout in place of those of an earlier fit."""
    for name in ("_placement", "_known_rows"):
        vars(colorer).pop(name, None)
    colorer.layout_ = layout
    if known_rows is not None:
        colorer._known_rows = known_rows
