"""The steps of *Coloring t-SNE*, ported to current libraries and otherwise unchanged.

Source: K. McDonald, "Coloring t-SNE", 2018. Each function takes rows and layout. It returns
by name what the notebook plots and the underlying results.
"""

import numpy as np
from scipy.spatial.distance import euclidean
from sklearn.cluster import MiniBatchKMeans
from sklearn.decomposition import FastICA, IncrementalPCA
from sklearn.manifold import TSNE
from sklearn.neighbors import NearestNeighbors


def knn_distance(X, layout):
    """Sum of distances to 9 layout neighbors, min-max scaled and clipped, row by row."""
    indices = NearestNeighbors(n_neighbors=10).fit(layout).kneighbors(layout)[1]
    total = np.array(
        [
            sum(euclidean(x, X[j]) for j in near[1:])
            for x, near in zip(X, indices, strict=True)
        ]
    )
    scaled = total - total.min()
    return {"colors": np.clip(scaled / scaled.max(), 0.2, 0.4), "values": total / 9}


def pca(X, layout):
    """Three components, min-max scaled."""
    pca = IncrementalPCA(n_components=3)
    colors = _min_max(pca.fit_transform(X))
    return {"colors": colors, "components": pca.components_}


def pca_pack(X, layout):
    """24 components, thresholded at their medians and packed into 8 bits per channel."""
    pca = IncrementalPCA(n_components=24)
    scores = pca.fit_transform(X)
    weights = 2 ** np.arange(8)[::-1]
    bits = scores > np.median(scores, axis=0)
    packed = np.column_stack([(bits[:, c::3] * weights).sum(axis=1) for c in range(3)])
    return {"colors": packed / 255, "components": pca.components_}


def argmax(X, layout):
    """Largest of the standardized columns."""
    return {"labels": _argmax(X)}


def pca_argmax(X, layout):
    """Largest of 30 standardized components."""
    pca = IncrementalPCA(n_components=30)
    return {"labels": _argmax(pca.fit_transform(X)), "components": pca.components_}


def ica(X, layout):
    """24 independent components."""
    ica = FastICA(n_components=24, random_state=0, max_iter=500)
    return {"sources": ica.fit_transform(X), "components": ica.components_}


def kmeans(X, layout):
    """Labels of 128 clusters, and the row nearest to each center."""
    kmeans = MiniBatchKMeans(n_clusters=128, random_state=0).fit(X)
    centers = kmeans.cluster_centers_
    exemplars = _exemplars(X, centers)
    return {"labels": kmeans.labels_, "centers": centers, "exemplars": exemplars}


def exemplars(X, layout, kmeans):
    """The row nearest to each center of a fitted K-Means."""
    centers = kmeans.cluster_centers_
    return {"labels": kmeans.predict(X), "exemplars": _exemplars(X, centers)}


def tsne(X, layout):
    """A 3-D t-SNE, min-max scaled."""
    return {"colors": _min_max(TSNE(n_components=3, random_state=0).fit_transform(X))}


def _min_max(columns):
    columns = columns - columns.min(axis=0)
    return columns / columns.max(axis=0)


def _argmax(columns):
    columns = columns - columns.mean(axis=0)
    columns = columns / columns.std(axis=0)
    return np.argmax(columns, axis=1)


def _exemplars(X, centers):
    return NearestNeighbors(n_neighbors=1).fit(X).kneighbors(centers)[1][:, 0]
