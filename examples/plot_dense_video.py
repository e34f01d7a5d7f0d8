"""
The same colors in every frame
==============================

Colors that are fitted to each frame flicker: components change their order and sign, and
ranges change with what is in view. One fit for all frames does not. The video is synthetic:
a window that moves across a real photograph, and comes with scikit-learn. The features of a
frame are computed from that frame alone.
"""

import matplotlib.pyplot as plt
import numpy as np
from skimage.feature import multiscale_basic_features
from skimage.transform import downscale_local_mean
from sklearn.datasets import load_sample_image
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from skcolor import CovariancePCA, GamutColorer
from skcolor.images import GridColorer
from skcolor.paint import delta_e

photo = load_sample_image("china.jpg")
lefts = range(0, 320, 32)
shots = [photo[40:360, left : left + 320] for left in lefts]
frames = np.stack(
    [
        downscale_local_mean(multiscale_basic_features(shot, channel_axis=-1), (8, 8, 1))
        for shot in shots
    ]
)
print("frames, rows, columns and features:", frames.shape)

# %%
# All pixels of all frames are rows of one fit. The other fit is anew for each frame.

grid = GridColorer(make_pipeline(StandardScaler(), CovariancePCA(3), GamutColorer()))
colorings = {
    "each frame": np.stack([grid.fit_transform(frame) for frame in frames]),
    "all frames": grid.fit_transform(frames),
}

# %%
# The window moves by four cells a frame: we know where each place is in the next frame.

for name, colors in colorings.items():
    flicker = delta_e(colors[:-1, :, 4:], colors[1:, :, :-4]).mean()
    print(f"fitted to {name}: mean ΔE of the same place in the next frame {flicker:.4f}")

figure, axs = plt.subplots(3, 5, figsize=(10, 6.2), layout="constrained")
shown = range(0, len(frames), 2)
for row, images in zip(axs, [shots, *colorings.values()], strict=True):
    for ax, frame in zip(row, shown, strict=True):
        ax.imshow(images[frame])
        ax.set(xticks=[], yticks=[])
for row, name in zip(axs, ["photograph", *colorings], strict=True):
    row[0].set_ylabel(name)
figure.savefig("dense_video.png", dpi=100)
