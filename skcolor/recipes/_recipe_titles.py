"""Titles of the recipes, for plots and menus."""

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sklearn.pipeline import Pipeline

TITLES: dict[str, str] = {
    "knn_distance": "Distance to neighbors on the map",
    "tsne": "3-D t-SNE as RGB",
    "pca": "3 principal components as RGB",
    "pca_pack": "24 principal components as bits",
    "pca_pack_12": "12 principal components as bits",
    "ica": "3 independent components as RGB",
    "ica_pack": "24 independent components as bits",
    "ica_pack_12": "12 independent components as bits",
    "kmeans": "8 clusters as hues",
    "kmeans_30": "30 clusters as hues",
    "kmeans_128": "128 clusters as hues",
    "argmax_raw": "Largest column, unscaled",
    "argmax": "Largest column",
    "argmax_absolute": "Largest absolute column",
    "pca_argmax_raw": "Largest of 30 components, unscaled",
    "pca_argmax": "Largest of 30 components",
    "pca_argmax_absolute": "Largest of 30 absolute components",
    "pca_argmax_16": "Largest of 16 components",
    "pca_argmax_128": "Largest of 128 components",
    "pca_argmax_falloff": "Largest of 30, favoring the first",
    "ica_argmax_8": "Largest of 8 independent components",
    "ica_argmax": "Largest of 30 independent components",
    "ica_argmax_128": "Largest of 128 independent components",
    "pca_kmeans": "128 clusters of 128 components",
    "ica_kmeans": "128 clusters, independent components",
    "residual_pca": "What the map hides, as RGB",
    "neighbor_overlap": "Neighbors kept on the map",
    "local_dimension": "Local dimension",
    "pca_perceptual": "Three principal components",
    "ica_perceptual": "Three independent components",
    "tsne_perceptual": "3-D t-SNE",
    "residual_pca_perceptual": "What the map hides, in 3 directions",
    "kmeans_perceptual": "8 clusters",
    "kmeans_30_perceptual": "30 clusters",
    "kmeans_128_perceptual": "128 clusters",
    "pca_argmax_perceptual": "Largest of 30 components, distinct",
    "best": "What the map hides",
    "best_4_to_6": "What the map hides, directions 4 to 6",
    "best_7_to_9": "What the map hides, directions 7 to 9",
}
"""Short description of each recipe."""


def recipe_title(name: str) -> str:
    """Title of a recipe; the name itself if it has none."""
    return TITLES.get(name, name)


def titles_for_rows(
    pipelines: dict[str, "Pipeline"], shape: tuple[int, ...]
) -> dict[str, str]:
    """Titles of recipes, with the numbers of components and clusters that rows allow.

    Parameters
    ----------
    pipelines : dict of str to Pipeline
        The recipes by name, fitted or not.
    shape : tuple of int
        Number of rows and columns.

    Returns
    -------
    dict of str to str
        Titles by name. Where few rows or columns make two equal, the names tell them apart.
    """
    titles = {name: _limited(name, pipelines[name], shape) for name in pipelines}
    counts = Counter(titles.values())
    return {
        name: title if counts[title] == 1 else f"{title} ({name})"
        for name, title in titles.items()
    }


def _limited(name: str, pipeline: "Pipeline", shape: tuple[int, ...]) -> str:
    title = recipe_title(name)
    for parameter, wanted in pipeline.get_params().items():
        if parameter.endswith("__n_components"):
            what, allowed = "(?! clusters)", min(shape)
        elif parameter.endswith("__n_clusters"):
            what, allowed = "(?= clusters)", shape[0]
        else:
            continue
        if isinstance(wanted, int) and wanted > allowed:
            title = re.sub(rf"(?<![\w-]){wanted}(?![\w-]){what}", str(allowed), title)
    return re.sub(r"\b(1 (?:\w+ )?(?:component|cluster|direction))s", r"\1", title)
