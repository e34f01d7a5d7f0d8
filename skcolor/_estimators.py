"""The estimators by name, imported on first use."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from skcolor.colorers._argmax import ArgmaxColorer as ArgmaxColorer
    from skcolor.colorers._binary_pack import BinaryPackColorer as BinaryPackColorer
    from skcolor.colorers._channel import ChannelColorer as ChannelColorer
    from skcolor.colorers._cluster import ClusterColorer as ClusterColorer
    from skcolor.colorers._gamut import GamutColorer as GamutColorer
    from skcolor.colorers._knn_distance import KNNDistanceColorer as KNNDistanceColorer
    from skcolor.colorers._local_dimension import (
        LocalDimensionColorer as LocalDimensionColorer,
    )
    from skcolor.colorers._neighbor_overlap import (
        NeighborOverlapColorer as NeighborOverlapColorer,
    )
    from skcolor.colorers._trust import TrustColorer as TrustColorer
    from skcolor.colorers._value import ValueColorer as ValueColorer
    from skcolor.reducers._conditional_tsne import ConditionalTSNE as ConditionalTSNE
    from skcolor.reducers._covariance_pca import CovariancePCA as CovariancePCA
    from skcolor.reducers._landmark_tsne import LandmarkTSNE as LandmarkTSNE
    from skcolor.reducers._ordered_ica import OrderedICA as OrderedICA
    from skcolor.reducers._residual_pca import ResidualPCA as ResidualPCA

MODULES = {
    "ArgmaxColorer": "skcolor.colorers._argmax",
    "BinaryPackColorer": "skcolor.colorers._binary_pack",
    "ChannelColorer": "skcolor.colorers._channel",
    "ClusterColorer": "skcolor.colorers._cluster",
    "ConditionalTSNE": "skcolor.reducers._conditional_tsne",
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
}


def __getattr__(name: str) -> Any:
    if name not in MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}", name=name)
    value = globals()[name] = getattr(import_module(MODULES[name]), name)
    return value
