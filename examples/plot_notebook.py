"""
The notebook's story, told again
================================

Kyle McDonald's notebook `Coloring t-SNE
<https://github.com/kylemcdonald/Coloring-t-SNE>`_ asks how the rows behind a t-SNE map can
color it without labels, and answers with 25 figures. Here they are in its order, on a map
of 1,797 handwritten digits, with what skcolor puts next to them.

Below each panel stands its local fidelity: what color tells about neighbors on the map
that the map does not, 0 for chance and 1 for all. Colors are learned from every other
row, and scored on the rest.
"""

from skcolor import recipes
from skcolor.datasets import load_digits_layout
from skcolor.metrics import local_fidelity
from skcolor.plotting import plot_gallery

digits = load_digits_layout()
X, layout = digits.data, digits.layout
learn, test = slice(0, None, 2), slice(1, None, 2)


def show(**pipelines):
    """Draw colorings side by side, with their local fidelity on rows not seen in fit."""
    colorings, scores = {}, {}
    for name, pipeline in pipelines.items():
        colors = pipeline.fit(X[learn], layout[learn]).transform(X)
        colorings[name] = colors
        scores[name] = local_fidelity(X[test], colors[test], layout[test])
    return plot_gallery(colorings, layout, scores=scores, n_cols=3)


# %%
# Distance to neighbors
# ----------------------
# Martin Wattenberg's suggestion: how far, in X, are the rows that the map puts side by
# side? Ours: how many of a row's nearest rows does the map keep beside it, and how many
# dimensions do they fill? Values such as these say where to trust the map, not what is in
# it, so their fidelity is low.

figure = show(
    knn_distance=recipes.knn_distance(),
    neighbor_overlap=recipes.neighbor_overlap(),
    local_dimension=recipes.local_dimension(),
)

# %%
# Three dimensions as red, green and blue
# ---------------------------------------
# A second t-SNE, in 3-D. Equal steps in red, green and blue are not equal to the eye;
# ``tsne_perceptual`` turns and scales the same three coordinates into all the colors of a
# screen, so that distances of rows are distances to the eye.

figure = show(tsne=recipes.tsne(), tsne_perceptual=recipes.tsne_perceptual())

# %%
# The same with principal components. The first three say again what the map shows;
# ``residual_pca_perceptual`` takes the three in which neighbors on the map still differ.

figure = show(
    pca=recipes.pca(),
    pca_perceptual=recipes.pca_perceptual(),
    residual_pca_perceptual=recipes.residual_pca_perceptual(),
)

# %%
# Mario Klingemann's suggestion: 24 or 12 components, one bit of the color from each. The
# next to them takes three directions of all columns that small points can show best.

figure = show(
    pca_pack=recipes.pca_pack(), pca_pack_12=recipes.pca_pack_12(), best=recipes.best()
)

# %%
# Independent components. FastICA leaves their signs and order to its seed; here they are
# fixed by the rows, so the colors stay the same.

figure = show(ica=recipes.ica(), ica_perceptual=recipes.ica_perceptual())

# %%

figure = show(ica_pack=recipes.ica_pack(), ica_pack_12=recipes.ica_pack_12())

# %%
# Clusters
# --------
# K-Means with 8, 30 and 128 clusters. A rainbow has no 30 colors that can be told apart.
# Ours are made to be distinct, and those that touch on the map are far apart. Labels tell
# of few distances, so the fidelity of all of them is low.

figure = show(
    kmeans=recipes.kmeans(),
    kmeans_30=recipes.kmeans_30(),
    kmeans_128=recipes.kmeans_128(),
    kmeans_perceptual=recipes.kmeans_perceptual(),
    kmeans_30_perceptual=recipes.kmeans_30_perceptual(),
    kmeans_128_perceptual=recipes.kmeans_128_perceptual(),
)

# %%
# The largest column
# ------------------
# Which of the 64 pixels is the brightest: as they are, standardized, and by absolute
# value.

figure = show(
    argmax_raw=recipes.argmax_raw(),
    argmax=recipes.argmax(),
    argmax_absolute=recipes.argmax_absolute(),
)

# %%
# The notebook's favorite: which principal component is the largest? Without
# standardizing, the first few win everywhere.

figure = show(
    pca_argmax_raw=recipes.pca_argmax_raw(),
    pca_argmax=recipes.pca_argmax(),
    pca_argmax_absolute=recipes.pca_argmax_absolute(),
    pca_argmax_16=recipes.pca_argmax_16(),
    pca_argmax_falloff=recipes.pca_argmax_falloff(),
    pca_argmax_perceptual=recipes.pca_argmax_perceptual(),
)

# %%
# The same with independent components. The notebook goes on to 128 components
# (``pca_argmax_128``, ``ica_argmax_128``) and to clusters of these (``pca_kmeans``,
# ``ica_kmeans``); images of 64 pixels have fewer, so here it is 30.

figure = show(
    ica_argmax_8=recipes.ica_argmax_8(),
    ica_argmax=recipes.ica_argmax(),
    pca_kmeans=recipes.pca_kmeans(n_components=30),
)

# %%
# What to take
# ------------
# To see what a map hides, ``recipes.best()``; to name groups, ``kmeans_30_perceptual``.
# The figures in :doc:`/choosing` say the same.
