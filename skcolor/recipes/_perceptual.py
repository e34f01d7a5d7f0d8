"""The notebook's ideas in colors that an eye tells apart, as unfitted pipelines."""

from functools import partial

import skcolor
from skcolor.recipes._kmeans import sampled_kmeans
from skcolor.recipes._pipeline import Recipe, make_pipeline


def pca_perceptual(*, contrast=0.5, cvd=None, n_jobs=None):
    """Three principal components, fitted into all colors of a screen.

    Parameters
    ----------
    contrast : float, default=0.5
        From 0, which keeps distances, to 1, which fills the solid of colors.
    cvd : {"protan", "deutan", "tritan"} or None, default=None
        The color-vision deficiency that the colors are made for.
    n_jobs : int or None, default=None
        Number of threads.

    Returns
    -------
    sklearn.pipeline.Pipeline
        Unfitted.
    """
    return make_pipeline(skcolor.CovariancePCA(3), _gamut_colorer(contrast, cvd, n_jobs))


def ica_perceptual(*, contrast=0.5, cvd=None, n_jobs=None):
    """Three independent components, fitted into all colors of a screen.

    Parameters
    ----------
    contrast : float, default=0.5
        From 0, which keeps distances, to 1, which fills the solid of colors.
    cvd : {"protan", "deutan", "tritan"} or None, default=None
        The color-vision deficiency that the colors are made for.
    n_jobs : int or None, default=None
        Number of threads.

    Returns
    -------
    sklearn.pipeline.Pipeline
        Unfitted.
    """
    return make_pipeline(skcolor.OrderedICA(3), _gamut_colorer(contrast, cvd, n_jobs))


def tsne_perceptual(
    n_landmarks=10_000, *, contrast=0.5, cvd=None, random_state=0, n_jobs=None
):
    """A 3-D t-SNE, fitted into all colors of a screen.

    Parameters
    ----------
    n_landmarks : int or None, default=10_000
        How many rows t-SNE embeds; all others are placed among them.
    contrast : float, default=0.5
        From 0, which keeps distances, to 1, which fills the solid of colors.
    cvd : {"protan", "deutan", "tritan"} or None, default=None
        The color-vision deficiency that the colors are made for.
    random_state : int, RandomState instance or None, default=0
        Chooses the landmarks.
    n_jobs : int or None, default=None
        Number of threads.

    Returns
    -------
    sklearn.pipeline.Pipeline
        Unfitted.
    """
    tsne = skcolor.LandmarkTSNE(
        3, n_landmarks=n_landmarks, random_state=random_state, n_jobs=n_jobs
    )
    return make_pipeline(tsne, _gamut_colorer(contrast, cvd, n_jobs))


def residual_pca_perceptual(n_neighbors=50, *, contrast=0.5, cvd=None, n_jobs=None):
    """What the layout hides, fitted into all colors of a screen.

    Parameters
    ----------
    n_neighbors : int, default=50
        Nearest rows in the layout that each row is compared with, the row itself not
        counted.
    contrast : float, default=0.5
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
    reducer = skcolor.ResidualPCA(3, n_neighbors=n_neighbors, n_jobs=n_jobs)
    return make_pipeline(reducer, _gamut_colorer(contrast, cvd, n_jobs))


def kmeans_perceptual(n_clusters=8, *, arrange="contrast", random_state=0):
    """K-Means clusters in distinct colors, far apart where clusters touch.

    Parameters
    ----------
    n_clusters : int, default=8
        Number of clusters.
    arrange : {"contrast", "similarity"} or None, default="contrast"
        How colors are given to clusters.
    random_state : int, RandomState instance or None, default=0
        Seeds K-Means.

    Returns
    -------
    sklearn.pipeline.Pipeline
        Unfitted; fit it with the layout.
    """
    kmeans = sampled_kmeans(n_clusters, random_state)
    return make_pipeline(
        skcolor.ClusterColorer(**kmeans, palette="distinct", arrange=arrange)
    )


def pca_argmax_perceptual(n_components=30, *, arrange="contrast"):
    """The largest of standardized principal components, in distinct colors.

    Parameters
    ----------
    n_components : int, default=30
        Number of components.
    arrange : {"contrast", "similarity"} or None, default="contrast"
        How colors are given to components.

    Returns
    -------
    sklearn.pipeline.Pipeline
        Unfitted; fit it with the layout.
    """
    return make_pipeline(
        skcolor.CovariancePCA(n_components),
        skcolor.ArgmaxColorer(standardize=True, palette="distinct", arrange=arrange),
    )


def _gamut_colorer(contrast, cvd, n_jobs):
    return skcolor.GamutColorer(contrast=contrast, cvd=cvd, n_jobs=n_jobs)


kmeans_30_perceptual = partial(kmeans_perceptual, 30)
kmeans_128_perceptual = partial(kmeans_perceptual, 128)

PERCEPTUAL: dict[str, Recipe] = {
    "pca_perceptual": pca_perceptual,
    "ica_perceptual": ica_perceptual,
    "tsne_perceptual": tsne_perceptual,
    "residual_pca_perceptual": residual_pca_perceptual,
    "kmeans_perceptual": kmeans_perceptual,
    "kmeans_30_perceptual": kmeans_30_perceptual,
    "kmeans_128_perceptual": kmeans_128_perceptual,
    "pca_argmax_perceptual": pca_argmax_perceptual,
}
