"""Our best coloring, as an unfitted pipeline."""

import skcolor
from skcolor.recipes._pipeline import Recipe, make_pipeline


def best(
    n_neighbors="auto",
    *,
    noise=0.5,
    total_share=0.5,
    contrast=0.75,
    cvd=None,
    n_jobs=None,
):
    """What the map hides, as well as small points can show it.

    Colors show the three directions in which neighbors on the map visibly differ most,
    fitted into the sRGB gamut. Outlying rows do not affect them, and small changes of the
    rows change them little. It is meant for small points and at least a thousand rows; with
    fewer rows, ``residual_pca_perceptual`` conveys more. ``docs/colorings.md`` compares
    both on sixteen data sets.

    Parameters
    ----------
    n_neighbors : int or "auto", default="auto"
        Number of nearest rows in the layout to compare each row with. "auto" is 5 percent
        of the rows, from 5 to 50.
    noise : float, default=0.5
        Invisible variance, as a share of the variance of all rows along a direction; see
        :class:`skcolor.ResidualPCA`. 0.5 suits small points, 0.05 large areas.
    total_share : float, default=0.5
        Smallest share of the variance of all rows to show, relative to three principal
        components. With more, regions of the map keep distinct colors; with 0, color shows
        only differences among neighbors.
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
    reducer = skcolor.ResidualPCA(
        3,
        n_neighbors=n_neighbors,
        noise=noise,
        total_share=total_share,
        robust=True,
        n_jobs=n_jobs,
    )
    colorer = skcolor.GamutColorer(contrast=contrast, clipped=0.05, cvd=cvd, n_jobs=n_jobs)
    return make_pipeline(reducer, colorer)


BEST: dict[str, Recipe] = {"best": best}
