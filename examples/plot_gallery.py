"""
Twelve colorings of one map
============================

A t-SNE map of 1,797 handwritten digits, colored from their 64 pixels, without labels. The
figure is written to ``gallery.png`` in the working directory.
"""

from skcolor import recipes
from skcolor.datasets import load_digits_layout
from skcolor.plotting import plot_gallery

digits = load_digits_layout()

pipelines = {
    "kNN distance": recipes.knn_distance(),
    "neighbors kept": recipes.neighbor_overlap(),
    "PCA, 24 packed bits": recipes.pca_pack(),
    "PCA + argmax, 16 components": recipes.pca_argmax_16(),
    "PCA": recipes.pca(),
    "PCA, perceptual": recipes.pca_perceptual(),
    "3-D t-SNE": recipes.tsne(),
    "3-D t-SNE, perceptual": recipes.tsne_perceptual(),
    "hidden by the map": recipes.residual_pca(),
    "hidden by the map, perceptual": recipes.residual_pca_perceptual(),
    "K-Means, 30 clusters": recipes.kmeans_30(),
    "K-Means, distinct colors": recipes.kmeans_30_perceptual(),
}
colorings = {
    name: pipeline.fit_transform(digits.data, digits.layout)
    for name, pipeline in pipelines.items()
}

figure = plot_gallery(colorings, digits.layout, n_cols=4)
figure.savefig("gallery.png", dpi=120)
