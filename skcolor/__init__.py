"""Color the points of a map, without labels, from the high-dimensional rows behind it."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from skcolor._estimators import MODULES
from skcolor._version import __version__ as __version__

if TYPE_CHECKING:
    from skcolor._estimators import (
        ArgmaxColorer,
        BinaryPackColorer,
        ChannelColorer,
        ClusterColorer,
        ConditionalTSNE,
        CovariancePCA,
        GamutColorer,
        KNNDistanceColorer,
        LandmarkTSNE,
        LocalDimensionColorer,
        NeighborOverlapColorer,
        OrderedICA,
        ResidualPCA,
        TrustColorer,
        ValueColorer,
    )
    from skcolor._fitted.align import align
    from skcolor._fitted.confident_colorer import ConfidentColorer
    from skcolor._fitted.transform_in_chunks import transform_in_chunks
    from skcolor.recipes._find_tour import tour

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
    "tour",
    "transform_in_chunks",
]

# Imported on first use, so that the command line can check its arguments before it loads
# scikit-learn.
_MODULES = {
    **MODULES,
    "ConfidentColorer": "skcolor._fitted.confident_colorer",
    "align": "skcolor._fitted.align",
    "tour": "skcolor.recipes._find_tour",
    "transform_in_chunks": "skcolor._fitted.transform_in_chunks",
}
_SUBMODULES = {
    *("base", "colorers", "datasets", "export", "images", "metrics", "neighbors"),
    *("paint", "plotting", "recipes", "reducers"),
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
