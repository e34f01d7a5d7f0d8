"""Color the points of a map, without labels, from the high-dimensional rows behind it."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from skcolor._version import __version__ as __version__

if TYPE_CHECKING:
    from skcolor._fitted.align import align
    from skcolor._fitted.confident_colorer import ConfidentColorer
    from skcolor._fitted.transform_in_chunks import transform_in_chunks
    from skcolor.colorers._argmax import ArgmaxColorer
    from skcolor.colorers._binary_pack import BinaryPackColorer
    from skcolor.colorers._channel import ChannelColorer
    from skcolor.colorers._cluster import ClusterColorer
    from skcolor.colorers._gamut import GamutColorer
    from skcolor.colorers._knn_distance import KNNDistanceColorer
    from skcolor.colorers._local_dimension import LocalDimensionColorer
    from skcolor.colorers._neighbor_overlap import NeighborOverlapColorer
    from skcolor.colorers._trust import TrustColorer
    from skcolor.colorers._value import ValueColorer
    from skcolor.reducers._conditional_tsne import ConditionalTSNE
    from skcolor.reducers._covariance_pca import CovariancePCA
    from skcolor.reducers._landmark_tsne import LandmarkTSNE
    from skcolor.reducers._ordered_ica import OrderedICA
    from skcolor.reducers._residual_pca import ResidualPCA

__all__ = [
    "ArgmaxColorer",
    "BinaryPackColorer",
    "ChannelColorer",
    "ClusterColorer",
    "ConditionalTSNE",
    "ConfidentColorer",
    "CovariancePCA",
    "GamutColorer",
    "KNNDistanceColorer",
    "LandmarkTSNE",
    "LocalDimensionColorer",
    "NeighborOverlapColorer",
    "OrderedICA",
    "ResidualPCA",
    "TrustColorer",
    "ValueColorer",
    "align",
    "transform_in_chunks",
]

# Imported on first use, so that the command line can check its arguments before it loads
# scikit-learn.
_MODULES = {
    "ArgmaxColorer": "skcolor.colorers._argmax",
    "BinaryPackColorer": "skcolor.colorers._binary_pack",
    "ChannelColorer": "skcolor.colorers._channel",
    "ClusterColorer": "skcolor.colorers._cluster",
    "ConditionalTSNE": "skcolor.reducers._conditional_tsne",
    "ConfidentColorer": "skcolor._fitted.confident_colorer",
    "CovariancePCA": "skcolor.reducers._covariance_pca",
    "GamutColorer": "skcolor.colorers._gamut",
    "KNNDistanceColorer": "skcolor.colorers._knn_distance",
    "LandmarkTSNE": "skcolor.reducers._landmark_tsne",
    "LocalDimensionColorer": "skcolor.colorers._local_dimension",
    "NeighborOverlapColorer": "skcolor.colorers._neighbor_overlap",
    "OrderedICA": "skcolor.reducers._ordered_ica",
    "ResidualPCA": "skcolor.reducers._residual_pca",
    "TrustColorer": "skcolor.colorers._trust",
    "ValueColorer": "skcolor.colorers._value",
    "align": "skcolor._fitted.align",
    "transform_in_chunks": "skcolor._fitted.transform_in_chunks",
}
_SUBMODULES = {
    *("base", "colorers", "datasets", "export", "metrics", "neighbors", "paint"),
    *("plotting", "recipes", "reducers"),
}


def __getattr__(name: str) -> Any:
    if name in _SUBMODULES:
        return import_module(f"skcolor.{name}")
    if name not in _MODULES:
        raise AttributeError(f"module 'skcolor' has no attribute {name!r}", name=name)
    value = globals()[name] = getattr(import_module(_MODULES[name]), name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__, *_SUBMODULES})
