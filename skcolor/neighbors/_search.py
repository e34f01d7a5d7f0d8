"""Choice of a neighbor search; all modules outside of this folder come here."""

from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.frozen import FrozenEstimator

from skcolor._compute.shared_work import shared
from skcolor.neighbors._approximate import BaseApproximateNeighbors
from skcolor.neighbors._distances import share_found
from skcolor.neighbors._exact import EstimatorNeighbors, ExactNeighbors
from skcolor.neighbors._ivf import IVFNeighbors

# Up to this number of rows, "auto" searches exactly.
N_EXACT = 50_000
# So many neighbors are found in any case, so that colorers that need fewer share a search.
_USUAL = 30
# Rows by which the recall of a search that does not know its own is measured.
_N_MEASURED = 300


def find_neighbors(
    X: npt.NDArray[Any],
    neighbors: Any = None,
    *,
    n_neighbors: int = 1,
    n_jobs: int | None = None,
) -> ExactNeighbors | EstimatorNeighbors:
    """Make a search for the nearest of the rows X.

    Parameters
    ----------
    X : ndarray of shape (n_samples, n_features)
        The rows to search.
    neighbors : estimator, "auto" or None, default=None
        None searches exactly, and "auto" with :class:`IVFNeighbors` if there are more than
        `N_EXACT` rows of more than three columns. An estimator is cloned and fitted to X;
        it must have scikit-learn's ``kneighbors``, or a ``transform`` to a sparse graph,
        like ``KNeighborsTransformer`` and pynndescent's transformer. In a
        ``FrozenEstimator``, it must have been fitted to the same rows.
    n_neighbors : int, default=1
        The largest number of other rows that will be asked for; only used by "auto".
    n_jobs : int or None, default=None
        Number of threads for an exact search, and for "auto".

    Returns
    -------
    ExactNeighbors or EstimatorNeighbors
        A search with ``kneighbors(X, n_neighbors)``.

    Raises
    ------
    ValueError
        If a frozen estimator was fitted to other rows.
    """
    if isinstance(neighbors, str):
        is_large = X.shape[0] > N_EXACT and X.shape[1] > 3
        neighbors = _search_many(X, n_neighbors, n_jobs) if is_large else None
    if neighbors is None:
        return ExactNeighbors(X, n_jobs=n_jobs)
    return EstimatorNeighbors(X, neighbors)


def _search_many(X, n_neighbors, n_jobs):
    """A fitted search, which may be shared with other colorers of the same rows."""
    most = min(max(n_neighbors, _USUAL) + 1, len(X))
    search = IVFNeighbors(most, n_jobs=n_jobs)
    return FrozenEstimator(shared(lambda: search.fit(X), ("IVFNeighbors", most), X))


def search_all(
    search: ExactNeighbors | EstimatorNeighbors, n_neighbors: int
) -> float | None:
    """Prepare a search for queries by all of its rows, and find its recall.

    Parameters
    ----------
    search : ExactNeighbors or EstimatorNeighbors
        The search.
    n_neighbors : int
        Number of other rows that will be asked for.

    Returns
    -------
    float or None
        Share of the true neighbors that it finds: 1 if it is exact, None if another
        library's estimator does not say.
    """
    if isinstance(search, ExactNeighbors):
        return 1.0
    estimator = search.estimator
    if isinstance(estimator, IVFNeighbors):
        estimator.keep_neighbors()
        return estimator.recall_of(n_neighbors)
    if isinstance(estimator, BaseApproximateNeighbors):
        return _measure_recall(search, n_neighbors)
    return None


def percent_found(recall: float | None) -> int:
    """Recall in percent, as it is said to readers, rounded down; 100 if not known."""
    return 100 if recall is None else int(100 * recall + 1e-9)


def _measure_recall(search, n_neighbors):
    rows = np.random.default_rng(0).permutation(len(search.X))[:_N_MEASURED]
    true, found = (
        one.others(n_neighbors, np.sort(rows))[0]
        for one in (ExactNeighbors(search.X), search)
    )
    return share_found(true, found)
