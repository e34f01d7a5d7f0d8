"""Color the points of a map, without labels, from the rows behind it."""

from skcolor._align import align
from skcolor._transform_in_chunks import transform_in_chunks
from skcolor.colorers._argmax import ArgmaxColorer
from skcolor.colorers._binary_pack import BinaryPackColorer
from skcolor.colorers._channel import ChannelColorer
from skcolor.colorers._cluster import ClusterColorer
from skcolor.colorers._fidelity import FidelityColorer
from skcolor.colorers._gamut import GamutColorer
from skcolor.colorers._knn_distance import KNNDistanceColorer
from skcolor.colorers._local_dimension import LocalDimensionColorer
from skcolor.colorers._neighbor_overlap import NeighborOverlapColorer
from skcolor.colorers._value import ValueColorer
from skcolor.reducers._covariance_pca import CovariancePCA
from skcolor.reducers._landmark_tsne import LandmarkTSNE
from skcolor.reducers._ordered_ica import OrderedICA
from skcolor.reducers._residual_pca import ResidualPCA

__version__ = "0.1.0"

__all__ = [
    "ArgmaxColorer",
    "BinaryPackColorer",
    "ChannelColorer",
    "ClusterColorer",
    "CovariancePCA",
    "FidelityColorer",
    "GamutColorer",
    "KNNDistanceColorer",
    "LandmarkTSNE",
    "LocalDimensionColorer",
    "NeighborOverlapColorer",
    "OrderedICA",
    "ResidualPCA",
    "ValueColorer",
    "align",
    "transform_in_chunks",
]
