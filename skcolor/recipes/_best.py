"""Our best coloring and those that continue it, as unfitted pipelines."""

from functools import partial

from skcolor import _estimators
from skcolor.recipes._pipeline import Recipe, make_pipeline


def best(n_neighbors=50, *, skip=0, contrast=0.75, cvd=None, n_jobs=None):
    """What the map hides, in the whole sRGB gamut.

    Colors show the three directions in which neighbors on the map differ most. Extreme
    outliers hardly affect the colors of other rows. ``docs/colorings.md`` compares how much
    each recipe conveys on 24 data sets.

    Parameters
    ----------
    n_neighbors : int, default=50
        Number of nearest rows in the layout to compare each row with.
    skip : int, default=0
        Number of directions to leave out: 3 shows the next three, 4 to 6.
    contrast : float, default=0.75
        From 0, which preserves distances, to 1, which fills the gamut.
    cvd : {"protan", "deutan", "tritan"} or None, default=None
        Color-vision deficiency to optimize the colors for.
    n_jobs : int or None, default=None
        Number of threads.

    Returns
    -------
    sklearn.pipeline.Pipeline
        Unfitted; fit it with the layout.
    """
    reducer = _estimators.ResidualPCA(
        3, skip=skip, n_neighbors=n_neighbors, robust=True, n_jobs=n_jobs
    )
    colorer = _estimators.GamutColorer(
        contrast=contrast, clipped=0.05, cvd=cvd, n_jobs=n_jobs
    )
    return make_pipeline(reducer, colorer)


best_4_to_6 = partial(best, skip=3)
best_7_to_9 = partial(best, skip=6)

BEST: dict[str, Recipe] = {
    "best": best,
    "best_4_to_6": best_4_to_6,
    "best_7_to_9": best_7_to_9,
}
