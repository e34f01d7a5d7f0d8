"""How strongly rows attract each other in t-SNE."""

import warnings

import numpy as np

from skcolor._external import import_optional

# With fewer rows, an approximate search saves no time.
_FEWEST_APPROXIMATE = 1000
# Distances from the inverse of this power of two to it need no unit.
_PLAIN_EXPONENT = 20


def affinities(search, kind, perplexity, method, n_jobs, random_state):
    """Compute the attraction between rows, as openTSNE takes it.

    Parameters
    ----------
    search : ExactNeighbors or EstimatorNeighbors
        Search in the rows; see `find_neighbors`.
    kind : {"gaussian", "uniform"}
        Whether neighbors are weighted by their distance, or equally.
    perplexity : float
        Size of the neighborhood of a row; limited to a third of the other rows.
    method : {"annoy", "pynndescent"} or None
        openTSNE's approximate search, which replaces `search` for many rows.
    n_jobs : int
        Number of threads.
    random_state : RandomState instance
        Source of random numbers for an approximate search.

    Returns
    -------
    openTSNE.affinity.Affinities
    """
    from openTSNE.affinity import PerplexityBasedNN, Uniform
    from openTSNE.nearest_neighbors import PrecomputedNeighbors

    n_others = len(search.X) - 1
    perplexity = min(perplexity, max(1.0, n_others / 3))
    reach = perplexity if kind == "uniform" else 3 * perplexity
    n_neighbors = min(n_others, max(1, int(reach)))
    if method is not None and n_others >= _FEWEST_APPROXIMATE:
        index = _approximate(method, search.X, n_neighbors, random_state)
    else:
        distances, others = search.others(n_neighbors)
        index = PrecomputedNeighbors(others, _in_range(distances))
    if kind == "uniform":
        return Uniform(knn_index=index, symmetrize="max", n_jobs=n_jobs)
    return PerplexityBasedNN(knn_index=index, perplexity=perplexity, n_jobs=n_jobs)


def _in_range(distances):
    """Distances whose squares have a value; the attraction of a row needs no unit."""
    exponents = np.frexp(distances[:, -1:])[1]
    is_extreme = np.abs(exponents) > _PLAIN_EXPONENT
    if not is_extreme.any():
        return distances
    unit = np.where(is_extreme, exponents, 0)
    return np.ldexp(distances.astype(np.float64), -unit)


def _approximate(method, X, n_neighbors, random_state):
    """Search by openTSNE, on one thread: the trees of several depend on their number."""
    from openTSNE.nearest_neighbors import Annoy, NNDescent

    if method == "pynndescent":
        import_optional("pynndescent", extra="pynndescent")
    kind = {"annoy": Annoy, "pynndescent": NNDescent}[method]
    with warnings.catch_warnings():
        # Of metrics that newer versions of pynndescent have, and that are not used here.
        warnings.filterwarnings("ignore", "`pynndescent` has recently changed")
        return kind(X, n_neighbors, n_jobs=1, random_state=random_state)
