"""The steps of *Coloring t-SNE*, ported to today's libraries and otherwise as they were.

Source: K. McDonald, "Coloring t-SNE", 2018. Each function takes rows and layout and
returns what the notebook plots.
"""

import numpy as np
from scipy.spatial.distance import euclidean
from sklearn.decomposition import IncrementalPCA
from sklearn.neighbors import NearestNeighbors


def knn_distance(X, layout):
    """Sum of distances to 9 layout neighbours, min-max scaled, clipped; one row a time."""
    indices = NearestNeighbors(n_neighbors=10).fit(layout).kneighbors(layout)[1]
    total = np.array(
        [
            sum(euclidean(x, X[j]) for j in near[1:])
            for x, near in zip(X, indices, strict=True)
        ]
    )
    total -= total.min()
    return np.clip(total / total.max(), 0.2, 0.4)


def pca_pack(X, layout):
    """24 components against their medians, packed into 8 bits a channel."""
    scores = IncrementalPCA(n_components=24).fit_transform(X)
    weights = 2 ** np.arange(8)[::-1]
    bits = scores > np.median(scores, axis=0)
    return np.column_stack([(bits[:, c::3] * weights).sum(axis=1) for c in range(3)]) / 255


def pca_argmax(X, layout):
    """Largest of 30 standardised components."""
    scores = IncrementalPCA(n_components=30).fit_transform(X)
    scores = (scores - scores.mean(axis=0)) / scores.std(axis=0)
    return np.argmax(scores, axis=1)
