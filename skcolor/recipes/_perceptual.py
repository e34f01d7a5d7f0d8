"""The notebook's ideas in perceptual colors, as unfitted pipelines."""

from functools import partial

from skcolor import _estimators
from skcolor.recipes._kmeans import sampled_kmeans
from skcolor.recipes._pipeline import Recipe, make_pipeline


def pca_perceptual(*, contrast=0.5, cvd=None, n_jobs=None):
    """Three principal components, fitted into the sRGB gamut.

    Parameters
    ----------
    contrast : float, default=0.5
        From 0, which preserves distances, to 1, which fills the gamut.
    cvd : {"protan", "deutan", "tritan"} or None, default=None
        Color-vision deficiency to optimize the colors for.
    n_jobs : int or None, default=None
        Number of threads.

    Returns
    -------
    sklearn.pipeline.Pipeline
        Unfitted.
    """
    return make_pipeline(
        _estimators.CovariancePCA(3), _gamut_colorer(contrast, cvd, n_jobs)
    )


def ica_perceptual(*, contrast=0.5, cvd=None, n_jobs=None):
    """Three independent components, fitted into the sRGB gamut.

    Parameters
    ----------
    contrast : float, default=0.5
        From 0, which preserves distances, to 1, which fills the gamut.
    cvd : {"protan", "deutan", "tritan"} or None, default=None
        Color-vision deficiency to optimize the colors for.
    n_jobs : int or None, default=None
        Number of threads.

    Returns
    -------
    sklearn.pipeline.Pipeline
        Unfitted.
    """
    return make_pipeline(_estimators.OrderedICA(3), _gamut_colorer(contrast, cvd, n_jobs))


def tsne_perceptual(
    n_landmarks=10_000, *, contrast=0.5, cvd=None, random_state=0, n_jobs=None
):
    """A 3-D t-SNE, fitted into the sRGB gamut.

    Parameters
    ----------
    n_landmarks : int or None, default=10_000
        Number of rows that t-SNE embeds; all others are placed among them.
    contrast : float, default=0.5
        From 0, which preserves distances, to 1, which fills the gamut.
    cvd : {"protan", "deutan", "tritan"} or None, default=None
        Color-vision deficiency to optimize the colors for.
    random_state : int, RandomState instance or None, default=0
        Controls the choice of landmarks.
    n_jobs : int or None, default=None
        Number of threads.

    Returns
    -------
    sklearn.pipeline.Pipeline
        Unfitted.
    """
    tsne = _estimators.LandmarkTSNE(
        3, n_landmarks=n_landmarks, random_state=random_state, n_jobs=n_jobs
    )
    return make_pipeline(tsne, _gamut_colorer(contrast, cvd, n_jobs))


def residual_pca_perceptual(n_neighbors=50, *, contrast=0.5, cvd=None, n_jobs=None):
    """What the layout hides, fitted into the sRGB gamut.

    Parameters
    ----------
    n_neighbors : int, default=50
        Number of nearest rows in the layout to compare each row with, not counting the row
        itself.
    contrast : float, default=0.5
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
    reducer = _estimators.ResidualPCA(3, n_neighbors=n_neighbors, n_jobs=n_jobs)
    return make_pipeline(reducer, _gamut_colorer(contrast, cvd, n_jobs))


def kmeans_perceptual(n_clusters=8, *, arrange="contrast", random_state=0):
    """K-Means clusters in distinct colors, with most contrast where clusters touch.

    Parameters
    ----------
    n_clusters : int, default=8
        Number of clusters.
    arrange : {"contrast", "similarity"} or None, default="contrast"
        How to assign colors to clusters.
    random_state : int, RandomState instance or None, default=0
        Seed of K-Means.

    Returns
    -------
    sklearn.pipeline.Pipeline
        Unfitted; fit it with the layout.
    """
    kmeans = sampled_kmeans(n_clusters, random_state)
    return make_pipeline(
        _estimators.ClusterColorer(**kmeans, palette="distinct", arrange=arrange)
    )


def pca_argmax_perceptual(n_components=30, *, arrange="contrast"):
    """The largest of standardized principal components, in distinct colors.

    Parameters
    ----------
    n_components : int, default=30
        Number of components.
    arrange : {"contrast", "similarity"} or None, default="contrast"
        How to assign colors to components.

    Returns
    -------
    sklearn.pipeline.Pipeline
        Unfitted; fit it with the layout.
    """
    return make_pipeline(
        _estimators.CovariancePCA(n_components),
        _estimators.ArgmaxColorer(standardize=True, palette="distinct", arrange=arrange),
    )


def _gamut_colorer(contrast, cvd, n_jobs):
    return _estimators.GamutColorer(contrast=contrast, cvd=cvd, n_jobs=n_jobs)


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
