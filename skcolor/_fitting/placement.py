"""All about the layout of rows: given, made by an embedder, or found among known rows."""

from functools import cached_property

import numpy as np
from sklearn import config_context
from sklearn.base import clone

from skcolor._checks.layout import check_layout
from skcolor._warn import warn_user
from skcolor.neighbors._exact import ExactNeighbors, find_neighbors, neighbor_distances
from skcolor.neighbors._known_rows import KnownRows
from skcolor.neighbors._own_row import find_self


def fit_layout(estimator, X, y, *, principal_plane):
    """Find the layout of the rows that an estimator is fitted to.

    Parameters
    ----------
    estimator : estimator
        Where there is no layout, and it has ``uses_layout``, its `embedder` makes one, if
        it has that parameter and it is not None. What made it is kept as ``embedder_``.
    X : ndarray of shape (n_samples, n_features)
        The rows.
    y : array-like or None
        The layout, where one is given.
    principal_plane : callable
        Makes an embedder with a number of components, for where there is no other.

    Returns
    -------
    ndarray of shape (n_samples, 2) or (n_samples, 3), or None
        None where there is none and none is used.

    Warns
    -----
    UserWarning
        If there is neither a layout nor an embedder.
    """
    vars(estimator).pop("embedder_", None)  # of an earlier fit
    layout = check_layout(y, X.shape[0])
    if layout is not None or not estimator.uses_layout:
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


def _embed(embedder, X):
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


class Placement:
    """The rows of a fit with their layout, and places for other rows among them.

    Parameters
    ----------
    layout : ndarray of shape (n_samples, 2) or (n_samples, 3)
        The layout of the rows.
    known_rows : KnownRows or None
        The rows. None where they are not kept.
    embedder : estimator or None
        Fitted; made the layout.
    """

    def __init__(self, layout, known_rows, embedder):
        self.layout = layout
        self.known_rows = known_rows
        self.embedder = embedder

    @property
    def X(self):
        """The rows of the fit."""
        return self.known_rows.X

    @property
    def among_rows(self):
        """Finds the nearest of them in X."""
        return self.known_rows.neighbors

    @cached_property
    def in_layout(self):
        """Finds the nearest of them in the layout."""
        return ExactNeighbors(self.layout)

    def find(self, X, y):
        """Layout of rows: `y`; else that of the fit, of rows that were in it.

        Other rows are placed by the embedder, if it has ``transform``; else among their
        nearest rows, as `KnownRows` does.
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
        """How far rows are, in X, from the nearest rows in the layout.

        Parameters
        ----------
        X : ndarray of shape (n_rows, n_features)
            Rows.
        layout : ndarray of shape (n_rows, n_components)
            Their layout.
        n_neighbors : int
            How many of the nearest.

        Returns
        -------
        distances : ndarray of shape (n_rows, n_neighbors)
            Euclidean distances in X.
        own : ndarray of shape (n_rows,), int
            Position of the row itself among its neighbors, or -1, the last, where it is
            not among them.
        """
        apart, indices = self.in_layout.kneighbors(layout, n_neighbors)
        distances = neighbor_distances(X, self.X, indices)
        return distances, find_self(X, distances, self.X.dtype, projected=apart == 0)


def place_fit(colorer, X, y, *, principal_plane):
    """`fit_layout` of a colorer, which keeps the rows with their layout if it uses it."""
    layout = fit_layout(colorer, X, y, principal_plane=principal_plane)
    if colorer.uses_layout:
        search = find_neighbors(
            X,
            getattr(colorer, "neighbors", None),
            n_jobs=getattr(colorer, "n_jobs", None),
        )
        keep_rows(colorer, layout, KnownRows(search))
    return layout


def place_batch(colorer, X, y, *, first, principal_plane):
    """`fit_layout` of a colorer for a batch, of which it keeps no rows.

    The first batch decides how many columns the layout has.
    """
    if not colorer.uses_layout:
        return None
    n_columns = None if first else colorer.layout_.shape[1]
    if not first and not hasattr(colorer, "embedder_"):
        reason = "in partial_fit, because the earlier batches had one"
        layout = given_layout(colorer, y, X.shape[0], reason=reason, n_columns=n_columns)
    else:
        layout = fit_layout(colorer, X, y, principal_plane=principal_plane)
        layout = check_layout(layout, X.shape[0], n_columns=n_columns)
    keep_rows(colorer, layout[:0])
    return layout


def place_blocks(colorer, y, n_rows, *, reason):
    """`given_layout` of a colorer for blocks, of which it keeps no rows."""
    if not colorer.uses_layout:
        return None
    layout = given_layout(colorer, y, n_rows, reason=reason)
    keep_rows(colorer, layout[:0])
    return layout


def keep_rows(colorer, layout, known_rows=None):
    """Keep the layout of the rows of a fit, and the rows, in place of earlier ones."""
    for name in ("_placement", "_known_rows"):
        vars(colorer).pop(name, None)
    colorer.layout_ = layout
    if known_rows is not None:
        colorer._known_rows = known_rows
