"""The steps of `benchmarks.notebook`, done by skcolor.

Each function does the work to be timed. It returns a function that returns the results by
name.
"""

from sklearn.frozen import FrozenEstimator

from benchmarks._baselines import UMAPPlotColors
from skcolor import ClusterColorer, OrderedICA, recipes


def knn_distance(X, layout):
    pipeline = recipes.knn_distance(n_jobs=-1)
    pipeline.fit_transform(X, layout)
    return lambda: {"values": pipeline[-1].score_samples(X, layout)}


def pca(X, layout):
    pipeline = recipes.pca()
    colors = pipeline.fit_transform(X)
    return lambda: {"colors": colors, "components": pipeline[0].components_}


def pca_pack(X, layout):
    pipeline = recipes.pca_pack()
    colors = pipeline.fit_transform(X)
    return lambda: {"colors": colors, "components": pipeline[0].components_}


def argmax(X, layout):
    pipeline = recipes.argmax()
    pipeline.fit_transform(X)
    return lambda: {"labels": pipeline.predict(X)}


def pca_argmax(X, layout):
    pipeline = recipes.pca_argmax()
    pipeline.fit_transform(X)
    components = pipeline[0].components_
    return lambda: {"labels": pipeline.predict(X), "components": components}


def ica(X, layout):
    reducer = OrderedICA(24)
    reducer.fit_transform(X)
    return lambda: {"components": reducer.components_, "n_iter": reducer.n_iter_}


def kmeans(X, layout):
    pipeline = recipes.kmeans_128()
    pipeline.fit_transform(X)
    return lambda: _clusters(pipeline[-1])


def exemplars(X, layout, kmeans):
    colorer = ClusterColorer(FrozenEstimator(kmeans)).fit(X)
    return lambda: _clusters(colorer)


def tsne(X, layout):
    colors = recipes.tsne(n_jobs=-1).fit_transform(X)
    return lambda: {"colors": colors}


def _clusters(colorer):
    return {
        "labels": colorer.labels_,
        "centers": colorer.cluster_centers_,
        "exemplars": colorer.exemplar_indices_,
    }


def umap_plot(X, layout):
    colors = UMAPPlotColors("pca").fit_transform(X)
    return lambda: {"colors": colors}
