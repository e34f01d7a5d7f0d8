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
    """What the map hides, as far as small points can show it.

    The three directions in which neighbors on the map differ most, of what color can
    show of them; fitted into all colors of a screen. Far rows do not move it, and it
    changes little where rows change a little. Made for small points and for a thousand
    rows or more: of fewer rows, ``residual_pca_perceptual`` tells more. What people read
    from either, on sixteen data sets, is in ``docs/colorings.md``.

    Parameters
    ----------
    n_neighbors : int or "auto", default="auto"
        Nearest rows in the layout that each row is compared with. "auto" is five percent
        of the rows, from 5 to 50.
    noise : float, default=0.5
        Variance that cannot be seen, as a share of that of all rows along a direction; see
        :class:`skcolor.ResidualPCA`. 0.5 suits small points, 0.05 large areas.
    total_share : float, default=0.5
        Least share of the variance of all rows that is shown, of what three principal
        components show. With more, regions of the map keep colors of their own; with 0,
        color is spent on differences among neighbors alone.
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
