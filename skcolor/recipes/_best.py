"""Our best coloring, as an unfitted pipeline."""

import skcolor
from skcolor.recipes._pipeline import Recipe, make_pipeline


def best(n_neighbors=50, *, contrast=0.75, cvd=None, n_jobs=None):
    """What the map hides, in as many colors as a screen has.

    The three directions in which neighbors on the map differ most, fitted into all colors
    of a screen. Rows that differ from their neighbors by far more than most do not decide
    the colors of the others. How much can be read from it on 24 data sets is in
    ``docs/colorings.md``.

    Parameters
    ----------
    n_neighbors : int, default=50
        Nearest rows in the layout that each row is compared with.
    contrast : float, default=0.75
        From 0, which keeps distances, to 1, which fills the solid of colors.
    cvd : {"protan", "deutan", "tritan"} or None, default=None
        The color-vision deficiency that the colors are made for.
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
