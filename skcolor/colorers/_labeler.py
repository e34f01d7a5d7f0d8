"""Labels of rows from any scikit-learn compatible clusterer."""

from contextlib import nullcontext
from dataclasses import dataclass
from numbers import Integral
from typing import Any

import numpy as np

from skcolor._compute.chunks import map_rows
from skcolor._compute.linear_algebra import linear_algebra_threads, single_threaded
from skcolor._warn import warn_user
from skcolor.colorers._cluster_names import count_known, find_names, number_found
from skcolor.neighbors._exact import ExactNeighbors
from skcolor.neighbors._predict import labels_by_center, row_predictor


@dataclass(frozen=True)
class Labeler:
    """A fitted clusterer that gives any rows integer labels.

    It uses the clusterer's ``predict`` if there is one. Otherwise, rows get the label of
    the nearest row that the clusterer was fitted to.

    Attributes
    ----------
    clusterer : estimator
        The fitted clusterer.
    dtype : str
        Float type of the rows it was fitted to. All other rows are cast to it, because
        K-Means requires the same type.
    names : list of str or None
        Names of the labels 0, 1, …; None if it returns integers.
    neighbors : ExactNeighbors or None
        Search in the rows it was fitted to, if it has no ``predict``.
    """

    clusterer: Any
    dtype: str
    names: list[str] | None = None
    neighbors: ExactNeighbors | None = None

    @classmethod
    def fit(cls, clusterer, X, *, in_one_thread):
        """Fit a clusterer to rows, with at most as many clusters as rows."""
        _cap_clusters(clusterer, len(X))
        with single_threaded(None) if in_one_thread else nullcontext():
            clusterer.fit(X, None)  # a FrozenEstimator requires a y
        neighbors = None
        if not hasattr(clusterer, "predict"):
            if not hasattr(clusterer, "labels_"):
                raise TypeError(
                    "clusterer must have predict, or labels_ after fit, like clusterers of "
                    f"scikit-learn; got {clusterer!r:.60}."
                )
            neighbors = ExactNeighbors(X)
        return cls(clusterer, X.dtype.name, find_names(clusterer, X), neighbors)

    @classmethod
    def learn(cls, clusterer, X, dtype):
        """Fit a clusterer to another batch of rows."""
        clusterer.partial_fit(X.astype(dtype, copy=False))
        names = find_names(clusterer, X)
        if names is not None:
            raise ValueError(
                "clusterer must return integers as labels in partial_fit, because later "
                f"batches may have other names; got {names!r:.60}."
            )
        return cls(clusterer, dtype)

    def label(self, X, bounds=None):
        """Label rows with integers; negative for rows in no cluster.

        `bounds`, from ``make_bounds``, are filled as in ``NearestCenter.find``.
        """
        predict = self._predict_nearest
        if self.neighbors is None:
            predict = row_predictor(self.clusterer, self.dtype)

        def label(rows, bounds):
            given = () if bounds is None else (bounds,)
            labels = predict(rows.astype(self.dtype, copy=False), *given)
            return number_found(labels, self.names)

        return map_rows(
            label,
            X,
            bounds,
            row_bytes=X.itemsize * X.shape[1] + 128,
            n_jobs=linear_algebra_threads(),
        )

    def make_bounds(self, X):
        """Array for bounds of distances to centers; None if labels are not by center."""
        if self.neighbors is None and labels_by_center(self.clusterer):
            return np.empty((len(X), 2), self.dtype)
        return None

    def label_again(self, X, bounds=None):
        """Label the rows it was fitted to with integers."""
        if self.neighbors is None:
            return self.label(X, bounds)
        return number_found(self.clusterer.labels_, self.names)

    def _predict_nearest(self, X):
        return np.asarray(self.clusterer.labels_)[self.neighbors.nearest(X)]

    def count_labels(self, labels):
        """Number of labels, given the labels of some rows."""
        return max(int(labels.max()) + 1, count_known(self.clusterer, self.names))

    def centers(self, n_labels):
        """The clusterer's centers, if it has at least one per label, or None."""
        centers = getattr(self.clusterer, "cluster_centers_", None)
        is_known = isinstance(centers, np.ndarray) and len(centers) >= n_labels
        # Centers are not in the order of the names.
        return centers if is_known and self.names is None else None


def _cap_clusters(clusterer, n_rows):
    n_clusters = getattr(clusterer, "n_clusters", None)
    if isinstance(n_clusters, Integral) and n_clusters > n_rows:
        warn_user(
            f"n_clusters={n_clusters} is more than {n_rows} rows allow; {n_rows} "
            f"{'is' if n_rows == 1 else 'are'} used.",
        )
        clusterer.set_params(n_clusters=n_rows)
