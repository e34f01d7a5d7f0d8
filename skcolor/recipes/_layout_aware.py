"""What the layout hides, and what it gets wrong, as unfitted pipelines."""

import skcolor
from skcolor.recipes._pipeline import Recipe, make_pipeline


def residual_pca(n_neighbors=50, *, quantile_range=(1.0, 99.0), n_jobs=None):
    """The three directions in which neighbors in the layout differ most, as channels.

    Parameters
    ----------
    n_neighbors : int, default=50
        Nearest rows in the layout that each row is compared with, the row itself not
        counted.
    quantile_range : tuple of two floats, default=(1.0, 99.0)
        Percentiles that become 0 and 1.
    n_jobs : int or None, default=None
        Number of threads.

    Returns
    -------
    sklearn.pipeline.Pipeline
        Unfitted; fit it with the layout.
    """
    return make_pipeline(
        skcolor.ResidualPCA(3, n_neighbors=n_neighbors, n_jobs=n_jobs),
        skcolor.ChannelColorer(quantile_range=quantile_range),
    )


def neighbor_overlap(n_neighbors=15, *, neighbors=None, n_jobs=None):
    """Share of a row's nearest rows that are near it in the layout, too.

    Parameters
    ----------
    n_neighbors : int, default=15
        Nearest rows to compare, the row itself not counted.
    neighbors : estimator or None, default=None
        How neighbors in X are searched; None: exactly, which takes minutes for some
        hundred thousand rows.
    n_jobs : int or None, default=None
        Number of threads.

    Returns
    -------
    sklearn.pipeline.Pipeline
        Unfitted; fit it with the layout.
    """
    return make_pipeline(
        skcolor.NeighborOverlapColorer(n_neighbors, neighbors=neighbors, n_jobs=n_jobs)
    )


def local_dimension(n_neighbors=30, *, neighbors=None, n_jobs=None):
    """How many dimensions the rows around a row fill.

    Parameters
    ----------
    n_neighbors : int, default=30
        Nearest rows that make up a surrounding, the row itself not counted.
    neighbors : estimator or None, default=None
        How neighbors in X are searched; None: exactly, which takes minutes for some
        hundred thousand rows.
    n_jobs : int or None, default=None
        Number of threads.

    Returns
    -------
    sklearn.pipeline.Pipeline
        Unfitted.
    """
    return make_pipeline(
        skcolor.LocalDimensionColorer(n_neighbors, neighbors=neighbors, n_jobs=n_jobs)
    )


LAYOUT: dict[str, Recipe] = {
    "residual_pca": residual_pca,
    "neighbor_overlap": neighbor_overlap,
    "local_dimension": local_dimension,
}
