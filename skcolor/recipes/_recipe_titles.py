"""Titles of the recipes, for plots and menus."""

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
}
"""Short description of each recipe."""


def recipe_title(name: str) -> str:
    """Title of a recipe; the name itself if it has none."""
    return TITLES.get(name, name)
