"""Every figure of the notebook *Coloring t-SNE* as an unfitted pipeline.

References
----------
K. McDonald, "Coloring t-SNE", a notebook, 2018. https://github.com/kylemcdonald/Coloring-t-SNE
"""

from functools import partial

from skcolor import _estimators
from skcolor.recipes._kmeans import sampled_kmeans
from skcolor.recipes._pipeline import Recipe, make_pipeline


def knn_distance(n_neighbors=10, *, n_jobs=None):
    """Distance in X to the neighbors in the layout (Martin Wattenberg's suggestion).

    Parameters
    ----------
    n_neighbors : int, default=10
        Number of nearest rows in the layout, counting the row itself.
    n_jobs : int or None, default=None
        Number of threads.

    Returns
    -------
    sklearn.pipeline.Pipeline
        Unfitted; fit it with the layout.
    """
    return make_pipeline(_estimators.KNNDistanceColorer(n_neighbors, n_jobs=n_jobs))


def tsne(
    n_landmarks=10_000,
    *,
    perplexity=30,
    refine_iter=0,
    neighbors=None,
    quantile_range=(1.0, 99.0),
    random_state=0,
    n_jobs=None,
):
    """A 3-D t-SNE as red, green and blue.

    Parameters
    ----------
    n_landmarks : int or None, default=10_000
        Number of rows that t-SNE embeds; all others are placed among them.
    perplexity : float, default=30
        Size of the neighborhood of a row.
    refine_iter : int, default=0
        Further iterations in which all rows move together.
    neighbors : estimator or None, default=None
        Neighbor search in X; None is an exact search.
    quantile_range : tuple of two floats, default=(1.0, 99.0)
        Percentiles that map to 0 and 1; the notebook's min-max scaling is ``(0, 100)``.
    random_state : int, RandomState instance or None, default=0
        Controls the choice of landmarks.
    n_jobs : int or None, default=None
        Number of threads.

    Returns
    -------
    sklearn.pipeline.Pipeline
        Unfitted.
    """
    reducer = _estimators.LandmarkTSNE(
        3,
        n_landmarks=n_landmarks,
        perplexity=perplexity,
        refine_iter=refine_iter,
        neighbors=neighbors,
        random_state=random_state,
        n_jobs=n_jobs,
    )
    return make_pipeline(reducer, _estimators.ChannelColorer(quantile_range=quantile_range))


def pca(*, quantile_range=(1.0, 99.0)):
    """Three principal components as red, green and blue.

    Parameters
    ----------
    quantile_range : tuple of two floats, default=(1.0, 99.0)
        Percentiles that map to 0 and 1; the notebook's min-max scaling is ``(0, 100)``.

    Returns
    -------
    sklearn.pipeline.Pipeline
        Unfitted.
    """
    return make_pipeline(
        _estimators.CovariancePCA(3),
        _estimators.ChannelColorer(quantile_range=quantile_range),
    )


def ica(*, quantile_range=(1.0, 99.0), max_iter=500):
    """Three independent components as red, green and blue.

    Parameters
    ----------
    quantile_range : tuple of two floats, default=(1.0, 99.0)
        Percentiles that map to 0 and 1; the notebook's min-max scaling is ``(0, 100)``.
    max_iter : int, default=500
        Maximum number of FastICA iterations.

    Returns
    -------
    sklearn.pipeline.Pipeline
        Unfitted.
    """
    reducer = _estimators.OrderedICA(3, max_iter=max_iter)
    return make_pipeline(reducer, _estimators.ChannelColorer(quantile_range=quantile_range))


def pca_pack(bits_per_channel=8):
    """Principal components as the bits of a color (Mario Klingemann's suggestion).

    Parameters
    ----------
    bits_per_channel : int, default=8
        A third of the number of components, from 1 to 8: 8 packs 24 components, 4 packs 12.

    Returns
    -------
    sklearn.pipeline.Pipeline
        Unfitted.

    Raises
    ------
    ValueError
        If `bits_per_channel` is not from 1 to 8.
    """
    reducer = _estimators.CovariancePCA(_count_bits(bits_per_channel))
    return make_pipeline(reducer, _estimators.BinaryPackColorer())


def ica_pack(bits_per_channel=8, *, max_iter=500):
    """Independent components as the bits of a color.

    Parameters
    ----------
    bits_per_channel : int, default=8
        A third of the number of components, from 1 to 8: 8 packs 24 components, 4 packs 12.
    max_iter : int, default=500
        Maximum number of FastICA iterations.

    Returns
    -------
    sklearn.pipeline.Pipeline
        Unfitted.

    Raises
    ------
    ValueError
        If `bits_per_channel` is not from 1 to 8.
    """
    reducer = _estimators.OrderedICA(_count_bits(bits_per_channel), max_iter=max_iter)
    return make_pipeline(reducer, _estimators.BinaryPackColorer())


def kmeans(n_clusters=8, *, random_state=0):
    """K-Means labels of the rows as colors.

    Parameters
    ----------
    n_clusters : int, default=8
        Number of labels.
    random_state : int, RandomState instance or None, default=0
        Seed of K-Means.

    Returns
    -------
    sklearn.pipeline.Pipeline
        Unfitted.
    """
    return make_pipeline(_kmeans_colorer(n_clusters, random_state))


def argmax(*, standardize=True, absolute=False, falloff=None):
    """Index of the largest column as a color.

    Parameters
    ----------
    standardize : bool, default=True
        Whether to scale columns to mean 0 and variance 1 first.
    absolute : bool, default=False
        Whether to compare absolute values.
    falloff : None, float or array-like of shape (n_features,), default=None
        Weights of the columns; a float ``f`` weights column ``j`` by ``f**j``.

    Returns
    -------
    sklearn.pipeline.Pipeline
        Unfitted.
    """
    return _argmax_pipeline(None, standardize, absolute, falloff)


def pca_argmax(n_components=30, *, standardize=True, absolute=False, falloff=None):
    """Index of the largest principal component as a color.

    Parameters
    ----------
    n_components : int, default=30
        Number of components, and of labels.
    standardize : bool, default=True
        Whether to scale components to variance 1 first; otherwise, the first ones win
        everywhere.
    absolute : bool, default=False
        Whether to compare absolute values.
    falloff : None, float or array-like of shape (n_components,), default=None
        Weights of the components; a float ``f`` weights component ``j`` by ``f**j``.

    Returns
    -------
    sklearn.pipeline.Pipeline
        Unfitted.
    """
    return _argmax_pipeline(
        _estimators.CovariancePCA(n_components), standardize, absolute, falloff
    )


def ica_argmax(
    n_components=30, *, standardize=True, absolute=False, falloff=None, max_iter=500
):
    """Index of the largest independent component as a color.

    Parameters
    ----------
    n_components : int, default=30
        Number of components, and of labels.
    standardize : bool, default=True
        Whether to scale components to variance 1 first; independent ones already have it.
    absolute : bool, default=False
        Whether to compare absolute values.
    falloff : None, float or array-like of shape (n_components,), default=None
        Weights of the components; a float ``f`` weights component ``j`` by ``f**j``.
    max_iter : int, default=500
        Maximum number of FastICA iterations.

    Returns
    -------
    sklearn.pipeline.Pipeline
        Unfitted.
    """
    reducer = _estimators.OrderedICA(n_components, max_iter=max_iter)
    return _argmax_pipeline(reducer, standardize, absolute, falloff)


def pca_kmeans(n_components=128, n_clusters=128, *, random_state=0):
    """K-Means labels of principal components as colors.

    Parameters
    ----------
    n_components : int, default=128
        Number of components.
    n_clusters : int, default=128
        Number of labels.
    random_state : int, RandomState instance or None, default=0
        Seed of K-Means.

    Returns
    -------
    sklearn.pipeline.Pipeline
        Unfitted.
    """
    return make_pipeline(
        _estimators.CovariancePCA(n_components), _kmeans_colorer(n_clusters, random_state)
    )


def ica_kmeans(n_components=128, n_clusters=128, *, max_iter=500, random_state=0):
    """K-Means labels of independent components as colors.

    Parameters
    ----------
    n_components : int, default=128
        Number of components.
    n_clusters : int, default=128
        Number of labels.
    max_iter : int, default=500
        Maximum number of FastICA iterations.
    random_state : int, RandomState instance or None, default=0
        Seed of K-Means.

    Returns
    -------
    sklearn.pipeline.Pipeline
        Unfitted.
    """
    reducer = _estimators.OrderedICA(n_components, max_iter=max_iter)
    return make_pipeline(reducer, _kmeans_colorer(n_clusters, random_state))


def _count_bits(bits_per_channel):
    # The colorer itself chooses the number of bits by that of components, at most 8.
    if bits_per_channel not in range(1, 9):
        raise ValueError(f"bits_per_channel must be from 1 to 8; got {bits_per_channel!r}.")
    return 3 * bits_per_channel


def _kmeans_colorer(n_clusters, random_state):
    return _estimators.ClusterColorer(**sampled_kmeans(n_clusters, random_state))


def _argmax_pipeline(reducer, standardize, absolute, falloff):
    colorer = _estimators.ArgmaxColorer(
        standardize=standardize, absolute=absolute, falloff=falloff
    )
    return make_pipeline(*([] if reducer is None else [reducer]), colorer)


pca_pack_12 = partial(pca_pack, 4)
ica_pack_12 = partial(ica_pack, 4)
kmeans_30 = partial(kmeans, 30)
kmeans_128 = partial(kmeans, 128)
argmax_raw = partial(argmax, standardize=False)
argmax_absolute = partial(argmax, absolute=True)
pca_argmax_raw = partial(pca_argmax, standardize=False)
pca_argmax_16 = partial(pca_argmax, 16)
pca_argmax_128 = partial(pca_argmax, 128)
pca_argmax_absolute = partial(pca_argmax, absolute=True)
pca_argmax_falloff = partial(pca_argmax, falloff=0.9)
ica_argmax_8 = partial(ica_argmax, 8)
ica_argmax_128 = partial(ica_argmax, 128)

NOTEBOOK: dict[str, Recipe] = {
    "knn_distance": knn_distance,
    "tsne": tsne,
    "pca": pca,
    "pca_pack": pca_pack,
    "pca_pack_12": pca_pack_12,
    "ica": ica,
    "ica_pack": ica_pack,
    "ica_pack_12": ica_pack_12,
    "kmeans": kmeans,
    "kmeans_30": kmeans_30,
    "kmeans_128": kmeans_128,
    "argmax_raw": argmax_raw,
    "argmax": argmax,
    "argmax_absolute": argmax_absolute,
    "pca_argmax_raw": pca_argmax_raw,
    "pca_argmax": pca_argmax,
    "pca_argmax_absolute": pca_argmax_absolute,
    "pca_argmax_16": pca_argmax_16,
    "pca_argmax_128": pca_argmax_128,
    "pca_argmax_falloff": pca_argmax_falloff,
    "ica_argmax_8": ica_argmax_8,
    "ica_argmax": ica_argmax,
    "ica_argmax_128": ica_argmax_128,
    "pca_kmeans": pca_kmeans,
    "ica_kmeans": ica_kmeans,
}
