"""Ready-made colorings as unfitted pipelines: the notebook's figures, and ours.

Each recipe is a function that returns a new :class:`sklearn.pipeline.Pipeline`; fit it with
``fit(X, layout)``. `RECIPES` maps names to recipes, and `TITLES` maps names to short
descriptions. If X has fewer columns than a recipe has components, or fewer rows than
neighbors or clusters, as many as possible are used, with a warning.
"""

from skcolor.recipes._best import BEST, best, best_4_to_6, best_7_to_9
from skcolor.recipes._layout_aware import (
    LAYOUT,
    local_dimension,
    neighbor_overlap,
    residual_pca,
)
from skcolor.recipes._notebook import (
    NOTEBOOK,
    argmax,
    argmax_absolute,
    argmax_raw,
    ica,
    ica_argmax,
    ica_argmax_8,
    ica_argmax_128,
    ica_kmeans,
    ica_pack,
    ica_pack_12,
    kmeans,
    kmeans_30,
    kmeans_128,
    knn_distance,
    pca,
    pca_argmax,
    pca_argmax_16,
    pca_argmax_128,
    pca_argmax_absolute,
    pca_argmax_falloff,
    pca_argmax_raw,
    pca_kmeans,
    pca_pack,
    pca_pack_12,
    tsne,
)
from skcolor.recipes._perceptual import (
    PERCEPTUAL,
    ica_perceptual,
    kmeans_30_perceptual,
    kmeans_128_perceptual,
    kmeans_perceptual,
    pca_argmax_perceptual,
    pca_perceptual,
    residual_pca_perceptual,
    tsne_perceptual,
)
from skcolor.recipes._pipeline import Recipe
from skcolor.recipes._recipe_titles import TITLES

RECIPES: dict[str, Recipe] = {
    **NOTEBOOK,
    **LAYOUT,
    **PERCEPTUAL,
    **BEST,
}
"""All recipes by name: those of the notebook in its order, then ours."""

__all__ = [
    "RECIPES",
    "TITLES",
    "argmax",
    "argmax_absolute",
    "argmax_raw",
    "best",
    "best_4_to_6",
    "best_7_to_9",
    "ica",
    "ica_argmax",
    "ica_argmax_8",
    "ica_argmax_128",
    "ica_kmeans",
    "ica_pack",
    "ica_pack_12",
    "ica_perceptual",
    "kmeans",
    "kmeans_30",
    "kmeans_30_perceptual",
    "kmeans_128",
    "kmeans_128_perceptual",
    "kmeans_perceptual",
    "knn_distance",
    "local_dimension",
    "neighbor_overlap",
    "pca",
    "pca_argmax",
    "pca_argmax_16",
    "pca_argmax_128",
    "pca_argmax_absolute",
    "pca_argmax_falloff",
    "pca_argmax_perceptual",
    "pca_argmax_raw",
    "pca_kmeans",
    "pca_pack",
    "pca_pack_12",
    "pca_perceptual",
    "residual_pca",
    "residual_pca_perceptual",
    "tsne",
    "tsne_perceptual",
]
