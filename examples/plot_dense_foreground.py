"""
Features of an image, with and without its background
=====================================================

A model gives each cell of an image many features: tokens of a vision transformer, or, as
here, brightness, edges and texture at several scales.
:class:`~skcolor.images.GridColorer` turns them into a picture. Which cells it is fitted to
matters. The photograph and its features are real; the outline of the pagoda was drawn by
hand.
"""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.path import Path
from skimage.feature import multiscale_basic_features
from skimage.transform import downscale_local_mean
from sklearn.datasets import load_sample_image
from sklearn.pipeline import make_pipeline

from skcolor import CovariancePCA, GamutColorer
from skcolor.images import GridColorer
from skcolor.paint import delta_e

photo = load_sample_image("china.jpg")[:424]
features = multiscale_basic_features(photo, channel_axis=-1)
features = downscale_local_mean(features, (4, 4, 1))  # cells of 4 x 4 pixels
print("rows, columns and features:", features.shape)

outline = [(50, 6), (54, 6), (58, 16), (78, 30), (70, 40), (73, 45), (70, 51), (88, 62)]
outline += [(83, 70), (92, 82), (78, 96), (60, 95), (38, 84), (20, 85), (16, 69), (25, 60)]
outline += [(22, 48), (25, 40), (23, 29)]
rows, columns = np.indices(features.shape[:2])
foreground = Path(outline).contains_points(np.column_stack([columns.flat, rows.flat]))
foreground = foreground.reshape(rows.shape)

# %%
# Fitted to all cells, most colors go to the sky and the trees, and the pagoda is dark.
# Fitted to the pagoda, all colors go to it. The same fit can then color the whole
# photograph, or the foreground alone.

grid = GridColorer(make_pipeline(CovariancePCA(3), GamutColorer()))
everywhere = grid.fit_transform(features)
grid.fit(features, mask=foreground)
pictures = {
    "photograph": photo,
    "fitted to all cells": everywhere,
    "fitted to the foreground": grid.transform(features),
    "and shown there alone": grid.transform(features, mask=foreground),
}
figure, axs = plt.subplots(1, 4, figsize=(15, 2.9), layout="constrained")
for ax, (name, picture) in zip(axs, pictures.items(), strict=True):
    ax.imshow(picture)
    ax.set_title(name)
    ax.set_axis_off()
figure.savefig("dense_foreground.png", dpi=100)

# %%
# Mean colors of parts of the pagoda are farther apart: a ΔE of 0.02 is just noticeable.

parts = [(20, 28, 35, 68), (32, 38, 32, 68), (46, 56, 28, 66), (62, 68, 24, 66)]
for name in ("fitted to all cells", "fitted to the foreground"):
    means = [pictures[name][a:b, c:d].mean(axis=(0, 1)) for a, b, c, d in parts]
    distances = [delta_e(a, b) for i, a in enumerate(means) for b in means[:i]]
    print(f"{name}: mean ΔE between parts {np.mean(distances):.3f}")
