"""Our best coloring, as an unfitted pipeline."""

import skcolor
from skcolor.recipes._pipeline import Recipe, make_pipeline


def best(n_neighbors=50, *, contrast=0.75, cvd=None, n_jobs=None):
    """What the map hides, in the whole sRGB gamut.

    Colors show the three directions in which neighbors on the map differ most. Extreme
    outliers hardly affect the colors of other rows. ``docs/colorings.md`` compares how much
    each recipe conveys on 24 data sets.

    Parameters
    ----------
    n_neighbors : int, default=50
        Number of nearest rows in the layout to compare each row with.
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
    reducer = skcolor.ResidualPCA(3, n_neighbors=n_neighbors, robust=True, n_jobs=n_jobs)
    colorer = skcolor.GamutColorer(contrast=contrast, clipped=0.05, cvd=cvd, n_jobs=n_jobs)
    return make_pipeline(reducer, colorer)


BEST: dict[str, Recipe] = {"best": best}
