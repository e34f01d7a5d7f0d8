"""
Coloring t-SNE, retold
======================

Kyle McDonald's notebook `Coloring t-SNE
<https://github.com/kylemcdonald/Coloring-t-SNE>`_ asks how to color a t-SNE map without
labels, using the rows behind it, and answers with 25 figures. Here they are in the original
order, for a map of 1,797 handwritten digits, next to what skcolor adds.

The number below each panel is its local fidelity: what color conveys about neighbors beyond
the map itself, from 0 for chance to 1 for everything. Colorers are fitted to every other
row and scored on the rest.
"""

from skcolor import recipes
from skcolor.datasets import load_digits_layout
from skcolor.metrics import local_fidelity
from skcolor.plotting import plot_gallery

digits = load_digits_layout()
X, layout = digits.data, digits.layout
learn, test = slice(0, None, 2), slice(1, None, 2)


def show(**pipelines):
    """Draw colorings side by side, with their local fidelity on held-out rows."""
    colorings, scores = {}, {}
    for name, pipeline in pipelines.items():
        colors = pipeline.fit(X[learn], layout[learn]).transform(X)
        colorings[name] = colors
        scores[name] = local_fidelity(X[test], colors[test], layout[test])
    return plot_gallery(colorings, layout, scores=scores, n_cols=3)


# %%
# Distance to neighbors
# ----------------------
# Martin Wattenberg's suggestion: how far apart, in X, are the rows that the map puts side
# by side? We add two more questions: how many of a row's nearest neighbors does the map
# preserve, and what is their intrinsic dimension? Such values show where to trust the map,
# not what is in it, so their fidelity is low.

figure = show(
    knn_distance=recipes.knn_distance(),
    neighbor_overlap=recipes.neighbor_overlap(),
    local_dimension=recipes.local_dimension(),
)

# %%
# Three dimensions as red, green and blue
# ---------------------------------------
# A second t-SNE, in 3-D. Equal steps in red, green and blue do not look equal.
# ``tsne_perceptual`` rotates and scales the same three coordinates into the sRGB gamut, so
# that distances between rows become perceived color differences.

figure = show(tsne=recipes.tsne(), tsne_perceptual=recipes.tsne_perceptual())

# %%
# The same with principal components. The first three repeat what the map shows;
# ``residual_pca_perceptual`` uses the three in which neighbors on the map still differ.

figure = show(
    pca=recipes.pca(),
    pca_perceptual=recipes.pca_perceptual(),
    residual_pca_perceptual=recipes.residual_pca_perceptual(),
)

# %%
# Mario Klingemann's suggestion: 24 or 12 components, with one bit of the color from each.
# Next to them, ``best`` uses the three directions in which neighbors differ most.

figure = show(
    pca_pack=recipes.pca_pack(), pca_pack_12=recipes.pca_pack_12(), best=recipes.best()
)

# %%
# Independent components. In FastICA, their signs and order depend on the seed. Here they
# depend only on the rows, so the colors stay the same.

figure = show(ica=recipes.ica(), ica_perceptual=recipes.ica_perceptual())

# %%

figure = show(ica_pack=recipes.ica_pack(), ica_pack_12=recipes.ica_pack_12())

# %%
# Clusters
# --------
# K-Means with 8, 30 and 128 clusters. A rainbow does not have 30 distinguishable colors.
# Ours are maximally distinct, and clusters that touch on the map get contrasting colors.
# Labels convey few distances, so the fidelity of all of these is low.

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
# Which of the 64 pixels is the brightest? Raw, standardized, and by absolute value.

figure = show(
    argmax_raw=recipes.argmax_raw(),
    argmax=recipes.argmax(),
    argmax_absolute=recipes.argmax_absolute(),
)

# %%
# The notebook's favorite: which principal component is the largest? Without
# standardization, the first few win everywhere.

figure = show(
    pca_argmax_raw=recipes.pca_argmax_raw(),
    pca_argmax=recipes.pca_argmax(),
    pca_argmax_absolute=recipes.pca_argmax_absolute(),
    pca_argmax_16=recipes.pca_argmax_16(),
    pca_argmax_falloff=recipes.pca_argmax_falloff(),
    pca_argmax_perceptual=recipes.pca_argmax_perceptual(),
)

# %%
# The same with independent components. The notebook continues with 128 components
# (``pca_argmax_128``, ``ica_argmax_128``) and with clusters of these (``pca_kmeans``,
# ``ica_kmeans``). Images of 64 pixels have fewer, so here we use 30.

figure = show(
    ica_argmax_8=recipes.ica_argmax_8(),
    ica_argmax=recipes.ica_argmax(),
    pca_kmeans=recipes.pca_kmeans(n_components=30),
)

# %%
# What to use
# -----------
# To see what a map hides, use ``recipes.best()``; to name groups, ``kmeans_30_perceptual``.
# See :doc:`/choosing` for measurements.
