"""
The same colors on a map and in an image
========================================

We cut a photograph into patches of 8 x 8 pixels and treat them as rows. A map puts similar
patches side by side, and a colorer colors them. Then we paint each patch's color at its
original position in the photograph. The two views of the same rows explain each other.
"""

import matplotlib.pyplot as plt
from sklearn.cluster import MiniBatchKMeans
from sklearn.datasets import load_sample_image

from skcolor import ClusterColorer, LandmarkTSNE, recipes
from skcolor.plotting import ColoringDisplay

size = 8
photo = load_sample_image("china.jpg")
n_down, n_across = photo.shape[0] // size, photo.shape[1] // size
photo = photo[: n_down * size, : n_across * size]
patches = (
    photo.reshape(n_down, size, n_across, size, 3).swapaxes(1, 2).reshape(-1, size, size, 3)
)
X = patches.reshape(len(patches), -1) / 255
layout = LandmarkTSNE(2, n_landmarks=2000, random_state=0).fit_transform(X)


def show(name, colorer):
    """Plot the photograph, the map, and the photograph in the colors of the map."""
    colors = colorer.fit_transform(X, layout)
    figure, (left, middle, right) = plt.subplots(
        1, 3, figsize=(15, 3.6), layout="constrained"
    )
    left.imshow(photo)
    ColoringDisplay.from_colors(layout, colors, ax=middle, name=name)
    right.imshow(colors.reshape(n_down, n_across, 3))
    for ax in (left, right):
        ax.set_axis_off()
    return figure


# %%
# Three independent components, fitted into the sRGB gamut: similar patches get similar
# colors. Sky, water, walls and leaves separate, and edges get colors of their own.

figure = show("independent components", recipes.ica_perceptual())
figure.savefig("photo_components.png", dpi=100)

# %%
# Six clusters in distinct colors: a segmentation based only on the look of the patches.

clusters = ClusterColorer(
    MiniBatchKMeans(6, random_state=0), palette="distinct", arrange="contrast"
)
figure = show("6 clusters", clusters)
figure.savefig("photo_clusters.png", dpi=100)
