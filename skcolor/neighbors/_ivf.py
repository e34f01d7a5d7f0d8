"""Approximate neighbor search in an inverted file, with a recall that it measures."""

import warnings
from bisect import bisect_left
from functools import cached_property
from numbers import Integral, Real

import numpy as np
from sklearn.cluster import KMeans
from sklearn.exceptions import ConvergenceWarning
from sklearn.utils import check_random_state

from skcolor._compat import Interval
from skcolor._compute.chunks import spread_rows
from skcolor._compute.linear_algebra import single_threaded
from skcolor.neighbors._approximate import BaseApproximateNeighbors
from skcolor.neighbors._distances import nearest_first, share_found
from skcolor.neighbors._exact import SPARE, ExactNeighbors
from skcolor.neighbors._inverted_file import InvertedFile
from skcolor.neighbors._own_row import leave_out
from skcolor.neighbors._row_table import RowTable

# More cells are more selective, but take longer to find, and make products smaller.
_CELLS, _MOST_CELLS = 2, 8192
_ROWS_PER_CELL, _N_ITERATIONS = 32, 8
# Rows by which the number of probes is chosen, and as many by which recall is measured.
_N_MEASURED = 1000
# Standard errors by which the chosen recall is above the target.
_MARGIN = 2
# Of cells beyond this share, all are probed: nearness to centers says little about rows.
_MOST_PROBED = 0.5
# Not saved: can be made again, or is not needed again.
_REBUILT = ("_all_neighbors", "_known", "_file", "_exact", "_measured")
# Sizes from the inverse of this power of two to it need no unit.
_PLAIN_EXPONENT, _LARGEST = 20, 2.0**30


class IVFNeighbors(BaseApproximateNeighbors):
    """Neighbor search in an inverted file (IVF), for many rows with many columns.

    It needs nothing but NumPy and scikit-learn. The rows are divided into cells by K-Means.
    A query is compared with the rows of the cells whose centers are nearest to it, by
    matrix products. How many cells that takes is found by an exact search for a sample of
    the rows, so that the recall is as high as wanted on any data. If cells do not help,
    the search is exact.

    Parameters
    ----------
    n_neighbors : int, default=31
        Maximum number of neighbors to query, including the row itself. At most all rows.
    target_recall : float, default=0.96
        Share of the true neighbors that should be found. With 1, the search is exact.
    random_state : int, RandomState instance or None, default=0
        Seed for drawing the rows from which centers are learned, and samples.
    n_jobs : int or None, default=None
        Number of threads: None means 1, -1 all processors. Results do not depend on it.

    Attributes
    ----------
    recall_ : float
        Share of the true `n_neighbors_` neighbors that is found, measured on up to 1,000
        rows other than those by which the number of probes was chosen.
    n_probes_ : int
        Number of cells in which neighbors are searched; all if the search is exact.
    cluster_centers_ : ndarray of shape (n_cells, n_features)
        Centers of the cells.
    n_neighbors_ : int
        Maximum number of neighbors to query, including the row itself.
    n_features_in_ : int
        Number of features seen during fit.
    feature_names_in_ : ndarray of shape (n_features_in_,)
        Names of features seen during fit, if X has feature names.

    See Also
    --------
    PyNNDescentNeighbors : Faster for single queries, after a longer fit.

    Notes
    -----
    Distances within a cell are relative to its center, in float32. The nearest rows, and
    eight more, are then compared by exact distances.

    ``kneighbors()`` without rows finds the neighbors of all indexed rows, which is far
    faster than many calls, and keeps their indices. Later queries by rows that equal
    indexed ones are looked up. To search once for several colorers, fit the search and
    freeze it: ``search = FrozenEstimator(IVFNeighbors().fit(X))``, then pass
    ``neighbors=search`` to each.

    References
    ----------
    .. [1] H. Jegou, M. Douze and C. Schmid, "Product Quantization for Nearest Neighbor
       Search", IEEE TPAMI 33, 2011: inverted files.

    Examples
    --------
    >>> import numpy as np
    >>> from skcolor.neighbors import IVFNeighbors
    >>> X = np.random.default_rng(0).normal(size=(5000, 8))
    >>> search = IVFNeighbors(11).fit(X)
    >>> search.recall_ > 0.95
    True
    >>> search.kneighbors(X[:2], 1, return_distance=False)
    array([[0],
           [1]])
    """

    _parameter_constraints = {
        "n_neighbors": [Interval(Integral, 1, None, closed="left")],
        "target_recall": [Interval(Real, 0, 1, closed="right")],
        "random_state": ["random_state"],
        "n_jobs": [Integral, None],
    }

    def __init__(self, n_neighbors=31, *, target_recall=0.96, random_state=0, n_jobs=None):
        self.n_neighbors = n_neighbors
        self.target_recall = target_recall
        self.random_state = random_state
        self.n_jobs = n_jobs

    def _build(self, X):
        random = check_random_state(self.random_state)
        for name in _REBUILT:  # from an earlier fit
            vars(self).pop(name, None)
        rows = self._fit_X
        self._unit = _find_unit(rows)
        n_cells = int(min(_CELLS * np.sqrt(len(X)), _MOST_CELLS, len(X) // 16 + 1))
        self.cluster_centers_ = _find_centers(rows, n_cells, self._unit, random)
        self._cells = None
        self._open_file()
        measured = random.permutation(len(X))[: 2 * _N_MEASURED]
        chosen, checked = np.array_split(measured, 2)
        self.n_probes_ = self._choose_n_probes(np.sort(chosen))
        self.recall_ = self._measure_recall(X, np.sort(checked))

    def _open_file(self):
        self._file = InvertedFile(
            self._fit_X,
            self.cluster_centers_,
            unit=self._unit,
            cells=self._cells,
            n_jobs=self.n_jobs,
        )
        self._cells = self._file.cells

    def _choose_n_probes(self, rows):
        """Number of cells that the neighbors of some rows are in, on average."""
        n_cells = len(self.cluster_centers_)
        if self.target_recall == 1:
            return n_cells
        others = self._find_others(rows, n_cells)
        nearness = self._file.nearness(self._fit_X[rows])
        # The rank of a cell is the number of cells that are nearer.
        ranks = n_cells - 1 - np.argsort(np.argsort(nearness, axis=1), axis=1)
        needed = np.take_along_axis(ranks, self._file.cells[others], axis=1)

        def is_enough(n_probes):
            recall = (needed < n_probes).mean(axis=1)
            error = recall.std() / np.sqrt(len(recall))
            return recall.mean() - _MARGIN * error >= self.target_recall

        n_probes = 1 + bisect_left(range(1, n_cells), True, key=is_enough)
        probed = self._file.sizes[np.argsort(-nearness, axis=1)[:, :n_probes]]
        share = probed.sum(axis=1).mean() / len(self._fit_X)
        return n_cells if share > _MOST_PROBED else n_probes

    def _measure_recall(self, X, rows):
        # At least one beside the row itself.
        n_neighbors = max(2, self.n_neighbors_)
        # In the precision of X: rows in float32 may have other neighbors.
        true, _ = ExactNeighbors(X, n_jobs=self.n_jobs).kneighbors(X[rows], n_neighbors)
        _, found = self._search(self._fit_X[rows], n_neighbors, self.n_probes_)
        found, _ = nearest_first(X[rows], X, found, self.n_jobs)
        self._measured = true[:, 1:], found[:, 1:]  # without the rows themselves
        return share_found(*self._measured)

    def _find_others(self, rows, n_probes):
        """Nearest neighbors of indexed rows, without the rows themselves."""
        n_neighbors = max(2, self.n_neighbors_)
        _, found = self._search(self._fit_X[rows], n_neighbors, n_probes)
        is_own = found == rows[:, np.newaxis]
        own = np.where(is_own.any(axis=1), is_own.argmax(axis=1), -1)
        return leave_out(own, found)

    def _search(self, X, n_neighbors, n_probes):
        if n_probes == len(self.cluster_centers_):
            return self._exact.kneighbors(X, n_neighbors)
        n_found = min(n_neighbors + SPARE, len(self._fit_X))
        indices = self._file.search(X, n_found, n_probes, n_jobs=self.n_jobs)
        overflowed = (indices < 0).any(axis=1)
        if overflowed.any():
            indices[overflowed] = self._exact.kneighbors(X[overflowed], n_found)[1]
        found = nearest_first(X, self._fit_X, indices, self.n_jobs)
        return tuple(np.ascontiguousarray(a[:, :n_neighbors]) for a in found)

    @cached_property
    def _exact(self):
        return ExactNeighbors(self._fit_X, n_jobs=self.n_jobs)

    def _query(self, X, n_neighbors):
        if not hasattr(self, "_all_neighbors"):
            return self._search(X, n_neighbors, self.n_probes_)[1]
        known = self._known.find(X)
        indices = self._all_neighbors[known, :n_neighbors].astype(np.intp)
        new = known < 0
        if new.any():
            indices[new] = self._search(X[new], n_neighbors, self.n_probes_)[1]
        return indices

    def _query_all(self, n_neighbors):
        self.keep_neighbors()
        return self._all_neighbors[:, :n_neighbors].astype(np.intp)

    def recall_of(self, n_others):
        """Recall of the `n_others` nearest other rows; at least `recall_` in most data."""
        if not hasattr(self, "_measured"):  # not saved
            return self.recall_
        return share_found(*(distances[:, :n_others] for distances in self._measured))

    def keep_neighbors(self):
        """Find the neighbors of all indexed rows, to look them up in later queries."""
        if not hasattr(self, "_all_neighbors"):
            _, indices = self._search(self._fit_X, self.n_neighbors_, self.n_probes_)
            self._known = RowTable(self._fit_X, np.float32)
            self._all_neighbors = indices.astype(np.int32)

    def __getstate__(self):
        state = super().__getstate__()
        return {key: value for key, value in state.items() if key not in _REBUILT}

    def __setstate__(self, state):
        super().__setstate__(state)
        if hasattr(self, "_cells"):
            self._open_file()


def _find_unit(X):
    """A power of two near the size of rows whose squares might overflow, else 1."""
    sizes = np.abs(X[spread_rows(len(X), _N_MEASURED)]).max(axis=1)
    exponent = int(np.frexp(np.median(sizes))[1])
    return 2.0**exponent if abs(exponent) > _PLAIN_EXPONENT else 1.0


def _find_centers(X, n_cells, unit, random):
    n_rows = min(len(X), _ROWS_PER_CELL * n_cells)
    rows = X[np.sort(random.permutation(len(X))[:n_rows])]
    # Few rows may be so large that squares overflow even so; their centers do not matter.
    rows = np.clip(rows / np.float32(unit), -_LARGEST, _LARGEST)
    kmeans = KMeans(
        n_cells,
        init="random",
        n_init=1,
        max_iter=_N_ITERATIONS,
        random_state=random.randint(2**31),
    )
    with warnings.catch_warnings(), single_threaded(None):
        warnings.simplefilter("ignore", ConvergenceWarning)  # of equal rows
        return kmeans.fit(rows).cluster_centers_ * np.float32(unit)
