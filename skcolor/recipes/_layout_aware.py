"""What the layout hides, and where it is wrong, as unfitted pipelines."""

from skcolor import _estimators
from skcolor.recipes._pipeline import Recipe, make_pipeline


def residual_pca(n_neighbors=50, *, quantile_range=(1.0, 99.0), n_jobs=None):
    """The three directions in which neighbors in the layout differ most, as channels.

    Parameters
    ----------
    n_neighbors : int, default=50
        Number of nearest rows in the layout to compare each row with, not counting the row
        itself.
    quantile_range : tuple of two floats, default=(1.0, 99.0)
        Percentiles that map to 0 and 1.
    n_jobs : int or None, default=None
        Number of threads.

    Returns
    -------
    sklearn.pipeline.Pipeline
        Unfitted; fit it with the layout.
    """
    return make_pipeline(
        _estimators.ResidualPCA(3, n_neighbors=n_neighbors, n_jobs=n_jobs),
        _estimators.ChannelColorer(quantile_range=quantile_range),
    )


def neighbor_overlap(n_neighbors=15, *, neighbors="auto", n_jobs=None):
    """Share of a row's nearest neighbors that are also its neighbors in the layout.

    Parameters
    ----------
    n_neighbors : int, default=15
        Number of nearest rows to compare, not counting the row itself.
    neighbors : "auto", estimator or None, default="auto"
        Neighbor search in X. "auto" is approximate for more than 50,000 rows; None is an
        exact search, which takes minutes for a few hundred thousand rows.
    n_jobs : int or None, default=None
        Number of threads.

    Returns
    -------
    sklearn.pipeline.Pipeline
        Unfitted; fit it with the layout.
    """
    return make_pipeline(
        _estimators.NeighborOverlapColorer(n_neighbors, neighbors=neighbors, n_jobs=n_jobs)
    )


def local_dimension(n_neighbors=30, *, neighbors="auto", n_jobs=None):
    """Intrinsic dimension of the neighborhood of each row.

    Parameters
    ----------
    n_neighbors : int, default=30
        Number of nearest rows in a neighborhood, not counting the row itself.
    neighbors : "auto", estimator or None, default="auto"
        Neighbor search in X. "auto" is approximate for more than 50,000 rows; None is an
        exact search, which takes minutes for a few hundred thousand rows.
    n_jobs : int or None, default=None
        Number of threads.

    Returns
    -------
    sklearn.pipeline.Pipeline
        Unfitted.
    """
    return make_pipeline(
        _estimators.LocalDimensionColorer(n_neighbors, neighbors=neighbors, n_jobs=n_jobs)
    )


LAYOUT: dict[str, Recipe] = {
    "residual_pca": residual_pca,
    "neighbor_overlap": neighbor_overlap,
    "local_dimension": local_dimension,
}
