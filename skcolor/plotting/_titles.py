"""Titles that describe in plain words what a coloring shows."""

import re
from collections.abc import Callable
from typing import Any

from skcolor._fitted.pipelines import faded_colorer, steps_of

# By class name, because plots do not import estimators; subclasses use their closest
# parent.
_COMPONENTS = {
    "ResidualPCA": "hidden directions",
    "CovariancePCA": "principal components",
    "PCA": "principal components",
    "IncrementalPCA": "principal components",
    "SparsePCA": "sparse principal components",
    "KernelPCA": "kernel principal components",
    "TruncatedSVD": "singular components",
    "FactorAnalysis": "factors",
    "NMF": "NMF components",
    "MiniBatchNMF": "NMF components",
    "LatentDirichletAllocation": "topics",
    "OrderedICA": "independent components",
    "FastICA": "independent components",
    "LandmarkTSNE": "t-SNE dimensions",
    "TSNE": "t-SNE dimensions",
    "UMAP": "UMAP dimensions",
    "Isomap": "Isomap dimensions",
    "BaseRandomProjection": "random projections",
}
_ALONE = {
    "KNNDistanceColorer": "Distance to neighbors on the map",
    "NeighborOverlapColorer": "Neighbors kept on the map",
    "LocalDimensionColorer": "Local dimension",
    "TrustColorer": "False and missing neighbors",
}
_NUMBERS = {1: "One", 2: "Two", 3: "Three"}


def make_title(estimator: Any) -> str:
    """Describe what a fitted colorer, or a pipeline that ends in one, does.

    Parameters
    ----------
    estimator : estimator
        The colorer.

    Returns
    -------
    str
        A few words; for an unknown class, those of its name.
    """
    *before, last = steps_of(estimator)
    inside = faded_colorer(last)
    if inside is not None:
        return f"{make_title(inside)}, grayer where uncertain"
    for name in _class_names(last):
        if name in _ALONE:
            return _ALONE[name]
        if name in _OF_COLUMNS:
            return _OF_COLUMNS[name](last, before)
    words = re.findall("[A-Z]+(?![a-z])|[A-Z]?[^A-Z_]+", type(last).__name__)
    words = [word if word.isupper() else word.lower() for word in words]
    words = words[:-1] if words[1:] and words[-1] == "colorer" else words
    title = " ".join(words)
    return title[:1].upper() + title[1:]


def _argmax_title(last: Any, before: list[Any]) -> str:
    return f"Largest of {last.n_features_in_} {_name_columns(before)}"


def _cluster_title(last: Any, before: list[Any]) -> str:
    return f"Clusters ({len(last.palette_)})"


def _pack_title(last: Any, before: list[Any]) -> str:
    return f"Bits of {last.n_features_in_} {_name_columns(before)}"


def _value_title(last: Any, before: list[Any]) -> str:
    return f"First {_name_columns(before).removesuffix('s')}"


def _channel_title(last: Any, before: list[Any]) -> str:
    columns = _name_columns(before)
    n_used = min(3, last.n_features_in_)
    if columns == _COMPONENTS["ResidualPCA"]:
        skip = n_skipped(before)
        directions = f", directions {skip + 1} to {skip + n_used}" if skip else ""
        return f"What the map hides{directions}"
    number = _NUMBERS[n_used]
    columns = columns.removesuffix("s") if n_used == 1 else columns
    return f"{number} {columns}"


_OF_COLUMNS: dict[str, Callable[[Any, list[Any]], str]] = {
    "ArgmaxColorer": _argmax_title,
    "ClusterColorer": _cluster_title,
    "BinaryPackColorer": _pack_title,
    "ValueColorer": _value_title,
    "ChannelColorer": _channel_title,
    "GamutColorer": _channel_title,
}


def n_skipped(before: list[Any]) -> int:
    """Number of directions that the steps before a colorer leave out."""
    return sum(step.skip for step in before if "ResidualPCA" in _class_names(step))


def _name_columns(before: list[Any]) -> str:
    """Name of the input columns of a colorer."""
    for step in reversed(before):
        for name in _class_names(step):
            if name in _COMPONENTS:
                return _COMPONENTS[name]
        if hasattr(step, "components_"):
            return "components"
    return "columns"


def _class_names(estimator: Any) -> list[str]:
    return [parent.__name__ for parent in type(estimator).__mro__]
