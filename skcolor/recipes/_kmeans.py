"""K-Means for large data, as parameters of a colorer."""

from math import log

from skcolor._checks.arguments import check_count

# Rows per cluster, and at least, that locate the centers about as well as all rows.
_ROWS_PER_CLUSTER, _LEAST_ROWS = 512, 49_152
# Rows per cluster that are enough to find well-separated starts, and to improve them.
_ROWS_TO_START, _ROWS_TO_IMPROVE = 24, 96
# Candidates for each start, as a multiple of scikit-learn's default.
_MORE_TRIALS = 8


def sampled_kmeans(n_clusters, random_state):
    """K-Means on a sample: faster, and closer to the optimum, than mini-batches.

    Returns
    -------
    dict
        Parameters of :class:`skcolor.ClusterColorer`.
    """
    from sklearn.cluster import KMeans

    check_count("n_clusters", n_clusters)
    # The start is close: more iterations lower the inertia by less than 0.2 percent.
    kmeans = KMeans(
        n_clusters, init=_start, n_init=1, max_iter=5, tol=0, random_state=random_state
    )
    return {
        "clusterer": kmeans,
        "max_samples": max(_ROWS_PER_CLUSTER * n_clusters, _LEAST_ROWS),
        "random_state": random_state,
    }


def _start(X, n_clusters, random_state):
    """Centers of some of the rows, which start from a few rows."""
    from sklearn.cluster import KMeans

    from skcolor.recipes._kmeans_start import choose_apart

    # Not every so many rows: rows may come in turns, as do the pixels of images.
    order = random_state.permutation(len(X))
    few = X[order[: _ROWS_TO_START * n_clusters]]
    some = X[order[: _ROWS_TO_IMPROVE * n_clusters]]
    n_trials = _MORE_TRIALS * (2 + int(log(n_clusters)))
    centers = few[choose_apart(few, n_clusters, n_trials, random_state)]
    kmeans = KMeans(n_clusters, init=centers, n_init=1, max_iter=5, tol=0)
    return kmeans.fit(some).cluster_centers_
