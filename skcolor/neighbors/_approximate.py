"""Approximate neighbor searches of other libraries, to pass as ``neighbors=``."""

import tempfile
from abc import ABC, abstractmethod
from numbers import Integral, Real
from pathlib import Path

import numpy as np
from sklearn.base import BaseEstimator
from sklearn.neighbors import NearestNeighbors
from sklearn.utils.validation import check_is_fitted, validate_data

from skcolor._checks.arrays import check_unmasked
from skcolor._checks.explained import explained
from skcolor._compat import Interval, _fit_context
from skcolor._compute.chunks import map_rows
from skcolor._external import import_optional
from skcolor._version import VersionMixin
from skcolor.neighbors._count import NeighborCountMixin
from skcolor.neighbors._distances import neighbor_distances
from skcolor.neighbors._units import Units, find_units

__all__ = ["MRPTNeighbors", "PyNNDescentNeighbors"]

_FLOATS = [np.float64, np.float32]
# Squares of float32 numbers with larger or smaller powers of two may lose their value.
_MOST_EXPONENT = 50
# Few rows may be larger still; all of them are far away.
_LARGEST = 2.0**120


class BaseApproximateNeighbors(NeighborCountMixin, VersionMixin, BaseEstimator, ABC):
    """Base class with scikit-learn's ``fit`` and ``kneighbors``."""

    _itself_counted = True
    _units = Units()  # of those saved before there were others

    @_fit_context(prefer_skip_nested_validation=True)
    def fit(self, X, y=None):
        """Build the index.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            The rows to index. They are searched in float32, relative to their median if
            that is far from the origin.
        y : None, default=None
            Ignored.

        Returns
        -------
        self : object
            The fitted estimator.
        """
        check_unmasked(X, "X")
        with explained(self, X):
            X = validate_data(self, X, dtype=_FLOATS, ensure_min_samples=2)
        self._count_others(len(X))
        units = find_units(X, _MOST_EXPONENT)
        # Rows in float32 lose nothing far from the origin.
        self._units = units._replace(shift=None) if X.dtype == np.float32 else units
        self._fit_X = self.in_float32(X)
        self._build(X)
        return self

    def kneighbors(self, X=None, n_neighbors=None, return_distance=True):
        """Find the nearest indexed rows.

        Parameters
        ----------
        X : array-like of shape (n_queries, n_features) or None, default=None
            The query rows. None queries all indexed rows, each of which is among its own
            neighbors.
        n_neighbors : int or None, default=None
            Number of neighbors, at most ``n_neighbors_``, the default.
        return_distance : bool, default=True
            Whether to also return Euclidean distances.

        Returns
        -------
        distances : ndarray of shape (n_queries, n_neighbors)
            Only returned if `return_distance` is true.
        indices : ndarray of shape (n_queries, n_neighbors)
            Indices of rows, nearest first.
        """
        check_is_fitted(self)
        everything = X is None
        if everything:
            X = self._fit_X
        else:
            check_unmasked(X, "X")
            with explained(self, X):
                X = validate_data(self, X, dtype=_FLOATS, reset=False)
            X = self.in_float32(X)
        if n_neighbors is None:
            n_neighbors = self.n_neighbors_
        if not 1 <= n_neighbors <= self.n_neighbors_:
            raise ValueError(
                f"n_neighbors must be from 1 to {self.n_neighbors_}, the value set for the "
                f"estimator; got {n_neighbors}."
            )
        if everything:
            indices = self._query_all(n_neighbors)
        else:
            indices = self._query(X, n_neighbors)
        if not return_distance:
            return indices
        distances = neighbor_distances(X, self._fit_X, indices)
        return self._units.restore(distances), indices

    def in_float32(self, X):
        """Rows as they are searched: in units that lose nothing of their differences."""
        if X.dtype == np.float32 and self._units.are_usual:
            return np.ascontiguousarray(X)
        return map_rows(
            lambda rows: np.clip(self._units.of(rows), -_LARGEST, _LARGEST, dtype="f"),
            X,
            row_bytes=2 * X.itemsize * X.shape[1],
        )

    @abstractmethod
    def _build(self, X):
        """Index ``_fit_X``, the rows X in float32."""

    @abstractmethod
    def _query(self, X, n_neighbors):
        """Indices of the nearest indexed rows of each row of X, nearest first."""

    def _query_all(self, n_neighbors):
        """Indices of the nearest indexed rows of each indexed row."""
        return self._query(self._fit_X, n_neighbors)


class PyNNDescentNeighbors(BaseApproximateNeighbors):
    """Neighbor search by nearest-neighbor descent, for many rows with many columns.

    It finds 95% of the true neighbors of the 341,479 word vectors of the benchmark.
    Requires ``pip install "skcolor[pynndescent]"``.

    Parameters
    ----------
    n_neighbors : int, default=31
        Maximum number of neighbors to query, including the row itself. At most all rows.
    graph_neighbors : int, default=30
        Number of neighbors of each row in the search graph.
    epsilon : float, default=0.15
        How far the search looks beyond the neighbors found so far. Larger values are
        slower and more accurate.
    random_state : int, default=0
        Seed of the graph.
    n_jobs : int or None, default=None
        Number of threads that build the graph: None means 1, -1 all processors.

    Attributes
    ----------
    index_ : pynndescent.NNDescent
        The graph.
    n_neighbors_ : int
        Maximum number of neighbors to query, including the row itself.
    n_features_in_ : int
        Number of features seen during fit.
    feature_names_in_ : ndarray of shape (n_features_in_,)
        Names of features seen during fit, if X has feature names.

    References
    ----------
    .. [1] W. Dong, C. Moses and K. Li, "Efficient k-nearest neighbor graph construction
       for generic similarity measures", WWW 2011; https://pynndescent.readthedocs.io.
    """

    _parameter_constraints = {
        "n_neighbors": [Interval(Integral, 1, None, closed="left")],
        "graph_neighbors": [Interval(Integral, 2, None, closed="left")],
        "epsilon": [Interval(Real, 0, None, closed="left")],
        "random_state": ["random_state"],
        "n_jobs": [Integral, None],
    }

    def __init__(
        self,
        n_neighbors=31,
        *,
        graph_neighbors=30,
        epsilon=0.15,
        random_state=0,
        n_jobs=None,
    ):
        self.n_neighbors = n_neighbors
        self.graph_neighbors = graph_neighbors
        self.epsilon = epsilon
        self.random_state = random_state
        self.n_jobs = n_jobs

    def _build(self, X):
        pynndescent = import_optional("pynndescent", extra="pynndescent")
        self.index_ = pynndescent.NNDescent(
            self._fit_X,
            n_neighbors=min(self.graph_neighbors, len(X) - 1),
            random_state=self.random_state,
            n_jobs=self.n_jobs or 1,
        )
        self.index_.prepare()

    def _query(self, X, n_neighbors):
        return self.index_.query(X, k=n_neighbors, epsilon=self.epsilon)[0]

    def __getstate__(self):
        # The graph also holds the rows, in its own order; save them only once.
        state = super().__getstate__()
        if "_fit_X" in state and np.array_equal(_indexed_rows(self.index_), self._fit_X):
            return {key: value for key, value in state.items() if key != "_fit_X"}
        return state

    def __setstate__(self, state):
        super().__setstate__(state)
        if hasattr(self, "index_") and not hasattr(self, "_fit_X"):
            self._fit_X = _indexed_rows(self.index_)


def _indexed_rows(index):
    """The rows in a pynndescent index, or None if it stores them in an unknown way."""
    rows, order = (getattr(index, name, None) for name in ("_raw_data", "_vertex_order"))
    if rows is None or order is None:
        return None
    X = np.empty_like(rows)
    X[order] = rows
    return X


class MRPTNeighbors(BaseApproximateNeighbors):
    """Neighbor search by multiple random projection trees, as used in *Coloring t-SNE*.

    Requires ``pip install "skcolor[mrpt]"`` and a C++ compiler. mrpt uses random numbers
    and tunes itself by timing, so two fits may find different neighbors.

    Parameters
    ----------
    n_neighbors : int, default=31
        Maximum number of neighbors to query, including the row itself; the trees are
        tuned for it. At most all rows.
    target_recall : float, default=0.96
        Share of the true neighbors that should be found.

    Attributes
    ----------
    n_neighbors_ : int
        Maximum number of neighbors to query, including the row itself.
    n_features_in_ : int
        Number of features seen during fit.
    feature_names_in_ : ndarray of shape (n_features_in_,)
        Names of features seen during fit, if X has feature names.

    References
    ----------
    .. [1] V. Hyvonen et al., "Fast nearest neighbor search through sparse random
       projections and voting", IEEE Big Data 2016; https://github.com/vioshyvo/mrpt.
    """

    _parameter_constraints = {
        "n_neighbors": [Interval(Integral, 1, None, closed="left")],
        "target_recall": [Interval(Real, 0, 1, closed="neither")],
    }

    # With fewer rows, mrpt crashes, and trees save no time.
    _MIN_SAMPLES = 1000

    def __init__(self, n_neighbors=31, *, target_recall=0.96):
        self.n_neighbors = n_neighbors
        self.target_recall = target_recall

    def _build(self, X):
        mrpt = import_optional("mrpt", extra="mrpt")
        if len(X) < max(self._MIN_SAMPLES, 2 * self.n_neighbors_):
            self._index = NearestNeighbors().fit(self._fit_X)
            return
        self._index = mrpt.MRPTIndex(self._fit_X)
        self._index.build_autotune_sample(self.target_recall, self.n_neighbors_)

    def _query(self, X, n_neighbors):
        if isinstance(self._index, NearestNeighbors):
            return self._index.kneighbors(X, n_neighbors, return_distance=False)
        return self._index.ann(X)[:, :n_neighbors].astype(np.intp)

    def __getstate__(self):
        # mrpt's index cannot be pickled, only saved to a file.
        state = super().__getstate__().copy()
        if "_index" in state and not isinstance(state["_index"], NearestNeighbors):
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder, "index")
                state["_index"].save(str(path))
                state["_index"] = path.read_bytes()
        return state

    def __setstate__(self, state):
        if isinstance(state.get("_index"), bytes):
            mrpt = import_optional("mrpt", extra="mrpt")
            index = mrpt.MRPTIndex(state["_fit_X"])
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder, "index")
                path.write_bytes(state["_index"])
                index.load(str(path))
            state = {**state, "_index": index}
        super().__setstate__(state)
