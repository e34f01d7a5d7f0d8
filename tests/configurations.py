"""Several parameter sets for every exported estimator; what the common tests run on."""

from sklearn.cluster import DBSCAN, KMeans
from sklearn.decomposition import PCA
from sklearn.neighbors import KNeighborsTransformer, NearestNeighbors

import skcolor

CONFIGURATIONS = {
    "ArgmaxColorer": [
        {},
        {"absolute": True, "falloff": 0.5},
        {"standardize": True},
        {"palette": "tab10"},
        {"palette": "distinct", "arrange": "contrast"},
    ],
    "BinaryPackColorer": [{}, {"bits_per_channel": "auto", "thresholds": "median"}],
    "ChannelColorer": [{}, {"quantile_range": (0, 100)}, {"space": "oklab"}],
    "ClusterColorer": [
        {},
        {"clusterer": KMeans(3, random_state=0), "palette": "viridis"},
        {"clusterer": DBSCAN(eps=2.0, min_samples=2), "missing_color": "black"},
        {"arrange": "similarity", "max_samples": 9},
    ],
    "ConditionalTSNE": [
        {"max_iter": 30},
        {"n_landmarks": 8, "n_components": 2, "embedder": PCA(1), "max_iter": 20},
    ],
    "CovariancePCA": [{}, {"n_components": 2}],
    "GamutColorer": [{}, {"contrast": 0, "n_jobs": 2}],
    "KNNDistanceColorer": [
        {},
        {"n_neighbors": 3, "cmap": "magma", "vmin": 0, "n_jobs": 2},
        {"n_neighbors": 4, "embedder": PCA(1)},
    ],
    "LandmarkTSNE": [
        {"max_iter": 30},
        {"n_landmarks": 8, "n_components": 2, "max_iter": 20, "refine_iter": 10},
    ],
    "LocalDimensionColorer": [
        {"n_neighbors": 5},
        {"n_neighbors": 4, "neighbors": KNeighborsTransformer(n_neighbors=6), "n_jobs": 2},
    ],
    "NeighborOverlapColorer": [
        {"n_neighbors": 5},
        {"n_neighbors": 3, "embedder": PCA(1), "neighbors": NearestNeighbors()},
    ],
    "OrderedICA": [{}, {"n_components": 2, "fun": "cube"}],
    "ResidualPCA": [
        {"n_neighbors": 5},
        {"n_neighbors": 3, "n_components": 2, "embedder": PCA(1), "n_jobs": 2},
        {"n_neighbors": 5, "robust": True},
    ],
    "TrustColorer": [
        {"n_neighbors": 5},
        {"n_neighbors": 3, "embedder": PCA(1), "max_samples": 20, "n_jobs": 2},
    ],
    "ValueColorer": [
        {},
        {"cmap": "gray", "quantile_range": (0, 100)},
        {"vmin": -1, "center": 0, "vmax": 3, "missing_color": "red"},
    ],
}

# What takes a second or more to fit by default.
LONG = ["ConditionalTSNE", "LandmarkTSNE"]

# Estimators around another, which take what it takes; they have tests of their own.
AROUND_ANOTHER = ["ConfidentColorer"]

ESTIMATORS = [n for n in skcolor.__all__ if n[0].isupper() and n not in AROUND_ANOTHER]
COLORERS = [name for name in ESTIMATORS if name.endswith("Colorer")]


def configured(names=None):
    """New estimators of every configuration of the named, or all, exported classes."""
    return [
        getattr(skcolor, name)(**parameters)
        for name in names or ESTIMATORS
        for parameters in CONFIGURATIONS[name]
    ]


def constructed(*, quick):
    """New estimators of every exported class, by default parameters.

    With `quick`, those that learn for a second or more make few steps, and those among
    `configured` are left out; without, those alone that learn long.
    """
    made = {name: getattr(skcolor, name)() for name in ESTIMATORS}
    if not quick:
        return [made[name] for name in LONG]
    made.update({name: getattr(skcolor, name)(max_iter=10) for name in LONG})
    return [made[name] for name in ESTIMATORS if {} not in CONFIGURATIONS[name]]
