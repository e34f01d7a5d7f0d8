"""All about the layout: given, made by an embedder, or interpolated for new rows."""

import warnings

import numpy as np
from sklearn import config_context
from sklearn.base import clone
from sklearn.decomposition import PCA
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.utils.validation import check_array

from skcolor._neighbors import ExactNeighbors, neighbor_distances

_N_INTERPOLATED = 5


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
    """
    if y is None or np.asarray(y).ndim == 1:
        return None
    layout = check_array(
        y, dtype=[np.float64, np.float32], ensure_min_samples=0, input_name="layout"
    )
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


def row_tolerance(X):
    """How far apart two copies of one row may lie after rounding.

    The same row comes out of a projection with other last bits in another batch. So two
    rows count as one up to the square root of the float type's precision, times the
    median distance of the rows of X from their mean.
    """
    center = X.mean(axis=0, dtype=np.float64).astype(X.dtype)[np.newaxis]
    radii = neighbor_distances(X, center, np.zeros((len(X), 1), dtype=np.intp))
    return float(np.sqrt(np.finfo(X.dtype).eps) * np.median(radii))


class KnownRows:
    """Rows with a place each, and the places of other rows among them.

    Parameters
    ----------
    X : ndarray of shape (n_samples, n_features)
        The known rows.
    places : ndarray of shape (n_samples, n_components)
        Their places.
    n_jobs : int or None, default=None
        Number of threads of a search.
    """

    def __init__(self, X, places, *, n_jobs=None):
        self.places = places
        self.tolerance = row_tolerance(X)
        self._neighbors = ExactNeighbors(X, n_jobs=n_jobs)

    def place(self, X, embed=None):
        """Places of rows: a known row keeps its own, the first of several equal ones.

        Any other row gets ``embed(rows)``; without `embed`, the mean place of its
        nearest known rows, weighted by inverse distance (Shepard, 1968).
        """
        n_neighbors = min(_N_INTERPOLATED, len(self.places))
        distances, indices = self._neighbors.kneighbors(X, n_neighbors)
        same = distances <= self.tolerance
        known = same[:, 0]
        places = np.empty((len(X), self.places.shape[1]), dtype=self.places.dtype)
        first = np.where(same[known], indices[known], len(self.places)).min(axis=1)
        places[known] = self.places[first]
        if not known.all():
            places[~known] = (
                _inverse_distance_mean(self.places, distances[~known], indices[~known])
                if embed is None
                else embed(X[~known])
            )
        return places


def _inverse_distance_mean(places, distances, indices):
    # Relative to the nearest, so that no scale of X overflows.
    weights = distances[:, :1] / distances
    weights /= weights.sum(axis=1, keepdims=True)
    return np.einsum("nk,nkc->nc", weights, places[indices])


class LayoutMixin:
    """For estimators that look at the layout: where it comes from, in one place.

    In fit: `y`; else the `embedder`, fitted to X; else 2-D PCA, with a warning. For
    other rows: `y`; else the embedder's ``transform``; else `KnownRows`. Rows seen in
    fit keep the place that they had there.
    """

    def _fit_layout(self, X, y):
        self.__dict__.pop("embedder_", None)  # of an earlier fit
        layout = check_layout(y, len(X))
        if layout is None:
            layout = self._embed(X)
        self.layout_ = layout
        self._known_rows = KnownRows(X, layout, n_jobs=self.n_jobs)
        return layout

    def _find_layout(self, X, y):
        layout = check_layout(y, len(X), n_columns=self.layout_.shape[1])
        if layout is not None:
            return layout
        embedder = getattr(self, "embedder_", None)
        if not hasattr(embedder, "transform"):
            return self._known_rows.place(X)
        with config_context(transform_output="default"):
            return self._known_rows.place(
                X, lambda rows: _check_places(embedder.transform(rows), rows)
            )

    def _embed(self, X):
        if self.embedder is None:
            warnings.warn(
                f"{type(self).__name__} got no layout and takes the first two principal "
                "components of X. Pass the layout as y: fit(X, layout); or set embedder.",
                UserWarning,
                stacklevel=5,
            )
            # Centred first: PCA's own way loses float32 rows with large means.
            embedder = make_pipeline(
                StandardScaler(with_std=False),
                PCA(n_components=min(2, *X.shape), random_state=0),
            )
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
