"""Labels of rows by any clusterer of scikit-learn's kind."""

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
from skcolor.neighbors._predict import predict_each


@dataclass(frozen=True)
class Labeler:
    """A fitted clusterer that gives integers to any rows.

    Where it has ``predict``, that labels rows; else they get the label of the nearest row
    that it was fitted to.

    Attributes
    ----------
    clusterer : estimator
        The fitted clusterer.
    dtype : str
        The float type of the rows that it was fitted to, to which all others are brought:
        K-Means compares one type only.
    names : list of str or None
        What it calls the labels 0, 1, …; None where it gives integers.
    neighbors : ExactNeighbors or None
        Finds the rows that it was fitted to, where it has no ``predict``.
    """

    clusterer: Any
    dtype: str
    names: list[str] | None = None
    neighbors: ExactNeighbors | None = None

    @classmethod
    def fit(cls, clusterer, X, *, in_one_thread):
        """Fit a clusterer to rows, with as many clusters as there are rows at most."""
        _cap_clusters(clusterer, len(X))
        with single_threaded(None) if in_one_thread else nullcontext():
            clusterer.fit(X, None)  # a FrozenEstimator demands a y
        neighbors = None
        if not hasattr(clusterer, "predict"):
            if not hasattr(clusterer, "labels_"):
                raise TypeError(
                    "clusterer must have predict, or labels_ after its fit, as clusterers "
                    f"of scikit-learn have; got {clusterer!r:.60}."
                )
            neighbors = ExactNeighbors(X)
        return cls(clusterer, X.dtype.name, find_names(clusterer, X), neighbors)

    @classmethod
    def learn(cls, clusterer, X, dtype):
        """Let a clusterer learn from one more batch of rows."""
        clusterer.partial_fit(X.astype(dtype, copy=False))
        names = find_names(clusterer, X)
        if names is not None:
            raise ValueError(
                "clusterer must give integers as labels in partial_fit, where names may "
                f"come later; got {names!r:.60}."
            )
        return cls(clusterer, dtype)

    def label(self, X):
        """Integers for rows; negative for those in no cluster."""
        return map_rows(
            self._label,
            X,
            row_bytes=X.itemsize * X.shape[1] + 128,
            n_jobs=linear_algebra_threads(),
        )

    def label_again(self, X):
        """Integers for the rows that it was fitted to."""
        if self.neighbors is None:
            return self.label(X)
        return number_found(self.clusterer.labels_, self.names)

    def _label(self, X):
        X = X.astype(self.dtype, copy=False)
        if self.neighbors is None:
            labels = predict_each(self.clusterer, X)
        else:
            labels = np.asarray(self.clusterer.labels_)[self.neighbors.nearest(X)]
        return number_found(labels, self.names)

    def count_labels(self, labels):
        """How many labels there are, given those of rows."""
        return max(int(labels.max()) + 1, count_known(self.clusterer, self.names))

    def centers(self, n_labels):
        """Centers that the clusterer has itself, one a label at least, or None."""
        centers = getattr(self.clusterer, "cluster_centers_", None)
        is_known = isinstance(centers, np.ndarray) and len(centers) >= n_labels
        return (
            centers if is_known and self.names is None else None
        )  # named in another order


def _cap_clusters(clusterer, n_rows):
    n_clusters = getattr(clusterer, "n_clusters", None)
    if isinstance(n_clusters, Integral) and n_clusters > n_rows:
        warn_user(
            f"n_clusters={n_clusters} is more than {n_rows} rows allow; {n_rows} "
            f"{'is' if n_rows == 1 else 'are'} used.",
        )
        clusterer.set_params(n_clusters=n_rows)
