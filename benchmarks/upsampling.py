"""How far upsampled colors are from those of features at each pixel.

``python -m benchmarks.upsampling`` computes features of the texture of two photographs at
each pixel, takes their means over cells as a network with patches would, and brings the
colors of the cells to the pixels: by their cell, bilinearly in three color spaces, and by
the guided filter of He, Sun and Tang (2010) with the photograph as its guide. It prints the
mean ΔE to the colors of the features at each pixel.
"""

import numpy as np
from scipy.ndimage import gaussian_filter, gaussian_gradient_magnitude, uniform_filter
from sklearn.datasets import load_sample_images
from sklearn.preprocessing import StandardScaler

from skcolor.images import GridColorer, upsample
from skcolor.paint import (
    clip_to_gamut,
    delta_e,
    linear_to_srgb,
    oklab_to_srgb,
    srgb_to_linear,
    srgb_to_oklab,
)
from skcolor.recipes import RECIPES

CELL, SHAPE = 10, (420, 640)
SPACES = {
    "bilinear, sRGB": (np.asarray, np.asarray),
    "bilinear, linear": (srgb_to_linear, linear_to_srgb),
    "bilinear, OKLab": (srgb_to_oklab, lambda lab: oklab_to_srgb(clip_to_gamut(lab))),
}
RADII, SMOOTHING = (5, 10), (1e-2, 1e-4)


def main():
    for name in ("pca", "best"):
        for photo in load_sample_images().images:
            image = photo[: SHAPE[0], : SHAPE[1]] / 255
            for way, error in measure(image, RECIPES[name]()).items():
                print(f"{name:5} {way:28} {error:.4f}", flush=True)


def measure(image, pipeline):
    features = texture(image)
    rows, columns = SHAPE[0] // CELL, SHAPE[1] // CELL
    cells = features.reshape(rows, CELL, columns, CELL, -1).mean(axis=(1, 3))
    grid = GridColorer(pipeline, n_jobs=-1).fit(cells)
    truth, colors = grid.transform(features), grid.transform(cells)
    found = {"nearest": upsample(colors, SHAPE)}
    for way, (encode, decode) in SPACES.items():
        found[way] = decode(resize(encode(colors)))
    smooth = found["bilinear, sRGB"]
    for radius in RADII:
        for eps in SMOOTHING:
            filtered = guided_filter(image, smooth, radius, eps)
            found[f"guided, {radius} pixels, {eps:g}"] = np.clip(filtered, 0, 1)
    return {way: delta_e(large, truth).mean() for way, large in found.items()}


def texture(image):
    """Color and strength of edges at four scales."""
    layers = [
        compute(channel, scale)
        for scale in (1, 2, 4, 8)
        for compute in (gaussian_filter, gaussian_gradient_magnitude)
        for channel in np.moveaxis(image, 2, 0)
    ]
    rows = np.stack(layers, axis=-1).reshape(-1, len(layers))
    return StandardScaler().fit_transform(rows).reshape(*SHAPE, -1)


def resize(coordinates):
    """Bilinear interpolation of coordinates in any range."""
    low, high = coordinates.min(), coordinates.max()
    share = (coordinates - low) / (high - low)
    return low + (high - low) * upsample(share, SHAPE, interpolation="bilinear")


def guided_filter(guide, values, radius, eps):
    """Values that are linear in the colors of a guide, in windows around each pixel."""

    def mean(array):
        size = (2 * radius + 1, 2 * radius + 1) + (1,) * (array.ndim - 2)
        return uniform_filter(array, size, mode="nearest")

    guides, means = mean(guide), mean(values)
    squares = mean(guide[..., :, None] * guide[..., None, :])
    squares -= guides[..., :, None] * guides[..., None, :]
    products = mean(guide[..., :, None] * values[..., None, :])
    products -= guides[..., :, None] * means[..., None, :]
    slopes = np.linalg.solve(squares + eps * np.eye(3), products)
    offsets = means - np.einsum("...i,...ij->...j", guides, slopes)
    return np.einsum("...i,...ij->...j", guide, mean(slopes)) + mean(offsets)


if __name__ == "__main__":
    main()
