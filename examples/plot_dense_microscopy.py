"""
Tiles of a microscope slide without seams
=========================================

Large slides come in tiles. Colors fitted to each tile differ at the seams; those of one
colorer do not. The slide is real: human colon with two stains, which comes with
scikit-image. Its channels are the stains, separated by color deconvolution, each at four
scales.
"""

import matplotlib.pyplot as plt
import numpy as np
from scipy.ndimage import gaussian_filter
from skimage.color import rgb2hed
from skimage.data import immunohistochemistry
from sklearn.base import clone
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from skcolor import CovariancePCA, GamutColorer
from skcolor.images import GridColorer

slide = immunohistochemistry()
stains = rgb2hed(slide)
channels = [gaussian_filter(stains, (sigma, sigma, 0)) for sigma in (1, 2, 4, 8)]
channels = np.concatenate(channels, axis=-1)[::2, ::2]
tiles = [half for part in np.split(channels, 2) for half in np.split(part, 2, axis=1)]

# %%
# A list of tiles is a list of images; they may differ in size.

grid = GridColorer(make_pipeline(StandardScaler(), CovariancePCA(3), GamutColorer()))
alone = [clone(grid).fit_transform(tile) for tile in tiles]
together = grid.fit_transform(tiles)


def join(parts):
    """Put four tiles together."""
    return np.vstack([np.hstack(parts[:2]), np.hstack(parts[2:])])


pictures = {
    "slide": slide,
    "a colorer for each tile": join(alone),
    "one colorer for all tiles": join(together),
}
figure, axs = plt.subplots(1, 3, figsize=(12, 4.2), layout="constrained")
for ax, (name, picture) in zip(axs, pictures.items(), strict=True):
    ax.imshow(picture)
    ax.set_title(name)
    ax.set_axis_off()
figure.savefig("dense_microscopy.png", dpi=100)
