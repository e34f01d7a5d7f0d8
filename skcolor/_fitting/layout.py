"""All about the layout: given, made by an embedder, or interpolated for new rows."""

from functools import cached_property

import numpy as np
from sklearn import config_context
from sklearn.base import clone

from skcolor._array_api import to_numpy
from skcolor._checks.tables import check_table
from skcolor._warn import warn_user
from skcolor.neighbors._exact import ExactNeighbors, find_neighbors
from skcolor.neighbors._known_rows import KnownRows
from skcolor.reducers._covariance_pca import CovariancePCA


def check_layout(y, n_samples, *, n_columns=None):
    """Take `y` as a layout; labels (a 1-D `y`) and None are no layout.

    Parameters
    ----------
    y : array-like or None
        What came as `y`.
    n_samples : int
        How many rows X has.
    n_columns : int or None, default=None
        How many columns the layout must have; None: 2 or 3.

    Returns
    -------
    ndarray of shape (n_samples, 2) or (n_samples, 3), or None
        The layout, float32 or float64.

    Raises
    ------
    ValueError
        If `y` has the wrong shape, or holds NaN or infinity.
    TypeError
        If it is sparse, or holds what is no number.
    """
    y = to_numpy(y)
    if y is None or np.asarray(y).ndim == 1:
        return None
    layout = check_table(y, "layout", min_rows=0)
    if len(layout) != n_samples:
        raise ValueError(
            f"layout (passed as y) has {len(layout)} rows and X has {n_samples}; "
            "pass one layout row for each row of X, in the same order."
        )
    allowed = (2, 3) if n_columns is None else (n_columns,)
    if layout.shape[1] not in allowed:
        raise ValueError(
            f"layout (passed as y) has {layout.shape[1]} columns; "
            f"wanted {' or '.join(map(str, allowed))}"
            f"{'' if n_columns is None else ', as in fit'}."
        )
    return layout


class EmbedderMixin:
    """For estimators that need the layout in fit: `y`, else what `embedder` makes."""

    def _resolve_layout(self, X, y):
        self.__dict__.pop("embedder_", None)  # of an earlier fit
        layout = check_layout(y, len(X))
        return self._embed(X) if layout is None else layout

    def _embed(self, X):
        if self.embedder is None:
            warn_user(
                f"{type(self).__name__} got no layout and takes the first two principal "
                "components of X. Pass the layout as y: fit(X, layout); or set embedder.",
            )
            embedder = CovariancePCA(min(2, *X.shape))
        else:
            embedder = clone(self.embedder)
        with config_context(transform_output="default"):
            # FrozenEstimator, the way to use an embedder that is fitted already, has no
            # fit_transform, and its fit demands a y.
            if hasattr(embedder, "fit_transform"):
                places = embedder.fit_transform(X)
            else:
                places = embedder.fit(X, None).transform(X)
        self.embedder_ = embedder
        return _check_places(places, X)


class LayoutMixin(EmbedderMixin):
    """For colorers that look at the layout of every row that they color.

    In fit it is `y`; else what the `embedder` makes; else 2-D PCA, with a warning. For
    other rows: `y`; else the embedder's ``transform``; else `KnownRows`. Rows seen in fit
    keep the place that they had there.
    """

    def _fit_layout(self, X, y):
        self._keep_layout(self._resolve_layout(X, y))
        search = find_neighbors(X, self.neighbors, n_jobs=self.n_jobs)
        self._known_rows = KnownRows(search)
        return self.layout_

    def _keep_layout(self, layout):
        self.layout_ = layout
        self.__dict__.pop("_layout_neighbors", None)  # of an earlier fit

    @cached_property
    def _layout_neighbors(self):
        return ExactNeighbors(self.layout_)

    @property
    def _fit_X(self):
        return self._known_rows.X

    def __getstate__(self):
        # joblib writes an array as often as it comes: the layout once.
        state = super().__getstate__()
        return {key: value for key, value in state.items() if key != "_layout_neighbors"}

    def _find_layout(self, X, y):
        layout = check_layout(y, len(X), n_columns=self.layout_.shape[1])
        if layout is not None:
            return layout
        embedder = getattr(self, "embedder_", None)
        if not hasattr(embedder, "transform"):
            return self._known_rows.place(X, self.layout_)
        with config_context(transform_output="default"):
            return self._known_rows.place(
                X,
                self.layout_,
                lambda rows: _check_places(embedder.transform(rows), rows),
            )


def _check_places(places, X):
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
